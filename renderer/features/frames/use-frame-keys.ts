/** The keys of the Frames screen. Letters work anywhere but in fields; arrows only in the list. */
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef } from 'react';
import { isTyping } from '../../app/keyboard-help.tsx';
import { rowHeight, rowsOnPage } from '../../components/frame-list/frame-grid.tsx';
import type { ListScroll } from '../../components/frame-list/list-scroll.ts';
import type { Selection } from './use-selection.ts';

interface FrameKeyTargets {
  scroll: ListScroll;
  selection: Selection;
  rowCount: number;
  pairSeq: number | undefined;
  openDetails: () => void;
  closeDetails: () => void;
  togglePause: () => void;
  focusFilter: () => void;
}

type Actions = Readonly<Record<string, () => void>>;

function moveBy({ selection, scroll, rowCount }: FrameKeyTargets, step: number): void {
  const from = selection.ordinal;
  if (from !== undefined) selection.select(from + step);
  // Without a selection the end is the natural start while following, else what is in sight.
  else if (scroll.position().following) selection.select(rowCount - 1);
  else selection.select(Math.ceil(scroll.position().top / rowHeight));
}

function lettersOf(targets: FrameKeyTargets): Actions {
  const { selection, scroll, pairSeq } = targets;
  return {
    j: () => moveBy(targets, 1),
    k: () => moveBy(targets, -1),
    f: scroll.follow,
    n: () => void selection.goToProblem(1),
    p: () => void selection.goToProblem(-1),
    ']': () => {
      if (pairSeq !== undefined) void selection.selectSeq(pairSeq);
    },
    '/': targets.focusFilter,
    Escape: targets.closeDetails,
  };
}

function listKeysOf(targets: FrameKeyTargets): Actions {
  const { selection, scroll } = targets;
  return {
    ArrowDown: () => moveBy(targets, 1),
    ArrowUp: () => moveBy(targets, -1),
    PageDown: () => moveBy(targets, rowsOnPage(scroll.position())),
    PageUp: () => moveBy(targets, -rowsOnPage(scroll.position())),
    Home: () => selection.select(0),
    End: scroll.follow,
    Enter: targets.openDetails,
    ' ': targets.togglePause,
  };
}

const isPlain = (event: KeyboardEvent | ReactKeyboardEvent): boolean =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** Answers the handler for the list itself; letters are handled for the whole screen. */
export function useFrameKeys(
  targets: FrameKeyTargets,
): (event: ReactKeyboardEvent<HTMLDivElement>) => void {
  const latest = useRef(targets);
  useEffect(() => {
    latest.current = targets;
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlain(event) || isTyping(event) || isDialogOpen()) return;
      const letters = lettersOf(latest.current);
      const outside = event.target === document.body ? listKeysOf(latest.current) : {};
      const act = letters[event.key] ?? outside[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  return (event) => {
    const act = isPlain(event) ? listKeysOf(targets)[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
}
