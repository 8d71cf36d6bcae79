/** Takes certificates and keys from files or pasted text, after showing what is in them. */
import {
  ActionIcon,
  Button,
  FileButton,
  Group,
  Modal,
  PasswordInput,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, type FormEvent, useState } from 'react';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { certificateName, keyText } from '../../../components/certificate-view/certificate-text.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from '../certificates.module.css';
import {
  contentOfBytes,
  type HandedFile,
  type InspectedCertificate,
  largestFileBytes,
  mostFiles,
  requestOfImport,
  weightyFaults,
} from './import-draft.ts';
import { type InspectedFile, useInspection } from './use-inspection.ts';
import { importWords as words } from './words.ts';

const settledMs = 400;

function FoundCertificate({ found }: { found: InspectedCertificate }) {
  const { certificate, hasPrivateKey } = found;
  const faults = weightyFaults(found);
  const kind = !certificate.isCertificateAuthority
    ? words.issuedBy(visibleText(certificate.issuer.text))
    : certificate.selfIssued
      ? words.root
      : `${words.authority}, ${words.issuedBy(visibleText(certificate.issuer.text))}`;
  return (
    <div>
      <Text size="sm" fw={600}>
        {visibleText(certificateName(certificate))}
      </Text>
      <Text size="xs" className={texts.quiet}>
        {kind}; {keyText(certificate.key)}; {words.until} <TimeText at={certificate.notAfter} />
      </Text>
      <Group gap="md">
        <Text size="xs">
          <StatusDot tone={faults === 0 ? 'good' : 'warning'}>
            {faults === 0 ? words.failsNone : words.fails(faults)}
          </StatusDot>
        </Text>
        {hasPrivateKey && (
          <Text size="xs">
            <StatusDot tone="info">{words.withKey}</StatusDot>
          </Text>
        )}
      </Group>
    </div>
  );
}

function FoundFile({ file, onRemove }: { file: InspectedFile; onRemove: () => void }) {
  const { name, certificates, keys, error } = file;
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" className={texts.quiet}>
          {visibleText(name)}
          {keys > 0 && `: ${words.keys(keys)}`}
        </Text>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={words.remove(visibleText(name))}
          onClick={onRemove}
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      {error !== undefined && <ProblemAlert error={error} />}
      {certificates.map((found) => (
        <FoundCertificate key={found.certificate.fingerprintSha256} found={found} />
      ))}
    </li>
  );
}

/** Reads files into what the contract carries; what is too large or too many is said and left out. */
async function readFiles(files: readonly File[], room: number): Promise<HandedFile[]> {
  for (const file of files) {
    if (file.size > largestFileBytes) notifyProblem(new Error(words.large(file.name)));
  }
  const fitting = files.filter(({ size }) => size <= largestFileBytes);
  if (fitting.length > room) notifyProblem(new Error(words.many));
  return Promise.all(
    fitting.slice(0, room).map(async (file) => ({
      id: crypto.randomUUID(),
      name: file.name,
      content: contentOfBytes(new Uint8Array(await file.arrayBuffer())),
    })),
  );
}

function DropPlace({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button inside is for everybody
    <div
      className={styles.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{words.drop}</Text>
        <FileButton multiple onChange={onFiles}>
          {(button) => (
            <Button variant="default" flex="none" data-autofocus {...button}>
              {words.choose}
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}

const needsPassphrase = ({ content }: HandedFile): boolean =>
  'base64' in content || /ENCRYPTED/.test(content.text);

function ImportForm({ onOpen, onClose }: { onOpen: (id: string) => void; onClose: () => void }) {
  const [files, setFiles] = useState<readonly HandedFile[]>([]);
  const [pasted, setPasted] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [name, setName] = useState('');
  const [settledText] = useDebouncedValue(pasted, settledMs);
  const [settledPassphrase] = useDebouncedValue(passphrase, settledMs);
  const all: HandedFile[] = [
    ...files,
    ...(settledText.trim() === ''
      ? []
      : [{ id: `pasted ${settledText}`, name: words.pasted, content: { text: settledText } }]),
  ];
  const inspection = useInspection(all, settledPassphrase);
  const found = inspection.data ?? [];
  const certificates = found.flatMap((file) => file.certificates);
  const isReady =
    all.length > 0 &&
    pasted === settledText &&
    passphrase === settledPassphrase &&
    inspection.isSuccess &&
    found.every(({ error }) => error === undefined);

  const take = useMutation(
    orpc.pki.importEntries.mutationOptions({
      onSuccess: async ({ imported, known }) => {
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
        notifications.show({
          color: 'green',
          message: words.imported(imported.length, known.length),
        });
        onClose();
        const shown =
          imported.find(({ hasPrivateKey }) => hasPrivateKey) ?? imported[0] ?? known[0];
        if (shown !== undefined) onOpen(shown.id);
      },
    }),
  );
  const add = (given: File[]) => {
    take.reset();
    void readFiles(given, mostFiles - files.length).then(
      (read) => setFiles((before) => [...before, ...read]),
      notifyProblem,
    );
  };
  const remove = (id: string) => {
    take.reset();
    if (id.startsWith('pasted ')) setPasted('');
    else setFiles((before) => before.filter((file) => file.id !== id));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) take.mutate(requestOfImport(all, passphrase, name));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <DropPlace onFiles={add} />
        <Textarea
          label={words.paste}
          rows={4}
          spellCheck={false}
          classNames={{ input: texts.wire ?? '' }}
          maxLength={2_000_000}
          value={pasted}
          onChange={(event) => {
            take.reset();
            setPasted(event.currentTarget.value);
          }}
        />
        {all.some(needsPassphrase) && (
          <PasswordInput
            label={words.passphrase}
            description={words.passphraseHint}
            autoComplete="off"
            maxLength={1000}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
        {all.length > 0 && (
          <section aria-label={words.found} aria-live="polite">
            <Text size="sm" fw={600}>
              {words.found}
              {certificates.length > 0 &&
                `: ${words.summary(certificates.length, certificates.filter((one) => one.hasPrivateKey).length)}`}
            </Text>
            {inspection.isPending && <Skeleton height={40} aria-label={words.looking} />}
            {inspection.isError && <ProblemAlert error={inspection.error} />}
            <ul className={styles.found}>
              {found.map((file) => (
                <FoundFile key={file.id} file={file} onRemove={() => remove(file.id)} />
              ))}
            </ul>
          </section>
        )}
        {certificates.length > 0 && (
          <TextInput
            label={words.name}
            description={words.nameHint}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {take.isError && <ProblemAlert error={take.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" disabled={!isReady} loading={take.isPending}>
            {words.import}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function ImportDialog({
  opened,
  onOpen,
  onClose,
}: {
  opened: boolean;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size={680}>
      <BenchControls>{opened && <ImportForm onOpen={onOpen} onClose={onClose} />}</BenchControls>
    </Modal>
  );
}
