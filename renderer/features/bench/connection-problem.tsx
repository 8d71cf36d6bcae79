/** Why an emulated charge point is not connected: a failed handshake or a refusal explained, or any other problem. */
import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../../../shared/api/problem.ts';
import {
  explainConnectionFailure,
  isConnectionFailureCode,
} from '../../../shared/security/connection-words.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';

export function ConnectionProblem({ title, problem }: { title?: string; problem: Problem }) {
  if (!isConnectionFailureCode(problem.code)) {
    return <ProblemAlert {...(title === undefined ? {} : { title })} problem={problem} />;
  }
  const explained = explainConnectionFailure(problem);
  const advice = [explained.chargePoint, explained.csms, explained.network].filter(
    (part) => part !== undefined,
  );
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={title === undefined ? explained.title : `${title}: ${explained.title}`}
      data-problem={problem.code}
    >
      <Text size="sm">{explained.meaning}</Text>
      <List size="sm" mt={4}>
        {[...advice, ...explained.facts].map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
