/** One frame nobody expects in the form of a behaviour. */
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import texts from '../../../components/text.module.css';
import styles from './behaviour.module.css';
import type { FrameDraft } from './behaviour-draft.ts';
import { events } from './behaviour-events.ts';
import { behaviourWords as words } from './words.ts';

const forms = [
  { value: 'text', label: words.forms.text },
  { value: 'base64', label: words.forms.base64 },
] as const;

export function FrameRow({
  position,
  draft,
  change,
  onRemove,
}: {
  /** From 1. */
  position: number;
  draft: FrameDraft;
  change: (part: Partial<FrameDraft>) => void;
  onRemove: () => void;
}) {
  return (
    <fieldset className={styles.row} aria-label={words.frame(position)}>
      <Select
        label={words.form}
        data={forms}
        value={draft.form}
        allowDeselect={false}
        onChange={(form) => form !== null && change({ form })}
      />
      <TextInput
        label={words.content}
        value={draft.content}
        spellCheck={false}
        classNames={{ input: texts.wire }}
        onChange={(event) => change({ content: event.currentTarget.value })}
      />
      <NumberInput
        label={words.every}
        min={0.1}
        max={86_400}
        value={draft.everyS}
        onChange={(everyS) => change({ everyS })}
      />
      <Select
        label={words.on}
        title={words.loseOnHint}
        data={[...events]}
        value={draft.on === '' ? null : draft.on}
        searchable
        clearable
        onChange={(on) => change({ on: on ?? '' })}
      />
      <Button variant="default" aria-label={words.removeFrame(position)} onClick={onRemove}>
        {words.remove}
      </Button>
    </fieldset>
  );
}
