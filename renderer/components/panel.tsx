/**
 * A part of a screen under a heading of its own, with its actions at the right; marked while the bench is lost.
 * Knows nothing of what it holds.
 */
import { type ReactNode, useId } from 'react';
import { BenchControls, useLastKnown } from './last-known.tsx';
import styles from './panel.module.css';
import { lastKnownWords } from './words.ts';

export function Panel({
  title,
  note,
  actions,
  children,
}: {
  title: string;
  /** A few words beside the title, for example a count. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const headingId = useId();
  const lastKnown = useLastKnown();
  return (
    <section className={styles.panel} aria-labelledby={headingId}>
      <div className={styles.head}>
        <h2 className={styles.heading} id={headingId}>
          {title}
        </h2>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {lastKnown && <span className={styles.lastKnown}>{lastKnownWords.note}</span>}
        {actions !== undefined && (
          <BenchControls className={styles.actions}>{actions}</BenchControls>
        )}
      </div>
      <BenchControls className={styles.body}>{children}</BenchControls>
    </section>
  );
}
