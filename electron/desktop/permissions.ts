/**
 * Denies every permission and every request that does not go to the bench.
 * Knows nothing of windows; one session serves them all.
 */
import type { Session } from 'electron';
import { type Log, originForLog } from './log.ts';
import { isBenchResource } from './origins.ts';

export interface SessionRules {
  origin(): string | undefined;
  /** Developer tools load themselves from `devtools:`; they exist in unpackaged runs only. */
  allowDeveloperTools: boolean;
  log: Log;
}

type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'webRequest'
>;

/** Applies security-checklist 1 and 5 to a session. */
export function guardSession(session: GuardedSession, rules: SessionRules): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    rules.log('permission-denied', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const own = isBenchResource(url, rules.origin()) || isDeveloperTools(url, rules);
    if (!own) rules.log('request-denied', { to: originForLog(url) });
    answer({ cancel: !own });
  });
}

function isDeveloperTools(url: string, { allowDeveloperTools }: SessionRules): boolean {
  return allowDeveloperTools && URL.parse(url)?.protocol === 'devtools:';
}
