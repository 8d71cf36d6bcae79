/** The tab Configuration: read all keys, change them in place, go through snapshots, compare. */
import { Button, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { ConfigurationSnapshotHead } from '../../../../shared/api/csms-station-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { formatDateTime } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import { pieceWords } from '../pieces/words.ts';
import { Comparison } from './comparison.tsx';
import { KeyTable } from './key-table.tsx';
import { SetKey } from './set-key.tsx';
import { configurationWords as words } from './words.ts';

function Snapshot({
  station,
  id,
  isNewest,
  canChange,
}: {
  station: string;
  id: number;
  isNewest: boolean;
  canChange: boolean;
}) {
  const query = useQuery(
    orpc.csms.configurationSnapshot.queryOptions({ input: { id: station, snapshot: id } }),
  );
  return (
    <Loaded query={query} lines={10}>
      {(snapshot) => <KeyTable snapshot={snapshot} isNewest={isNewest} canChange={canChange} />}
    </Loaded>
  );
}

function Keys({
  station,
  heads,
}: {
  station: StationState;
  heads: readonly ConfigurationSnapshotHead[];
}) {
  const [chosen, setChosen] = useState<string>();
  const display = useTimeDisplay();
  const canAsk = useCanAsk(station);
  const read = useMutation(
    orpc.csms.readConfiguration.mutationOptions({
      onSuccess: () => {
        setChosen(undefined);
        return queryClient.invalidateQueries({ queryKey: orpc.csms.knowledge.key() });
      },
    }),
  );
  const newest = heads[0];
  const shown = heads.find(({ id }) => String(id) === chosen) ?? newest;
  return (
    <Panel
      title={words.title}
      {...(shown === undefined ? {} : { note: shown.keys })}
      actions={
        <>
          {shown !== undefined && (
            <Select
              aria-label={words.snapshot}
              w={260}
              value={String(shown.id)}
              onChange={(value) => setChosen(value ?? undefined)}
              data={heads.map(({ id, takenAt, keys }) => ({
                value: String(id),
                label: words.snapshotOf(formatDateTime(takenAt, display), keys),
              }))}
            />
          )}
          <Button
            title={words.readHint}
            disabled={!canAsk}
            loading={read.isPending}
            onClick={() => read.mutate({ id: station.id })}
          >
            {words.read}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        {!station.connected && (
          <Text size="sm" c="dimmed">
            {pieceWords.notConnected}
          </Text>
        )}
        {read.error !== null && <ProblemAlert error={read.error} />}
        {shown === undefined ? (
          <>
            <Text size="sm">{words.none}</Text>
            <Text size="sm" c="dimmed">
              {words.noneText}
            </Text>
          </>
        ) : (
          <Snapshot
            station={station.id}
            id={shown.id}
            isNewest={shown === newest}
            canChange={canAsk}
          />
        )}
      </Stack>
    </Panel>
  );
}

export function ConfigurationTab({ station }: { station: StationState }) {
  const query = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  const canAsk = useCanAsk(station);
  return (
    <Loaded query={query} lines={10}>
      {({ configuration }) => {
        const heads = configuration.toSorted((left, right) => right.id - left.id);
        return (
          <div className={pieces.stack}>
            <Keys station={station} heads={heads} />
            {heads.length > 0 && <Comparison station={station.id} heads={heads} />}
            <SetKey station={station.id} canChange={canAsk} />
          </div>
        );
      }}
    </Loaded>
  );
}
