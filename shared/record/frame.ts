/**
 * Record format 1: what one frame, one line of a capture, is. Facts only: pairs, latency and judgements
 * are derived later and live in the index. Knows nothing of files, sockets or screens.
 */
import type {
  ClientHelloFacts,
  ConnectionFailure,
  NameLookupFacts,
  TlsEstablishedFacts,
  TlsMessageFacts,
} from './connection-facts.ts';

/** Version of the record format that this program writes. A newer one is refused by name. */
export const recordFormatVersion = 1;
export const recordFormatName = 'benchpoint-capture';

export type FrameRole = 'csms' | 'charge-point' | 'bench';
/** Relative to our own socket. */
export type FrameDirection = 'in' | 'out';
export type FrameSender = 'charge-point' | 'csms';
/** `tampered`: we changed or injected it on request. `lenient`: let through although RFC 6455 forbids it. */
export type FrameFlag = 'tampered' | 'lenient' | 'masked';

export interface NetworkAddress {
  address: string;
  port: number;
}

/** The kinds of record format 1, each with the detail it carries. Bytes are in `text` or `base64`. */
export interface FrameDetails {
  /** A TCP connection was accepted (CSMS) or made (charge point). */
  'connection-opened': {
    local: NetworkAddress;
    remote: NetworkAddress;
    listener?: string;
    url?: string;
    /** Id of the fault that we show on this connection on purpose. */
    fault?: string;
  };
  /** As charge point: the host name of the URL was looked up. */
  'name-lookup': NameLookupFacts;
  /** As charge point: one address did not take the TCP connection. The one that did has `connection-opened`. */
  'tcp-connect': { remote: NetworkAddress; durationMs: number; error: string };
  /** The ClientHello as parsed; its bytes are in `base64`. */
  'client-hello': ClientHelloFacts;
  /** Recorded in full only: a handshake message or alert in clear; its bytes are in `base64`. */
  'tls-message': TlsMessageFacts;
  /** The secrets of one TLS session as lines of an NSS key log in `text`; only while somebody has switched it on. */
  'tls-keys': { labels: string[] };
  /** Somebody switched the key log of a listener or an emulated charge point on or off. */
  'key-log-switched': { of: 'listener' | 'charge-point'; name: string; on: boolean };
  /** Somebody put a fault in front of the peers of a listener or an emulated charge point, or took it away (`off`). */
  'fault-switched': {
    of: 'listener' | 'charge-point';
    name: string;
    fault: string;
    suite?: string;
  };
  'tls-established': TlsEstablishedFacts;
  /** The attempt ended before OCPP could begin, whatever the stage. */
  'connection-failed': ConnectionFailure;
  /** The HTTP upgrade request. Header values as received; doors mask `Authorization`. */
  'upgrade-request': {
    method: string;
    target: string;
    httpVersion: string;
    headers: [name: string, value: string][];
  };
  /** Our (or the peer's) answer to the upgrade. `code` is `accepted` or the reason of the refusal. */
  'upgrade-response': {
    status: number;
    code: string;
    subprotocol?: string;
    securityProfile?: number;
    headers: [name: string, value: string][];
    parameters?: Record<string, string | number | boolean>;
  };
  /** A WebSocket data message, complete. `binary` when it came as opcode 2. */
  message: { binary?: true } | undefined;
  ping: undefined;
  pong: undefined;
  close: { code?: number; reason?: string };
  /** RFC 6455 was violated; the bytes since the last message boundary are in `base64`. */
  'protocol-error': { code: string; closeCode: number; raw?: string };
  /** A CALL of ours was given up; a later answer is late and is never matched to a newer CALL. */
  'call-timeout': { messageId: string; action: string; timeoutMs: number };
  /** We left the CALL in frame `callSeq` without an answer on request; always flagged `tampered`. */
  'answer-withheld': { messageId: string; action: string; callSeq: number };
  'connection-closed': {
    code: string;
    bytesIn: number;
    bytesOut: number;
    durationMs: number;
    parameters?: Record<string, string | number | boolean>;
  };
  'listener-started': { listener: string; host: string; port: number; securityProfiles: number[] };
  'listener-stopped': { listener: string };
  /** A running listener shows other certificates to new connections from here on; those that are open stay. */
  'listener-certificates': {
    listener: string;
    /** `renewed`: before they ran out; `chosen`: somebody changed settings, names, roots or the desk. */
    cause: 'renewed' | 'chosen';
    certificates: {
      family: 'rsa' | 'ecdsa';
      subject: string;
      serialNumber: string;
      notAfter: string;
      fingerprintSha256: string;
    }[];
  };
  'listener-failed': { listener: string; host: string; port: number; code: string };
  'run-started': { tool: string; node: string; tls: string; platform: string };
  'run-ended': { reason: string };
  /** The wall clock moved against the monotonic one (`byMs`), or the machine slept or the process stood still (`pausedMs`). */
  'clock-jump': { byMs: number; pausedMs?: number };
  /** Frames that could not be written while recording was not strict. */
  gap: { frames: number; reason: string };
  /** Somebody revealed a secret of frame `seq`, of a station or of a file transfer. */
  'secret-revealed': {
    what: 'frame' | 'station' | 'transfer' | 'tls-keys' | 'private-key';
    /** Of `private-key`: the entry of the desk whose key was handed out, and in which form. */
    certificate?: string;
    format?: string;
    /** Of `tls-keys`: how many sessions. */
    sessions?: number;
    seq?: number;
    /** Of frame `seq`, when it is not in this capture. */
    capture?: string;
    station?: string;
    transfer?: string;
  };
  /** A file transfer of the bench's own servers began (`started`), was `done`, or failed with its reason. */
  'file-transfer': {
    transfer: string;
    direction: 'download' | 'upload';
    content: 'firmware' | 'diagnostics' | 'log' | 'other';
    status: string;
    protocol: string;
    peer: string;
    names: string[];
    bytes: number;
  };
  /** The bench's name server was asked (RFC 1035); the query is in `base64`, `answers` are addresses. */
  'name-query': {
    from: NetworkAddress;
    to: NetworkAddress;
    transport: 'udp' | 'tcp';
    /** `answered`, `no-data`, `not-found`, `refused`, `malformed`, `unsupported`, `ignored`. */
    outcome: string;
    name?: string;
    type?: string;
    rcode?: string;
    answers: string[];
    reason?: string;
    /** From the query to its answer being recorded. */
    durationMs: number;
  };
  /** The bench's time server was asked (RFC 5905); the request is in `base64`. */
  'time-query': {
    from: NetworkAddress;
    to: NetworkAddress;
    /** `answered`, `malformed`, `ignored`. */
    outcome: string;
    version?: number;
    mode?: number;
    /** What the asker's clock says, and how far it is ahead of this computer's. Absent when it does not tell. */
    theirTime?: string;
    skewMs?: number;
    stratum?: number;
    referenceId?: string;
    /** How far the answer was moved away from this computer's clock. */
    offsetMs?: number;
    reason?: string;
  };
}

export type FrameKind = keyof FrameDetails;

interface FrameFacts {
  role: FrameRole;
  /** For the instrument in the middle: which of its two connections. */
  leg?: 'charge-point-side' | 'csms-side';
  /** Number of the connection, unique in the run. */
  connection?: number;
  /** Charge point identity as far as known. */
  station?: string;
  direction?: FrameDirection;
  sender?: FrameSender;
  /** Content that is valid UTF-8; otherwise `base64` holds the bytes. Never both. */
  text?: string;
  base64?: string;
  flags?: FrameFlag[];
}

/** What wire and the roles hand to the record; the journal adds order and time. */
export type NewFrame = {
  [K in FrameKind]: FrameFacts & { kind: K } & (undefined extends FrameDetails[K]
      ? { detail?: FrameDetails[K] }
      : { detail: FrameDetails[K] });
}[FrameKind];

/** Order and time, stamped by the journal. */
export interface FrameStamp {
  /** Dense within a capture, from 1. */
  seq: number;
  /** Wall clock, microseconds since 1970-01-01T00:00:00Z. For people only. */
  wallUs: number;
  /** Monotonic clock of the run, microseconds. Order and latency come from here only. */
  monoUs: number;
  /** The run of the bench that wrote the frame; `monoUs` compares within one run only. */
  run: string;
}

/** A frame as read back: kinds of a later program are kept and shown, so the detail may be of any shape. */
export interface ReadFrame extends FrameFacts, FrameStamp {
  kind: string;
  detail?: unknown;
  /** Chain value; on the first line of each write only. */
  chain?: string;
}

/** First line of every segment. */
export interface SegmentHeader {
  format: typeof recordFormatName;
  version: number;
  capture: string;
  /** Number of the segment, from 0. */
  segment: number;
  /** Chain value that carries over from the previous segment; 64 zeros in the first. */
  chain: string;
  createdUs: number;
  /** `benchpoint 0.1.0` */
  tool: string;
  /** `Node 24.21.0` */
  runtime: string;
  /** `OpenSSL 3.5.8` */
  tls: string;
  /** Capture and chain head this one was made from, for a redacted copy or an import. */
  derivedFrom?: { capture: string; chainHead: string; how: string };
}

/**
 * What wire and roles are handed to write the record.
 * All frames appended in one turn of the event loop go out in one write.
 */
export interface FrameRecorder {
  /** Puts the frame into the next write and returns its `seq`. Never throws for a full disk. */
  append(frame: NewFrame): number;
  /**
   * Calls `proceed` once everything appended so far is written: answers, pongs and the 101 are sent from there.
   * When the write failed: `proceed` is called all the same unless recording is strict; then `refuse` is.
   */
  afterWrite(proceed: () => void, refuse?: () => void): void;
}
