/**
 * The tree of certificates as a tree grid: only what is in sight is laid out, and the arrow keys fold and move.
 * Knows rows; not where they come from.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { shortKeyText } from '../../../components/certificate-view/certificate-text.ts';
import { expiryTones, remainingText } from '../../../components/certificate-view/validity-bar.tsx';
import { formatCount, formatDateTime } from '../../../components/format.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { roleWords, useWords, treeWords as words } from '../words.ts';
import {
  cell,
  headerCell,
  headerRow,
  treeGridAttributes,
  treeRowAttributes,
} from './aria-tree-grid.ts';
import styles from './certificate-tree.module.css';
import { type EntryRow, type MoreRow, rowKey, type TreeRow, treeStep } from './tree-rows.ts';

const rowPixels = 28;

function Validity({ entry }: { entry: CertificateEntry }) {
  const display = useTimeDisplay();
  const { expiry, notBefore, notAfter, revocation } = entry;
  if (revocation !== undefined) return <StatusDot tone="error">{words.revoked}</StatusDot>;
  const day = formatDateTime(notAfter, display).slice(0, 10);
  const left = remainingText(expiry.state, expiry.minutesLeft, notBefore, Date.now());
  return (
    <StatusDot tone={expiryTones[expiry.state]}>
      <span title={formatDateTime(notAfter, display)}>
        {day}, {left}
      </span>
    </StatusDot>
  );
}

/** The first user, and how many more there are. */
export function usesText({ usedBy }: Pick<CertificateEntry, 'usedBy'>): string {
  const [first, ...others] = usedBy;
  if (first === undefined) return '';
  const text = visibleText(useWords.short(first));
  return others.length === 0 ? text : `${text} ${useWords.more(others.length)}`;
}

interface RowProps<Row> {
  row: Row;
  id: string;
  index: number;
  start: number;
  selected: boolean;
  active: boolean;
}

const rowAttributes = ({ row, id, index, start, selected, active }: RowProps<TreeRow>) => ({
  id,
  ...treeRowAttributes(row, index, selected),
  className: styles.row,
  style: { transform: `translateY(${start}px)`, height: rowPixels },
  'data-active': active || undefined,
  'data-index': index,
});

function CertificateRow(props: RowProps<EntryRow>) {
  const { entry, level, expanded, onTheWay } = props.row;
  const name = visibleText(entry.name);
  const uses = usesText(entry);
  return (
    <div {...rowAttributes(props)} data-quiet={onTheWay || undefined}>
      <div {...cell} className={styles.name} style={{ paddingLeft: (level - 1) * 18 }} title={name}>
        <span className={styles.fold} data-fold={expanded !== undefined || undefined} aria-hidden>
          {expanded === undefined ? '' : expanded ? '▾' : '▸'}
        </span>
        <span className={styles.text}>{name}</span>
        {entry.issued !== undefined && !entry.hasPrivateKey && (
          <span className={styles.note}>{words.withoutKey}</span>
        )}
        {entry.issued !== undefined && entry.issued.total > 0 && (
          <span className={styles.note} title={words.issued(entry.issued.total)}>
            ({formatCount(entry.issued.total)})
          </span>
        )}
      </div>
      <div {...cell} className={styles.role}>
        {roleWords[entry.role]}
      </div>
      <div {...cell} className={styles.key}>
        {shortKeyText(entry.key)}
      </div>
      <div {...cell} className={styles.validity}>
        <Validity entry={entry} />
      </div>
      <div {...cell} className={styles.uses} title={uses}>
        {uses}
      </div>
    </div>
  );
}

function RemainderRow(props: RowProps<MoreRow>) {
  const { left, level } = props.row;
  return (
    <div {...rowAttributes(props)}>
      <div {...cell} className={styles.rest} style={{ paddingLeft: (level - 1) * 18 + 16 }}>
        {left === undefined ? words.loading : words.more(left)}
      </div>
    </div>
  );
}

function Header() {
  return (
    <div {...headerRow} className={styles.header}>
      {(['name', 'role', 'key', 'validity', 'uses'] as const).map((column) => (
        <div key={column} {...headerCell} className={styles[column]}>
          {words.columns[column]}
        </div>
      ))}
    </div>
  );
}

export function CertificateTree({
  rows,
  selected,
  active,
  onSelect,
  onActive,
  onFold,
  onMore,
  onOpen,
  onLeave,
}: {
  rows: readonly TreeRow[];
  /** Id of the entry whose details are open. */
  selected: string | undefined;
  /** Key of the row that has the focus within the grid. */
  active: string | undefined;
  onSelect: (id: string) => void;
  onActive: (key: string) => void;
  onFold: (entry: CertificateEntry, expanded: boolean) => void;
  onMore: (issuer: string) => void;
  /** Enter: to the details. */
  onOpen: () => void;
  /** Escape. */
  onLeave: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 12,
    paddingStart: rowPixels,
    scrollPaddingStart: rowPixels,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const activeIndex = rows.findIndex((row) => rowKey(row) === active);
  const shown = virtual.getVirtualItems();

  useEffect(() => {
    if (activeIndex !== -1) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [virtual, activeIndex]);

  const go = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    onActive(rowKey(row));
    if (row.kind === 'entry') onSelect(row.entry.id);
  };
  const carryOut = (index: number) => {
    const row = rows[index];
    if (row?.kind === 'more' && row.left !== undefined) onMore(row.issuer);
    if (row?.kind === 'entry') onOpen();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      carryOut(activeIndex);
      return;
    }
    if (event.key === 'Escape') {
      onLeave();
      return;
    }
    const step = treeStep(rows, activeIndex, event.key);
    if (step === undefined) return;
    event.preventDefault();
    if (step.to === 'fold') onFold(step.entry, step.expanded);
    else go(step.index);
  };
  const onClick = (event: React.MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1);
    const row = rows[index];
    if (row === undefined) return;
    if (row.kind === 'entry' && target?.closest('[data-fold]')) onFold(row.entry, !row.expanded);
    else if (row.kind === 'more') carryOut(index);
    else go(index);
  };

  return (
    <div
      ref={scroller}
      className={styles.grid}
      {...treeGridAttributes(
        {
          label: words.label,
          rowCount: rows.length + 1,
          activeRow: activeIndex === -1 ? undefined : `${idBase}${activeIndex}`,
        },
        { onClick, onKeyDown },
      )}
    >
      <div
        role="presentation"
        className={styles.content}
        style={{ height: virtual.getTotalSize() }}
      >
        <Header />
        {shown.map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const place = {
            ...{ id: `${idBase}${index}`, index, start, active: index === activeIndex },
            selected: row.kind === 'entry' && row.entry.id === selected,
          };
          return row.kind === 'entry' ? (
            <CertificateRow key={key} row={row} {...place} />
          ) : (
            <RemainderRow key={key} row={row} {...place} />
          );
        })}
      </div>
    </div>
  );
}
