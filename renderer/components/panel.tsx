/** A part of a screen under a heading of its own, with its actions at the right. Knows nothing of what it holds. */
import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

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
  return (
    <section className={styles.panel} aria-labelledby={headingId}>
      <div className={styles.head}>
        <h2 className={styles.heading} id={headingId}>
          {title}
        </h2>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
