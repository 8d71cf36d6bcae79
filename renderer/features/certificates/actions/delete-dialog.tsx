/** Takes a certificate off the desk, after saying what hangs on it. */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { useWords } from '../words.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { deleteWords as words } from './words.ts';

const mostUses = 8;

function Hanging({ entry: { issued, usedBy } }: { entry: CertificateEntry }) {
  const others = usedBy.length - mostUses;
  return (
    <div>
      <Text size="sm">{words.hangs}</Text>
      <ul>
        {issued !== undefined && issued.total > 0 && <li>{words.issued(issued.total)}</li>}
        {usedBy.slice(0, mostUses).map((use) => (
          <li key={`${use.kind} ${use.id}`}>{words.usedBy(visibleText(useWords.short(use)))}</li>
        ))}
        {others > 0 && <li>{useWords.more(others)}</li>}
      </ul>
    </div>
  );
}

function DeleteForm({
  entry,
  onDeleted,
  onClose,
}: {
  entry: CertificateEntry;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const [force, setForce] = useState(false);
  const hangs = (entry.issued?.total ?? 0) > 0 || entry.usedBy.length > 0;
  const remove = useMutation(
    orpc.pki.deleteEntry.mutationOptions({
      onSuccess: async ({ deleted }) => {
        // Before anything asks for what is gone.
        onDeleted();
        notifications.show({ color: 'green', message: words.deleted(deleted) });
        onClose();
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
      },
    }),
  );
  return (
    <Stack gap="md">
      <Text size="sm">
        {words.text} {entry.origin === 'automatic' && words.automatic}
      </Text>
      {hangs && <Hanging entry={entry} />}
      {(hangs || remove.isError) && (
        <Checkbox
          label={words.force}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
      {remove.isError && <ProblemAlert error={remove.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button
          color="red"
          disabled={hangs && !force}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id: entry.id, force })}
        >
          {words.confirm}
        </Button>
      </Group>
    </Stack>
  );
}

export function DeleteDialog({
  entry,
  onDeleted,
  onClose,
}: {
  entry: CertificateEntry | undefined;
  onDeleted: () => void;
  onClose: () => void;
}) {
  return (
    <EntryDialog entry={entry} title={words.title} onClose={onClose}>
      {(shown) => <DeleteForm entry={shown} onDeleted={onDeleted} onClose={onClose} />}
    </EntryDialog>
  );
}
