/** Settings of the time server. */
import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import type { TimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { usePutTime } from './actions.ts';
import { isPlaceComplete, ServerForm } from './server-fields.tsx';
import { timeWords as words } from './words.ts';

const largestOffsetS = 3_155_760_000;
const largestStratum = 15;

function draftOf({ settings }: TimeState) {
  const { offsetMs, stratum, port, ...rest } = settings;
  const emptiable: Record<'offsetS' | 'stratum' | 'port', number | ''> = {
    ...{ offsetS: offsetMs / 1000, stratum, port },
  };
  return { ...rest, ...emptiable };
}

const numberOf = (value: number | string): number | '' => (typeof value === 'number' ? value : '');

export function TimeForm({ state, onDone }: { state: TimeState; onDone: () => void }) {
  const put = usePutTime();
  const [draft, setDraft] = useState(() => draftOf(state));
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const { offsetS, stratum, port, host, ...rest } = draft;
  const complete =
    isPlaceComplete(draft) &&
    offsetS !== '' &&
    Math.abs(offsetS) <= largestOffsetS &&
    stratum !== '' &&
    stratum >= 1 &&
    stratum <= largestStratum;
  const submit = () => {
    if (offsetS === '' || stratum === '' || port === '') return;
    const offsetMs = Math.round(offsetS * 1000);
    const settings = { ...rest, host: host.trim(), port, stratum, offsetMs, enabled: true };
    put.mutate(settings, { onSuccess: onDone });
  };
  return (
    <ServerForm
      {...{ draft, set, complete }}
      portHint={words.portHint}
      enabled={state.settings.enabled}
      busy={put.isPending}
      onSubmit={submit}
      onCancel={onDone}
    >
      <NumberInput
        label={words.offset}
        description={words.offsetHint}
        thousandSeparator=","
        value={offsetS}
        onChange={(value) => set({ offsetS: numberOf(value) })}
      />
      <Group grow align="flex-start">
        <NumberInput
          label={words.stratum}
          description={words.stratumHint}
          allowDecimal={false}
          clampBehavior="none"
          value={stratum}
          onChange={(value) => set({ stratum: numberOf(value) })}
        />
        <Select
          label={words.reference}
          description={words.referenceHint}
          data={['LOCL', 'BNCH']}
          value={draft.referenceId}
          onChange={(value) => {
            if (value !== null) set({ referenceId: value });
          }}
        />
      </Group>
    </ServerForm>
  );
}
