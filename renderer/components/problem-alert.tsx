/** An expected error as people need it: what is wrong, where, and what to do. */
import { Alert, Code, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem, SpokenProblem } from '../../shared/api/problem.ts';
import { problemOf, spoken } from './problem-of.ts';
import { visibleText } from './visible-text.ts';

type ProblemAlertProps = {
  title?: string;
  tone?: 'error' | 'warning';
} & ({ problem: Problem | SpokenProblem } | { error: unknown });

/** Takes a problem of a state, or whatever a query or mutation rejected with. */
export function ProblemAlert({ title, tone = 'error', ...given }: ProblemAlertProps) {
  const { code, message, where, fix } =
    'problem' in given ? spoken(given.problem) : problemOf(given.error);
  return (
    <Alert
      color={tone === 'error' ? 'red' : 'amber'}
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={title ?? visibleText(message)}
      role="alert"
      data-problem={code}
    >
      {title !== undefined && <Text size="sm">{visibleText(message)}</Text>}
      {where !== undefined && <Code>{visibleText(where)}</Code>}
      {fix !== undefined && <Text size="sm">{visibleText(fix)}</Text>}
    </Alert>
  );
}
