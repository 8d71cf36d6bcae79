/** The newest snapshot beside an earlier one, or beside the newest of another station. */
import { SegmentedControl, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  ConfigurationDifference,
  ConfigurationSnapshotHead,
} from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { formatDateTime } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import styles from './configuration.module.css';
import { configurationWords as words } from './words.ts';

type Beside = 'snapshot' | 'station';

function side(entry: ConfigurationDifference['left']): string {
  if (entry === undefined) return '';
  const value = visibleText(entry.value ?? words.noValue);
  return entry.readonly ? `${value} (${words.readonly})` : value;
}

function Differences({ differences }: { differences: readonly ConfigurationDifference[] }) {
  if (differences.length === 0) return <Text size="sm">{words.equal}</Text>;
  return (
    <Table aria-label={words.compare} className={styles.keys}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.key}</Table.Th>
          <Table.Th>{words.difference}</Table.Th>
          <Table.Th>{words.left}</Table.Th>
          <Table.Th>{words.right}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map((one) => (
          <Table.Tr key={one.key}>
            <Table.Td>{visibleText(one.key)}</Table.Td>
            <Table.Td>{words.kinds[one.kind]}</Table.Td>
            <Table.Td className={styles.value}>{side(one.left)}</Table.Td>
            <Table.Td className={styles.value}>{side(one.right)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Result({
  station,
  beside,
}: {
  station: string;
  beside: { otherSnapshot: number } | { otherStation: string };
}) {
  const query = useQuery(
    orpc.csms.compareConfiguration.queryOptions({ input: { id: station, ...beside } }),
  );
  return (
    <Loaded query={query} lines={4}>
      {({ differences, same }) => (
        <Stack gap="xs">
          <Text size="sm">{words.differences(differences.length, same)}</Text>
          <Differences differences={differences} />
        </Stack>
      )}
    </Loaded>
  );
}

export function Comparison({
  station,
  heads,
}: {
  station: string;
  /** The newest first. */
  heads: readonly ConfigurationSnapshotHead[];
}) {
  const [beside, setBeside] = useState<Beside>('snapshot');
  const [snapshot, setSnapshot] = useState<string | null>(null);
  const [other, setOther] = useState<string | null>(null);
  const display = useTimeDisplay();
  const stations = useQuery(orpc.csms.stations.queryOptions()).data ?? [];
  const earlier = heads.slice(1);
  const others = stations.map(({ id }) => id).filter((id) => id !== station);
  return (
    <Panel title={words.compare}>
      <Stack gap="sm">
        <div className={pieces.row}>
          <Text size="sm">{words.compareText}</Text>
          <SegmentedControl
            size="xs"
            aria-label={words.compareText}
            value={beside}
            onChange={(value) => setBeside(value === 'station' ? 'station' : 'snapshot')}
            data={[
              { value: 'snapshot', label: words.earlier },
              { value: 'station', label: words.otherStation },
            ]}
          />
          {beside === 'snapshot' ? (
            <Select
              aria-label={words.earlier}
              placeholder={words.pick}
              disabled={earlier.length === 0}
              w={260}
              value={snapshot}
              onChange={setSnapshot}
              data={earlier.map(({ id, takenAt, keys }) => ({
                value: String(id),
                label: words.snapshotOf(formatDateTime(takenAt, display), keys),
              }))}
            />
          ) : (
            <Select
              aria-label={words.otherStation}
              placeholder={words.pick}
              disabled={others.length === 0}
              w={260}
              searchable
              value={other}
              onChange={setOther}
              data={others.map((id) => ({ value: id, label: visibleText(id) }))}
            />
          )}
        </div>
        {beside === 'snapshot' && earlier.length === 0 && (
          <Text size="sm" c="dimmed">
            {words.noEarlier}
          </Text>
        )}
        {beside === 'station' && others.length === 0 && (
          <Text size="sm" c="dimmed">
            {words.noOther}
          </Text>
        )}
        {beside === 'snapshot' && snapshot !== null && (
          <Result station={station} beside={{ otherSnapshot: Number(snapshot) }} />
        )}
        {beside === 'station' && other !== null && (
          <Result station={station} beside={{ otherStation: other }} />
        )}
      </Stack>
    </Panel>
  );
}
