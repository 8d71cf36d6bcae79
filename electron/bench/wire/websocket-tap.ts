/**
 * Keeps the bytes a peer sent since the last message boundary, so that a violation of RFC 6455 is recorded with them.
 * Observes the stream beside `ws` and changes nothing; knows nothing of OCPP or of the record.
 */
import type { Duplex } from 'node:stream';

export interface WebSocketTap {
  /** To be told of every message, ping and pong that `ws` delivered. */
  delivered(): void;
  /** A copy of the bytes since the last message boundary, as they arrived. */
  bytesSinceBoundary(): Buffer;
  stop(): void;
}

const firstCapacityBytes = 256;
const releaseAboveBytes = 64 * 1024;

/** Length of a header by its first two bytes (RFC 6455 §5.2): 2, 8-byte or 2-byte length, masking key. */
export function headerLength(secondByte: number): number {
  const length = secondByte & 0x7f;
  const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
  return 2 + extended + ((secondByte & 0x80) === 0 ? 0 : 4);
}

/** Payload length of a complete header; beyond 2^53 only its magnitude matters. */
export function payloadLength(header: Buffer, offset = 0): number {
  const length = (header[offset + 1] ?? 0) & 0x7f;
  if (length === 126) return header.readUInt16BE(offset + 2);
  if (length === 127) return Number(header.readBigUInt64BE(offset + 2));
  return length;
}

/** Whether a data message is still open after a WebSocket frame with this first byte. */
export function staysOpen(firstByte: number, open: boolean): boolean {
  const isControl = (firstByte & 0x08) !== 0;
  return isControl ? open : (firstByte & 0x80) === 0;
}

/** Where the last message boundary lies when `events` messages and control frames have been delivered. */
function boundaryIn(bytes: Buffer, events: number): number {
  let offset = 0;
  let boundary = 0;
  let seen = 0;
  let open = false;
  while (seen < events && offset + 2 <= bytes.length) {
    const first = bytes[offset] ?? 0;
    const headerBytes = headerLength(bytes[offset + 1] ?? 0);
    if (offset + headerBytes > bytes.length) break;
    offset += headerBytes + payloadLength(bytes, offset);
    if (offset > bytes.length) break;
    open = staysOpen(first, open);
    if ((first & 0x88) !== 0) seen += 1;
    if (!open) boundary = offset;
  }
  return boundary;
}

/** Follows the WebSocket frames of a stream across chunks; `feed` says whether a chunk ended on a boundary. */
function createBoundaryFollower(): { feed(chunk: Buffer): boolean } {
  const header = Buffer.alloc(14);
  let headerBytes = 0;
  let payloadLeft = 0;
  let open = false;

  /** Takes header bytes from `offset`; returns where it stopped. */
  function takeHeader(chunk: Buffer, offset: number): number {
    let at = offset;
    while (at < chunk.length) {
      header[headerBytes] = chunk[at] ?? 0;
      headerBytes += 1;
      at += 1;
      if (headerBytes >= 2 && headerBytes === headerLength(header[1] ?? 0)) {
        payloadLeft = payloadLength(header);
        open = staysOpen(header[0] ?? 0, open);
        headerBytes = 0;
        return at;
      }
    }
    return at;
  }

  return {
    feed(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (payloadLeft === 0) at = takeHeader(chunk, at);
        const skipped = Math.min(payloadLeft, chunk.length - at);
        payloadLeft -= skipped;
        at += skipped;
      }
      return payloadLeft === 0 && headerBytes === 0 && !open;
    },
  };
}

/** A masked, complete message or control frame of up to 125 bytes and nothing else: nearly every chunk there is. */
function isOneShortFrame(chunk: Buffer): boolean {
  const first = chunk[0] ?? 0;
  const second = chunk[1] ?? 0;
  return (
    (first & 0x80) !== 0 &&
    (second & 0x7f) < 126 &&
    chunk.length === headerLength(second) + (second & 0x7f)
  );
}

/**
 * Taps a stream; attach it right after `ws` has taken the stream over.
 * @param maxKeptBytes no more than this is kept of one message.
 */
export function tapWebSocket(stream: Duplex, maxKeptBytes: number): WebSocketTap {
  // `ws` removes the mask in place, so the bytes are copied; into one buffer a connection, not one a message.
  let kept = Buffer.allocUnsafeSlow(firstCapacityBytes);
  let keptBytes = 0;
  let deliveredSince = 0;
  let atBoundary = true;
  const follower = createBoundaryFollower();

  function keep(chunk: Buffer): void {
    const length = Math.min(keptBytes + chunk.length, maxKeptBytes);
    if (length > kept.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.min(Math.max(length, kept.length * 2), maxKeptBytes),
      );
      kept.copy(larger, 0, 0, keptBytes);
      kept = larger;
    }
    keptBytes += chunk.copy(kept, keptBytes, 0, length - keptBytes);
  }

  function onData(chunk: Buffer): void {
    if (atBoundary) {
      keptBytes = 0;
      deliveredSince = 0;
      if (kept.length > releaseAboveBytes && chunk.length < releaseAboveBytes) {
        kept = Buffer.allocUnsafeSlow(firstCapacityBytes);
      }
      keep(chunk);
      if (isOneShortFrame(chunk)) return;
    } else {
      keep(chunk);
    }
    atBoundary = follower.feed(chunk);
  }

  stream.prependListener('data', onData);
  return {
    delivered() {
      deliveredSince += 1;
    },
    bytesSinceBoundary() {
      const bytes = kept.subarray(0, keptBytes);
      return Buffer.from(bytes.subarray(boundaryIn(bytes, deliveredSince)));
    },
    stop() {
      stream.removeListener('data', onData);
    },
  };
}
