/** What a query gave, or its skeleton, or why it gave nothing. Last known data stays on screen when the bench is lost. */
import { Button, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.tsx';
import { loadedWords as words } from './words.ts';

/** The part of a TanStack query that matters here. */
interface LoadableQuery<T> {
  data: T | undefined;
  isError: boolean;
  error: unknown;
  refetch(): unknown;
}

export function Loaded<T>({
  query,
  lines = 3,
  children,
}: {
  query: LoadableQuery<T>;
  /** Height of the skeleton in lines of text. */
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <Stack gap="xs" align="flex-start">
        <ProblemAlert title={words.failed} error={query.error} />
        <Button variant="default" onClick={() => void query.refetch()}>
          {words.again}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="xs" role="status" aria-busy="true" aria-label={words.loading}>
      {Array.from({ length: lines }, (_line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never change places
        <Skeleton key={index} height={18} width={index === lines - 1 ? '60%' : '100%'} />
      ))}
    </Stack>
  );
}
