/**
 * "Something of this topic moved", to whoever listens: at once when it is quiet, at most twenty times a second when
 * it is not. Carries no content and keeps no queue; knows nothing of what moved.
 */

export interface MovedBroadcast<Topic> {
  moved(topic: Topic): void;
  /** Calls `listener` with each topic that moved; returns the way to stop it. */
  onMoved(listener: (topic: Topic) => void): () => void;
  /** Tells nobody anything any more: what listeners would ask is about to close. */
  end(): void;
}

const intervalMs = 50;

export function createMovedBroadcast<Topic>(): MovedBroadcast<Topic> {
  const listeners = new Set<(topic: Topic) => void>();
  /** Told less than an interval ago; true when they moved again since. */
  const recent = new Map<Topic, boolean>();

  function tell(topic: Topic): void {
    recent.set(topic, false);
    setTimeout(() => {
      const again = recent.get(topic);
      recent.delete(topic);
      if (again) tell(topic);
    }, intervalMs).unref();
    for (const listener of listeners) listener(topic);
  }

  return {
    moved(topic) {
      if (recent.has(topic)) recent.set(topic, true);
      else tell(topic);
    },
    onMoved(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    end: () => listeners.clear(),
  };
}
