/**
 * Encodes a text message as one unmasked WebSocket frame in one buffer: one buffer is one `write` of the system,
 * where `ws` needs a `writev` of two. For the server's side only (RFC 6455 §5.1: a server does not mask).
 */

const finalText = 0x81;

/** The frame of a text that is well-formed Unicode. */
export function encodeTextFrame(text: string): Buffer {
  const payloadBytes = Buffer.byteLength(text, 'utf8');
  const headerBytes = payloadBytes < 126 ? 2 : payloadBytes < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + payloadBytes);
  frame[0] = finalText;
  if (headerBytes === 2) {
    frame[1] = payloadBytes;
  } else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(payloadBytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  }
  frame.write(text, headerBytes, 'utf8');
  return frame;
}
