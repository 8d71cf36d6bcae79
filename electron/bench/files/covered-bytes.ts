/** Which bytes of a file have been sent, over ranges that overlap or repeat. Pure counting. */

export interface CoveredBytes {
  add(start: number, end: number): void;
  /** Bytes covered at least once. */
  total(): number;
}

export function createCoveredBytes(): CoveredBytes {
  /** Sorted, apart from each other; ends are exclusive. */
  let spans: [start: number, end: number][] = [];
  return {
    add(start, end) {
      if (end <= start) return;
      const apart = spans.filter(([from, to]) => to < start || from > end);
      const touching = spans.filter(([from, to]) => to >= start && from <= end);
      const first = Math.min(start, ...touching.map(([from]) => from));
      const last = Math.max(end, ...touching.map(([, to]) => to));
      const joined: [number, number] = [first, last];
      spans = [...apart, joined].sort(([left], [right]) => left - right);
    },
    total: () => spans.reduce((sum, [start, end]) => sum + end - start, 0),
  };
}
