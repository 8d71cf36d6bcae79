/**
 * The OCPP versions Benchpoint knows and the WebSocket sub-protocol that stands for each.
 * Knows nothing of messages or sockets.
 */

/** Named like the sub-protocol token. */
export type OcppVersion = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

/** Oldest first. */
export const ocppVersions: readonly OcppVersion[] = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'];

const displayNames: Record<OcppVersion, string> = {
  'ocpp1.6': 'OCPP 1.6',
  'ocpp2.0.1': 'OCPP 2.0.1',
  'ocpp2.1': 'OCPP 2.1',
};

/** The name people use, for example `OCPP 2.0.1`. */
export function versionDisplayName(version: OcppVersion): string {
  return displayNames[version];
}

/** The version a negotiated sub-protocol stands for; tokens are compared exactly (RFC 6455 §4.2.2). */
export function versionOfSubprotocol(token: string): OcppVersion | undefined {
  return ocppVersions.find((version) => version === token);
}

/** Who sent a message. */
export type Sender = 'charge-point' | 'csms';

/** The other end. */
export function peerOf(sender: Sender): Sender {
  return sender === 'csms' ? 'charge-point' : 'csms';
}
