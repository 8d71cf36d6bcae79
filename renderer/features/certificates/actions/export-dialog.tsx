/** Saves a certificate, its chain or its key as a file. A key leaves sealed, unless the opposite is said. */
import { Alert, Button, Checkbox, Group, PasswordInput, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { benchClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { download } from '../../../components/save-file.ts';
import texts from '../../../components/text.module.css';
import { EntryDialog } from './entry-dialog.tsx';
import {
  type ExportDraft,
  faultOfExport,
  formats,
  holdsKey,
  requestOfExport,
} from './export-draft.ts';
import { exportWords as words } from './words.ts';

interface FieldProps {
  draft: ExportDraft;
  change: (part: Partial<ExportDraft>) => void;
}

function Protection({ draft, change, tried }: FieldProps & { tried: boolean }) {
  const fault = faultOfExport(draft);
  return (
    <Stack gap="sm">
      <Group grow align="flex-start">
        <PasswordInput
          label={words.passphrase}
          autoComplete="new-password"
          maxLength={1000}
          disabled={draft.unprotected}
          value={draft.passphrase}
          error={tried && fault === 'needed' && words.needed}
          onChange={(event) => change({ passphrase: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.again}
          autoComplete="new-password"
          maxLength={1000}
          disabled={draft.unprotected}
          value={draft.again}
          error={(tried || draft.again !== '') && fault === 'differs' && words.differs}
          onChange={(event) => change({ again: event.currentTarget.value })}
        />
      </Group>
      <Checkbox
        label={words.unprotected}
        checked={draft.unprotected}
        onChange={(event) => change({ unprotected: event.currentTarget.checked })}
      />
      <Text size="xs" className={texts.quiet}>
        {words.passphraseHint} {words.recorded}
      </Text>
    </Stack>
  );
}

function ExportForm({ entry, onClose }: { entry: CertificateEntry; onClose: () => void }) {
  const [draft, setDraft] = useState<ExportDraft>({
    ...{ format: 'pem', passphrase: '', again: '', unprotected: false },
  });
  const [tried, setTried] = useState(false);
  const change = (part: Partial<ExportDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => benchClient.pki.exportEntry({ id: entry.id, ...requestOfExport(draft) }),
    onSuccess: (file) => {
      download(file, file.name);
      notifications.show({ color: 'green', message: words.saved(file.name) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faultOfExport(draft) === undefined) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Radio.Group
          label={words.format}
          value={draft.format}
          onChange={(value) => change({ format: formats.find((one) => one === value) ?? 'pem' })}
        >
          <Stack gap={6} mt={6}>
            {formats.map((format) => (
              <Radio
                key={format}
                value={format}
                label={words.formats[format]}
                disabled={holdsKey(format) && !entry.hasPrivateKey}
              />
            ))}
          </Stack>
        </Radio.Group>
        {!entry.hasPrivateKey && (
          <Text size="xs" className={texts.quiet}>
            {words.withoutKey}
          </Text>
        )}
        {holdsKey(draft.format) && <Protection draft={draft} change={change} tried={tried} />}
        {holdsKey(draft.format) && draft.unprotected && (
          <Alert color="amber" variant="light">
            {words.unprotected}.
          </Alert>
        )}
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function ExportDialog({
  entry,
  onClose,
}: {
  entry: CertificateEntry | undefined;
  onClose: () => void;
}) {
  return (
    <EntryDialog entry={entry} title={words.title} onClose={onClose}>
      {(shown) => <ExportForm entry={shown} onClose={onClose} />}
    </EntryDialog>
  );
}
