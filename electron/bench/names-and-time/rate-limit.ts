/**
 * How many packets of one source are looked at: a burst, then so many a second. Keeps a bounded number of sources, so
 * that invented ones cost nothing. Knows no protocol.
 */

export interface RateLimit {
  /** `first-drop` is the one to record; after it packets go silently, counted, until the source may send again. */
  take(source: string): 'pass' | 'first-drop' | 'drop';
}

interface Bucket {
  tokens: number;
  atMs: number;
  dropping: boolean;
}

export function createRateLimit(
  limits: { burst: number; perSecond: number; sources: number },
  nowMs: () => number,
): RateLimit {
  const buckets = new Map<string, Bucket>();

  function bucketOf(source: string): Bucket {
    const known = buckets.get(source);
    // The one that has been quiet for longest stands first.
    buckets.delete(source);
    const bucket = known ?? { tokens: limits.burst, atMs: nowMs(), dropping: false };
    buckets.set(source, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > limits.sources && oldest !== undefined) buckets.delete(oldest);
    return bucket;
  }

  return {
    take(source) {
      const bucket = bucketOf(source);
      const now = nowMs();
      const gained = (Math.max(0, now - bucket.atMs) / 1000) * limits.perSecond;
      bucket.tokens = Math.min(limits.burst, bucket.tokens + gained);
      bucket.atMs = now;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        bucket.dropping = false;
        return 'pass';
      }
      if (bucket.dropping) return 'drop';
      bucket.dropping = true;
      return 'first-drop';
    },
  };
}
