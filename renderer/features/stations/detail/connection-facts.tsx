/** The facts of a connection and of the boot, name by name. */
import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { securityProfiles } from '../../../../shared/security/security-profiles.ts';
import { formatDuration } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { stationFilter } from '../../../components/station-filter.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { registrationTones } from '../../../components/status-tones.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { stationsWords, connectionFactWords as words } from '../words.ts';
import styles from './station-overview.module.css';

type Fact = [name: string, value: ReactNode];

/** Half a second is what a message needs, not what a clock is off. */
const sameClockMs = 1_000;
const badClockMs = 60_000;

function clockText(skewMs: number): ReactNode {
  const time = formatDuration(Math.abs(skewMs));
  if (Math.abs(skewMs) < sameClockMs) return words.clockSame;
  const text = skewMs > 0 ? words.clockAhead(time) : words.clockBehind(time);
  return Math.abs(skewMs) < badClockMs ? text : <StatusDot tone="warning">{text}</StatusDot>;
}

function profileText({ connectedProfile, securityProfile }: StationState): ReactNode {
  const profile = connectedProfile ?? securityProfile;
  if (profile === undefined) return words.unbound;
  const binding =
    securityProfile === undefined
      ? words.unbound
      : securityProfile === profile
        ? words.bound
        : words.boundTo(securityProfile);
  return `${profile}, ${securityProfiles[profile].name} (${binding})`;
}

function keyText({ hasAuthorizationKey, authorizationKeyBytes, keyForm }: StationState): string {
  if (!hasAuthorizationKey) return words.noKey;
  const parts = [
    authorizationKeyBytes === undefined ? undefined : words.keyBytes(authorizationKeyBytes),
    keyForm === 'hex-text' ? words.keyAsHex : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function tlsText({ tls, connected }: StationState): ReactNode {
  if (tls !== undefined) return `${tls.version}, ${tls.suite}`;
  return connected ? words.noTls : undefined;
}

function connectionFacts(station: StationState): Fact[] {
  const { connected, connectedAt, lastSeen, connection, clockSkewMs } = station;
  return [
    [
      words.state,
      <StatusDot key="state" tone={connected ? 'good' : 'off'}>
        {connected ? stationsWords.connected : stationsWords.disconnected}
      </StatusDot>,
    ],
    [words.since, connected && connectedAt !== undefined && <TimeText at={connectedAt} />],
    [
      words.lastSeen,
      !connected && (lastSeen === undefined ? words.never : <TimeText key="seen" at={lastSeen} />),
    ],
    [words.profile, profileText(station)],
    [words.address, connected && station.remoteAddress],
    [
      words.connection,
      connected && connection !== undefined && (
        <Link to="/frames" search={{ filter: `${stationFilter(station.id)} conn:${connection}` }}>
          {words.connectionLink(connection)}
        </Link>
      ),
    ],
    [words.tls, tlsText(station)],
    [words.key, keyText(station)],
    [words.clock, clockSkewMs !== undefined && clockText(clockSkewMs)],
  ];
}

const reported = (value: string | undefined): string =>
  value === undefined || value === '' ? words.notSaid : visibleText(value);

function bootFacts(station: StationState): Fact[] {
  const { registration } = station;
  const hasBooted = registration !== undefined;
  return [
    [
      words.boot,
      <StatusDot
        key="boot"
        tone={registration === undefined ? 'off' : registrationTones[registration]}
      >
        {registration ?? words.notBooted}
      </StatusDot>,
    ],
    [words.vendor, hasBooted && reported(station.vendor)],
    [words.model, hasBooted && reported(station.model)],
    [words.firmware, hasBooted && reported(station.firmwareVersion)],
    [
      words.serialNumber,
      (hasBooted || station.serialNumber !== undefined) && reported(station.serialNumber),
    ],
    [words.factory, station.factory && words.factoryText],
  ];
}

export function ConnectionFacts({ station }: { station: StationState }) {
  const facts = [...connectionFacts(station), ...bootFacts(station)].filter(
    ([, value]) => value !== undefined && value !== false && value !== '',
  );
  return (
    <Panel title={words.title}>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th className={styles.fact}>{name}</Table.Th>
              <Table.Td className={styles.value}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
