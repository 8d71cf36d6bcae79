/** Why the secrets are locked and the ways out: passphrase, key brought back, new secrets. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SecretsState } from '../../../shared/api/secrets-contract.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { QuestionDialog } from '../../components/question-dialog.tsx';
import { openSecrets } from './secrets-request.ts';
import { lockedWords as words } from './words.ts';

type Locked = Extract<SecretsState, { status: 'locked' }>;

function unlocked(): void {
  notifications.show({ color: 'green', message: words.unlocked });
}

function PassphraseForm() {
  const [passphrase, setPassphrase] = useState('');
  const unlock = useMutation({
    mutationFn: () => openSecrets('unlock', { passphrase }),
    onSuccess: unlocked,
    // Right or wrong: it does not stay in the page.
    onSettled: () => setPassphrase(''),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== '') unlock.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={420}>
        <PasswordInput
          label={words.passphrase}
          value={passphrase}
          maxLength={1024}
          autoComplete="off"
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {unlock.isError && <ProblemAlert error={unlock.error} />}
        <Group>
          <Button type="submit" loading={unlock.isPending} disabled={passphrase === ''}>
            {words.unlock}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function setAsidePath(answer: unknown): string {
  const known = typeof answer === 'object' && answer !== null && 'setAside' in answer;
  return known ? String(answer.setAside) : '';
}

function StartOver() {
  const [asked, setAsked] = useState(false);
  const begin = useMutation({
    mutationFn: () => openSecrets('start-over'),
    onSuccess(answer) {
      setAsked(false);
      const message = words.setAside(setAsidePath(answer));
      notifications.show({ title: words.startedOver, message, autoClose: false });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {words.startOver}
      </Button>
      <QuestionDialog
        opened={asked}
        title={words.startOverTitle}
        confirm={words.startOverConfirm}
        pending={begin.isPending}
        error={begin.error}
        onConfirm={() => begin.mutate()}
        onClose={() => setAsked(false)}
      >
        <Text size="sm">{words.startOverText}</Text>
      </QuestionDialog>
    </>
  );
}

export function UnlockPanel({ secrets }: { secrets: Locked }) {
  const retry = useMutation({ mutationFn: () => openSecrets('retry'), onSuccess: unlocked });
  return (
    <Stack gap="md">
      <ProblemAlert tone="warning" problem={secrets.reason} />
      {secrets.passphrase && <PassphraseForm />}
      {retry.isError && <ProblemAlert error={retry.error} />}
      <Group>
        {!secrets.passphrase && (
          <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
            {words.retry}
          </Button>
        )}
        <StartOver />
      </Group>
    </Stack>
  );
}
