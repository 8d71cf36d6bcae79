/** What a fleet is started with. */
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../app/api-client.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import texts from '../../components/text.module.css';
import { useStartFleet } from './fleet-actions.ts';
import { fleetWords as words } from './fleet-words.ts';
import { listenerServing } from './listener-draft.ts';

const fleetName = 'fleet';
const largestFleet = 20_000;
const highestRate = 5000;

interface Draft {
  url: string;
  ids: string;
  count: number;
  bootsPerS: number;
  profile: string | null;
  sessions: boolean;
}

const usual: Omit<Draft, 'url'> = {
  ids: 'CP-{0001}',
  count: 100,
  bootsPerS: 50,
  profile: null,
  sessions: false,
};

/** The local CSMS as seen from here, when it serves profile 0. */
function useLocalUrl(): string {
  const csms = useQuery(orpc.csms.get.queryOptions()).data;
  const listener = csms && listenerServing(csms.listeners, 0);
  return listener === undefined ? '' : `ws://127.0.0.1:${listener.port}/`;
}

export function FleetForm({ onDone }: { onDone: () => void }) {
  const localUrl = useLocalUrl();
  const profiles = useQuery(orpc.chargePointProfiles.list.queryOptions()).data ?? [];
  const start = useStartFleet();
  const [draft, setDraft] = useState<Draft>({ url: localUrl, ...usual });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const isComplete = draft.url !== '' && draft.ids !== '';
  const submit = () => {
    const { profile, sessions, ...rest } = draft;
    start.mutate(
      {
        name: fleetName,
        ...rest,
        ...(profile === null ? {} : { profile }),
        ...(sessions ? { sessions: {} } : {}),
      },
      { onSuccess: onDone },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={words.url}
          description={words.urlHint}
          value={draft.url}
          placeholder="ws://127.0.0.1:9000/"
          onChange={(event) => set({ url: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={words.ids}
          description={words.idsHint}
          value={draft.ids}
          onChange={(event) => set({ ids: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={words.count}
            min={1}
            max={largestFleet}
            allowDecimal={false}
            thousandSeparator=","
            value={draft.count}
            onChange={(value) => set({ count: Number(value) || 1 })}
          />
          <NumberInput
            label={words.rate}
            min={1}
            max={highestRate}
            value={draft.bootsPerS}
            onChange={(value) => set({ bootsPerS: Number(value) || 1 })}
          />
        </Group>
        <Select
          label={words.profile}
          placeholder={words.profileNone}
          data={profiles.map(({ name }) => name)}
          value={draft.profile}
          onChange={(profile) => set({ profile })}
          clearable
        />
        <Checkbox
          label={words.sessions}
          checked={draft.sessions}
          onChange={(event) => set({ sessions: event.currentTarget.checked })}
        />
        {start.isError && <ProblemAlert error={start.error} />}
        <Group justify="space-between">
          <Text size="sm" className={texts.quiet}>
            {words.size(draft.count)}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onDone}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!isComplete} loading={start.isPending}>
              {words.begin}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
