/** A line across the top of the page for what concerns every screen. */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './banner.module.css';

export function Banner({
  severity,
  title,
  children,
}: {
  severity: 'warning' | 'error';
  title: string;
  children: ReactNode;
}) {
  return (
    <div className={styles.banner} data-severity={severity} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  );
}
