/**
 * Random choices that a seed repeats exactly. Knows nothing of what is chosen.
 */

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<Value>(values: readonly Value[]): Value;
  chance(part: number): boolean;
  bytes(count: number): Buffer;
  /** An independent sequence that depends on the seed and the name alone. */
  derive(name: string): Random;
}

/** mulberry32: small, fast, and the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick(values) {
      if (values.length === 0) throw new Error('nothing to pick from');
      // The index is within the list, which is not empty.
      return values[below(values.length)] as (typeof values)[number];
    },
    chance: (part) => next() < part,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
    derive(name) {
      let hash = seed >>> 0;
      for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
      return createRandom(hash);
    },
  };
}

/** `BENCHPOINT_FUZZ_SEED` repeats a run; without it every run is another one. */
export function seedOfRun(): number {
  const given = process.env.BENCHPOINT_FUZZ_SEED;
  return given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
}
