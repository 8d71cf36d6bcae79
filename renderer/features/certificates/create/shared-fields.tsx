/** Fields that the dialogs of the desk share: who issues, which key, how long. Know drafts, not what becomes of them. */
import { Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type KeyType, keyTypes } from '../../../../shared/security/key-types.ts';
import { orpc } from '../../../app/api-client.ts';
import { shortKeyText } from '../../../components/certificate-view/certificate-text.ts';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import {
  beginnings,
  faultsOfValidity,
  type ValidityDraft,
  validityChoices,
  validityUnits,
} from './validity.ts';
import { keyTypeWords, validityWords, createWords as words } from './words.ts';

/** A choice among names; what it gives is one of them. */
export function Choice<Name extends string>({
  label,
  description,
  value,
  names,
  text,
  onChange,
}: {
  label: string;
  description?: string;
  value: Name;
  names: readonly Name[];
  text: (name: Name) => string;
  onChange: (name: Name) => void;
}) {
  return (
    <NativeSelect
      label={label}
      description={description}
      value={value}
      data={names.map((name) => ({ value: name, label: text(name) }))}
      onChange={(event) => {
        const chosen = names.find((name) => name === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

export function KeyTypeField({
  value,
  onChange,
}: {
  value: KeyType;
  onChange: (keyType: KeyType) => void;
}) {
  return (
    <Choice
      label={words.keyType}
      value={value}
      names={keyTypes}
      text={(name) => keyTypeWords[name]}
      onChange={onChange}
    />
  );
}

/** The authorities whose key is here. The first one is chosen where none was. */
export function IssuerField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (issuer: string) => void;
}) {
  const query = useQuery(orpc.pki.authorities.queryOptions());
  const authorities = query.data?.filter(({ hasPrivateKey }) => hasPrivateKey) ?? [];
  const first = authorities[0]?.id;
  useEffect(() => {
    if (value === '' && first !== undefined) onChange(first);
  }, [value, first, onChange]);
  if (query.data !== undefined && authorities.length === 0) {
    return (
      <Text size="sm" className={texts.quiet}>
        {words.issuerNone}
      </Text>
    );
  }
  return (
    <NativeSelect
      label={words.issuer}
      value={value}
      error={value !== '' && error}
      data={authorities.map(({ id, name, key, organisation }) => ({
        value: id,
        label: `${visibleText(name)} (${shortKeyText(key)}${organisation === '' ? '' : `, ${visibleText(organisation)}`})`,
      }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ValidityProps {
  draft: ValidityDraft;
  change: (part: Partial<ValidityDraft>) => void;
}

export function ValidityFields({ draft, change, usual }: ValidityProps & { usual: string }) {
  const fault = faultsOfValidity(draft).amount;
  return (
    <Group align="flex-start" gap="md" grow>
      <Choice
        label={validityWords.label}
        value={draft.validity}
        names={validityChoices}
        text={(name) => (name === 'usual' ? usual : validityWords.choices[name])}
        onChange={(validity) => change({ validity })}
      />
      {draft.validity === 'other' && (
        <>
          <NumberInput
            label={validityWords.amount}
            allowDecimal={false}
            allowNegative={false}
            value={draft.amount}
            error={fault && words.faults[fault]}
            onChange={(amount) => change({ amount: typeof amount === 'number' ? amount : '' })}
          />
          <Choice
            label={validityWords.unit}
            value={draft.unit}
            names={validityUnits}
            text={(name) => validityWords.units[name]}
            onChange={(unit) => change({ unit })}
          />
        </>
      )}
    </Group>
  );
}

export function BeginningFields({ draft, change }: ValidityProps) {
  const fault = faultsOfValidity(draft).beginsAt;
  return (
    <Group align="flex-start" gap="md" grow>
      <Choice
        label={validityWords.begins}
        value={draft.begins}
        names={beginnings}
        text={(name) => validityWords.beginnings[name]}
        onChange={(begins) => change({ begins })}
      />
      {draft.begins === 'other' && (
        <TextInput
          type="datetime-local"
          step={1}
          label={validityWords.beginsAt}
          description={validityWords.beginsAtHint}
          value={draft.beginsAt}
          error={fault && words.faults[fault]}
          onChange={(event) => change({ beginsAt: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}
