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
import { type FleetDraft, isComplete, usualFleet } from './fleet-draft.ts';
import { TargetFields } from './fleet-target-fields.tsx';
import { fleetWords as words } from './fleet-words.ts';

const largestFleet = 20_000;
const highestRate = 5000;

export function FleetForm({ onDone }: { onDone: () => void }) {
  const profiles = useQuery(orpc.chargePointProfiles.list.queryOptions()).data ?? [];
  const start = useStartFleet();
  const [draft, setDraft] = useState<FleetDraft>(usualFleet);
  const set = (change: Partial<FleetDraft>) => setDraft((before) => ({ ...before, ...change }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(draft, { onSuccess: onDone });
      }}
    >
      <Stack gap="sm">
        <TargetFields draft={draft} set={set} />
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
            <Button type="submit" disabled={!isComplete(draft)} loading={start.isPending}>
              {words.begin}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
