/** What the shell shows while the bench's secrets are locked: a banner, and a way to unlock in place of screens. */
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import type { SecretsState } from '../../../shared/api/secrets-contract.ts';
import { Banner } from '../../components/banner.tsx';
import { Panel } from '../../components/panel.tsx';
import texts from '../../components/text.module.css';
import { orpc } from '../api-client.ts';
import styles from './locked-bench.module.css';
import { UnlockPanel } from './unlock-panel.tsx';
import { lockedWords as words } from './words.ts';

function useLockedSecrets(): Extract<SecretsState, { status: 'locked' }> | undefined {
  const secrets = useQuery(orpc.bench.state.queryOptions()).data?.secrets;
  return secrets?.status === 'locked' ? secrets : undefined;
}

export function LockedBanner() {
  const locked = useLockedSecrets();
  if (locked === undefined) return null;
  return (
    <Banner severity="warning" title={words.title}>
      {words.banner}{' '}
      <Link to="/settings" search={{ section: 'secrets' }}>
        {words.way}
      </Link>
    </Banner>
  );
}

/** They need no secret. */
const openPaths = /^\/(frames|settings|attempts)(\/|$)/;

/** The open screen, or the way to unlock when it can show nothing without secrets. */
export function ScreenOrUnlock() {
  const locked = useLockedSecrets();
  const { pathname } = useLocation();
  if (locked === undefined || openPaths.test(pathname)) return <Outlet />;
  return (
    <div className={styles.screen}>
      <h1 className={texts.hidden}>{words.title}</h1>
      <Panel title={words.title}>
        <Stack gap="md">
          <Text size="sm">{words.screen}</Text>
          <UnlockPanel secrets={locked} />
        </Stack>
      </Panel>
    </div>
  );
}
