/** Settings of the name server. */
import { NumberInput, Select, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { NamesState } from '../../../../shared/api/names-and-time-contract.ts';
import { usePutNames } from './actions.ts';
import { linesOfNames, namesOfLines } from './name-lines.ts';
import { isPlaceComplete, ServerForm } from './server-fields.tsx';
import { namesWords as words } from './words.ts';

const largestTtlS = 86_400;

function draftOf({ settings }: NamesState) {
  const { names, ttlS, port, ...rest } = settings;
  const emptiable: { ttlS: number | ''; port: number | '' } = { ttlS, port };
  return { ...rest, ...emptiable, lines: linesOfNames(names) };
}

export function NameForm({ state, onDone }: { state: NamesState; onDone: () => void }) {
  const put = usePutNames();
  const [draft, setDraft] = useState(() => draftOf(state));
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const read = namesOfLines(draft.lines);
  const { port, ttlS, lines: _lines, host, ...rest } = draft;
  const complete = isPlaceComplete(draft) && ttlS !== '' && ttlS <= largestTtlS && 'names' in read;
  const submit = () => {
    if (!('names' in read) || port === '' || ttlS === '') return;
    const settings = { ...rest, host: host.trim(), port, ttlS, names: read.names, enabled: true };
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
      <Textarea
        label={words.names}
        description={words.namesHint}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        value={draft.lines}
        error={'line' in read ? words.lineFault(read.line) : undefined}
        onChange={(event) => set({ lines: event.currentTarget.value })}
      />
      <Switch
        label={words.benchNames}
        description={words.benchNamesHint(state.benchNames.join(', '))}
        checked={draft.benchNames}
        onChange={(event) => set({ benchNames: event.currentTarget.checked })}
      />
      <Select
        label={words.other}
        description={words.otherHint}
        data={[
          { value: 'not-found', label: words.otherChoices['not-found'] },
          { value: 'refuse', label: words.otherChoices.refuse },
        ]}
        value={draft.otherNames}
        onChange={(value) => {
          if (value !== null) set({ otherNames: value });
        }}
      />
      <NumberInput
        label={words.ttl}
        description={words.ttlHint}
        allowDecimal={false}
        allowNegative={false}
        max={largestTtlS}
        clampBehavior="none"
        value={ttlS}
        onChange={(value) => set({ ttlS: typeof value === 'number' ? value : '' })}
      />
    </ServerForm>
  );
}
