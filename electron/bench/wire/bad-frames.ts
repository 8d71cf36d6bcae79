/**
 * Bytes of a client that violate RFC 6455, each in the way its name says, for peers that have to survive them.
 * Makes bytes only; knows no socket.
 */
import type { BadFrameName } from '../../../shared/ocpp/bad-input.ts';

const continuation = 0x0;
const text = 0x1;
const binary = 0x2;
const unknownOpcode = 0x3;
const close = 0x8;
const ping = 0x9;

const maskingKey = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
/** More than a Central System has to take, little enough for a record. */
const largeBytes = 2 * 1024 * 1024;
const fragments = 1000;

interface FrameParts {
  opcode: number;
  /** The last one of its message; true when absent. */
  fin?: boolean;
  /** A client masks; true when absent. */
  masked?: boolean;
  /** RSV1 to RSV3 as three bits. */
  reserved?: number;
  /** Declared in place of the real length. */
  declaredBytes?: bigint;
}

function frame(
  content: Buffer,
  { opcode, fin = true, masked = true, reserved = 0, declaredBytes }: FrameParts,
): Buffer {
  const bytes = declaredBytes ?? BigInt(content.length);
  const long = bytes > 0xffffn ? 8 : bytes > 125n ? 2 : 0;
  const header = Buffer.alloc(2 + long);
  header[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  header[1] = (masked ? 0x80 : 0) | (long === 8 ? 127 : long === 2 ? 126 : Number(bytes));
  if (long === 8) header.writeBigUInt64BE(bytes, 2);
  if (long === 2) header.writeUInt16BE(Number(bytes), 2);
  if (!masked) return Buffer.concat([header, content]);
  const hidden = content.map((byte, index) => byte ^ (maskingKey[index % 4] ?? 0));
  return Buffer.concat([header, maskingKey, hidden]);
}

function closeContent(code: number, reason: Buffer = Buffer.alloc(0)): Buffer {
  const start = Buffer.alloc(2);
  start.writeUInt16BE(code);
  return Buffer.concat([start, reason]);
}

const notUtf8 = Buffer.from([0xc3, 0x28]);

/**
 * The bytes.
 * @param call what stands in those that have room for it; a peer that is lenient answers it
 */
export function badFrameBytes(name: BadFrameName, call: string): Buffer {
  const content = Buffer.from(call);
  const half = content.length >> 1;
  switch (name) {
    case 'unmasked':
      return frame(content, { opcode: text, masked: false });
    case 'reserved-bit':
      return frame(content, { opcode: text, reserved: 0b100 });
    case 'reserved-opcode':
      return frame(content, { opcode: unknownOpcode });
    case 'stray-continuation':
      return frame(content, { opcode: continuation });
    case 'text-inside-fragments':
      return Buffer.concat([
        frame(content.subarray(0, half), { opcode: text, fin: false }),
        frame(content, { opcode: text }),
      ]);
    case 'ping-too-long':
      return frame(Buffer.alloc(126, 'x'), { opcode: ping });
    case 'ping-fragmented':
      return Buffer.concat([
        frame(Buffer.from('x'), { opcode: ping, fin: false }),
        frame(Buffer.from('y'), { opcode: continuation }),
      ]);
    case 'close-one-byte':
      return frame(Buffer.from([3]), { opcode: close });
    case 'close-code-reserved':
      return frame(closeContent(1005), { opcode: close });
    case 'close-code-unassigned':
      return frame(closeContent(999), { opcode: close });
    case 'close-reason-not-utf8':
      return frame(closeContent(1000, notUtf8), { opcode: close });
    case 'text-not-utf8':
      return frame(Buffer.concat([content, notUtf8]), { opcode: text });
    case 'binary-message':
      return frame(content, { opcode: binary });
    case 'length-huge':
      return frame(content, { opcode: text, declaredBytes: 2n ** 62n });
    case 'message-too-large':
      return frame(Buffer.alloc(largeBytes, 'x'), { opcode: text });
    case 'empty-fragments':
      return Buffer.concat([
        frame(content, { opcode: text, fin: false }),
        ...Array.from({ length: fragments }, () =>
          frame(Buffer.alloc(0), { opcode: continuation, fin: false }),
        ),
        frame(Buffer.alloc(0), { opcode: continuation }),
      ]);
    case 'cut-inside-frame':
      return frame(content.subarray(0, half), {
        opcode: text,
        declaredBytes: BigInt(content.length),
      });
  }
}
