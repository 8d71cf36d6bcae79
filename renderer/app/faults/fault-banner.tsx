/** Names everybody who shows a fault, on every screen, so that nobody looks for it as a mistake. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { faultWords } from '../../../shared/security/handshake-fault-words.ts';
import { Banner } from '../../components/banner.tsx';
import { orpc } from '../api-client.ts';
import styles from './fault-banner.module.css';
import { useSetFault } from './use-set-fault.ts';
import { faultBannerWords as words } from './words.ts';

export function FaultBanner() {
  const on = useQuery(orpc.faults.get.queryOptions()).data?.on ?? [];
  const set = useSetFault();
  if (on.length === 0) return null;
  return (
    <Banner severity="warning" title={on.length === 1 ? words.title : words.titleOfMany(on.length)}>
      <span className={styles.faults}>
        {on.map(({ target, name, fault }) => (
          <span key={`${target} ${name}`} className={styles.fault}>
            {words.text(name, faultWords[fault].title)}
            <Button
              variant="default"
              size="compact-xs"
              aria-label={words.switchOffOf(name)}
              disabled={set.isPending}
              onClick={() => set.mutate({ target, name, fault: null })}
            >
              {words.switchOff}
            </Button>
          </span>
        ))}
        <Link to="/security" hash="faults" search={{}} className={styles.link}>
          {words.open}
        </Link>
      </span>
    </Banner>
  );
}
