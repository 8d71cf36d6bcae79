/**
 * The last part of what a process printed, without the secrets it was given.
 * Knows nothing of processes.
 */

export interface OutputTail {
  add(chunk: string): void;
  /** The text kept, secrets replaced by `[hidden]`, cut at a line start when something was dropped. */
  text(): string;
}

/**
 * @param limitCharacters how much is kept at most
 * @param secrets never appear in `text()`; empty strings are ignored
 */
export function outputTail(limitCharacters: number, secrets: readonly string[]): OutputTail {
  const hidden = secrets.filter((secret) => secret.length > 0);
  // More is kept than shown, so that a secret cut in half at the front is still recognised.
  const keptCharacters = limitCharacters + Math.max(0, ...hidden.map((secret) => secret.length));
  let kept = '';
  let dropped = false;
  return {
    add(chunk) {
      kept += chunk;
      if (kept.length <= keptCharacters * 2) return;
      kept = kept.slice(-keptCharacters);
      dropped = true;
    },
    text() {
      const masked = hidden.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), kept);
      if (!dropped && masked.length <= limitCharacters) return masked;
      const tail = masked.slice(-limitCharacters);
      const lineEnd = tail.indexOf('\n');
      return lineEnd === -1 ? tail : tail.slice(lineEnd + 1);
    },
  };
}
