/**
 * Rows of a view by ordinal, in pages, the ones used longest ago dropped first.
 * Knows nothing of where they come from.
 */
import type { FrameRow } from '../../../shared/api/frames-contract.ts';

export const pageSize = 100;

interface Page {
  rows: readonly FrameRow[];
  /** How far the view had come when it was fetched. */
  scannedTo: number;
}

export interface RowPages {
  rowAt(ordinal: number): FrameRow | undefined;
  put(page: number, rows: readonly FrameRow[], scannedTo: number): void;
  /**
   * Pages of the rows `first` to `end` (exclusive) that are missing; or that are incomplete or hold CALLs without
   * answer, and the view has come further since.
   */
  wanting(first: number, end: number, rowCount: number, scannedTo: number): number[];
  /** The pages next to the rows `first` to `end` that are not at hand: where the list will be scrolled to. */
  missingAround(first: number, end: number, rowCount: number): number[];
  clear(): void;
}

const isUnanswered = ({ messageType, pairSeq }: FrameRow): boolean =>
  messageType === 'call' && pairSeq === undefined;

export function createRowPages(limit = 200): RowPages {
  // A Map keeps the order of insertion: the first key is the one used longest ago.
  const pages = new Map<number, Page>();

  const isWanting = (number: number, rowCount: number, scannedTo: number): boolean => {
    const page = pages.get(number);
    if (page === undefined) return true;
    if (page.scannedTo >= scannedTo) return false;
    const expected = Math.min(pageSize, rowCount - number * pageSize);
    return page.rows.length < expected || page.rows.some(isUnanswered);
  };

  const use = (number: number): void => {
    const page = pages.get(number);
    if (page === undefined) return;
    pages.delete(number);
    pages.set(number, page);
  };

  return {
    rowAt: (ordinal) => pages.get(Math.floor(ordinal / pageSize))?.rows[ordinal % pageSize],
    put(number, rows, scannedTo) {
      pages.delete(number);
      pages.set(number, { rows, scannedTo });
      for (const oldest of pages.keys()) {
        if (pages.size <= limit) break;
        pages.delete(oldest);
      }
    },
    wanting(first, end, rowCount, scannedTo) {
      const wanted: number[] = [];
      const lastPage = Math.floor((Math.min(end, rowCount) - 1) / pageSize);
      for (let number = Math.floor(first / pageSize); number <= lastPage; number += 1) {
        use(number);
        if (isWanting(number, rowCount, scannedTo)) wanted.push(number);
      }
      return wanted;
    },
    missingAround(first, end, rowCount) {
      if (end <= first) return [];
      const lastPage = Math.floor((rowCount - 1) / pageSize);
      const after = Math.floor((end - 1) / pageSize) + 1;
      const before = Math.floor(first / pageSize) - 1;
      return [after, before].filter(
        (number) => number >= 0 && number <= lastPage && !pages.has(number),
      );
    },
    clear: () => pages.clear(),
  };
}
