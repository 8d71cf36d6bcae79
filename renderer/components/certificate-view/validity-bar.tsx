/** When a certificate is valid, as a bar with the present moment on it, in words as well. Knows two times and a clock. */
import { Text } from '@mantine/core';
import {
  certificateExpiry,
  type ExpiryState,
} from '../../../shared/security/certificate-expiry.ts';
import { StatusDot, type StatusTone } from '../status-dot.tsx';
import texts from '../text.module.css';
import { TimeText } from '../time-text.tsx';
import styles from './certificate-view.module.css';
import { certificateViewWords as words } from './words.ts';

export const expiryTones: Readonly<Record<ExpiryState, StatusTone>> = {
  'not-yet-valid': 'warning',
  valid: 'good',
  'expires-soon': 'warning',
  expired: 'error',
};

/** How long it still lasts, how long ago it ended or when it begins. */
export function remainingText(
  state: ExpiryState,
  minutesLeft: number,
  notBefore: string,
  nowMs: number,
): string {
  if (state === 'expired') return words.ago(-minutesLeft);
  if (state === 'not-yet-valid') {
    return words.begins(Math.ceil((Date.parse(notBefore) - nowMs) / 60_000));
  }
  return words.left(minutesLeft);
}

export function ValidityBar({ notBefore, notAfter }: { notBefore: string; notAfter: string }) {
  const nowMs = Date.now();
  const startMs = Date.parse(notBefore);
  const { state, minutesLeft } = certificateExpiry(notBefore, notAfter, nowMs);
  const passed = (nowMs - startMs) / Math.max(1, Date.parse(notAfter) - startMs);
  const percent = Math.round(Math.min(1, Math.max(0, passed)) * 100);
  return (
    <div>
      <Text size="sm" component="div">
        <StatusDot tone={expiryTones[state]}>
          {words.states[state]}, {remainingText(state, minutesLeft, notBefore, nowMs)}
        </StatusDot>
      </Text>
      <div className={styles.bar} role="img" aria-label={words.bar(percent)} data-state={state}>
        <div className={styles.passed} style={{ width: `${percent}%` }} />
      </div>
      <div className={styles.ends}>
        <Text size="xs" className={texts.quiet}>
          {words.from} <TimeText at={notBefore} />
        </Text>
        <Text size="xs" className={texts.quiet}>
          {words.until} <TimeText at={notAfter} />
        </Text>
      </div>
    </div>
  );
}
