import { describe, expect, it } from 'vitest';
import { keepHashOnly, keyLength, keyOf, knownKey, setKey } from './station-keys.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const first = bytes('the-first-key-16');
const second = bytes('the-second-key-17');
type Holder = Parameters<typeof setKey>[0];

function matches(stored: Holder, candidate: Uint8Array): boolean {
  const key = keyOf(stored);
  return key !== undefined && knownKey(key).matches(candidate);
}

describe('the key of a station', () => {
  it('that is replaced is remembered by a salted hash, with the time', () => {
    const stored: Holder = {};
    setKey(stored, { bytes: first }, 0);
    setKey(stored, { bytes: second }, 1000);
    expect(stored.formerKeys).toHaveLength(1);
    expect(stored.formerKeys?.[0]).toMatchObject({
      replacedAt: '1970-01-01T00:00:01.000Z',
      hash: { bytes: 16 },
    });
    expect(JSON.stringify(stored.formerKeys)).not.toContain([...first].join(','));
    const [former] = stored.formerKeys ?? [];
    expect(former && knownKey({ hash: former.hash }).matches(first)).toBe(true);
  });

  it('set again is no former one any more, and the same one twice is no change', () => {
    const stored: Holder = {};
    setKey(stored, { bytes: first }, 0);
    setKey(stored, { bytes: first }, 0);
    expect(stored.formerKeys).toEqual([]);
    setKey(stored, { bytes: second }, 0);
    setKey(stored, { bytes: first }, 0);
    expect(stored.formerKeys).toHaveLength(1);
    expect(matches(stored, first)).toBe(true);
  });

  it('is forgotten after five others', () => {
    const stored: Holder = {};
    for (let count = 0; count < 9; count += 1) setKey(stored, { bytes: bytes(`key ${count}`) }, 0);
    expect(stored.formerKeys).toHaveLength(5);
  });

  it('A01.FR.08 is a salted hash only, from the moment that is asked for', () => {
    const stored: Holder = {};
    setKey(stored, { bytes: first }, 0);
    keepHashOnly(stored, true);
    expect(stored.authorizationKey).toBeUndefined();
    expect(matches(stored, first)).toBe(true);
    expect(matches(stored, second)).toBe(false);
    expect(keyLength(stored)).toBe(16);
    setKey(stored, { bytes: second }, 0);
    expect(stored.authorizationKey).toBeUndefined();
    expect(matches(stored, second)).toBe(true);
    expect(stored.formerKeys).toHaveLength(1);
    expect(keyLength(stored)).toBe(17);
  });

  it('A01.FR.08 a hash that is put back after a failed change still compares', () => {
    const stored: Holder = { keepsKeyHashOnly: true };
    setKey(stored, { bytes: first }, 0);
    const before = keyOf(stored);
    setKey(stored, { bytes: second }, 0);
    setKey(stored, before, 0);
    expect(matches(stored, first)).toBe(true);
    expect(stored.formerKeys).toHaveLength(1);
  });

  it('is kept as it is again only when a new one is set', () => {
    const stored: Holder = { keepsKeyHashOnly: true };
    setKey(stored, { bytes: first }, 0);
    keepHashOnly(stored, false);
    expect(stored.authorizationKey).toBeUndefined();
    setKey(stored, { bytes: second }, 0);
    expect(stored.authorizationKey).toEqual(second);
  });
});
