/**
 * What one listener is set to: where it listens, which security profiles it serves, and how strict it is.
 * Knows nothing of stations, stores or how the settings were entered.
 */

/** A security profile of the whitepaper; 0 is plain OCPP-J without credentials. */
export type SecurityProfile = 0 | 1 | 2 | 3;

export interface ListenerConfiguration {
  /** Name of the listener in the record, unique in the bench. */
  id: string;
  /** `::` is every address of both families. */
  host: string;
  /** 0 lets the system choose. */
  port: number;
  securityProfiles: readonly SecurityProfile[];
  /** Host name of the server certificates (CN). */
  hostName?: string;
  /** `rehearsal` offers the four suites of Whitepaper A00.FR.317 only. */
  policy: 'bench' | 'rehearsal';
  tls13: boolean;
  /** TLS 1.0 and 1.1, for old charge points only (Whitepaper A00.FR.312). */
  legacyTls: boolean;
  /** Asked of every TLS client; the station's profile decides whether it is enough. */
  clientCertificate: 'require' | 'request' | 'never';
  /** From the TCP connection to the end of the TLS handshake; on a plain one to its first byte. */
  handshakeTimeoutMs: number;
  /** From there to the complete upgrade request. */
  upgradeTimeoutMs: number;
  /** `full`: besides the ClientHello also ServerHello, certificates and alerts in clear; it takes time. */
  handshakeRecording: 'hello' | 'full';
  /** 0 sends no pings. */
  pingIntervalMs: number;
  /** A peer from which nothing arrived for this long after a ping is gone. */
  pongTimeoutMs: number;
  maxMessageBytes: number;
  maxFragments: number;
  withoutSubprotocol: 'refuse' | 'accept';
  unknownSubprotocol: 'refuse' | 'complete-then-close';
  /** Takes unmasked, RSV and reserved-opcode WebSocket frames and binary JSON, flagged `lenient`. */
  lenientWebSocket: boolean;
  /** Answers 403 to what is clearly a browser. */
  refuseBrowsers: boolean;
  /** Refuses date-times without zone. */
  strictDates: boolean;
  /** Station that `GET /` is served as; without it an empty identity is 404. */
  emptyIdentityStation?: string;
}

/** What a listener is set to unless told otherwise. */
export const listenerDefaults: Omit<ListenerConfiguration, 'id' | 'port' | 'securityProfiles'> = {
  host: '::',
  policy: 'bench',
  tls13: true,
  legacyTls: false,
  clientCertificate: 'request',
  handshakeTimeoutMs: 30_000,
  upgradeTimeoutMs: 30_000,
  handshakeRecording: 'hello',
  pingIntervalMs: 60_000,
  pongTimeoutMs: 20_000,
  maxMessageBytes: 1024 * 1024,
  maxFragments: 1024,
  withoutSubprotocol: 'refuse',
  unknownSubprotocol: 'refuse',
  lenientWebSocket: false,
  refuseBrowsers: false,
  strictDates: false,
};

/** Whether any of the profiles runs without TLS (0, 1). */
export function servesPlain({ securityProfiles }: ListenerConfiguration): boolean {
  return securityProfiles.some((profile) => profile <= 1);
}

/** Whether any of the profiles runs inside TLS (2, 3). */
export function servesTls({ securityProfiles }: ListenerConfiguration): boolean {
  return securityProfiles.some((profile) => profile >= 2);
}
