/** The lights of a charge point: as bright as they are, blinking as they last did. */
import { IconBulb } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { TimeText } from '../../../components/time-text.tsx';
import styles from './connectors.module.css';
import { lightWords as words } from './words.ts';

/** A lamp that is off is still seen. */
const faintest = 0.2;
/** Blinks beyond these are told and not shown. */
const mostBlinks = 20;

export function Light({
  light: { intensityPercent, signal },
}: {
  light: ChargePointState['light'];
}) {
  /** What had blinked before anybody looked is told and not shown. */
  const [before] = useState(signal?.at);
  const brightness = faintest + ((1 - faintest) * intensityPercent) / 100;
  return (
    <span className={styles.light} title={words.hint}>
      <span
        // Another signal is another lamp: its blinking begins anew.
        key={signal?.at}
        className={styles.lamp}
        data-blinks={signal?.at !== before || undefined}
        style={{
          opacity: brightness,
          animationIterationCount: Math.min(signal?.times ?? 0, mostBlinks),
        }}
      >
        <IconBulb size={16} aria-hidden />
      </span>
      <span>{words.intensity(intensityPercent)}</span>
      {signal !== undefined && (
        <span className={styles.quiet}>
          {words.blinked(signal.times, signal.connectorId, signal.because)},{' '}
          <TimeText at={signal.at} as="time" />
        </span>
      )}
    </span>
  );
}
