/** The newest few of what happened, one of each key, the newest first. Knows nothing of what they are. */

export interface RecentList<Entry> {
  /** The entry of this key, if it is still among them. */
  find(key: string): Entry | undefined;
  put(key: string, entry: Entry): void;
  remove(key: string): void;
  all(): Entry[];
  clear(): void;
}

export function createRecentList<Entry>(limit: number): RecentList<Entry> {
  const entries = new Map<string, Entry>();
  return {
    find: (key) => entries.get(key),
    put(key, entry) {
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
    },
    remove(key) {
      entries.delete(key);
    },
    all: () => [...entries.values()].toReversed(),
    clear: () => entries.clear(),
  };
}
