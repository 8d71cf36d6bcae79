/** Adds or changes one id tag of the local CSMS. */
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { IdTagRequest, IdTagState } from '../../../../shared/api/csms-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { idTagWords as words } from '../words.ts';
import { fromField, toField } from './local-date-time.ts';

export const authorizationStatuses = [
  'Accepted',
  'Blocked',
  'Expired',
  'Invalid',
  'ConcurrentTx',
] as const satisfies readonly IdTagRequest['status'][];

/** OCPP 1.6 §7.28: an IdToken has at most 20 characters. */
const longestIdTag = 20;

export function IdTagForm({
  tag,
  onClose,
}: {
  /** Undefined adds a new one. */
  tag: IdTagState | undefined;
  onClose: () => void;
}) {
  const display = useTimeDisplay();
  const [idTag, setIdTag] = useState(tag?.idTag ?? '');
  const [status, setStatus] = useState<IdTagRequest['status']>(tag?.status ?? 'Accepted');
  const [expiry, setExpiry] = useState(toField(tag?.expiryDate, display));
  const [parent, setParent] = useState(tag?.parentIdTag ?? '');
  const save = useMutation(
    orpc.csms.putIdTag.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.csms.idTags.key() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiryDate = fromField(expiry, display);
    save.mutate({
      idTag,
      status,
      ...(expiryDate === undefined ? {} : { expiryDate }),
      ...(parent === '' ? {} : { parentIdTag: parent }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={words.idTag}
          description={words.idTagHint}
          value={idTag}
          onChange={(event) => setIdTag(event.currentTarget.value)}
          readOnly={tag !== undefined}
          maxLength={longestIdTag}
          spellCheck={false}
          required
          data-autofocus={tag === undefined || undefined}
        />
        <Select
          label={words.status}
          data={[...authorizationStatuses]}
          value={status}
          onChange={(value) =>
            setStatus(authorizationStatuses.find((known) => known === value) ?? status)
          }
        />
        <TextInput
          type="datetime-local"
          label={words.expiryLabel(display === 'utc' ? words.utc : words.local)}
          value={expiry}
          onChange={(event) => setExpiry(event.currentTarget.value)}
        />
        <TextInput
          label={words.parent}
          description={words.parentHint}
          value={parent}
          onChange={(event) => setParent(event.currentTarget.value)}
          maxLength={longestIdTag}
          spellCheck={false}
        />
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={idTag === ''}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
