/** Roots besides the bench's own that client certificates may lead to: list, add, remove. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { QuestionDialog } from '../../components/question-dialog.tsx';
import texts from '../../components/text.module.css';
import { PemFile, PemText } from './pem-input.tsx';
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
  return (
    <Panel title={words.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PemText pem={pem} onChange={setPem} label={words.pem} />
          {add.isError && <ProblemAlert error={add.error} />}
          <Group gap="xs">
            <Button type="submit" disabled={pem.trim() === ''} loading={add.isPending}>
              {words.addNow}
            </Button>
            <PemFile onChange={setPem} />
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
    <QuestionDialog
      opened={root !== undefined}
      title={words.removeTitle}
      confirm={words.remove}
      pending={remove.isPending}
      onConfirm={() => root !== undefined && remove.mutate({ id: root.id })}
      onClose={onClose}
    >
      <Text size="sm" fw={600}>
        {root?.certificate.subject.text}
      </Text>
      <Text size="sm">{words.removeText}</Text>
    </QuestionDialog>
  );
}

function Roots({ roots }: { roots: readonly TrustedRoot[] }) {
  const [removing, setRemoving] = useState<TrustedRoot>();
  if (roots.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.emptyTitle}</Text>
        <Text size="sm" className={texts.quiet}>
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
