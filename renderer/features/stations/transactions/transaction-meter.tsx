/** The meter values of one transaction as charts, and the last of each in words. */
import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { stationFilter } from '../../../components/station-filter.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { type MeterGroup, meterGroups } from './meter-groups.ts';
import styles from './transactions.module.css';
import { meterWords as words } from './words.ts';

function LastValues({ groups }: { groups: readonly MeterGroup[] }) {
  const rows = groups.flatMap(({ unit, lines }) =>
    lines.map(({ name, points }) => ({ name, unit, count: points.length, last: points.at(-1) })),
  );
  return (
    <Table aria-label={words.last} className={styles.rows}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.measurand}</Table.Th>
          <Table.Th ta="right">{words.reading}</Table.Th>
          <Table.Th>{words.at}</Table.Th>
          <Table.Th ta="right">{words.readings}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, unit, count, last }) => (
          <Table.Tr key={`${name} ${unit}`}>
            <Table.Td>{visibleText(name)}</Table.Td>
            <Table.Td ta="right">
              {last?.[1].toLocaleString('en-US')} {visibleText(unit)}
            </Table.Td>
            <Table.Td>
              {last !== undefined && <TimeText at={new Date(last[0]).toISOString()} as="time" />}
            </Table.Td>
            <Table.Td ta="right">{count.toLocaleString('en-US')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoValues({ station }: { station: string }) {
  return (
    <Stack gap={2}>
      <Text size="sm">{words.none}</Text>
      <Text size="sm" c="dimmed">
        {words.noneHint}
      </Text>
      <Link
        to="/stations/$stationId"
        params={{ stationId: station }}
        search={{ tab: 'configuration' }}
      >
        {words.toConfiguration}
      </Link>
    </Stack>
  );
}

export function TransactionMeter({
  station,
  transactionId,
}: {
  station: string;
  transactionId: number;
}) {
  const query = useQuery(
    orpc.csms.transactionMeter.queryOptions({ input: { id: station, transactionId } }),
  );
  return (
    <Panel
      title={words.title(transactionId)}
      actions={
        <Link to="/frames" search={{ filter: `${stationFilter(station)} tx:${transactionId}` }}>
          {words.frames}
        </Link>
      }
    >
      <Loaded query={query} lines={8}>
        {({ series }) => {
          const groups = meterGroups(series);
          if (groups.length === 0) return <NoValues station={station} />;
          return (
            <Stack gap="md">
              <div className={styles.charts}>
                {groups.map(({ kind, unit, lines }) => (
                  <LineChart
                    key={`${kind} ${unit}`}
                    label={words.groups[kind]}
                    unit={unit}
                    lines={lines}
                    syncKey={`${station} ${transactionId}`}
                  />
                ))}
              </div>
              <LastValues groups={groups} />
            </Stack>
          );
        }}
      </Loaded>
    </Panel>
  );
}
