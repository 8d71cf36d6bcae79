/**
 * A view of the record as the frame list needs it: opened with a filter, growing, its rows fetched in pages when they
 * come into sight. Knows the API and nothing of screens.
 */

import type { BenchClient } from '../../../shared/api/contract.ts';
import type { FrameRow, ViewState } from '../../../shared/api/frames-contract.ts';
import { createRowPages, pageSize } from './row-pages.ts';

export interface FrameViewSnapshot {
  status: 'opening' | 'open';
  /** Rows so far. */
  count: number;
  scannedTo: number;
  head: number;
  /** What the last request failed with; gone after the next that succeeds. */
  error: unknown;
}

export interface FrameView {
  snapshot(): FrameViewSnapshot;
  subscribe(listener: () => void): () => void;
  rowAt(ordinal: number): FrameRow | undefined;
  /** Says which rows are in sight; they are fetched and kept fresh. */
  show(first: number, count: number): void;
  /** Frames may have been added: asks how many, soon, and not more often than the eye can follow. */
  refresh(): void;
  /** Opens the view again, after the bench came back or a new capture began. */
  reopen(): void;
  /** Ordinal of a frame, or of the next one that is in the view. */
  locate(seq: number): Promise<{ ordinal: number; exact: boolean } | undefined>;
  /** The row, fetched when it is not at hand. */
  fetchRow(ordinal: number): Promise<FrameRow | undefined>;
  close(): void;
}

type FramesClient = Pick<BenchClient['frames'], 'openView' | 'viewRows' | 'locate' | 'closeView'>;

interface FrameViewOptions {
  client: FramesClient;
  filter: string;
  /** The live capture when absent. */
  capture?: string;
}

const refreshIntervalMs = 125;
/** The bench closes a view 60 s after its last use. */
const keepAliveMs = 20_000;
const pagesAtOnce = 3;

export function createFrameView({ client, filter, capture }: FrameViewOptions): FrameView {
  const listeners = new Set<() => void>();
  const pages = createRowPages();
  let snapshot: FrameViewSnapshot = {
    status: 'opening',
    count: 0,
    scannedTo: 0,
    head: 0,
    error: undefined,
  };
  let viewId: string | undefined;
  let opening: Promise<void> | undefined;
  let closed = false;
  let inSight = { first: 0, count: 0 };
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;
  let refreshing = false;
  let refreshAgain = false;
  const fetching = new Set<number>();

  const change = (part: Partial<FrameViewSnapshot>): void => {
    if (closed) return;
    snapshot = { ...snapshot, ...part };
    for (const listener of [...listeners]) listener();
  };

  const take = ({ count, scannedTo, head }: ViewState): void => {
    change({ status: 'open', count, scannedTo, head, error: undefined });
    if (scannedTo < head) refresh();
  };

  const openNow = async (): Promise<void> => {
    try {
      const { rows, ...state } = await client.openView({
        filter,
        // The live capture is shown from its end, any other from its beginning.
        ...(capture === undefined ? {} : { capture, rows: pageSize }),
      });
      // Over before anybody is told, because who is told may want to open it again.
      opening = undefined;
      viewId = state.viewId;
      if (closed) void client.closeView({ viewId }).catch(ignoreGoneView);
      pages.clear();
      if (rows.length > 0) pages.put(0, rows, state.scannedTo);
      take(state);
      fetchWanted();
    } catch (error) {
      opening = undefined;
      change({ error });
    }
  };

  const open = (): Promise<void> => {
    opening ??= openNow();
    return opening;
  };

  /** A view that the bench has dropped is opened again, once for each time it was dropped. */
  const failed = (usedView: string, error: unknown): void => {
    if (closed || viewId !== usedView) return;
    viewId = undefined;
    change({ error });
    void open();
  };

  const fetchPage = async (number: number): Promise<void> => {
    const usedView = viewId;
    if (usedView === undefined) return;
    fetching.add(number);
    try {
      const { rows, ...state } = await client.viewRows({
        viewId: usedView,
        start: number * pageSize,
        count: pageSize,
      });
      if (viewId !== usedView) return;
      pages.put(number, rows, state.scannedTo);
      take(state);
    } catch (error) {
      failed(usedView, error);
    } finally {
      fetching.delete(number);
      fetchWanted();
    }
  };

  /** Fetches what is in sight now; what was in sight when a request was made may no longer be. */
  function fetchWanted(): void {
    if (viewId === undefined || closed) return;
    const { first, count } = inSight;
    const end = first + count;
    const { count: rowCount, scannedTo } = snapshot;
    const wanted = pages.wanting(Math.max(0, first - 1), end, rowCount, scannedTo);
    for (const number of [...wanted, ...pages.missingAround(first, end, rowCount)]) {
      if (fetching.size >= pagesAtOnce) return;
      if (!fetching.has(number)) void fetchPage(number);
    }
  }

  const refreshNow = async (): Promise<void> => {
    const usedView = viewId;
    if (usedView === undefined) return;
    refreshing = true;
    try {
      take(await client.viewRows({ viewId: usedView, start: 0, count: 0 }));
      fetchWanted();
    } catch (error) {
      failed(usedView, error);
    } finally {
      refreshing = false;
      if (refreshAgain) {
        refreshAgain = false;
        refresh();
      }
    }
  };

  function refresh(): void {
    if (closed) return;
    if (refreshing) refreshAgain = true;
    else
      refreshTimer ??= setTimeout(() => {
        refreshTimer = undefined;
        void refreshNow();
      }, refreshIntervalMs);
  }

  const keepAlive = setInterval(refresh, keepAliveMs);
  void open();

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rowAt: pages.rowAt,
    show(first, count) {
      inSight = { first, count };
      fetchWanted();
    },
    refresh,
    reopen() {
      viewId = undefined;
      void open();
    },
    async locate(seq) {
      await opening;
      return viewId === undefined ? undefined : client.locate({ viewId, seq });
    },
    async fetchRow(ordinal) {
      const known = pages.rowAt(ordinal);
      if (known !== undefined) return known;
      await opening;
      if (viewId === undefined) return undefined;
      return (await client.viewRows({ viewId, start: ordinal, count: 1 })).rows[0];
    },
    close() {
      closed = true;
      clearTimeout(refreshTimer);
      clearInterval(keepAlive);
      if (viewId !== undefined) void client.closeView({ viewId }).catch(ignoreGoneView);
    },
  };
}

/** Closing is a courtesy: a view that is gone, or whose bench is, needs none. */
function ignoreGoneView(): void {}
