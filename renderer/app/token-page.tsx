/** The page for somebody who came without the token, or with one of an earlier run. */
import { Button, Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { connection, enterWithToken } from './api-client.ts';
import { tokenInPastedText } from './session-token.ts';
import styles from './token-page.module.css';
import { connectionWords } from './words.ts';

export function TokenPage() {
  const [pasted, setPasted] = useState('');
  const [wrong, setWrong] = useState(false);
  const missing = connection === undefined;
  const field = useRef<HTMLInputElement>(null);
  // The page has nothing else to do than to be given a token.
  useEffect(() => field.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenInPastedText(pasted);
    if (token === undefined) setWrong(true);
    else enterWithToken(token);
  };

  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <Stack gap="md">
          <Title order={1}>
            {missing ? connectionWords.missingTitle : connectionWords.refusedTitle}
          </Title>
          {!missing && <Text>{connectionWords.refusedText}</Text>}
          <Text>{connectionWords.missingText}</Text>
          <Code block>{connectionWords.missingExample}</Code>
          <TextInput
            label={connectionWords.pasteLabel}
            description={connectionWords.pasteHint}
            size="sm"
            value={pasted}
            onChange={(event) => {
              setPasted(event.currentTarget.value);
              setWrong(false);
            }}
            error={wrong ? connectionWords.pasteWrong : undefined}
            autoComplete="off"
            spellCheck={false}
            ref={field}
          />
          <Button type="submit" size="sm" disabled={pasted.trim() === ''}>
            {connectionWords.open}
          </Button>
        </Stack>
      </form>
    </main>
  );
}
