/** The messages between the bench and its index worker: where the head is and how far the index got. Types only. */

export interface IndexTask {
  directory: string;
  capture: string;
  /** Head of a live journal; absent for a capture that nobody writes. */
  head?: number;
  /** End when the index is complete. */
  isOnce: boolean;
}

export type IndexRequest = { type: 'head'; seq: number } | { type: 'close' };

export interface IndexReport {
  type: 'indexed';
  indexedTo: number;
  /** There was nothing more to index. */
  isCurrent: boolean;
}
