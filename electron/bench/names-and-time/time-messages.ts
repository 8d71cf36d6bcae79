/**
 * Time server messages (RFC 5905, SNTP of RFC 4330) as bytes: reads requests however broken, writes answers.
 * Knows no clock and no socket.
 */

const packetBytes = 48;
/** Seconds from 1900-01-01 to 1970-01-01. */
const epochOffsetS = 2_208_988_800;
const eraS = 2 ** 32;
/** Timestamps from here on count from 1900, those before it from 2036 (RFC 4330 §3). */
const firstEraFromS = 2 ** 31;
const fractions = 2 ** 32;

export interface TimeRequest {
  kind: 'request';
  version: number;
  mode: number;
  /** log2 of seconds, given back. */
  poll: number;
  /** Transmit timestamp as it came; goes back as originate. */
  transmit: Buffer;
  /** What it says as a time; undefined when the client does not tell (zero). */
  theirTimeMs: number | undefined;
}

export type TimeReading =
  | TimeRequest
  | { kind: 'unanswerable'; reason: string; version?: number; mode?: number };

/** Milliseconds since 1970 of an NTP timestamp; undefined for zero, which means unknown. */
export function readTimestamp(bytes: Buffer, offset: number): number | undefined {
  const seconds = bytes.readUInt32BE(offset);
  const fraction = bytes.readUInt32BE(offset + 4);
  if (seconds === 0 && fraction === 0) return undefined;
  const era = seconds >= firstEraFromS ? 0 : eraS;
  return (seconds + era - epochOffsetS) * 1000 + (fraction / fractions) * 1000;
}

export function writeTimestamp(bytes: Buffer, offset: number, timeMs: number): void {
  const sinceEpochS = Math.floor(timeMs / 1000);
  const fraction = Math.floor(((timeMs - sinceEpochS * 1000) / 1000) * fractions);
  const seconds = (((sinceEpochS + epochOffsetS) % eraS) + eraS) % eraS;
  bytes.writeUInt32BE(seconds, offset);
  bytes.writeUInt32BE(fraction, offset + 4);
}

const symmetricActive = 1;
const symmetricPassive = 2;
const client = 3;
const server = 4;

/** Reads one datagram. Never throws. */
export function readTimeRequest(bytes: Buffer): TimeReading {
  const [first] = bytes;
  if (first === undefined) return { kind: 'unanswerable', reason: 'empty' };
  const version = (first >> 3) & 7;
  const mode = first & 7;
  const unanswerable = (reason: string): TimeReading => ({
    ...{ kind: 'unanswerable', reason, version, mode },
  });
  if (version < 1 || version > 4) return unanswerable('version-unknown');
  // Version 1 had no modes: whoever asks leaves it 0.
  const asks = mode === client || mode === symmetricActive || (version === 1 && mode === 0);
  if (!asks) return unanswerable(mode === server ? 'is-a-response' : 'mode-unknown');
  if (bytes.length < packetBytes) return unanswerable('too-short');
  return {
    kind: 'request',
    version,
    mode,
    poll: bytes.readInt8(2),
    transmit: Buffer.from(bytes.subarray(40, 48)),
    theirTimeMs: readTimestamp(bytes, 40),
  };
}

export interface TimeAnswer {
  receivedAtMs: number;
  sentAtMs: number;
  stratum: number;
  /** Four characters. */
  referenceId: string;
}

/** log2 of seconds: about a millisecond, which is what the clock of the program resolves. */
const precision = -10;
/** 10 ms in units of 2^-16 s: no claim to more. */
const rootDispersion = 655;
/** When the clock was set last; any time a little before the answer. */
const referenceAgeMs = 1000;

/** The answer to a request: 48 bytes, never more than came. */
export function writeTimeAnswer(request: TimeRequest, answer: TimeAnswer): Buffer {
  const bytes = Buffer.alloc(packetBytes);
  const mode = request.mode === symmetricActive ? symmetricPassive : server;
  bytes.writeUInt8((request.version << 3) | mode, 0);
  bytes.writeUInt8(answer.stratum, 1);
  bytes.writeInt8(request.poll, 2);
  bytes.writeInt8(precision, 3);
  bytes.writeUInt32BE(rootDispersion, 8);
  bytes.write(answer.referenceId, 12, 4, 'latin1');
  writeTimestamp(bytes, 16, answer.receivedAtMs - referenceAgeMs);
  request.transmit.copy(bytes, 24);
  writeTimestamp(bytes, 32, answer.receivedAtMs);
  writeTimestamp(bytes, 40, answer.sentAtMs);
  return bytes;
}
