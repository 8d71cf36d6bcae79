/**
 * The arithmetic of a list of any length in a scroller of limited height: browsers cap an element at about
 * 33.55 million pixels, 5,000,000 rows of 24 px are 120 million. Pure functions; knows no DOM and no frames.
 *
 * Two coordinates: *virtual* pixels (row number × row height) and *physical* ones (`scrollTop`). Both ends of the list
 * map one to one, so that its first and last rows are reached exactly; the long middle is compressed.
 */

export interface WindowGeometry {
  rowCount: number;
  /** Pixels. */
  rowHeight: number;
  /** Pixels of the scroller that show rows. */
  viewportHeight: number;
}

/** Far below every browser's limit (Firefox ends at 17.9 million). */
export const longestContentPx = 8_000_000;
/** Length of each of the two ends that map one to one. */
export const exactEndPx = 200_000;
/**
 * A scroll event that moves less is a wheel, a finger or a key and moves the list by as much;
 * a longer one is a dragged thumb and jumps. One pixel of thumb is at least 3,700 at 2,160 px of track.
 */
export const longestStepPx = 3_000;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

function virtualHeight({ rowCount, rowHeight }: WindowGeometry): number {
  return rowCount * rowHeight;
}

/** Height to give the scroller's content. */
export function physicalHeight(geometry: WindowGeometry): number {
  return Math.min(virtualHeight(geometry), longestContentPx);
}

export function isCompressed(geometry: WindowGeometry): boolean {
  return virtualHeight(geometry) > longestContentPx;
}

/** The greatest virtual top. */
export function lastTop(geometry: WindowGeometry): number {
  return Math.max(0, virtualHeight(geometry) - geometry.viewportHeight);
}

function lastPhysicalTop(geometry: WindowGeometry): number {
  return Math.max(0, physicalHeight(geometry) - geometry.viewportHeight);
}

/** Virtual pixels per physical one between the two exact ends. */
function middleRatio(geometry: WindowGeometry): number {
  return (lastTop(geometry) - 2 * exactEndPx) / (lastPhysicalTop(geometry) - 2 * exactEndPx);
}

/** Where a dragged thumb leads. */
export function topFromPhysical(geometry: WindowGeometry, physicalTop: number): number {
  const physical = clamp(physicalTop, 0, lastPhysicalTop(geometry));
  if (!isCompressed(geometry) || physical <= exactEndPx) return physical;
  const beforeEnd = lastPhysicalTop(geometry) - physical;
  if (beforeEnd <= exactEndPx) return lastTop(geometry) - beforeEnd;
  return exactEndPx + (physical - exactEndPx) * middleRatio(geometry);
}

/** Where the thumb belongs for a virtual top. */
export function physicalFromTop(geometry: WindowGeometry, virtualTop: number): number {
  const top = clamp(virtualTop, 0, lastTop(geometry));
  if (!isCompressed(geometry) || top <= exactEndPx) return top;
  const beforeEnd = lastTop(geometry) - top;
  if (beforeEnd <= exactEndPx) return lastPhysicalTop(geometry) - beforeEnd;
  return exactEndPx + (top - exactEndPx) / middleRatio(geometry);
}

/** The virtual top after `scrollTop` went from `physicalBefore` to `physicalNow`. */
export function topAfterScroll(
  geometry: WindowGeometry,
  top: number,
  physicalBefore: number,
  physicalNow: number,
): number {
  const step = physicalNow - physicalBefore;
  if (!isCompressed(geometry) || Math.abs(step) > longestStepPx) {
    return topFromPhysical(geometry, physicalNow);
  }
  return clamp(top + step, 0, lastTop(geometry));
}

export interface RowRange {
  /** First row to lay out. */
  first: number;
  /** Rows to lay out. */
  count: number;
  /** Pixels by which the first row begins above the upper edge, not positive. */
  offset: number;
}

/** The rows that a virtual top shows, those partly hidden included. */
export function rowsInView(geometry: WindowGeometry, virtualTop: number): RowRange {
  const { rowCount, rowHeight, viewportHeight } = geometry;
  const top = clamp(virtualTop, 0, lastTop(geometry));
  const first = Math.min(Math.floor(top / rowHeight), Math.max(0, rowCount - 1));
  const offset = first * rowHeight - top;
  const count = Math.min(Math.ceil((viewportHeight - offset) / rowHeight), rowCount - first);
  return { first, count: Math.max(0, count), offset };
}

/** Rows that fit completely, at least one: what PageDown moves by. */
export function rowsPerPage({ rowHeight, viewportHeight }: WindowGeometry): number {
  return Math.max(1, Math.floor(viewportHeight / rowHeight));
}

/** The nearest virtual top that shows a row completely; `center` puts a row that is out of sight in the middle. */
export function topThatShows(
  geometry: WindowGeometry,
  virtualTop: number,
  row: number,
  placement: 'nearest' | 'center' = 'nearest',
): number {
  const { rowHeight, viewportHeight } = geometry;
  const rowTop = row * rowHeight;
  const rowEnd = rowTop + rowHeight;
  const above = rowTop < virtualTop;
  const below = rowEnd > virtualTop + viewportHeight;
  if (!above && !below) return clamp(virtualTop, 0, lastTop(geometry));
  const wanted =
    placement === 'center'
      ? rowTop - (viewportHeight - rowHeight) / 2
      : above
        ? rowTop
        : rowEnd - viewportHeight;
  return clamp(wanted, 0, lastTop(geometry));
}

/** Whether the last row is in sight, give or take half a row. */
export function isAtEnd(geometry: WindowGeometry, virtualTop: number): boolean {
  return virtualTop >= lastTop(geometry) - geometry.rowHeight / 2;
}
