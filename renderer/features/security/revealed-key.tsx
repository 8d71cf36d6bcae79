/** Shows a stored key on request only, in both forms. Looking at it is recorded by the bench. */

import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { orpc } from '../../app/api-client.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import texts from '../../components/text.module.css';
import { credentialsWords as words } from './words.ts';

export function RevealedKey({ id }: { id: string }) {
  // A mutation, not a query: it leaves a frame, and the key must not stay in a cache.
  const reveal = useMutation(orpc.csms.revealAuthorizationKey.mutationOptions({ gcTime: 0 }));
  if (reveal.data === undefined) {
    return (
      <Stack gap="xs" align="flex-start">
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            loading={reveal.isPending}
            onClick={() => reveal.mutate({ id })}
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
  const { hex, text } = reveal.data;
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        <Text size="sm" w={90} className={texts.quiet}>
          {words.hex}
        </Text>
        <Code>{hex}</Code>
        <CopyButton value={hex} label={words.copyHex} />
      </Group>
      <Group gap="xs">
        <Text size="sm" w={90} className={texts.quiet}>
          {words.text}
        </Text>
        {text === undefined ? (
          <Text size="sm">{words.notText}</Text>
        ) : (
          <>
            <Code>{text}</Code>
            <CopyButton value={text} label={words.copyText} />
          </>
        )}
      </Group>
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
