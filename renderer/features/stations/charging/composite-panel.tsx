/** Asks the charge point for its composite schedule and draws it; earlier answers stay to be compared with. */
import { Button, NumberInput, Select, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { CompositeSchedule } from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { outcomeText } from '../configuration/change-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import styles from './charging.module.css';
import { readSchedule, schedulePoints } from './schedule-points.ts';
import { chargingWords as words } from './words.ts';

const hourS = 3_600;
const secondMs = 1_000;

function Drawn({ composite }: { composite: CompositeSchedule }) {
  const schedule = readSchedule(composite.chargingSchedule);
  if (composite.outcome !== 'result') {
    return (
      <Text size="sm">
        {words.noAnswer} {outcomeText(composite.outcome)}
      </Text>
    );
  }
  if (composite.status !== 'Accepted') {
    return <Text size="sm">{words.refused(visibleText(composite.status ?? ''))}</Text>;
  }
  if (schedule === undefined) return <Text size="sm">{words.noSchedule}</Text>;
  const startMs =
    Date.parse(composite.scheduleStart ?? schedule.startSchedule ?? '') || Date.parse(composite.at);
  return (
    <>
      <LineChart
        label={words.schedule}
        unit={schedule.unit}
        stepped
        heightPx={220}
        lines={[{ name: words.schedule, points: schedulePoints(schedule, startMs) }]}
      />
      <Table aria-label={words.table} maw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.periodStart}</Table.Th>
            <Table.Th>{words.start}</Table.Th>
            <Table.Th ta="right">{words.limit}</Table.Th>
            <Table.Th ta="right">{words.phases}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {schedule.periods.map(({ startS, limit, numberPhases }) => (
            <Table.Tr key={startS}>
              <Table.Td>{startS.toLocaleString('en-US')}</Table.Td>
              <Table.Td>
                <TimeText at={new Date(startMs + startS * secondMs).toISOString()} />
              </Table.Td>
              <Table.Td ta="right">
                {limit.toLocaleString('en-US')} {schedule.unit}
              </Table.Td>
              <Table.Td ta="right">{numberPhases ?? ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

export function CompositePanel({
  station,
  known,
}: {
  station: StationState;
  /** What was answered before. */
  known: readonly CompositeSchedule[];
}) {
  const [connectorId, setConnectorId] = useState(1);
  const [hours, setHours] = useState(24);
  const [unit, setUnit] = useState<'A' | 'W' | undefined>();
  const canAsk = useCanAsk(station);
  const ask = useMutation(orpc.csms.readCompositeSchedule.mutationOptions());
  const newest = known.toSorted((left, right) => right.at.localeCompare(left.at))[0];
  const shown = ask.data ?? newest;
  const send = () =>
    ask.mutate({
      id: station.id,
      connectorId,
      duration: Math.round(hours * hourS),
      ...(unit === undefined ? {} : { chargingRateUnit: unit }),
    });
  return (
    <Panel title={words.composite}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.compositeText}
        </Text>
        <div className={pieces.row}>
          <NumberInput
            className={styles.number}
            label={words.connector}
            min={0}
            allowDecimal={false}
            value={connectorId}
            onChange={(value) => setConnectorId(Number(value))}
          />
          <NumberInput
            className={styles.number}
            label={words.hours}
            min={1}
            max={8_760}
            value={hours}
            onChange={(value) => setHours(Number(value))}
          />
          <Select
            className={styles.number}
            label={words.unit}
            data={[{ value: '', label: words.anyUnit }, 'A', 'W']}
            value={unit ?? ''}
            onChange={(value) => setUnit(value === 'A' || value === 'W' ? value : undefined)}
          />
          <Button disabled={!canAsk || hours <= 0} loading={ask.isPending} onClick={send}>
            {words.ask}
          </Button>
        </div>
        {ask.error !== null && <ProblemAlert error={ask.error} />}
        {shown === undefined ? (
          <Text size="sm">{words.askNone}</Text>
        ) : (
          <>
            <div className={pieces.line}>
              {shown.connectorId !== undefined && <span>{words.asked(shown.connectorId)}</span>}
              <span className={pieces.quiet}>
                <TimeText at={shown.at} />
              </span>
              <FrameLinks frames={shown.frames} />
            </div>
            <Drawn composite={shown} />
          </>
        )}
      </Stack>
    </Panel>
  );
}
