/** Texts that were changed and not saved, by id of their scenario, as long as the page is open. */
export const drafts = new Map<string, string>();

/** Where a new scenario begins. */
export const newScenario = `version: 1
name: New scenario
setUp:
  listener: { securityProfiles: [0] }
  chargePoints:
    cp: {}
steps:
  - do: { action: plug-in }
  - expect: { action: StatusNotification, payload: { status: Preparing } }
`;
