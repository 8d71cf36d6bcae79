/**
 * What a lost bench means for a screen: what is shown is the last known state, and nothing can be done to it.
 * Knows no connection; the shell says whether the bench is lost.
 */
import { createContext, type ReactNode, use } from 'react';
import styles from './last-known.module.css';
import { lastKnownWords } from './words.ts';

/** True while the bench is lost. */
export const LastKnownContext = createContext(false);

export const useLastKnown = (): boolean => use(LastKnownContext);

/** Holds controls that need the bench: while it is lost none of them can be used, and pointing at them says why. */
export function BenchControls({
  className,
  children,
}: {
  className?: string;
  children: ReactNode;
}) {
  const lost = useLastKnown();
  return (
    <fieldset
      className={[styles.controls, className].join(' ')}
      disabled={lost}
      title={lost ? lastKnownWords.reason : undefined}
    >
      {children}
    </fieldset>
  );
}
