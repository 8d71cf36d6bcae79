/** At which step of the autopsy a failure belongs, by its code. Data and one lookup; knows no frames. */
import type { ConnectionFailure } from '../../record/connection-facts.ts';
import type { StepId } from './model.ts';

/** First match wins. */
const places: readonly [pattern: RegExp, step: StepId][] = [
  [/^tls-hello-/, 'client-hello'],
  [/^tls-(no-shared-version|downgrade-refused)$/, 'offered-version'],
  [/^tls-(no-shared-suite|security-too-low)$/, 'offered-suites'],
  [/^tls-(no-shared-group|no-shared-signature)$/, 'offered-groups'],
  [/^tls-name-not-recognised$/, 'server-name'],
  [/^(server-certificate-|tls-key-too-weak$)/, 'server-certificate'],
  [/^client-certificate-/, 'client-certificate'],
  [/^(identity-|request-target-)/, 'identity'],
  [/^(subprotocol-|answer-subprotocol-)/, 'subprotocol'],
  [/^(authorization-|password-|username-|answered-unauthorized$)/, 'credentials'],
  [
    /^(upgrade-missing|upgrade-missing-browser|connection-upgrade-missing|upgrade-not-websocket|websocket-|headers-too-|browser-)/,
    'upgrade-headers',
  ],
  // The handshake itself was through; what did not come is the request.
  [
    /^(method-not-|http-version-|http-malformed|upgrade-timeout|tls-closed-after-)/,
    'upgrade-request',
  ],
];

const placesOfStage: Readonly<Record<ConnectionFailure['stage'], StepId>> = {
  name: 'name',
  tcp: 'tcp',
  'first-byte': 'first-byte',
  tls: 'tls',
  upgrade: 'answer',
};

/** The step that a failure makes red. */
export function stepOfFailure({ stage, code, alert }: ConnectionFailure): StepId {
  if (stage === 'tls' || stage === 'upgrade') {
    const place = places.find(([pattern]) => pattern.test(code));
    if (place !== undefined) return place[1];
  }
  return stage === 'tls' && alert !== undefined ? 'alert' : placesOfStage[stage];
}
