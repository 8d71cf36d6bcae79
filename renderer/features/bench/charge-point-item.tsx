/** One emulated charge point: its state, why it is not connected, and what can be done to it. */

import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { QuestionDialog } from '../../components/question-dialog.tsx';
import { stationFilter } from '../../components/station-filter.ts';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { TimeText } from '../../components/time-text.tsx';
import styles from './bench.module.css';
import { useChargePointAction, useRemoveChargePoint } from './charge-point-actions.ts';
import { chargePointsWords as words } from './charge-point-words.ts';
import { ConnectionProblem } from './connection-problem.tsx';
import { ConnectorControls } from './connector-controls.tsx';

const tones: Record<ChargePointState['status'], StatusTone> = {
  connected: 'good',
  connecting: 'busy',
  waiting: 'warning',
  disconnected: 'off',
  stopped: 'off',
};

function Removal({ id, asked, onClose }: { id: string; asked: boolean; onClose: () => void }) {
  const remove = useRemoveChargePoint();
  return (
    <QuestionDialog
      opened={asked}
      title={words.removeTitle(id)}
      confirm={words.remove}
      pending={remove.isPending}
      onConfirm={() => remove.mutate({ id }, { onSettled: onClose })}
      onClose={onClose}
    >
      <Text size="sm">{words.removeText}</Text>
    </QuestionDialog>
  );
}

function Actions({
  chargePoint,
  onChange,
}: {
  chargePoint: ChargePointState;
  onChange: () => void;
}) {
  const { id, status } = chargePoint;
  const { act, busy } = useChargePointAction(id);
  const [removing, setRemoving] = useState(false);
  const isOn = status === 'connected' || status === 'connecting' || status === 'waiting';
  return (
    <Group gap={6} wrap="nowrap">
      <Button
        variant="default"
        size="compact-xs"
        loading={busy}
        onClick={() => act({ action: isOn ? 'disconnect' : 'connect' })}
      >
        {isOn ? words.disconnect : words.connect}
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={words.moreActions(id)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => act({ action: 'power-cycle' })}>{words.powerCycle}</Menu.Item>
          <Menu.Item onClick={() => act({ action: 'go-offline' })}>{words.goOffline}</Menu.Item>
          <Menu.Item onClick={() => act({ action: 'go-online' })}>{words.goOnline}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={onChange}>{words.change}</Menu.Item>
          <Menu.Item color="red" onClick={() => setRemoving(true)}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Removal id={id} asked={removing} onClose={() => setRemoving(false)} />
    </Group>
  );
}

function Facts({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, settings, tls, status, registration } = chargePoint;
  const facts =
    status === 'connected'
      ? [
          ...(tls === undefined ? [words.plain] : [tls.version, tls.suite]),
          ...(registration === undefined ? [] : [words.boot(registration)]),
        ]
      : [];
  return (
    <Text size="xs" className={texts.quiet} style={{ overflowWrap: 'anywhere' }}>
      {settings.url}
      {facts.map((fact) => (
        <Fragment key={fact}>
          {' · '}
          <span className={styles.fact}>{fact}</span>
        </Fragment>
      ))}
      {' · '}
      <Link
        className={texts.link}
        to="/frames"
        search={{ filter: stationFilter(id) }}
        aria-label={words.framesOf(id)}
      >
        {words.frames}
      </Link>
    </Text>
  );
}

function Trouble({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, insecure, problem, nextAttemptAt, status, attempts } = chargePoint;
  const { act } = useChargePointAction(id);
  const refusedHere = useQuery(orpc.csms.attempts.queryOptions()).data?.some(
    ({ station }) => station === id,
  );
  return (
    <>
      {insecure && (
        <div className={styles.caution}>
          <StatusDot tone="warning">
            <strong>{words.insecure}</strong>
          </StatusDot>
          <Text size="xs">{words.insecureText}</Text>
        </div>
      )}
      {status !== 'connected' && problem !== undefined && <ConnectionProblem problem={problem} />}
      {status !== 'connected' && refusedHere && (
        <Text size="xs">
          {words.refusedHere}{' '}
          <Link className={texts.link} to="/security" hash="attempts">
            {words.refusedWhy}
          </Link>
        </Text>
      )}
      {status === 'waiting' && nextAttemptAt !== undefined && (
        <Group gap="xs">
          <Text size="xs">
            {words.nextAttempt} <TimeText at={nextAttemptAt} as="time" /> (
            {words.attempts(attempts)})
          </Text>
          <Button variant="default" size="compact-xs" onClick={() => act({ action: 'connect' })}>
            {words.tryNow}
          </Button>
        </Group>
      )}
    </>
  );
}

export function ChargePointItem({
  chargePoint,
  onChange,
}: {
  chargePoint: ChargePointState;
  onChange: () => void;
}) {
  const { id, status, settings, connectors } = chargePoint;
  return (
    <li className={styles.item}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Group gap="xs">
            <StatusDot tone={tones[status]}>
              <strong>{id}</strong> {words.statuses[status]}
            </StatusDot>
            <ProfileBadge profile={settings.securityProfile} />
          </Group>
          <Actions chargePoint={chargePoint} onChange={onChange} />
        </Group>
        <Facts chargePoint={chargePoint} />
        <Trouble chargePoint={chargePoint} />
        {connectors
          .filter(({ connectorId }) => connectorId > 0)
          .map((connector) => (
            <ConnectorControls key={connector.connectorId} id={id} connector={connector} />
          ))}
      </Stack>
    </li>
  );
}
