/** A secret that shows on request only and can be hidden again. Whoever asks for it says how; knows no secret itself. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import texts from '../../components/text.module.css';

/** A mutation, not a query: a reveal leaves a frame, and the secret must not stay in a cache. */
interface Reveal<Secret> {
  data: Secret | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  reset(): void;
}

export function RevealOnRequest<Secret>({
  reveal,
  ask,
  words,
  children,
}: {
  reveal: Reveal<Secret>;
  ask: () => void;
  words: { reveal: string; revealHint: string; hide: string };
  children: (secret: Secret) => ReactNode;
}) {
  if (reveal.data === undefined) {
    return (
      <Stack gap="xs" align="flex-start">
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            loading={reveal.isPending}
            onClick={ask}
          >
            {words.reveal}
          </Button>
          <Text size="xs" className={texts.quiet}>
            {words.revealHint}
          </Text>
        </Group>
        {reveal.isError && <ProblemAlert error={reveal.error} />}
      </Stack>
    );
  }
  return (
    <Stack gap={6} align="flex-start">
      {children(reveal.data)}
      <Button
        variant="default"
        leftSection={<IconEyeOff size={14} aria-hidden />}
        onClick={() => reveal.reset()}
      >
        {words.hide}
      </Button>
    </Stack>
  );
}
