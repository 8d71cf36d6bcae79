/** One row of the frame list. Everything from the wire is text in a cell, nothing else. */
import { memo } from 'react';
import type { FrameRow as Row } from '../../../shared/api/frames-contract.ts';
import { formatBytes, formatDuration, formatTime, type TimeDisplay } from '../format.ts';
import { visibleText } from '../visible-text.ts';
import { cell, rowAttributes } from './aria-grid.ts';
import styles from './frame-list.module.css';
import { badgeOf, isRefusal, severityOf, summaryOf } from './frame-summary.ts';
import { directionWords, gridWords, roleMark, severityWords } from './frame-words.ts';

const severityGlyphs = { error: '■', warning: '▲', info: '◆' };
const arrows = { 'charge-point': '→', csms: '←' };

/** Answers slower than this stand out. */
const slowMs = 1_000;

export interface FrameRowProps {
  /** Undefined while it is being fetched. */
  row: Row | undefined;
  /** Position in the list, from 0. */
  ordinal: number;
  /** Microseconds since the row above, when both are of one run. */
  deltaUs: number | undefined;
  selected: boolean;
  /** It is the answer or the CALL of the selected frame. */
  paired: boolean;
  display: TimeDisplay;
}

export const rowElementId = (ordinal: number): string => `frame-row-${ordinal}`;

function Verdict({ row }: { row: Row }) {
  const severity = severityOf(row);
  if (severity === undefined) return null;
  return (
    <span role="img" aria-label={severityWords[severity]} title={severityWords[severity]}>
      {severityGlyphs[severity]}
    </span>
  );
}

function Direction({ row }: { row: Row }) {
  if (row.sender === undefined) return null;
  const words = directionWords[row.sender];
  return (
    <span role="img" aria-label={words} title={words}>
      {arrows[row.sender]}
    </span>
  );
}

function badgeTone(row: Row): string {
  if (row.kind === 'message') return row.messageType ?? 'malformed';
  return row.kind === 'connection-failed' || isRefusal(row) ? 'error' : 'other';
}

function Cells({
  row,
  deltaUs,
  display,
}: { row: Row } & Pick<FrameRowProps, 'deltaUs' | 'display'>) {
  const summary = visibleText(summaryOf(row));
  const station = visibleText(row.station ?? '');
  const action = visibleText(row.action ?? '');
  return (
    <>
      <div {...cell} className={styles.verdict}>
        <Verdict row={row} />
      </div>
      <div {...cell} className={styles.time}>
        {formatTime(row.at, display)}
      </div>
      <div {...cell} className={styles.delta}>
        {deltaUs === undefined ? '' : formatDuration(deltaUs / 1_000)}
      </div>
      <div {...cell} className={styles.station} title={station}>
        <span className={styles.name}>{station}</span>
        {row.role === 'charge-point' && (
          <span className={styles.role} title={roleMark.long}>
            {roleMark.short}
          </span>
        )}
      </div>
      <div {...cell} className={styles.direction}>
        <Direction row={row} />
      </div>
      <div {...cell} className={styles.type}>
        <span className={styles.badge} data-tone={badgeTone(row)}>
          {badgeOf(row)}
        </span>
      </div>
      <div {...cell} className={styles.action} title={action}>
        {action}
      </div>
      <div {...cell} className={styles.summary} title={summary}>
        {summary}
      </div>
      <div
        {...cell}
        className={styles.latency}
        data-slow={row.latencyMs !== undefined && row.latencyMs >= slowMs ? true : undefined}
      >
        {row.latencyMs === undefined ? '' : formatDuration(row.latencyMs)}
      </div>
      <div {...cell} className={styles.size}>
        {row.bytes === 0 ? '' : formatBytes(row.bytes)}
      </div>
    </>
  );
}

export const FrameRow = memo(function FrameRow({
  row,
  ordinal,
  deltaUs,
  selected,
  paired,
  display,
}: FrameRowProps) {
  return (
    <div
      {...rowAttributes(ordinal + 2, selected)}
      id={rowElementId(ordinal)}
      className={styles.row}
      data-ordinal={ordinal}
      data-severity={row === undefined ? undefined : severityOf(row)}
      data-sender={row?.sender}
      data-plain={row !== undefined && row.action === undefined ? true : undefined}
      data-quiet={row?.kind === 'ping' || row?.kind === 'pong' ? true : undefined}
      data-paired={paired ? true : undefined}
      data-tampered={row?.tampered ? true : undefined}
    >
      {row === undefined ? (
        <div {...cell} className={styles.loading}>
          {gridWords.loading}
        </div>
      ) : (
        <Cells row={row} deltaUs={deltaUs} display={display} />
      )}
    </div>
  );
});
