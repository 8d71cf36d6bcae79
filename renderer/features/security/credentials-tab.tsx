/** Credentials per station: a list to pick from, and what the bench knows and checks of the picked one. */

import { Button, Group, NavLink, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StatusDot } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { visibleText } from '../../components/visible-text.ts';
import styles from './security.module.css';
import { StationCredentials } from './station-credentials.tsx';
import { credentialsWords as words } from './words.ts';

/** More are found by searching. */
const shownStations = 200;

function AddStation({
  taken,
  onAdded,
}: {
  taken: readonly string[];
  onAdded: (id: string) => void;
}) {
  const [id, setId] = useState('');
  const put = useMutation(
    orpc.csms.putStation.mutationOptions({
      onSuccess: async (station) => {
        await queryClient.invalidateQueries({ queryKey: orpc.csms.stations.key() });
        setId('');
        onAdded(station.id);
      },
    }),
  );
  const exists = taken.includes(id.trim());
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== '' && !exists) put.mutate({ id: id.trim() });
  };
  return (
    <form onSubmit={add}>
      <Stack gap="xs">
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={words.add}
            placeholder={words.identity}
            spellCheck={false}
            maxLength={255}
            value={id}
            error={exists && words.taken}
            onChange={(event) => setId(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            disabled={id.trim() === '' || exists}
            loading={put.isPending}
          >
            {words.addNow}
          </Button>
        </Group>
        {put.isError && <ProblemAlert error={put.error} />}
      </Stack>
    </form>
  );
}

function summaryOf({ securityProfile, hasAuthorizationKey }: StationState): string {
  const profile = securityProfile === undefined ? words.unbound : words.bound(securityProfile);
  return hasAuthorizationKey ? `${profile}, ${words.key}` : profile;
}

function StationList({
  stations,
  picked,
  onPick,
}: {
  stations: readonly StationState[];
  picked: string | undefined;
  onPick: (id: string) => void;
}) {
  const [search, setSearch] = useState('');
  const matching = stations.filter(({ id }) => id.toLowerCase().includes(search.toLowerCase()));
  return (
    <Stack gap="xs">
      {stations.length > 8 && (
        <TextInput
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <div className={styles.stationList}>
        {matching.slice(0, shownStations).map((station) => (
          <NavLink
            key={station.id}
            component="button"
            type="button"
            active={station.id === picked}
            aria-current={station.id === picked}
            label={visibleText(station.id)}
            description={summaryOf(station)}
            leftSection={
              <StatusDot
                tone={station.connected ? 'good' : 'off'}
                label={station.connected ? words.connected : words.offline}
              />
            }
            onClick={() => onPick(station.id)}
          />
        ))}
      </div>
      {matching.length === 0 && search !== '' && <Text size="sm">{words.notFound}</Text>}
      {matching.length > shownStations && (
        <Text size="xs" className={texts.quiet}>
          {words.more(matching.length - shownStations)}
        </Text>
      )}
    </Stack>
  );
}

function Credentials({ stations }: { stations: readonly StationState[] }) {
  const [pickedId, setPickedId] = useState<string>();
  const picked = stations.find(({ id }) => id === pickedId) ?? stations[0];
  return (
    <div className={styles.split}>
      <Panel title={words.stations}>
        <Stack gap="sm">
          {stations.length > 0 && (
            <StationList stations={stations} picked={picked?.id} onPick={setPickedId} />
          )}
          {stations.length === 0 && (
            <div>
              <Text fw={600}>{words.emptyTitle}</Text>
              <Text size="sm" className={texts.quiet}>
                {words.emptyText}
              </Text>
            </div>
          )}
          <AddStation taken={stations.map(({ id }) => id)} onAdded={setPickedId} />
        </Stack>
      </Panel>
      {picked !== undefined && <StationCredentials key={picked.id} station={picked} />}
    </div>
  );
}

export function CredentialsTab() {
  const query = useQuery(orpc.csms.stations.queryOptions());
  return (
    <Loaded query={query} lines={8}>
      {(stations) => <Credentials stations={stations} />}
    </Loaded>
  );
}
