/**
 * For lenient listeners: a stream between the socket and `ws` that mends WebSocket frames which RFC 6455 forbids
 * (unmasked, RSV bits, reserved opcodes) and says which ones. Knows nothing of OCPP or of the record.
 */
import { Duplex } from 'node:stream';
import { headerLength, payloadLength, staysOpen } from './websocket-tap.ts';

export type LenientViolation = 'unmasked-frame' | 'reserved-bits-set' | 'reserved-opcode';

export interface LenientStream {
  stream: Duplex;
  /** Whether the next message, ping or pong that `ws` delivers was mended; call once for each, in order. */
  takeMended(): boolean;
}

const textOpcode = 0x01;
const pongOpcode = 0x0a;
const closeOpcode = 0x08;

interface MendedHeader {
  bytes: Buffer;
  violations: LenientViolation[];
}

/** The header as RFC 6455 wants it; a masking key of zeros leaves the payload as it is. */
function mendHeader(header: Buffer, expectMask: boolean, open: boolean): MendedHeader {
  const violations: LenientViolation[] = [];
  let first = header[0] ?? 0;
  const second = header[1] ?? 0;
  if ((first & 0x70) !== 0) {
    violations.push('reserved-bits-set');
    first &= 0x8f;
  }
  const opcode = first & 0x0f;
  if (opcode > 0x0a) {
    violations.push('reserved-opcode');
    first = (first & 0xf0) | pongOpcode;
  } else if (opcode > 0x02 && opcode < 0x08) {
    violations.push('reserved-opcode');
    first = (first & 0xf0) | (open ? 0 : textOpcode);
  }
  const bytes = Buffer.from(header);
  bytes[0] = first;
  if (!expectMask || (second & 0x80) !== 0) return { bytes, violations };
  violations.push('unmasked-frame');
  bytes[1] = second | 0x80;
  return { bytes: Buffer.concat([bytes, Buffer.alloc(4)]), violations };
}

interface Mender {
  /** Mends what arrived; `onViolation` gets the header and what is there of the payload. */
  feed(chunk: Buffer): Buffer[];
  takeMended(): boolean;
}

function createMender(
  expectMask: boolean,
  onViolation: (violation: LenientViolation, bytes: Buffer) => void,
): Mender {
  const header = Buffer.alloc(14);
  const mendedEvents: boolean[] = [];
  let headerBytes = 0;
  let payloadLeft = 0;
  let open = false;
  let mendedMessage = false;

  function noteFrame(first: number, mended: boolean): void {
    const isControl = (first & 0x08) !== 0;
    open = staysOpen(first, open);
    if (isControl) {
      if ((first & 0x0f) !== closeOpcode) mendedEvents.push(mended);
      return;
    }
    mendedMessage ||= mended;
    if (open) return;
    mendedEvents.push(mendedMessage);
    mendedMessage = false;
  }

  function finishHeader(chunk: Buffer, at: number): Buffer {
    const complete = header.subarray(0, headerBytes);
    payloadLeft = payloadLength(complete);
    const { bytes, violations } = mendHeader(complete, expectMask, open);
    const payload = chunk.subarray(at, at + Math.min(payloadLeft, chunk.length - at));
    for (const violation of violations) onViolation(violation, Buffer.concat([complete, payload]));
    noteFrame(bytes[0] ?? 0, violations.length > 0);
    headerBytes = 0;
    return bytes;
  }

  return {
    feed(chunk) {
      const mended: Buffer[] = [];
      let at = 0;
      while (at < chunk.length) {
        if (payloadLeft > 0) {
          const part = chunk.subarray(at, at + payloadLeft);
          mended.push(part);
          payloadLeft -= part.length;
          at += part.length;
          continue;
        }
        header[headerBytes] = chunk[at] ?? 0;
        headerBytes += 1;
        at += 1;
        if (headerBytes >= 2 && headerBytes === headerLength(header[1] ?? 0)) {
          mended.push(finishHeader(chunk, at));
        }
      }
      return mended;
    },
    takeMended: () => mendedEvents.shift() ?? false,
  };
}

/**
 * Puts the mending stream on a socket. The socket must not be read by anybody else.
 * @param expectMask true on the server's side of a connection (RFC 6455 §5.1).
 */
export function createLenientStream(
  socket: Duplex,
  expectMask: boolean,
  onViolation: (violation: LenientViolation, bytes: Buffer) => void,
): LenientStream {
  const mender = createMender(expectMask, onViolation);
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (chunk, encoding, done) => {
      socket.write(chunk, encoding, done);
    },
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    for (const part of mender.feed(chunk)) if (!stream.push(part)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('close', () => stream.destroy());
  return { stream, takeMended: mender.takeMended };
}
