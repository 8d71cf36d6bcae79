/** Why an emulated charge point is not connected: a failed handshake or a refusal explained, or any other problem. */
import { List, Text } from '@mantine/core';
import type { Problem } from '../../shared/api/problem.ts';
import { speakProblem } from '../../shared/api/problem-words.ts';
import {
  explainConnectionFailure,
  isConnectionFailureCode,
} from '../../shared/security/connection-words.ts';
import styles from './connection-problem.module.css';
import { StatusDot } from './status-dot.tsx';

interface ProblemText {
  title: string;
  meaning?: string;
  /** What to do, then what was seen. */
  lines: string[];
}

function textOf(problem: Problem): ProblemText {
  if (!isConnectionFailureCode(problem.code)) {
    const { message, fix } = speakProblem(problem);
    return { title: message, lines: fix === undefined ? [] : [fix] };
  }
  const { title, meaning, chargePoint, csms, network, facts } = explainConnectionFailure(problem);
  const advice = [chargePoint, csms, network].filter((part) => part !== undefined);
  return { title, meaning, lines: [...advice, ...facts] };
}

export function ConnectionProblem({ about, problem }: { about?: string; problem: Problem }) {
  const { title, meaning, lines } = textOf(problem);
  return (
    <div className={styles.trouble} data-problem={problem.code}>
      <StatusDot tone="error">
        <strong>{about === undefined ? title : `${about}: ${title}`}</strong>
      </StatusDot>
      {meaning !== undefined && <Text size="sm">{meaning}</Text>}
      <List size="xs">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </div>
  );
}
