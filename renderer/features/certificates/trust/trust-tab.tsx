/** Roots besides the bench's own that client certificates may lead to: list, add several at once, look at one, remove. */
import { Accordion, Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CertificateView } from '../../../../shared/security/certificate-rules.ts';
import { benchClient, orpc, queryClient } from '../../../app/api-client.ts';
import { CertificateDetails } from '../../../components/certificate-view/certificate-details.tsx';
import { certificateName } from '../../../components/certificate-view/certificate-text.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from '../certificates.module.css';
import { certificateBlocks } from './certificate-blocks.ts';
import { RevocationLists } from './revocation-lists.tsx';
import { trustWords as words } from './words.ts';

interface TrustedRoot {
  id: string;
  certificate: CertificateView;
}

interface Refusal {
  title: string;
  error: unknown;
}

/** Those that are refused do not keep the others from being trusted. */
async function trustAll(blocks: readonly string[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const [index, pem] of blocks.entries()) {
    try {
      await benchClient.pki.addTrustedRoot({ pem });
    } catch (error) {
      refusals.push({ title: words.refused(index + 1, blocks.length), error });
    }
  }
  return refusals;
}

function AddRoots() {
  const [pem, setPem] = useState('');
  const blocks = certificateBlocks(pem);
  const add = useMutation({
    mutationFn: () => trustAll(blocks),
    onSuccess: (refusals) => {
      const added = blocks.length - refusals.length;
      if (added > 0) notifications.show({ color: 'green', message: words.added(added) });
      if (refusals.length === 0) setPem('');
      return queryClient.invalidateQueries({ queryKey: orpc.pki.trustedRoots.key() });
    },
  });
  const change = (text: string) => {
    add.reset();
    setPem(text);
  };
  const read = (files: File[]) => {
    void Promise.all(files.map((file) => file.text())).then(
      (contents) => change([pem, ...contents].filter((text) => text.trim() !== '').join('\n')),
      notifyProblem,
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Panel title={words.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            size="xs"
            rows={6}
            label={words.pem}
            description={words.pemHint}
            spellCheck={false}
            classNames={{ input: texts.wire ?? '' }}
            maxLength={1_000_000}
            value={pem}
            error={
              pem.trim() !== '' && blocks.length === 0 && `${words.noBlocks} ${words.noBlocksFix}`
            }
            onChange={(event) => change(event.currentTarget.value)}
          />
          {add.data?.map(({ title, error }) => (
            <ProblemAlert key={title} title={title} error={error} />
          ))}
          <Group gap="xs">
            <Button type="submit" disabled={blocks.length === 0} loading={add.isPending}>
              {words.addNow}
            </Button>
            <FileButton multiple accept=".pem,.crt,.cer,.txt" onChange={read}>
              {(button) => (
                <Button variant="default" {...button}>
                  {words.files}
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
    <QuestionDialog
      opened={root !== undefined}
      title={words.removeTitle}
      confirm={words.remove}
      pending={remove.isPending}
      onConfirm={() => root !== undefined && remove.mutate({ id: root.id })}
      onClose={onClose}
    >
      <Text size="sm" fw={600}>
        {visibleText(root?.certificate.subject.text ?? '')}
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
    <>
      <Accordion multiple chevronPosition="left" variant="separated">
        {roots.map((root) => (
          <Accordion.Item key={root.id} value={root.id}>
            <div className={styles.root}>
              <Accordion.Control>
                <Text size="sm" fw={600}>
                  {visibleText(certificateName(root.certificate))}
                </Text>
                <Text size="xs" className={texts.quiet}>
                  {visibleText(root.certificate.subject.text)}, {words.until}{' '}
                  <TimeText at={root.certificate.notAfter} />
                </Text>
              </Accordion.Control>
              <Button
                className={styles.remove}
                variant="default"
                size="compact-xs"
                aria-label={words.removeOf(visibleText(root.certificate.subject.text))}
                onClick={() => setRemoving(root)}
              >
                {words.remove}
              </Button>
            </div>
            <Accordion.Panel>
              <CertificateDetails certificate={root.certificate} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Removal root={removing} onClose={() => setRemoving(undefined)} />
    </>
  );
}

export function TrustTab() {
  const query = useQuery(orpc.pki.trustedRoots.queryOptions());
  return (
    <Stack gap="md" className={styles.page}>
      <Text size="sm" maw={900}>
        {words.intro}
      </Text>
      <AddRoots />
      <Panel title={words.roots}>
        <Loaded query={query} lines={4}>
          {(roots) => <Roots roots={roots} />}
        </Loaded>
      </Panel>
      <RevocationLists />
    </Stack>
  );
}
