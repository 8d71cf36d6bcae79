/** A state as glyph, colour and words; never by colour alone. */
import type { ReactNode } from 'react';
import styles from './status-dot.module.css';

export type StatusTone = 'good' | 'warning' | 'error' | 'busy' | 'info' | 'off';

const glyphs: Record<StatusTone, string> = {
  good: '●',
  warning: '▲',
  error: '■',
  busy: '◐',
  info: '◆',
  off: '○',
};

/** `children` are the words; with `label` alone the glyph stands by itself and the label is read out. */
export function StatusDot({
  tone,
  label,
  children,
}: {
  tone: StatusTone;
  label?: string;
  children?: ReactNode;
}) {
  return (
    <span className={styles.status}>
      <span
        className={styles.glyph}
        data-tone={tone}
        title={label}
        {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      >
        {glyphs[tone]}
      </span>
      {children !== undefined && <span>{children}</span>}
    </span>
  );
}
