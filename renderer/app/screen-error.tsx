/** What stands in place of a screen that failed or does not exist. Knows no screen. */
import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import styles from './screen-error.module.css';
import { screenErrorWords } from './words.ts';

export function ScreenError({ error, reset }: ErrorComponentProps) {
  return (
    <Stack className={styles.page} role="alert">
      <Title order={1}>{screenErrorWords.title}</Title>
      <Text>{screenErrorWords.text}</Text>
      <Group>
        <Button onClick={reset}>{screenErrorWords.again}</Button>
        <Button variant="default" onClick={() => location.reload()}>
          {screenErrorWords.reload}
        </Button>
      </Group>
      <details>
        <summary>{screenErrorWords.details}</summary>
        <Code block>{(error instanceof Error && error.stack) || String(error)}</Code>
      </details>
    </Stack>
  );
}

export function ScreenNotFound() {
  return (
    <Stack className={styles.page}>
      <Title order={1}>{screenErrorWords.notFoundTitle}</Title>
      <Text>{screenErrorWords.notFoundText}</Text>
      <Link to="/">{screenErrorWords.toBench}</Link>
    </Stack>
  );
}
