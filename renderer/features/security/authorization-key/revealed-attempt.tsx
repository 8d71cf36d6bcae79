/** What a refused attempt sent, shown on request only. Looking at it is recorded by the bench. */

import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { comparisonWords as words, workbenchWords } from './words.ts';

export function RevealedAttempt({ seq }: { seq: number }) {
  // A mutation, not a query: it leaves a frame, and the secret must not stay in a cache.
  const reveal = useMutation(orpc.csms.revealAttempt.mutationOptions({ gcTime: 0 }));
  if (reveal.data === undefined) {
    return (
      <Stack gap="xs" align="flex-start">
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            loading={reveal.isPending}
            onClick={() => reveal.mutate({ seq })}
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
  const { authorization, userName, hex, text } = reveal.data;
  const rows = [
    { name: workbenchWords.identity, value: userName },
    { name: workbenchWords.fields.hex, value: hex },
    { name: workbenchWords.fields.text, value: text },
    { name: workbenchWords.fields.header, value: authorization.join('\n') },
  ];
  return (
    <Stack gap={6} align="flex-start">
      {rows.map(({ name, value }) =>
        value === undefined ? null : (
          <Group key={name} gap="xs" wrap="nowrap" align="flex-start">
            <Text size="sm" w={150} className={texts.quiet}>
              {name}
            </Text>
            <Code className={texts.wire ?? ''}>{value}</Code>
            <CopyButton value={value} label={words.copy(name)} />
          </Group>
        ),
      )}
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
