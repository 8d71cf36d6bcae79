/** The same certificate anew: with which key, for how long, and what becomes of the old one. */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { BeginningFields, ValidityFields } from '../create/shared-fields.tsx';
import { faultsOfValidity, periodOfValidity, usualValidity } from '../create/validity.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { renewWords as words } from './words.ts';

function RenewForm({
  entry,
  onOpen,
  onClose,
}: {
  entry: CertificateEntry;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const [period, setPeriod] = useState(usualValidity);
  const [newKey, setNewKey] = useState(false);
  const [revokeOld, setRevokeOld] = useState(false);
  const isAutomatic = entry.origin === 'automatic';
  const renew = useMutation(
    orpc.pki.renewEntry.mutationOptions({
      onSuccess: async (renewed) => {
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
        notifications.show({ color: 'green', message: words.renewed(visibleText(entry.name)) });
        onClose();
        onOpen(renewed.id);
      },
    }),
  );
  const change = (part: Partial<typeof period>) => setPeriod((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(faultsOfValidity(period)).length > 0) return;
    renew.mutate({ id: entry.id, newKey, revokeOld, ...periodOfValidity(period) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{isAutomatic ? words.automatic : words.beside}</Text>
        {!isAutomatic && (
          <>
            <ValidityFields draft={period} change={change} usual={words.usual} />
            <BeginningFields draft={period} change={change} />
          </>
        )}
        <Checkbox
          label={words.newKey}
          checked={newKey}
          onChange={(event) => setNewKey(event.currentTarget.checked)}
        />
        {entry.role !== 'root' && (
          <Checkbox
            label={words.revokeOld}
            checked={revokeOld}
            onChange={(event) => setRevokeOld(event.currentTarget.checked)}
          />
        )}
        {renew.isError && <ProblemAlert error={renew.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={renew.isPending}>
            {words.renew}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function RenewDialog({
  entry,
  onOpen,
  onClose,
}: {
  entry: CertificateEntry | undefined;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  return (
    <EntryDialog entry={entry} title={words.title} onClose={onClose}>
      {(shown) => <RenewForm entry={shown} onOpen={onOpen} onClose={onClose} />}
    </EntryDialog>
  );
}
