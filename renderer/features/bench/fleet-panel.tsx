/** Fleets of emulated charge points: started, counted, cut off all at once, stopped. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FleetSummary } from '../../../shared/api/fleets-contract.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import {
  explainConnectionFailure,
  isConnectionFailureCode,
} from '../../../shared/security/connection-words.ts';
import { orpc } from '../../app/api-client.ts';
import { connectionEndWords } from '../../components/frame-list/frame-words.ts';
import { BenchControls } from '../../components/last-known.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { useStopFleet, useStormFleet } from './fleet-actions.ts';
import { FleetForm } from './fleet-form.tsx';
import { fleetWords as words } from './fleet-words.ts';

const connectionTones: Readonly<Record<string, StatusTone>> = {
  connected: 'good',
  connecting: 'busy',
  waiting: 'warning',
};

interface Count {
  name: string;
  value: number;
  tone?: StatusTone;
}

function Counts({ title, counts }: { title: string; counts: readonly Count[] }) {
  if (counts.length === 0) return null;
  return (
    <>
      <dt className={texts.quiet}>{title}</dt>
      <dd className={styles.counts}>
        {counts.map(({ name, value, tone }) => (
          <span key={name} className={styles.fact}>
            {tone === undefined ? (
              `${words.number(value)} ${name}`
            ) : (
              <StatusDot tone={tone}>{`${words.number(value)} ${name}`}</StatusDot>
            )}
          </span>
        ))}
      </dd>
    </>
  );
}

/** Why a connection is not there, in a few words. */
function reasonOf(code: string): string {
  const ended = connectionEndWords[code];
  if (ended !== undefined) return ended;
  return isConnectionFailureCode(code)
    ? explainConnectionFailure({ code }).title
    : speakProblem({ code }).message;
}

function countsOf(counts: Readonly<Record<string, number>>): Count[] {
  return Object.entries(counts).map(([name, value]) => ({ name, value }));
}

function Fleet({ fleet }: { fleet: FleetSummary }) {
  const { name, request, connections, registrations, connectors, problems } = fleet;
  const storm = useStormFleet();
  const stop = useStopFleet();
  const connected = connections.connected ?? 0;
  const states = countsOf(connections).map(({ name: state, value }) => ({
    name: words.states[state] ?? state,
    value,
    tone: connectionTones[state] ?? ('off' as const),
  }));
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <strong>{request.ids}</strong>
          <ProfileBadge profile={request.securityProfile} />
          <Text size="xs" className={texts.quiet}>
            {words.connected(connected, request.count)}
            {fleet.connectedAfterMs !== undefined &&
              `, ${words.allAfter((fleet.connectedAfterMs / 1000).toFixed(1))}`}
          </Text>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-xs"
            title={words.stormHint}
            aria-label={words.stormOf(name)}
            disabled={connected === 0}
            loading={storm.isPending}
            onClick={() => storm.mutate({ name })}
          >
            {words.storm}
          </Button>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={words.stopOf(name)}
            loading={stop.isPending}
            onClick={() => stop.mutate({ name })}
          >
            {words.stop}
          </Button>
        </Group>
      </Group>
      <dl className={styles.summary}>
        {fleet.certificates !== undefined && fleet.certificates < request.count && (
          <>
            <dt className={texts.quiet}>{words.rows.certificates}</dt>
            <dd>{words.certificates(fleet.certificates, request.count)}</dd>
          </>
        )}
        <Counts title={words.rows.connections} counts={states} />
        <Counts title={words.rows.registrations} counts={countsOf(registrations)} />
        <Counts title={words.rows.connectors} counts={countsOf(connectors)} />
        <Counts
          title={words.rows.problems}
          counts={problems.map(({ code, count }) => ({ name: reasonOf(code), value: count }))}
        />
      </dl>
    </li>
  );
}

export function FleetPanel() {
  const query = useQuery(orpc.fleets.list.queryOptions());
  const [starting, setStarting] = useState(false);
  const close = () => setStarting(false);
  return (
    <Panel
      title={words.title}
      actions={
        query.data?.length === 0 && (
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setStarting(true)}
          >
            {words.start}
          </Button>
        )
      }
    >
      <Loaded query={query} lines={2}>
        {(fleets) =>
          fleets.length === 0 ? (
            <Text size="sm" className={texts.quiet}>
              {words.emptyText}
            </Text>
          ) : (
            <ul className={texts.list}>
              {fleets.map((fleet) => (
                <Fleet key={fleet.name} fleet={fleet} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Modal opened={starting} onClose={close} title={words.dialogTitle} size="lg">
        {starting && (
          <BenchControls>
            <FleetForm onDone={close} />
          </BenchControls>
        )}
      </Modal>
    </Panel>
  );
}
