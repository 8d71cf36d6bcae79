/** How scenarios are named where they are kept. Without the library of the contract, which the screens do not load. */
export const scenarioIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
