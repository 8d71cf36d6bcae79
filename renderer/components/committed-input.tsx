/**
 * Fields whose value is taken when the person is done (Enter, or leaving the field), not with every key.
 * They show what the bench says until then, and again after Esc. Know nothing of what is edited.
 */
import { NumberInput, type NumberInputProps, TextInput, type TextInputProps } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';

/** Enter and leaving commit, Esc takes back. */
function commitKeys(commit: () => void, takeBack: () => void) {
  return (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape') takeBack();
  };
}

export function CommittedNumberInput({
  value,
  onCommit,
  ...rest
}: Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> & {
  value: number;
  onCommit: (value: number) => void;
}) {
  const [draft, setDraft] = useState<number | string>();
  const commit = () => {
    const wanted = typeof draft === 'string' && draft !== '' ? Number(draft) : draft;
    if (typeof wanted === 'number' && Number.isFinite(wanted)) {
      const clamped = Math.min(
        Number(rest.max ?? wanted),
        Math.max(Number(rest.min ?? wanted), wanted),
      );
      if (clamped !== value) onCommit(clamped);
    }
    setDraft(undefined);
  };
  return (
    <NumberInput
      clampBehavior="none"
      allowDecimal={false}
      thousandSeparator=","
      {...rest}
      value={draft ?? value}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={commitKeys(commit, () => setDraft(undefined))}
    />
  );
}

export function CommittedTextInput({
  value,
  onCommit,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> & {
  value: string;
  /** Called with the trimmed text when it differs and is not empty. */
  onCommit: (value: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const commit = () => {
    const wanted = draft?.trim() ?? '';
    if (wanted !== '' && wanted !== value) onCommit(wanted);
    setDraft(undefined);
  };
  return (
    <TextInput
      spellCheck={false}
      {...rest}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={commitKeys(commit, () => setDraft(undefined))}
    />
  );
}
