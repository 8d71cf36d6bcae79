/**
 * What dialling a Central System takes and gives. Types, defaults, and how a failure is noted.
 * Opens nothing itself.
 */
import type { Socket } from 'node:net';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { HandshakeFault } from './handshake-fault.ts';
import type { SecurityProfile } from './listener-configuration.ts';
import type { OcppConnection } from './ocpp-connection.ts';
import type { ClientTlsChoice } from './tls-policy.ts';

export interface DialRequest {
  /** With the identity as its last segment: see `connectionUrl`. */
  url: URL;
  station: string;
  /** Where the connection goes, when that is not the host of the URL. */
  connectTo?: { host: string; port: number };
  /** As configured; goes into the record and chooses nothing here. */
  securityProfile: SecurityProfile;
  /** Raw bytes of the AuthorizationKey, for profiles 1 and 2. */
  credentials?: { userName: string; password: Uint8Array };
  /** Needed for `wss`. */
  tls?: Omit<ClientTlsChoice, 'host'>;
  /** `full`: also the messages of the handshake that pass in clear. */
  handshakeRecording?: 'hello' | 'full';
  /** Puts the secrets of the TLS session into the record, because somebody switched that on. */
  keyLog?: boolean;
  /** What is wrong on purpose; every frame of the connection is recorded as tampered with. */
  fault?: HandshakeFault;
  subprotocols: readonly string[];
  connectTimeoutMs: number;
  /** TLS handshake and upgrade together. */
  handshakeTimeoutMs: number;
  /** 0 sends none. */
  pingIntervalMs: number;
  pongTimeoutMs: number;
  maxMessageBytes: number;
  maxFragments: number;
}

export const dialDefaults = {
  subprotocols: ['ocpp1.6'],
  connectTimeoutMs: 10_000,
  handshakeTimeoutMs: 30_000,
  pingIntervalMs: 0,
  pongTimeoutMs: 20_000,
  maxMessageBytes: 1024 * 1024,
  maxFragments: 1024,
} as const satisfies Partial<DialRequest>;

export interface DialDependencies {
  recorder: FrameRecorder;
  /** Numbers connections uniquely in the run. */
  connectionNumber: number;
  signal?: AbortSignal;
  /**
   * Called in the turn in which the connection opened: attach handlers here. A message that came in one packet with
   * the 101 is delivered before the promise of `dial` resolves.
   */
  onOpen?(connection: OcppConnection): void;
}

export type DialOutcome =
  | { outcome: 'connected'; connection: OcppConnection }
  /** `status` when an HTTP answer came; its frame says the rest. */
  | { outcome: 'failed'; failure: ConnectionFailure; status?: number }
  | { outcome: 'aborted' };

/** A failure of one stage of the way out. */
export type Failed = Extract<DialOutcome, { outcome: 'failed' }>;

/** Records the failure, drops the socket, and gives the failure back. */
export function failDial(
  record: ConnectionRecord,
  socket: Socket,
  failure: ConnectionFailure,
): Failed {
  record.fail(failure);
  socket.destroy();
  return { outcome: 'failed', failure };
}
