/** One chosen answer of an emulated charge point in the form of its behaviour. */
import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { actionsSentBy16 } from '../../../../shared/ocpp/actions.ts';
import texts from '../../../components/text.module.css';
import styles from './behaviour.module.css';
import type { AnswerDraft, AnswerKind } from './behaviour-draft.ts';
import { behaviourWords as words } from './words.ts';

type Action = Exclude<AnswerDraft['action'], '' | undefined>;

/** The contract names exactly these actions. */
const received = actionsSentBy16('csms').map(({ action }) => action as Action);
// Object.entries loses the key type; the record is a literal of the words file.
const kinds = (Object.entries(words.kinds) as [AnswerKind, string][]).map(([value, label]) => ({
  value,
  label,
}));

function Content({
  draft,
  change,
}: {
  draft: AnswerDraft;
  change: (part: Partial<AnswerDraft>) => void;
}) {
  const { kind, content, code, description } = draft;
  if (kind === 'silence') return null;
  if (kind === 'error') {
    return (
      <Group gap={8} grow wrap="nowrap">
        <TextInput
          label={words.code}
          value={code}
          maxLength={100}
          onChange={(event) => change({ code: event.currentTarget.value })}
        />
        <TextInput
          label={words.description}
          value={description}
          maxLength={255}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </Group>
    );
  }
  const labels = { usual: words.changes, result: words.payload, raw: words.rawText };
  return (
    <TextInput
      label={labels[kind]}
      value={content}
      spellCheck={false}
      classNames={{ input: texts.wire }}
      onChange={(event) => change({ content: event.currentTarget.value })}
    />
  );
}

export function AnswerRow({
  position,
  draft,
  change,
  onRemove,
}: {
  /** From 1. */
  position: number;
  draft: AnswerDraft;
  change: (part: Partial<AnswerDraft>) => void;
  onRemove: () => void;
}) {
  return (
    <fieldset className={styles.row} aria-label={words.answer(position)}>
      <Select
        label={words.action}
        placeholder={words.any}
        data={received}
        value={draft.action === '' ? null : draft.action}
        searchable
        clearable
        onChange={(action) => change({ action: action ?? '' })}
      />
      <Select
        label={words.kind}
        data={kinds}
        value={draft.kind}
        allowDeselect={false}
        onChange={(kind) => kind !== null && change({ kind })}
      />
      <Content draft={draft} change={change} />
      <NumberInput
        label={words.delay}
        min={0}
        max={3_600_000}
        value={draft.delayMs}
        onChange={(delayMs) => change({ delayMs })}
      />
      <NumberInput
        label={words.times}
        title={words.timesHint}
        min={1}
        max={1_000_000}
        value={draft.times}
        onChange={(times) => change({ times })}
      />
      <Button variant="default" aria-label={words.removeAnswer(position)} onClick={onRemove}>
        {words.remove}
      </Button>
    </fieldset>
  );
}
