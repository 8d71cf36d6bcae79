/** What stands in place of a screen that failed, cannot be fetched or does not exist. Knows no screen. */
import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useBenchConnection } from './api-client.ts';
import { BenchLostError } from './bench-connection.ts';
import styles from './screen-error.module.css';
import { screenErrorWords } from './words.ts';

/** The bench is lost, and with it what the screen is made of: nothing is broken, so the screen is opened again later. */
function ScreenOfLostBench({ openAgain }: { openAgain: () => void }) {
  const { status } = useBenchConnection();
  useEffect(() => {
    if (status === 'online') openAgain();
  }, [status, openAgain]);
  return (
    <Stack className={styles.page} role="status">
      <Title order={1}>{screenErrorWords.lostTitle}</Title>
      <Text>{screenErrorWords.lostText}</Text>
    </Stack>
  );
}

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const isLost = useBenchConnection().status !== 'online';
  // The router fetches again what it could not fetch; only then is there something else to show.
  const openAgain = useCallback(() => void router.invalidate().then(reset), [router, reset]);
  if (isLost || error instanceof BenchLostError) return <ScreenOfLostBench openAgain={openAgain} />;
  return (
    <Stack className={styles.page} role="alert">
      <Title order={1}>{screenErrorWords.title}</Title>
      <Text>{screenErrorWords.text}</Text>
      <Group>
        <Button onClick={openAgain}>{screenErrorWords.again}</Button>
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
