/** Runs what changes one thing one after the other. Knows nothing of the thing. */

/**
 * A queue: what it is called with begins when everything before it has ended, well or badly. A failure is told to
 * whoever asked for it and stops nobody behind.
 */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
