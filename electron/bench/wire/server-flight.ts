/**
 * Takes what a server answers to a ClientHello apart for as long as it is in clear, up to the end of its turn or an
 * alert. Never throws and never keeps more than a limit, whatever comes; knows no sockets.
 */
import type { TlsMessageFacts } from '../../../shared/record/connection-facts.ts';
import { tlsAlert } from '../../../shared/security/tls-registry.ts';
import { readTlsMessage } from './tls-messages.ts';

/** More than any honest server sends before it waits for the client. */
export const flightCapBytes = 128 * 1024;
/** Messages of an honest server before it waits: a handful. */
const mostMessages = 64;

export type FlightEnd =
  /** The server's turn is over, or all that TLS 1.3 shows was seen. */
  | { kind: 'complete' }
  | { kind: 'alert'; number: number }
  | { kind: 'not-tls' }
  | { kind: 'malformed'; reason: string }
  | { kind: 'too-long' };

export interface FlightMessage {
  facts: TlsMessageFacts;
  bytes: Buffer;
}

export interface ServerFlight {
  /** Those that tell something; the bytes are the message with its header. */
  messages: FlightMessage[];
  /** Undefined while more may come. */
  end?: FlightEnd;
}

export interface ServerFlightReader {
  /** Takes the next bytes; those after the end are ignored. */
  feed(chunk: Buffer): void;
  readonly flight: ServerFlight;
  /** All bytes that were looked at. */
  bytes(): Buffer;
}

const recordType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
const messageType = { helloRequest: 0, serverHello: 2, serverHelloDone: 14 } as const;
const recordHeaderBytes = 5;
const messageHeaderBytes = 4;
/** RFC 5246 §6.2.3: what a protected record may hold, the longest of all. */
const longestRecordBytes = 16_384 + 2_048;
const fatalLevel = 2;
const closeNotify = 0;

/** Reads one answer. */
export function createServerFlightReader(): ServerFlightReader {
  const flight: ServerFlight = { messages: [] };
  const kept = Buffer.alloc(flightCapBytes);
  const handshake = Buffer.alloc(flightCapBytes);
  let [keptBytes, readTo, handshakeBytes, handshakeReadTo] = [0, 0, 0, 0];
  let messageCount = 0;

  function end(how: FlightEnd): void {
    flight.end ??= how;
  }

  function readMessages(): void {
    while (flight.end === undefined && handshakeBytes - handshakeReadTo >= messageHeaderBytes) {
      const type = handshake.readUInt8(handshakeReadTo);
      const length = handshake.readUIntBE(handshakeReadTo + 1, 3) + messageHeaderBytes;
      if (length > flightCapBytes) {
        end({ kind: 'too-long' });
        return;
      }
      if (handshakeReadTo + length > handshakeBytes) return;
      const bytes = handshake.subarray(handshakeReadTo, handshakeReadTo + length);
      handshakeReadTo += length;
      messageCount += 1;
      const how = messageCount > mostMessages ? 'too-long' : readMessage(flight, type, bytes);
      if (how === 'too-long' || how === 'complete') end({ kind: how });
      else if (how !== undefined) end({ kind: 'malformed', reason: how });
    }
  }

  function readAlert(content: Buffer): void {
    const [level, number] = content;
    if (content.length !== 2 || level === undefined || number === undefined) {
      end({ kind: 'malformed', reason: 'alert-length' });
      return;
    }
    const facts = { level: level === fatalLevel ? 'fatal' : 'warning' } as const;
    messageCount += 1;
    const isFlood = messageCount > mostMessages;
    if (isFlood) {
      end({ kind: 'too-long' });
      return;
    }
    flight.messages.push({
      facts: { message: 'alert', ...facts, ...tlsAlert(number) },
      bytes: Buffer.from(content),
    });
    // A warning such as unrecognized_name comes before the hello and stops nothing (RFC 6066 §3).
    if (level === fatalLevel || number === closeNotify) end({ kind: 'alert', number });
  }

  function readRecord(type: number, content: Buffer): void {
    if (type === recordType.alert) {
      readAlert(content);
      return;
    }
    if (type !== recordType.handshake) {
      end({ kind: 'malformed', reason: 'unexpected-record' });
      return;
    }
    content.copy(handshake, handshakeBytes);
    handshakeBytes += content.length;
    readMessages();
  }

  function readRecords(): void {
    while (flight.end === undefined && readTo < keptBytes) {
      const left = kept.subarray(readTo, keptBytes);
      if (!looksLikeTls(left)) {
        end(readTo === 0 ? { kind: 'not-tls' } : { kind: 'malformed', reason: 'not-tls' });
        return;
      }
      if (left.length < recordHeaderBytes) return;
      const length = left.readUInt16BE(3);
      if (length === 0) {
        end({ kind: 'malformed', reason: 'record-empty' });
        return;
      }
      if (length > longestRecordBytes) {
        end({ kind: 'malformed', reason: 'record-too-long' });
        return;
      }
      if (left.length < recordHeaderBytes + length) return;
      readTo += recordHeaderBytes + length;
      readRecord(left.readUInt8(0), left.subarray(recordHeaderBytes, recordHeaderBytes + length));
    }
  }

  return {
    flight,
    feed(chunk) {
      if (flight.end !== undefined) return;
      const copied = chunk.copy(kept, keptBytes);
      keptBytes += copied;
      readRecords();
      if (copied < chunk.length || keptBytes === flightCapBytes) end({ kind: 'too-long' });
    },
    bytes: () => kept.subarray(0, keptBytes),
  };
}

function looksLikeTls(bytes: Buffer): boolean {
  const [type = 0, major] = bytes;
  const isType = type >= recordType.changeCipherSpec && type <= recordType.applicationData;
  return isType && (major === undefined || major === 3);
}

/** Notes one message; answers how the flight ends with it, or what is wrong. */
function readMessage(flight: ServerFlight, type: number, bytes: Buffer): string | undefined {
  if (type === messageType.helloRequest) return undefined;
  if (type === messageType.serverHelloDone) return 'complete';
  const isFirst = !flight.messages.some(({ facts }) => facts.message === 'server-hello');
  if (isFirst !== (type === messageType.serverHello)) return 'unexpected-message';
  const facts = readTlsMessage(bytes);
  if (facts === undefined) return undefined;
  flight.messages.push({ facts, bytes: Buffer.from(bytes) });
  if (facts.message === 'unreadable') return `message-${type}`;
  const isTls13 = facts.message === 'server-hello' && facts.version === 'TLS 1.3';
  return isTls13 ? 'complete' : undefined;
}
