/** “Try it now”: an emulated charge point on the local CSMS with one click, and what became of it. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import { orpc } from '../../app/api-client.ts';
import { ConnectionProblem } from '../../components/connection-problem.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { ProfilePicker } from '../../components/profile-picker.tsx';
import { stationFilter } from '../../components/station-filter.ts';
import { StatusDot } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { useTryIt } from './csms-actions.ts';
import { listenerServing } from './listener-draft.ts';
import { tryItWords as words } from './words.ts';

/** Follows the charge point that was made, until it is removed. */
function Result({ id }: { id: string }) {
  const chargePoint = useQuery(orpc.chargePoints.list.queryOptions()).data?.find(
    (candidate) => candidate.id === id,
  );
  if (chargePoint === undefined) return null;
  const { status, tls, registration, settings, problem } = chargePoint;
  if (status !== 'connected' && problem !== undefined) {
    return <ConnectionProblem about={words.failed(id)} problem={problem} />;
  }
  if (status !== 'connected') {
    return <StatusDot tone="busy">{words.connecting(id)}</StatusDot>;
  }
  return (
    <>
      <StatusDot tone="good">{words.connected(id)}</StatusDot>
      <ProfileBadge profile={settings.securityProfile} />
      <Text size="xs" className={texts.wire}>
        {tls === undefined ? words.plain : `${tls.version}, ${tls.suite}`}
      </Text>
      {registration !== undefined && <Text size="xs">{words.booted(registration)}</Text>}
      <Link className={texts.link} to="/frames" search={{ filter: stationFilter(id) }}>
        {words.frames}
      </Link>
      <Link className={texts.link} to="/stations/$stationId" params={{ stationId: id }}>
        {words.station}
      </Link>
    </>
  );
}

export function TryIt() {
  const [profile, setProfile] = useState<SecurityProfile>(0);
  const tryIt = useTryIt();
  const csms = useQuery(orpc.csms.get.queryOptions()).data;
  const listener = csms && listenerServing(csms.listeners, profile);
  return (
    <Panel title={words.title} note={words.text}>
      <Stack gap="sm">
        <ProfilePicker value={profile} onChange={setProfile} />
        <Group gap="md">
          <Button
            size="sm"
            leftSection={<IconBolt size={16} aria-hidden />}
            loading={tryIt.isPending}
            onClick={() => tryIt.mutate(profile)}
          >
            {tryIt.data === undefined ? words.connect : words.connectAgain}
          </Button>
          {csms !== undefined && (
            <Text size="xs" className={texts.quiet}>
              {listener === undefined ? words.starts : words.listener(listener.id, listener.port)}
            </Text>
          )}
        </Group>
        <div className={styles.result} role="status" hidden={!tryIt.data && !tryIt.isError}>
          {tryIt.isError && <ProblemAlert error={tryIt.error} />}
          {tryIt.data !== undefined && !tryIt.isPending && <Result id={tryIt.data.id} />}
        </div>
      </Stack>
    </Panel>
  );
}
