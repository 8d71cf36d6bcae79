/** Revokes a certificate: why, and what that does to whom. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import {
  type RevocationReason,
  revocationReasons,
} from '../../../../shared/security/revocation.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { Choice } from '../create/shared-fields.tsx';
import { reasonWords, useWords } from '../words.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { revokeWords as words } from './words.ts';

const mostUses = 8;

function Consequences({ entry, reason }: { entry: CertificateEntry; reason: RevocationReason }) {
  const { usedBy, role, issued } = entry;
  return (
    <div>
      <Text size="sm">{words.list}</Text>
      {issued !== undefined && <Text size="sm">{words.authority(issued.total)}</Text>}
      {role === 'client' && <Text size="sm">{words.client}</Text>}
      {role === 'server' && <Text size="sm">{words.server}</Text>}
      <Text size="sm">
        {usedBy.length === 0
          ? words.unused
          : `${words.users(usedBy.length)} ${usedBy
              .slice(0, mostUses)
              .map((use) => visibleText(useWords.short(use)))
              .join(
                ', ',
              )}${usedBy.length > mostUses ? ` ${useWords.more(usedBy.length - mostUses)}` : ''}.`}
      </Text>
      <Text size="sm" fw={600} mt={4}>
        {reason === 'certificateHold' ? words.hold : words.final}
      </Text>
    </div>
  );
}

function RevokeForm({ entry, onClose }: { entry: CertificateEntry; onClose: () => void }) {
  const [reason, setReason] = useState<RevocationReason>('unspecified');
  const revoke = useMutation(
    orpc.pki.revokeEntry.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
        notifications.show({ color: 'green', message: words.revoked(visibleText(entry.name)) });
        onClose();
      },
    }),
  );
  return (
    <Stack gap="md">
      <Choice
        label={words.reason}
        value={reason}
        names={revocationReasons}
        text={(name) => `${reasonWords[name]} (${name})`}
        onChange={setReason}
      />
      <Consequences entry={entry} reason={reason} />
      {revoke.isError && <ProblemAlert error={revoke.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button
          color="red"
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ id: entry.id, reason })}
        >
          {words.revoke}
        </Button>
      </Group>
    </Stack>
  );
}

export function RevokeDialog({
  entry,
  onClose,
}: {
  entry: CertificateEntry | undefined;
  onClose: () => void;
}) {
  return (
    <EntryDialog entry={entry} title={words.title} onClose={onClose}>
      {(shown) => <RevokeForm entry={shown} onClose={onClose} />}
    </EntryDialog>
  );
}
