/** Keeps the data key in another way, or changes the passphrase. What is typed leaves the page with the answer. */
import { Button, Group, PasswordInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { SecretsKeeper, SecretsState } from '../../../../shared/api/secrets-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { secretsWords as words } from './words.ts';

type Open = Extract<SecretsState, { status: 'open' }>;

const nothing = { current: '', fresh: '', again: '' };
const longest = 1024;
const shortest = 8;

function keepersFor({ keptBy, keychainFits }: Open): SecretsKeeper[] {
  return keychainFits || keptBy === 'keychain'
    ? ['keychain', 'key-file', 'passphrase']
    : ['key-file', 'passphrase'];
}

export function KeeperForm({ state }: { state: Open }) {
  const [wanted, setWanted] = useState<SecretsKeeper>(state.keptBy);
  const [typed, setTyped] = useState(nothing);
  const labelId = useId();
  const change = useMutation(
    orpc.secrets.change.mutationOptions({
      gcTime: 0,
      onSuccess(next) {
        queryClient.setQueryData(orpc.secrets.state.queryKey(), next);
        notifications.show({ color: 'green', message: words.changed });
      },
      onSettled: () => setTyped(nothing),
    }),
  );
  const isPassphrase = wanted === 'passphrase';
  const needsCurrent = state.keptBy === 'passphrase';
  const isSame = typed.fresh === typed.again;
  const isComplete =
    (!isPassphrase || (typed.fresh.length >= shortest && isSame)) &&
    (!needsCurrent || typed.current !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      keptBy: wanted,
      ...(isPassphrase ? { passphrase: typed.fresh } : {}),
      ...(needsCurrent ? { currentPassphrase: typed.current } : {}),
    });
  };
  const field = (name: keyof typeof nothing) => ({
    value: typed[name],
    maxLength: longest,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={480}>
        <Stack gap={4} align="flex-start">
          <Text size="xs" fw={600} id={labelId}>
            {words.change}
          </Text>
          <SegmentedControl
            aria-labelledby={labelId}
            data={keepersFor(state).map((value) => ({ value, label: words.keepers[value] }))}
            value={wanted}
            onChange={setWanted}
          />
        </Stack>
        {needsCurrent && (wanted !== state.keptBy || isPassphrase) && (
          <PasswordInput label={words.current} {...field('current')} />
        )}
        {isPassphrase && (
          <>
            <PasswordInput label={words.fresh} description={words.freshHint} {...field('fresh')} />
            <PasswordInput
              label={words.again}
              error={typed.again !== '' && !isSame ? words.notSame : undefined}
              {...field('again')}
            />
          </>
        )}
        <Text size="xs" c="dimmed">
          {words.changeText}
        </Text>
        {change.isError && <ProblemAlert error={change.error} />}
        <Group>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={!isComplete || (wanted === state.keptBy && !isPassphrase)}
          >
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
