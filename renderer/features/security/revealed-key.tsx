/** Shows a stored key on request only, in both forms. Looking at it is recorded by the bench. */

import { Code, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { orpc } from '../../app/api-client.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import texts from '../../components/text.module.css';
import { RevealOnRequest } from './reveal-on-request.tsx';
import { credentialsWords as words } from './words.ts';

export function RevealedKey({ id }: { id: string }) {
  const reveal = useMutation(orpc.csms.revealAuthorizationKey.mutationOptions({ gcTime: 0 }));
  return (
    <RevealOnRequest reveal={reveal} ask={() => reveal.mutate({ id })} words={words}>
      {({ hex, text }) => (
        <>
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
        </>
      )}
    </RevealOnRequest>
  );
}
