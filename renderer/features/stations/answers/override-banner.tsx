/** A line across the Stations screen while the CSMS answers otherwise than usual: nobody shall forget it. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orpc } from '../../../app/api-client.ts';
import { formatDuration } from '../../../components/format.ts';
import styles from './answers.module.css';
import { hasOverrides, type Overrides, overridesOf } from './overrides.ts';
import { answerWords as words } from './words.ts';

const secondMs = 1_000;

/** Undefined until it is known. */
export function useOverrides(station?: string): Overrides | undefined {
  const rules = useQuery(orpc.csms.answers.queryOptions()).data;
  const policy = useQuery(orpc.csms.get.queryOptions()).data?.policy;
  if (rules === undefined || policy === undefined) return undefined;
  return overridesOf(rules, policy, station);
}

export function OverrideBanner() {
  const overrides = useOverrides();
  if (overrides === undefined || !hasOverrides(overrides)) return null;
  const { rules, skewS, transactionIds } = overrides;
  const parts = [
    rules.length > 0 ? words.chosen(rules.length) : undefined,
    skewS !== 0 ? words.skew(formatDuration(Math.abs(skewS) * secondMs), skewS > 0) : undefined,
    transactionIds.mode === 'fixed' ? words.fixedId(transactionIds.transactionId) : undefined,
    transactionIds.mode === 'sequence' ? words.sequence : undefined,
  ].filter((part) => part !== undefined);
  return (
    <div className={styles.banner} role="status">
      <IconAlertTriangle size={18} aria-hidden />
      <strong>{words.banner}</strong>
      <span>{parts.join(', ')}</span>
      <Link to="/stations" search={{ view: 'answers' }}>
        {words.see}
      </Link>
    </div>
  );
}
