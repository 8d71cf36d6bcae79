/** A new rule: which action of which station is answered how, how late and how often. */
import {
  Autocomplete,
  Button,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { actionsSentBy16 } from '../../../../shared/ocpp/actions.ts';
import { errorCodes16 } from '../../../../shared/ocpp/error-codes.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { CodeEditor } from '../../../components/code-editor.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import styles from './answers.module.css';
import { answerKinds, answerOf, type RuleDraft } from './rule-draft.ts';
import { answerWords as words } from './words.ts';

const actions = actionsSentBy16('charge-point').map(({ action }) => action);
const all = '';

function Content({ draft, onDraft }: { draft: RuleDraft; onDraft: (draft: RuleDraft) => void }) {
  const { kind, text } = draft;
  if (kind === 'silence') return null;
  if (kind === 'raw') {
    return (
      <Textarea
        w="100%"
        rows={3}
        label={words.raw}
        spellCheck={false}
        value={text}
        onChange={(event) => onDraft({ ...draft, text: event.currentTarget.value })}
      />
    );
  }
  const labels = { usual: words.changes, result: words.payload, error: words.details };
  return (
    <>
      {kind === 'error' && (
        <div className={pieces.row}>
          <Autocomplete
            size="xs"
            label={words.code}
            data={[...errorCodes16]}
            maxLength={100}
            value={draft.code}
            onChange={(code) => onDraft({ ...draft, code })}
          />
          <TextInput
            label={words.description}
            maxLength={255}
            value={draft.description}
            onChange={(event) => onDraft({ ...draft, description: event.currentTarget.value })}
          />
        </div>
      )}
      <Text size="sm">{labels[kind]}</Text>
      <div className={styles.editor}>
        <CodeEditor
          value={text}
          label={labels[kind]}
          onChange={(next) => onDraft({ ...draft, text: next })}
        />
      </div>
    </>
  );
}

export function RuleForm({ station }: { station: string | undefined }) {
  const [action, setAction] = useState<(typeof actions)[number]>('Authorize');
  const [who, setWho] = useState(station ?? all);
  const [delayMs, setDelayMs] = useState(0);
  const [times, setTimes] = useState<number>();
  const [draft, setDraft] = useState<RuleDraft>({
    kind: 'error',
    text: '{}',
    code: 'InternalError',
    description: '',
  });
  const add = useMutation(
    orpc.csms.addAnswer.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.csms.answers.key() }),
    }),
  );
  const answer = answerOf(draft);
  return (
    <Panel title={words.make}>
      <Stack gap="xs" align="flex-start">
        <div className={pieces.row}>
          {station !== undefined && (
            <Select
              w={170}
              label={words.station}
              value={who}
              onChange={(value) => setWho(value ?? all)}
              data={[
                { value: station, label: visibleText(station) },
                { value: all, label: words.all },
              ]}
            />
          )}
          <Select
            w={240}
            searchable
            label={words.action}
            value={action}
            onChange={(value) => setAction(actions.find((known) => known === value) ?? action)}
            data={actions}
          />
          <Select
            w={200}
            label={words.answer}
            value={draft.kind}
            onChange={(value) =>
              setDraft({ ...draft, kind: answerKinds.find((known) => known === value) ?? 'error' })
            }
            data={answerKinds.map((value) => ({ value, label: words.kinds[value] }))}
          />
          <NumberInput
            className={styles.number}
            label={words.delay}
            suffix={words.ms}
            min={0}
            max={3_600_000}
            allowDecimal={false}
            value={delayMs}
            onChange={(value) => setDelayMs(Number(value) || 0)}
          />
          <NumberInput
            className={styles.number}
            label={words.times}
            placeholder={words.always}
            min={1}
            allowDecimal={false}
            value={times ?? ''}
            onChange={(value) => setTimes(typeof value === 'number' ? value : undefined)}
          />
        </div>
        <Content draft={draft} onDraft={setDraft} />
        {answer === undefined && (
          <Text size="sm" c="red">
            {words.notJson}
          </Text>
        )}
        <Button
          disabled={answer === undefined}
          loading={add.isPending}
          onClick={() =>
            answer !== undefined &&
            add.mutate({
              action,
              answer,
              delayMs,
              ...(who === all ? {} : { station: who }),
              ...(times === undefined ? {} : { times }),
            })
          }
        >
          {words.add}
        </Button>
        {add.error !== null && <ProblemAlert error={add.error} />}
      </Stack>
    </Panel>
  );
}
