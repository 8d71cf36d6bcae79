/**
 * Which frame is selected: its `seq` in the address, its ordinal in the view that is shown.
 * Knows how to move through a view, not what is shown of a frame.
 */
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { benchClient } from '../../app/api-client.ts';
import type { ListScroll } from '../../components/frame-list/list-scroll.ts';
import type { FrameView } from './frame-view.ts';

export interface Selection {
  seq: number | undefined;
  /** Undefined when the selected frame is not in the view. */
  ordinal: number | undefined;
  select(ordinal: number): void;
  selectSeq(seq: number): Promise<void>;
  clear(): void;
  /** The next (1) or previous (-1) frame of the view that went wrong. */
  goToProblem(step: 1 | -1): Promise<void>;
}

interface SelectionOptions {
  view: FrameView | undefined;
  rowCount: number;
  filter: string;
  capture: string | undefined;
  seq: number | undefined;
  scroll: ListScroll;
}

/** The `seq` of the nearest problem before or behind `from`, among what the filter lets pass. */
async function findProblem(
  options: Pick<SelectionOptions, 'filter' | 'capture'>,
  from: number,
  step: 1 | -1,
): Promise<number | undefined> {
  const { filter, capture } = options;
  const opened = await benchClient.frames.openView({
    filter: `${filter} errors`,
    ...(capture === undefined ? {} : { capture }),
  });
  const { viewId } = opened;
  try {
    const next = await benchClient.frames.locate({ viewId, seq: step === 1 ? from + 1 : from });
    const start = step === 1 ? next.ordinal : next.ordinal - 1;
    if (start < 0) return undefined;
    return (await benchClient.frames.viewRows({ viewId, start, count: 1 })).rows[0]?.seq;
  } finally {
    await benchClient.frames.closeView({ viewId });
  }
}

/** Whether an address says what is selected, or what was until a moment ago: the selection has moved on by now. */
function isOwn(
  seq: number,
  wanted: { seq?: number } | undefined,
  published: number | undefined,
): boolean {
  return wanted !== undefined && (wanted.seq === seq || published === seq);
}

export function useSelection(options: SelectionOptions): Selection {
  const { view, rowCount, filter, capture, seq, scroll } = options;
  const navigate = useNavigate({ from: '/frames' });
  const [ordinal, setOrdinal] = useState<number>();
  /** The ordinal asked for last and the seq it turned out to be: what the address will say. */
  const wanted = useRef<{ ordinal: number; seq?: number }>(undefined);

  /** What the address was set to last by ourselves: it changes later than the selection. */
  const published = useRef<number>(undefined);

  const publish = useCallback(
    (next: number | undefined) => {
      published.current = next;
      void navigate({
        search: ({ seq: _previous, ...rest }) =>
          next === undefined ? rest : { ...rest, seq: next },
        replace: true,
      });
    },
    [navigate],
  );

  const select = useCallback(
    (next: number) => {
      if (view === undefined || rowCount === 0) return;
      const target = Math.max(0, Math.min(next, rowCount - 1));
      const mine: { ordinal: number; seq?: number } = { ordinal: target };
      wanted.current = mine;
      setOrdinal(target);
      scroll.stopFollowing();
      scroll.showRow(target);
      void view.fetchRow(target).then((row) => {
        if (wanted.current !== mine || row === undefined) return;
        mine.seq = row.seq;
        publish(row.seq);
      });
    },
    [view, rowCount, scroll, publish],
  );

  const locate = useCallback(
    async (target: number) => {
      const found = await view?.locate(target);
      if (found === undefined) return;
      wanted.current = { ordinal: found.ordinal, seq: target };
      setOrdinal(found.exact ? found.ordinal : undefined);
      scroll.stopFollowing();
      scroll.showRow(found.ordinal, 'center');
    },
    [view, scroll],
  );

  // An address from elsewhere, or another view: the frame has to be found again.
  const viewOfOrdinal = useRef<FrameView>(undefined);
  useEffect(() => {
    if (view === undefined || seq === undefined) return;
    if (viewOfOrdinal.current === view && isOwn(seq, wanted.current, published.current)) return;
    viewOfOrdinal.current = view;
    void locate(seq);
  }, [view, seq, locate]);

  const selectSeq = useCallback(
    async (target: number) => {
      publish(target);
      await locate(target);
    },
    [publish, locate],
  );

  return {
    seq,
    ordinal: seq === undefined && wanted.current?.seq !== undefined ? undefined : ordinal,
    select,
    selectSeq,
    clear: useCallback(() => {
      wanted.current = undefined;
      setOrdinal(undefined);
      publish(undefined);
    }, [publish]),
    goToProblem: useCallback(
      async (step) => {
        const from = seq ?? (step === 1 ? 0 : Number.MAX_SAFE_INTEGER);
        const found = await findProblem({ filter, capture }, from, step);
        if (found !== undefined) await selectSeq(found);
      },
      [filter, capture, seq, selectSeq],
    ),
  };
}
