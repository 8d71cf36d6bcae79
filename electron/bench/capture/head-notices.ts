/**
 * "The head moved", at most twenty times a second and never more than it did: the only thing that the record
 * pushes to anybody. Knows nothing of journals.
 */

export interface HeadNotices<Head> {
  /** To be called after every write; tells at once or a little later. */
  moved(): void;
  /** Tells what is untold now. */
  tellNow(): void;
  listen(listener: (head: Head) => void): () => void;
}

const intervalMs = 50;

/** `key` tells two heads apart; `call` runs a listener so that its bug harms no other. */
export function createHeadNotices<Head>(
  head: () => Head,
  key: () => number,
  call: (callback: () => void) => void,
): HeadNotices<Head> {
  const listeners = new Set<(head: Head) => void>();
  let timer: NodeJS.Timeout | undefined;
  let toldKey = key();
  let toldMs = 0;

  function tellNow(): void {
    clearTimeout(timer);
    timer = undefined;
    if (toldKey === key()) return;
    toldKey = key();
    toldMs = performance.now();
    const state = head();
    for (const listener of listeners) call(() => listener(state));
  }

  return {
    moved() {
      if (timer !== undefined || listeners.size === 0 || toldKey === key()) return;
      const waitMs = toldMs + intervalMs - performance.now();
      if (waitMs <= 0) tellNow();
      else timer = setTimeout(tellNow, waitMs).unref();
    },
    tellNow,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
