/** The stations of the local CSMS as they are now, and a notice of those that were refused. */

import { Alert, Group, Stack, Table, Text } from '@mantine/core';
import { IconShieldX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { visibleText } from '../../components/visible-text.ts';
import { stationsWords as words } from './words.ts';

/** The whole list is on the Stations screen. */
const shownStations = 12;

function Refused() {
  const attempts = useQuery(orpc.csms.attempts.queryOptions()).data ?? [];
  if (attempts.length === 0) return null;
  const total = attempts.reduce((sum, { count }) => sum + count, 0);
  const identities = new Set(attempts.map(({ station }) => station)).size;
  return (
    <Alert
      color="amber"
      variant="light"
      icon={<IconShieldX size={18} />}
      title={words.refused(total, identities)}
      role="status"
    >
      {words.refusedText}{' '}
      <Link className={texts.link} to="/security" hash="attempts">
        {words.refusedLink}
      </Link>
    </Alert>
  );
}

const bootTones: Record<NonNullable<StationState['registration']>, StatusTone> = {
  Accepted: 'good',
  Pending: 'warning',
  Rejected: 'error',
};

function Boot({ station }: { station: StationState }) {
  const { registration } = station;
  if (registration === undefined) return <StatusDot tone="off">{words.notBooted}</StatusDot>;
  return <StatusDot tone={bootTones[registration]}>{registration}</StatusDot>;
}

function Identity({ station }: { station: StationState }) {
  const { id, connected, tls, remoteAddress, findings } = station;
  const profile = station.connectedProfile ?? station.securityProfile;
  const worst = findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return (
    <>
      <Group gap="xs">
        <StatusDot
          tone={connected ? 'good' : 'off'}
          label={connected ? words.online : words.offline}
        >
          <Link className={texts.link} to="/stations/$stationId" params={{ stationId: id }}>
            {visibleText(id)}
          </Link>
        </StatusDot>
        {profile !== undefined && <ProfileBadge profile={profile} />}
      </Group>
      <Text size="xs" className={texts.quiet} title={tls?.suite}>
        {connected
          ? [remoteAddress, tls?.version ?? words.plain]
              .filter((part) => part !== undefined)
              .join(', ')
          : words.offline}
      </Text>
      {findings.some(({ severity }) => severity !== 'info') && (
        <Text size="xs">
          <StatusDot tone={worst}>{words.findings(findings.length)}</StatusDot>
        </Text>
      )}
    </>
  );
}

function StationRow({ station }: { station: StationState }) {
  const connectors = station.connectors.filter(({ connectorId }) => connectorId > 0);
  return (
    <Table.Tr>
      <Table.Td>
        <Identity station={station} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Boot station={station} />
      </Table.Td>
      <Table.Td>
        {connectors.length === 0
          ? words.noConnectors
          : connectors.map(({ connectorId, status }) => (
              <div key={connectorId}>{words.connector(connectorId, status)}</div>
            ))}
      </Table.Td>
    </Table.Tr>
  );
}

function StationTable({ stations }: { stations: readonly StationState[] }) {
  if (stations.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.emptyTitle}</Text>
        <Text size="sm" className={texts.quiet}>
          {words.emptyText}
        </Text>
      </div>
    );
  }
  const shown = stations
    .toSorted((left, right) => Number(right.connected) - Number(left.connected))
    .slice(0, shownStations);
  return (
    <div className={texts.tableHost}>
      <Table aria-label={words.title} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {[words.id, words.boot, words.connectors].map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((station) => (
            <StationRow key={station.id} station={station} />
          ))}
        </Table.Tbody>
      </Table>
      {stations.length > shown.length && (
        <Link className={texts.link} to="/stations">
          {words.all(stations.length)}
        </Link>
      )}
    </div>
  );
}

export function StationsPanel() {
  const query = useQuery(orpc.csms.stations.queryOptions());
  const stations = query.data ?? [];
  const connected = stations.filter((station) => station.connected).length;
  return (
    <Panel
      title={words.title}
      note={stations.length > 0 ? words.connected(connected, stations.length) : undefined}
    >
      <Stack gap="sm">
        <Refused />
        <Loaded query={query} lines={3}>
          {(loaded) => <StationTable stations={loaded} />}
        </Loaded>
      </Stack>
    </Panel>
  );
}
