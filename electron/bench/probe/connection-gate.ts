/** Lets a few pieces of work run at a time, in the order in which they came. Knows nothing of what they do. */

export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** `most` at a time. */
export function createGate(most: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
