/**
 * Follows the TLS records of a connection in both directions for as long as they can be read: the hello that goes out
 * or comes in first, whether a server answered it, and alerts in clear. A pure observer over bytes; knows no sockets.
 */
import { type ClientHelloReading, readClientHello } from './client-hello.ts';

export type Direction = 'in' | 'out';

export interface ClearAlert {
  number: number;
  fatal: boolean;
  direction: Direction;
}

export interface TlsRecords {
  feed(direction: Direction, chunk: Buffer): void;
  /** Alerts that were sent in clear, in their order. */
  readonly alerts: readonly ClearAlert[];
  /** A handshake record came in that begins with a ServerHello. */
  readonly serverHelloSeen: boolean;
}

const recordHeaderBytes = 5;
const alertRecord = 21;
const handshakeRecord = 22;
const applicationRecord = 23;
const serverHelloMessage = 2;
/** An alert in clear has level and number; an encrypted one has more around them (RFC 5246 §6.2.3, RFC 8446 §5.2). */
const clearAlertBytes = 2;
const fatalLevel = 2;

/** Follows records; what is no TLS ends it in that direction. */
export function followTlsRecords(): TlsRecords {
  const alerts: ClearAlert[] = [];
  let serverHelloSeen = false;

  function onRecord(direction: Direction, type: number, start: Buffer, length: number): void {
    const [first = 0, second = 0] = start;
    if (type === alertRecord && length === clearAlertBytes) {
      alerts.push({ number: second, fatal: first === fatalLevel, direction });
    } else if (direction === 'in' && type === handshakeRecord && first === serverHelloMessage) {
      serverHelloSeen = true;
    }
  }

  const followers = {
    in: followDirection((...record) => onRecord('in', ...record)),
    out: followDirection((...record) => onRecord('out', ...record)),
  };
  return {
    feed: (direction, chunk) => followers[direction](chunk),
    alerts,
    get serverHelloSeen() {
      return serverHelloSeen;
    },
  };
}

/** The alert that tells why a handshake failed: a fatal one of the other side before one of our own. */
export function telltaleAlert(alerts: readonly ClearAlert[]): ClearAlert | undefined {
  const fatal = alerts.filter((alert) => alert.fatal);
  return fatal.find(({ direction }) => direction === 'in') ?? fatal[0];
}

/** Calls back with the type, the first two bytes and the length of every record until application data begins. */
function followDirection(
  onRecord: (type: number, start: Buffer, length: number) => void,
): (chunk: Buffer) => void {
  // Header and the first two bytes of the content.
  const head = Buffer.alloc(recordHeaderBytes + 2);
  let headBytes = 0;
  let contentLeft = 0;
  let over = false;

  function onHead(): void {
    const type = head[0] ?? 0;
    const length = head.readUInt16BE(3);
    onRecord(type, head.subarray(recordHeaderBytes, headBytes), length);
    contentLeft = recordHeaderBytes + length - headBytes;
    headBytes = 0;
    over = type === applicationRecord;
  }

  return (chunk) => {
    for (let at = 0; at < chunk.length && !over; ) {
      if (contentLeft > 0) {
        const skipped = Math.min(contentLeft, chunk.length - at);
        contentLeft -= skipped;
        at += skipped;
        continue;
      }
      head[headBytes] = chunk[at] ?? 0;
      headBytes += 1;
      at += 1;
      over = (headBytes === 1 && !isRecordType(head[0])) || (headBytes === 2 && head[1] !== 3);
      if (headBytes < recordHeaderBytes) continue;
      const length = head.readUInt16BE(3);
      if (headBytes === recordHeaderBytes + Math.min(2, length)) onHead();
    }
  };
}

function isRecordType(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 20 && byte <= 23;
}

/** Gathers what goes out first until that is known to be a ClientHello or something else. */
export function gatherFirstHello(
  onKnown: (reading: ClientHelloReading, bytes: Buffer) => void,
): (chunk: Buffer) => void {
  let bytes = Buffer.alloc(0);
  let known = false;
  return (chunk) => {
    if (known) return;
    bytes = Buffer.concat([bytes, chunk]);
    const reading = readClientHello(bytes);
    if (reading.kind === 'need-more') return;
    known = true;
    onKnown(reading, bytes);
    bytes = Buffer.alloc(0);
  };
}
