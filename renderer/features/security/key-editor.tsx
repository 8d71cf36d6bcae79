/** Enters or generates a new AuthorizationKey, says what is wrong with it, stores or removes it. */

import { Button, Group, SegmentedControl, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import texts from '../../components/text.module.css';
import { generatedKey, inForm, type KeyDraft, readKeyDraft } from './key-draft.ts';
import { usePutStation } from './use-put-station.ts';
import { credentialsWords as words } from './words.ts';

const emptyKey: KeyDraft = { form: 'text', text: '' };

function Generators({ onGenerated }: { onGenerated: (draft: KeyDraft) => void }) {
  return (
    <>
      <Tooltip label={words.generateHint}>
        <Button variant="default" onClick={() => onGenerated(generatedKey('hex'))}>
          {words.generate}
        </Button>
      </Tooltip>
      <Tooltip label={words.generatePrintableHint}>
        <Button variant="default" onClick={() => onGenerated(generatedKey('text'))}>
          {words.generatePrintable}
        </Button>
      </Tooltip>
    </>
  );
}

function KeyField({ draft, onChange }: { draft: KeyDraft; onChange: (draft: KeyDraft) => void }) {
  const reading = readKeyDraft(draft);
  return (
    <Group gap="xs" align="flex-end">
      <SegmentedControl
        size="xs"
        aria-label={words.form}
        value={draft.form}
        onChange={(form) => onChange(inForm(draft, form === 'hex' ? 'hex' : 'text'))}
        data={[
          { value: 'text', label: words.forms.text },
          { value: 'hex', label: words.forms.hex },
        ]}
      />
      <TextInput
        flex={1}
        miw={260}
        aria-label={words.newKey}
        placeholder={words.newKey}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: texts.wire ?? '' }}
        value={draft.text}
        error={reading.kind === 'wrong' && words[reading.code]}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
      />
      {reading.kind === 'key' && (
        <>
          <Text size="xs" className={texts.quiet}>
            {words.keyBytes(reading.bytes.length)}
          </Text>
          <CopyButton value={reading.hex} label={words.copyHex} />
        </>
      )}
    </Group>
  );
}

export function KeyEditor({ station }: { station: StationState }) {
  const [draft, setDraft] = useState(emptyKey);
  const put = usePutStation(station.id);
  const reading = readKeyDraft(draft);
  const store = (authorizationKeyHex: string | null, said: string) =>
    put.mutate(
      { authorizationKeyHex },
      {
        onSuccess: () => {
          setDraft(emptyKey);
          notifications.show({ color: 'green', message: said });
        },
        onError: notifyProblem,
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reading.kind === 'key') store(reading.hex, words.keyStoredNow);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <KeyField draft={draft} onChange={setDraft} />
        {reading.kind === 'key' && reading.findings.length > 0 && (
          <FindingList findings={reading.findings} />
        )}
        <Group gap="xs">
          <Button type="submit" disabled={reading.kind !== 'key'} loading={put.isPending}>
            {words.setKey}
          </Button>
          <Generators onGenerated={setDraft} />
          {station.hasAuthorizationKey && (
            <Button
              variant="default"
              disabled={put.isPending}
              onClick={() => store(null, words.keyRemoved)}
            >
              {words.removeKey}
            </Button>
          )}
        </Group>
        <Text size="xs" className={texts.quiet}>
          {words.sendHint}
        </Text>
      </Stack>
    </form>
  );
}
