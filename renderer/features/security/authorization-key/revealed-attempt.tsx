/** What a refused attempt sent, shown on request only. Looking at it is recorded by the bench. */

import { Code, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import texts from '../../../components/text.module.css';
import { RevealOnRequest } from '../reveal-on-request.tsx';
import { comparisonWords as words, workbenchWords } from './words.ts';

export function RevealedAttempt({ seq }: { seq: number }) {
  const reveal = useMutation(orpc.csms.revealAttempt.mutationOptions({ gcTime: 0 }));
  return (
    <RevealOnRequest reveal={reveal} ask={() => reveal.mutate({ seq })} words={words}>
      {({ authorization, userName, hex, text }) =>
        [
          { name: workbenchWords.identity, value: userName },
          { name: workbenchWords.fields.hex, value: hex },
          { name: workbenchWords.fields.text, value: text },
          { name: workbenchWords.fields.header, value: authorization.join('\n') },
        ].map(({ name, value }) =>
          value === undefined ? null : (
            <Group key={name} gap="xs" wrap="nowrap" align="flex-start">
              <Text size="sm" w={150} className={texts.quiet}>
                {name}
              </Text>
              <Code className={texts.wire ?? ''}>{value}</Code>
              <CopyButton value={value} label={words.copy(name)} />
            </Group>
          ),
        )
      }
    </RevealOnRequest>
  );
}
