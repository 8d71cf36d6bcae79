/**
 * A list to choose one thing from, with what finds and narrows it. Thousands are as good as ten: only what is seen
 * is laid out. Knows nothing of what the rows show.
 */
import { Button, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
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

interface PickRowsProps<Item extends { id: string }> {
  items: readonly Item[];
  /** Id of the one that is open: the list begins where it can be seen. */
  selected: string | undefined;
  label: string;
  /** Each row is one link, with the classes of `pick-list.module.css`. */
  children: (item: Item) => ReactNode;
}

function PickRows<Item extends { id: string }>({
  items,
  selected,
  label,
  children,
}: PickRowsProps<Item>) {
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

/** The rows under a field that finds among them; when none of them fits there is a way back to all. */
export function PickList<Item extends { id: string }>({
  words,
  search,
  text,
  onText,
  tools,
  noneFits,
  onShowAll,
  ...rows
}: Omit<PickRowsProps<Item>, 'label'> & {
  words: Record<'list' | 'search' | 'searchHint' | 'noneFits' | 'showAll', string>;
  search: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  /** What stands beside and under the field; the class `which` takes a line of its own. */
  tools: ReactNode;
  /** There are some, but none is shown. */
  noneFits: boolean;
  onShowAll: () => void;
}) {
  return (
    <div className={styles.list}>
      <div className={styles.tools}>
        <TextInput
          ref={search}
          className={styles.search}
          aria-label={words.search}
          placeholder={words.search}
          title={words.searchHint}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          spellCheck={false}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        {tools}
      </div>
      {noneFits ? (
        <div className={styles.none}>
          <Text size="sm">{words.noneFits}</Text>
          <Button variant="default" onClick={onShowAll}>
            {words.showAll}
          </Button>
        </div>
      ) : (
        <PickRows label={words.list} {...rows} />
      )}
    </div>
  );
}
