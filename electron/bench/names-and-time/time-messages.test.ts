import { describe, expect, it } from 'vitest';
import {
  readTimeRequest,
  readTimestamp,
  writeTimeAnswer,
  writeTimestamp,
} from './time-messages.ts';

function request(first: number, theirTimeMs?: number): Buffer {
  const bytes = Buffer.alloc(48);
  bytes.writeUInt8(first, 0);
  bytes.writeInt8(6, 2);
  if (theirTimeMs !== undefined) writeTimestamp(bytes, 40, theirTimeMs);
  return bytes;
}

describe('timestamps', () => {
  it.each(['1970-01-01T00:00:12.000Z', '2026-11-22T10:00:00.500Z', '2036-02-07T06:28:17.000Z'])(
    '%s survives, also over the end of the first era',
    (text) => {
      const bytes = Buffer.alloc(8);
      writeTimestamp(bytes, 0, Date.parse(text));
      expect(new Date(Math.round(readTimestamp(bytes, 0) ?? 0)).toISOString()).toBe(text);
    },
  );

  it('zero tells nothing', () => expect(readTimestamp(Buffer.alloc(8), 0)).toBeUndefined());
});

describe('a request', () => {
  it.each([
    ['version 4, client', 0x23, { version: 4, mode: 3 }],
    ['version 3, client', 0x1b, { version: 3, mode: 3 }],
    ['version 4, symmetric active', 0x21, { version: 4, mode: 1 }],
    ['version 1, which has no modes', 0x08, { version: 1, mode: 0 }],
  ])('of %s is read', (_name, first, expected) => {
    expect(readTimeRequest(request(first, 12_000))).toMatchObject({
      ...{ kind: 'request', poll: 6, theirTimeMs: 12_000 },
      ...expected,
    });
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['47 bytes', request(0x23).subarray(0, 47), 'too-short'],
    ['an answer', request(0x24), 'is-a-response'],
    ['a control message, the one that amplifies', request(0x26), 'mode-unknown'],
    ['a private message', request(0x27), 'mode-unknown'],
    ['version 7', request(0x3b), 'version-unknown'],
    ['version 0', request(0x03), 'version-unknown'],
  ])('that is %s gets no answer', (_name, bytes, reason) => {
    expect(readTimeRequest(bytes)).toMatchObject({ kind: 'unanswerable', reason });
  });

  it('is read without an error, whatever the bytes', () => {
    for (let first = 0; first < 256; first += 1)
      for (const length of [0, 1, 2, 39, 47, 48, 68, 1200])
        expect(readTimeRequest(Buffer.alloc(length, first)).kind).toMatch(/request|unanswerable/);
  });
});

describe('an answer', () => {
  it.each([
    ['to a client', 0x23, 0x24],
    ['to a symmetric peer', 0x21, 0x22],
    ['to version 3', 0x1b, 0x1c],
  ])(
    '%s has its version and the mode that fits, and is as long as what came',
    (_n, first, mode) => {
      const asked = readTimeRequest(request(first, 1000));
      if (asked.kind !== 'request') throw new Error(asked.reason);
      const nowMs = Date.parse('2026-11-22T10:00:00Z');
      const facts = { receivedAtMs: nowMs, sentAtMs: nowMs, stratum: 2, referenceId: 'BNCH' };
      const bytes = writeTimeAnswer(asked, facts);
      expect(bytes).toHaveLength(48);
      expect([bytes[0], bytes[1], bytes.toString('latin1', 12, 16)]).toEqual([mode, 2, 'BNCH']);
      expect(bytes.subarray(24, 32)).toEqual(request(first, 1000).subarray(40, 48));
      expect(readTimestamp(bytes, 40)).toBe(nowMs);
    },
  );
});
