/** Whether an emulated charge point is connected, as glyph and words. Knows nothing else of it. */
import type { ReactNode } from 'react';
import type { ChargePointState } from '../../shared/api/charge-points-contract.ts';
import { StatusDot, type StatusTone } from './status-dot.tsx';
import { chargePointStatusWords as words } from './words.ts';

const tones: Record<ChargePointState['status'], StatusTone> = {
  connected: 'good',
  connecting: 'busy',
  waiting: 'warning',
  disconnected: 'off',
  stopped: 'off',
};

/** `children` stand between glyph and words; `compact`: the glyph alone, read out. */
export function ChargePointStatus({
  status,
  compact = false,
  children,
}: {
  status: ChargePointState['status'];
  compact?: boolean;
  children?: ReactNode;
}) {
  if (compact) return <StatusDot tone={tones[status]} label={words[status]} />;
  return (
    <StatusDot tone={tones[status]}>
      {children} {words[status]}
    </StatusDot>
  );
}

/** Whether it is connected or on its way there. */
export function isOn(status: ChargePointState['status']): boolean {
  return status === 'connected' || status === 'connecting' || status === 'waiting';
}
