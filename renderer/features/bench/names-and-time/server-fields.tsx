/** The form that both servers have, with where they listen and whom they answer. */
import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { looksLikeAddress } from './name-lines.ts';
import { namesWords, namesAndTimeWords as words } from './words.ts';

export interface PlaceDraft {
  host: string;
  port: number | '';
  answerTo: 'own-networks' | 'everyone';
}

export const isPlaceComplete = ({ host, port }: PlaceDraft): boolean =>
  looksLikeAddress(host.trim()) && port !== '' && port <= 65_535;

interface PlaceFieldsProps {
  draft: PlaceDraft;
  set: (change: Partial<PlaceDraft>) => void;
  portHint: string;
}

function PlaceFields({ draft, set, portHint }: PlaceFieldsProps) {
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label={namesWords.host}
          description={namesWords.hostHint}
          value={draft.host}
          error={looksLikeAddress(draft.host.trim()) ? undefined : namesWords.hostFault}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberInput
          label={namesWords.port}
          description={portHint}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          max={65_535}
          value={draft.port}
          onChange={(value) => set({ port: typeof value === 'number' ? value : '' })}
        />
      </Group>
      <Select
        label={namesWords.answerTo}
        description={namesWords.answerToHint}
        data={[
          { value: 'own-networks', label: namesWords.answerToChoices['own-networks'] },
          { value: 'everyone', label: namesWords.answerToChoices.everyone },
        ]}
        value={draft.answerTo}
        onChange={(answerTo) => {
          if (answerTo !== null) set({ answerTo });
        }}
      />
    </>
  );
}

/** The form of a server: its own fields, then those that both have. */
export function ServerForm({
  enabled,
  complete,
  busy,
  onSubmit,
  onCancel,
  children,
  ...place
}: PlaceFieldsProps & {
  /** It runs already. */
  enabled: boolean;
  complete: boolean;
  busy: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {children}
        <PlaceFields {...place} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
          <Button type="submit" disabled={!complete} loading={busy}>
            {enabled ? words.save : words.saveOn}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
