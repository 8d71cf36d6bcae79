/**
 * The virtual frame list: lays out only the rows in sight of a list of any length. It is handed rows by ordinal and
 * says which it needs; where rows come from and what a selection means is not its business.
 */
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefCallback,
  useCallback,
  useEffect,
  useLayoutEffect,
  useSyncExternalStore,
} from 'react';
import type { FrameRow as Row } from '../../../shared/api/frames-contract.ts';
import { useTimeDisplay } from '../time-text.tsx';
import { gridAttributes, headerAttributes, rowAttributes } from './aria-grid.ts';
import styles from './frame-list.module.css';
import { FrameRow, rowElementId } from './frame-row.tsx';
import { columnWords } from './frame-words.ts';
import { createListScroll, type ListPosition, type ListScroll } from './list-scroll.ts';
import {
  lastTop,
  physicalHeight,
  type RowRange,
  rowsInView,
  rowsPerPage,
} from './virtual-window.ts';

export const rowHeight = 24;
const headerHeight = 26;

/** The scroll position of one frame list, for its keyboard and its buttons. */
export function createFrameScroll(): ListScroll {
  return createListScroll(rowHeight, headerHeight);
}

function useListPosition(scroll: ListScroll): ListPosition {
  return useSyncExternalStore(scroll.subscribe, scroll.position);
}

/** One part of the position; whoever needs no more than that is not rendered at every scroll event. */
export function useListPart<Name extends keyof ListPosition>(
  scroll: ListScroll,
  name: Name,
): ListPosition[Name] {
  return useSyncExternalStore(scroll.subscribe, () => scroll.position()[name]);
}

export function rowsOnPage({ viewportHeight }: ListPosition): number {
  return rowsPerPage({ rowCount: 0, rowHeight, viewportHeight });
}

interface FrameGridProps {
  label: string;
  rowCount: number;
  rowAt: (ordinal: number) => Row | undefined;
  onRange: (range: RowRange) => void;
  scroll: ListScroll;
  /** Ordinal, or undefined when nothing is selected. */
  selected: number | undefined;
  pairSeq: number | undefined;
  onSelect: (ordinal: number) => void;
  onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
}

const columns = [
  'verdict',
  'time',
  'delta',
  'station',
  'direction',
  'type',
  'action',
  'summary',
  'latency',
  'size',
] as const;

function Header() {
  return (
    <div {...rowAttributes(1)} className={styles.header}>
      {columns.map((column) => (
        <div
          key={column}
          {...headerAttributes(columnWords[column].long)}
          className={styles[column]}
        >
          {columnWords[column].short}
        </div>
      ))}
    </div>
  );
}

function deltaOf(row: Row | undefined, above: Row | undefined): number | undefined {
  if (row === undefined || above === undefined || row.run !== above.run) return undefined;
  return row.monoUs - above.monoUs;
}

export function FrameGrid(props: FrameGridProps) {
  const { label, rowCount, rowAt, onRange, scroll } = props;
  const { selected, pairSeq, onSelect, onKeyDown } = props;
  const { top, viewportHeight, following } = useListPosition(scroll);
  const display = useTimeDisplay();
  const geometry = { rowCount, rowHeight, viewportHeight };
  const range = rowsInView(geometry, following ? lastTop(geometry) : top);
  const { first, count, offset } = range;

  useLayoutEffect(() => {
    scroll.settle(rowCount);
  }, [scroll, rowCount]);

  useEffect(() => {
    onRange({ first, count, offset });
  }, [onRange, first, count, offset]);

  const attach: RefCallback<HTMLDivElement> = useCallback(
    (element) => (element === null ? undefined : scroll.attach(element)),
    [scroll],
  );

  const select = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[data-ordinal]') : null;
    const ordinal = Number(row?.getAttribute('data-ordinal') ?? Number.NaN);
    if (Number.isInteger(ordinal)) onSelect(ordinal);
  };

  // One more than can be in sight, so that a row that scrolls out hands its elements to the one that comes in.
  const slots = Math.ceil(viewportHeight / rowHeight) + 1;
  const rows = Array.from({ length: count }, (_, index) => {
    const ordinal = first + index;
    const row = rowAt(ordinal);
    return (
      <FrameRow
        key={ordinal % slots}
        ordinal={ordinal}
        row={row}
        deltaUs={deltaOf(row, ordinal === 0 ? undefined : rowAt(ordinal - 1))}
        selected={ordinal === selected}
        paired={row !== undefined && row.seq === pairSeq}
        display={display}
      />
    );
  });

  const active = selected !== undefined && selected >= first && selected < first + count;
  return (
    <div
      ref={attach}
      className={styles.grid}
      {...gridAttributes(
        {
          label,
          rowCount: rowCount + 1,
          columnCount: columns.length,
          activeRow: active ? rowElementId(selected) : undefined,
        },
        { onClick: select, onKeyDown },
      )}
    >
      <Header />
      <div
        role="presentation"
        className={styles.content}
        style={{ height: physicalHeight(geometry) }}
      >
        <div role="presentation" className={styles.window} style={{ height: viewportHeight }}>
          <div role="presentation" style={{ transform: `translateY(${offset}px)` }}>
            {rows}
          </div>
        </div>
      </div>
    </div>
  );
}
