/** Roots besides the bench's own that client certificates may lead to: list, add, remove. */
import { Button, FileButton, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import styles from './security.module.css';
import { trustWords as words } from './words.ts';

interface TrustedRoot {
  id: string;
  certificate: CertificateView;
}

function AddRoot() {
  const [pem, setPem] = useState('');
  const add = useMutation(
    orpc.pki.addTrustedRoot.mutationOptions({
      onSuccess: (roots) => {
        setPem('');
        queryClient.setQueryData(orpc.pki.trustedRoots.queryKey(), roots);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ pem });
  };
  const read = (file: File | null) => {
    if (file !== null) void file.text().then(setPem, notifyProblem);
  };
  return (
    <Panel title={words.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            rows={6}
            label={words.pem}
            description={words.pemHint}
            spellCheck={false}
            classNames={{ input: styles.wire ?? '' }}
            maxLength={100_000}
            value={pem}
            onChange={(event) => setPem(event.currentTarget.value)}
          />
          {add.isError && <ProblemAlert error={add.error} />}
          <Group gap="xs">
            <Button type="submit" disabled={pem.trim() === ''} loading={add.isPending}>
              {words.addNow}
            </Button>
            <FileButton accept=".pem,.crt,.cer,.txt" onChange={read}>
              {(button) => (
                <Button variant="default" {...button}>
                  {words.file}
                </Button>
              )}
            </FileButton>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Removal({ root, onClose }: { root: TrustedRoot | undefined; onClose: () => void }) {
  const remove = useMutation(
    orpc.pki.deleteTrustedRoot.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.pki.trustedRoots.key() }),
      onError: notifyProblem,
      onSettled: onClose,
    }),
  );
  return (
    <Modal opened={root !== undefined} onClose={onClose} title={words.removeTitle}>
      <Text size="sm" fw={600}>
        {root?.certificate.subject.text}
      </Text>
      <Text size="sm">{words.removeText}</Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => root !== undefined && remove.mutate({ id: root.id })}
        >
          {words.remove}
        </Button>
      </Group>
    </Modal>
  );
}

function Roots({ roots }: { roots: readonly TrustedRoot[] }) {
  const [removing, setRemoving] = useState<TrustedRoot>();
  if (roots.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.emptyTitle}</Text>
        <Text size="sm" className={styles.quiet}>
          {words.emptyText}
        </Text>
      </div>
    );
  }
  return (
    <div className={styles.cards}>
      {roots.map((root) => (
        <Stack key={root.id} gap={6}>
          <CertificateCard certificate={root.certificate} />
          <Group>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={words.removeOf(root.certificate.subject.text)}
              onClick={() => setRemoving(root)}
            >
              {words.remove}
            </Button>
          </Group>
        </Stack>
      ))}
      <Removal root={removing} onClose={() => setRemoving(undefined)} />
    </div>
  );
}

export function TrustTab() {
  const query = useQuery(orpc.pki.trustedRoots.queryOptions());
  return (
    <Stack gap="md">
      <Text size="sm" maw={900}>
        {words.intro}
      </Text>
      <AddRoot />
      <Panel title={words.roots}>
        <Loaded query={query} lines={4}>
          {(roots) => <Roots roots={roots} />}
        </Loaded>
      </Panel>
    </Stack>
  );
}
