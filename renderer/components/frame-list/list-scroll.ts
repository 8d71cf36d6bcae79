/**
 * Where a virtual list stands: couples a scroller's `scrollTop` with the virtual position, follows the end when asked.
 * Knows a DOM element and the arithmetic of `virtual-window.ts`; nothing of rows or React.
 */
import {
  isAtEnd,
  isCompressed,
  lastTop,
  physicalFromTop,
  topAfterScroll,
  topThatShows,
  type WindowGeometry,
} from './virtual-window.ts';

export interface ListPosition {
  /** Virtual pixels; may lie behind the end until the next rendering clamps it. */
  top: number;
  viewportHeight: number;
  /** Keeps the last row in sight while rows are added. */
  following: boolean;
}

export interface ListScroll {
  position(): ListPosition;
  subscribe(listener: () => void): () => void;
  /** For the scroller's `ref`; answers the way to detach. */
  attach(element: HTMLElement): () => void;
  /** Tells how many rows there are, after they were laid out. */
  settle(rowCount: number): void;
  follow(): void;
  /** Shows the first row and no longer follows. */
  begin(): void;
  stopFollowing(): void;
  showRow(row: number, placement?: 'nearest' | 'center'): void;
}

/** After this long without scroll events the thumb is put where it belongs. */
const idleMs = 150;

/** `rowHeight` and `headerHeight` (a sticky row inside the scroller) in pixels. */
export function createListScroll(rowHeight: number, headerHeight: number): ListScroll {
  const listeners = new Set<() => void>();
  let position: ListPosition = { top: 0, viewportHeight: 0, following: true };
  let rowCount = 0;
  let element: HTMLElement | undefined;
  let physical = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const geometry = (): WindowGeometry => ({
    rowCount,
    rowHeight,
    viewportHeight: position.viewportHeight,
  });

  const currentTop = (): number =>
    position.following ? lastTop(geometry()) : Math.min(position.top, lastTop(geometry()));

  const change = (part: Partial<ListPosition>): void => {
    const next = { ...position, ...part };
    const same =
      next.top === position.top &&
      next.following === position.following &&
      next.viewportHeight === position.viewportHeight;
    if (same) return;
    position = next;
    for (const listener of [...listeners]) listener();
  };

  const placeThumb = (): void => {
    if (element === undefined) return;
    const wanted = physicalFromTop(geometry(), currentTop());
    if (Math.abs(wanted - element.scrollTop) >= 1) element.scrollTop = wanted;
    physical = element.scrollTop;
  };

  const onScroll = (): void => {
    if (element === undefined || element.scrollTop === physical) return;
    const before = physical;
    physical = element.scrollTop;
    const top = topAfterScroll(geometry(), currentTop(), before, physical);
    change({ top, following: isAtEnd(geometry(), top) });
    clearTimeout(idle);
    if (isCompressed(geometry())) idle = setTimeout(placeThumb, idleMs);
  };

  return {
    position: () => position,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach(attached) {
      element = attached;
      const measure = () =>
        change({ viewportHeight: Math.max(0, attached.clientHeight - headerHeight) });
      const observer = new ResizeObserver(measure);
      observer.observe(attached);
      attached.addEventListener('scroll', onScroll, { passive: true });
      measure();
      return () => {
        observer.disconnect();
        clearTimeout(idle);
        attached.removeEventListener('scroll', onScroll);
        element = undefined;
      };
    },
    settle(count) {
      rowCount = count;
      placeThumb();
    },
    follow() {
      change({ following: true, top: lastTop(geometry()) });
      placeThumb();
    },
    begin() {
      change({ following: false, top: 0 });
      placeThumb();
    },
    stopFollowing() {
      change({ following: false, top: currentTop() });
    },
    showRow(row, placement = 'nearest') {
      const top = topThatShows(geometry(), currentTop(), row, placement);
      const stays = top === currentTop();
      change({ top, following: position.following && stays });
      placeThumb();
    },
  };
}
