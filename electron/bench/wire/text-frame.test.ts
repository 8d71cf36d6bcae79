import { describe, expect, it } from 'vitest';
import { encodeTextFrame } from './text-frame.ts';
import { headerLength, payloadLength } from './websocket-tap.ts';

describe('encodeTextFrame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
    'RFC 6455 §5.2: %i bytes get the shortest length form',
    (bytes) => {
      const frame = encodeTextFrame('x'.repeat(bytes));
      const header = headerLength(frame[1] ?? 0);
      expect(header).toBe(bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
      expect(frame[0]).toBe(0x81);
      expect(payloadLength(frame)).toBe(bytes);
      expect(frame.length).toBe(header + bytes);
    },
  );

  it('counts bytes, not characters', () => {
    const frame = encodeTextFrame('€'.repeat(42));
    expect(frame.length).toBe(4 + 126);
    expect(frame.subarray(4).toString('utf8')).toBe('€'.repeat(42));
  });
});
