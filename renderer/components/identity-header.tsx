/** The head of a page about one thing with an identity: what it is, how it stands, and what can be done to it as a whole. */
import type { ReactNode } from 'react';
import styles from './identity-header.module.css';
import { visibleText } from './visible-text.ts';

export function IdentityHeader({
  identity,
  state,
  facts,
  actions,
}: {
  identity: string;
  /** Badges and dots in one line under the identity. */
  state: ReactNode;
  /** What else is known, under the state. */
  facts?: ReactNode;
  /** Stand at the right while there is room. */
  actions: ReactNode;
}) {
  return (
    <header className={styles.header}>
      <div className={styles.who}>
        <h2 className={styles.identity}>{visibleText(identity)}</h2>
        <div className={styles.state}>{state}</div>
        {facts}
      </div>
      {actions}
    </header>
  );
}
