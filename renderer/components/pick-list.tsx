/**
 * The rows of a list to choose one thing from. Thousands are as good as ten: only what is seen is laid out.
 * Knows nothing of what the rows show.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import styles from './pick-list.module.css';

const rowPixels = 54;

/** Up and down go from one to the next, as in any list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links[links.findIndex((link) => link.matches(':focus')) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

/** Each row is one link, with the classes of `pick-list.module.css`. */
export function PickRows<Item extends { id: string }>({
  items,
  selected,
  label,
  children,
}: {
  items: readonly Item[];
  /** Id of the one that is open: the list begins where it can be seen. */
  selected: string | undefined;
  label: string;
  children: (item: Item) => ReactNode;
}) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 10,
  });
  const firstSelectedAt = useRef(items.findIndex(({ id }) => id === selected));
  useEffect(() => {
    if (firstSelectedAt.current !== -1) {
      rows.scrollToIndex(firstSelectedAt.current, { align: 'auto' });
    }
  }, [rows]);
  return (
    <nav className={styles.scroller} ref={scroller} aria-label={label} onKeyDown={moveFocus}>
      <ul className={styles.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={item.id}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
