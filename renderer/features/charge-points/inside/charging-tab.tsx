/** The charging profiles an emulated charge point has installed, and what they come to over time. */
import { Group, Select, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  ChargePointDetails,
  CompositeScheduleView,
} from '../../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { orpc } from '../../../app/api-client.ts';
import { formatPower } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from './inside.module.css';
import { scheduleOutline } from './schedule-path.ts';
import { Quiet, ScrollingTable } from './transactions-tab.tsx';
import { useDetails } from './use-details.ts';
import { chargingWords as words } from './words.ts';

type ChargingProfile = RequestPayloads16['SetChargingProfile']['csChargingProfiles'];

/** SetChargingProfile was validated against its schema before it was installed. */
const profileOf = (profile: unknown): ChargingProfile => profile as ChargingProfile;

/** Schedules change by themselves as time goes by. */
const refetchMs = 30_000;

const durations = Object.entries(words.durations).map(([value, label]) => ({ value, label }));

function limitText(limit: number, unit: 'W' | 'A'): string {
  return unit === 'W' ? formatPower(limit) : `${limit} A`;
}

function Validity({ profile: { validFrom, validTo } }: { profile: ChargingProfile }) {
  if (validFrom === undefined && validTo === undefined) return words.always;
  return (
    <>
      {validFrom !== undefined && (
        <>
          {words.from} <TimeText at={validFrom} />{' '}
        </>
      )}
      {validTo !== undefined && (
        <>
          {words.until} <TimeText at={validTo} />
        </>
      )}
    </>
  );
}

function Profiles({ installed }: { installed: ChargePointDetails['chargingProfiles'] }) {
  if (installed.length === 0) return <Quiet>{words.none}</Quiet>;
  return (
    <ScrollingTable
      label={words.installed}
      headings={[
        words.id,
        words.purpose,
        words.connector,
        words.stack,
        words.kind,
        words.valid,
        words.schedule,
      ]}
    >
      {installed.map(({ connectorId, profile: given }) => {
        const profile = profileOf(given);
        const { chargingRateUnit: unit, chargingSchedulePeriod: periods } =
          profile.chargingSchedule;
        return (
          <Table.Tr key={profile.chargingProfileId}>
            <Table.Td>{profile.chargingProfileId}</Table.Td>
            <Table.Td>{profile.chargingProfilePurpose}</Table.Td>
            <Table.Td>{connectorId === 0 ? words.whole : connectorId}</Table.Td>
            <Table.Td>{profile.stackLevel}</Table.Td>
            <Table.Td>
              {[profile.chargingProfileKind, profile.recurrencyKind].filter(Boolean).join(', ')}
            </Table.Td>
            <Table.Td>
              <Validity profile={profile} />
            </Table.Td>
            <Table.Td title={periods.map(({ limit }) => limitText(limit, unit)).join(', ')}>
              {words.periods(periods.length)}
              {periods[0] !== undefined && `, ${limitText(periods[0].limit, unit)}`}
            </Table.Td>
          </Table.Tr>
        );
      })}
    </ScrollingTable>
  );
}

const momentOf = ({ start }: CompositeScheduleView, afterS: number): string =>
  new Date(Date.parse(start) + afterS * 1000).toISOString();

function Chart({ schedule, where }: { schedule: CompositeScheduleView; where: string }) {
  const { top, line, area } = scheduleOutline(schedule);
  return (
    <div className={styles.plot}>
      <div className={styles.scale} aria-hidden>
        <span>{limitText(top, schedule.unit)}</span>
        <span>{limitText(top / 2, schedule.unit)}</span>
        <span>0</span>
      </div>
      <svg
        className={styles.chart}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chart(where)}
      >
        <path className={styles.grid} d="M0 0H100M0 50H100M0 100H100" />
        <path className={styles.area} d={area} />
        <path className={styles.line} d={line} />
      </svg>
      <div className={styles.times}>
        {[0, 0.5, 1].map((share) => (
          <TimeText key={share} at={momentOf(schedule, schedule.durationS * share)} />
        ))}
      </div>
    </div>
  );
}

function Periods({ schedule }: { schedule: CompositeScheduleView }) {
  return (
    <ScrollingTable label={words.composite} headings={[words.start, words.limit, words.phases]}>
      {schedule.periods.map(({ startPeriodS, limit, numberPhases }) => (
        <Table.Tr key={startPeriodS}>
          <Table.Td>
            <TimeText at={momentOf(schedule, startPeriodS)} />
          </Table.Td>
          <Table.Td>{limitText(limit, schedule.unit)}</Table.Td>
          <Table.Td>{numberPhases ?? 3}</Table.Td>
        </Table.Tr>
      ))}
    </ScrollingTable>
  );
}

function Composite({ chargePoint }: { chargePoint: ChargePointState }) {
  const [connector, setConnector] = useState('0');
  const [durationS, setDurationS] = useState('86400');
  const [unit, setUnit] = useState<'W' | 'A'>('W');
  const query = useQuery(
    orpc.chargePoints.compositeSchedule.queryOptions({
      input: {
        id: chargePoint.id,
        connectorId: Number(connector),
        durationS: Number(durationS),
        unit,
      },
      refetchInterval: refetchMs,
    }),
  );
  const places = chargePoint.connectors.map(({ connectorId }) => ({
    value: String(connectorId),
    label: connectorId === 0 ? words.whole : words.connectorOf(connectorId),
  }));
  const where = places.find(({ value }) => value === connector)?.label ?? '';
  return (
    <Panel title={words.composite} note={words.compositeNote}>
      <Group gap="sm" mb="sm">
        <Select
          label={words.where}
          data={places}
          value={connector}
          allowDeselect={false}
          onChange={(value) => value !== null && setConnector(value)}
        />
        <Select
          label={words.duration}
          data={durations}
          value={durationS}
          allowDeselect={false}
          onChange={(value) => value !== null && setDurationS(value)}
        />
        <Select
          w={90}
          label={words.unit}
          data={['W', 'A'] as const}
          value={unit}
          allowDeselect={false}
          onChange={(value) => value !== null && setUnit(value)}
        />
      </Group>
      <Loaded query={query} lines={6}>
        {(schedule) => (
          <div className={styles.stack}>
            <Chart schedule={schedule} where={where} />
            {schedule.durationS < Number(durationS) && <Quiet>{words.shortened}</Quiet>}
            <Periods schedule={schedule} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

export function ChargingTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const query = useDetails(chargePoint.id);
  return (
    <div className={styles.stack}>
      <Panel title={words.installed}>
        <Loaded query={query} lines={4}>
          {({ chargingProfiles }) => <Profiles installed={chargingProfiles} />}
        </Loaded>
      </Panel>
      <Composite chargePoint={chargePoint} />
    </div>
  );
}
