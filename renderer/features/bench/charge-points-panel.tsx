/** The emulated charge points in short: state, what is wrong, and the way to the screen of each. */

import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { useChargePointAction } from '../../app/charge-point-actions.ts';
import { ChargePointStatus, isOn } from '../../components/charge-point-status.tsx';
import { ConnectionProblem } from '../../components/connection-problem.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { stationFilter } from '../../components/station-filter.ts';
import { StatusDot } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { chargePointsWords as words } from './charge-point-words.ts';

/** More than these are looked at on the screen of their own. */
const shownChargePoints = 12;

/** `2 Charging, 1 Faulted` */
function connectorsInShort({ connectors }: ChargePointState): string {
  const counts = new Map<string, number>();
  for (const { connectorId, status } of connectors) {
    if (connectorId > 0) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const [first] = counts.keys();
  if (counts.size === 1 && connectors.length === 2) return first ?? '';
  return [...counts].map(([status, value]) => `${value} ${status}`).join(', ');
}

function ChargePointRow({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, status, settings, problem, insecure, registration } = chargePoint;
  const { act, busy } = useChargePointAction(id);
  const connected = status === 'connected';
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap="xs">
          <ChargePointStatus status={status}>
            <Link
              className={texts.link}
              to="/charge-points/$chargePointId"
              params={{ chargePointId: id }}
            >
              <strong>{id}</strong>
            </Link>
          </ChargePointStatus>
          <ProfileBadge profile={settings.securityProfile} />
          {connected && registration !== undefined && (
            <Text size="xs">{words.boot(registration)}</Text>
          )}
          <Text size="xs" className={texts.quiet}>
            {connectorsInShort(chargePoint)}
          </Text>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Link
            className={texts.link}
            to="/frames"
            search={{ filter: stationFilter(id) }}
            aria-label={words.framesOf(id)}
          >
            {words.frames}
          </Link>
          <Button
            variant="default"
            size="compact-xs"
            loading={busy}
            aria-label={isOn(status) ? words.disconnectOf(id) : words.connectOf(id)}
            onClick={() => act({ action: isOn(status) ? 'disconnect' : 'connect' })}
          >
            {isOn(status) ? words.disconnect : words.connect}
          </Button>
        </Group>
      </Group>
      {insecure && (
        <Text size="xs" component="div">
          <StatusDot tone="warning">{words.insecure}</StatusDot>
        </Text>
      )}
      {!connected && problem !== undefined && <ConnectionProblem problem={problem} />}
    </li>
  );
}

function ChargePoints({ chargePoints }: { chargePoints: readonly ChargePointState[] }) {
  if (chargePoints.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.emptyTitle}</Text>
        <Text size="sm" className={texts.quiet}>
          {words.emptyText}
        </Text>
      </div>
    );
  }
  const hidden = chargePoints.length - shownChargePoints;
  return (
    <>
      <ul className={texts.list}>
        {chargePoints.slice(0, shownChargePoints).map((chargePoint) => (
          <ChargePointRow key={chargePoint.id} chargePoint={chargePoint} />
        ))}
      </ul>
      {hidden > 0 && (
        <Text size="sm" mt="sm">
          <Link className={texts.link} to="/charge-points">
            {words.more(hidden)}
          </Link>
        </Text>
      )}
    </>
  );
}

export function ChargePointsPanel() {
  const query = useQuery(orpc.chargePoints.list.queryOptions());
  const chargePoints = query.data ?? [];
  const online = chargePoints.filter(({ status }) => status === 'connected').length;
  return (
    <Panel
      title={words.title}
      note={chargePoints.length > 0 ? words.online(online, chargePoints.length) : undefined}
      actions={
        <Button
          variant="default"
          aria-label={words.addLong}
          leftSection={<IconPlus size={14} aria-hidden />}
          renderRoot={(props) => <Link to="/charge-points" search={{ add: true }} {...props} />}
        >
          {words.add}
        </Button>
      }
    >
      <Loaded query={query} lines={3}>
        {(loaded) => <ChargePoints chargePoints={loaded} />}
      </Loaded>
    </Panel>
  );
}
