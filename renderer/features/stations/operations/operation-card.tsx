/** One guided operation: its steps with live state and frames, why it failed, and the ways out while it waits. */
import { Button, Text } from '@mantine/core';
import type {
  OperationState,
  OperationStep,
} from '../../../../shared/api/csms-operations-contract.ts';
import {
  operationWords,
  recoveryWords,
  stepStatusWords,
  stepWords,
} from '../../../../shared/api/operation-words.ts';
import { formatDuration } from '../../../components/format.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import pieces from '../pieces/pieces.module.css';
import styles from './operations.module.css';
import { isUnderWay, useCancelOperation, useRecoverOperation } from './use-operations.ts';
import { parameterWords, operationScreenWords as words } from './words.ts';

const stepTones: Record<OperationStep['status'], StatusTone> = {
  pending: 'off',
  running: 'busy',
  done: 'good',
  failed: 'error',
  skipped: 'off',
};

const tones: Record<OperationState['status'], StatusTone> = {
  running: 'busy',
  waiting: 'warning',
  succeeded: 'good',
  failed: 'error',
  cancelled: 'off',
};

function isKnown(kind: string): kind is keyof typeof operationWords {
  return Object.hasOwn(operationWords, kind);
}

const operationTitle = (kind: string): string =>
  isKnown(kind) ? operationWords[kind].title : kind;

/** A status that the charge point reported is the name of its step already. */
function parametersText({ code, parameters }: OperationStep): string {
  return Object.entries(parameters)
    .filter(([name, value]) => value !== '' && !(name === 'status' && code.startsWith('status-')))
    .map(([name, value]) => {
      const said = parameterWords[name] ?? name;
      return value === true ? said : `${said} ${visibleText(String(value))}`;
    })
    .join(', ');
}

function Step({ step }: { step: OperationStep }) {
  const parameters = parametersText(step);
  return (
    <li className={styles.step} data-status={step.status}>
      <span>
        <StatusDot tone={stepTones[step.status]} label={stepStatusWords[step.status]}>
          {visibleText(stepWords(step))}
        </StatusDot>
        {parameters !== '' && <span className={styles.parameters}>{parameters}</span>}
      </span>
      <span className={pieces.quiet}>
        {step.at !== undefined && <TimeText at={step.at} as="time" />}
      </span>
      <span className={pieces.links}>
        <FrameLinks frames={step.frames} />
      </span>
    </li>
  );
}

function WaysOut({ operation }: { operation: OperationState }) {
  const recover = useRecoverOperation();
  if (operation.recovery.length === 0) return null;
  return (
    <section className={styles.recovery} aria-label={words.recovery}>
      <Text size="sm">{words.waiting}</Text>
      <div className={pieces.row}>
        {operation.recovery.map((recovery) => (
          <Button
            key={recovery}
            variant="default"
            size="compact-sm"
            title={recoveryWords[recovery].meaning}
            disabled={recover.isPending}
            onClick={() =>
              recover.mutate(
                { id: operation.station, operation: operation.id, recovery },
                { onError: notifyProblem },
              )
            }
          >
            {recoveryWords[recovery].title}
          </Button>
        ))}
      </div>
    </section>
  );
}

export function OperationCard({ operation }: { operation: OperationState }) {
  const cancel = useCancelOperation();
  const { kind, status, startedAt, endedAt, steps, problem } = operation;
  const title = operationTitle(kind);
  const took =
    endedAt === undefined ? undefined : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  return (
    <article className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span role="status">
          <StatusDot tone={tones[status]}>{words.status[status]}</StatusDot>
        </span>
        <span className={pieces.quiet}>
          <TimeText at={startedAt} as="time" />
          {took !== undefined && `, ${words.took(formatDuration(took))}`}
        </span>
        {isKnown(kind) && <span className={pieces.quiet}>{operationWords[kind].clause}</span>}
        {isUnderWay(operation) && (
          <Button
            className={styles.cancel}
            variant="default"
            size="compact-xs"
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate(
                { id: operation.station, operation: operation.id },
                { onError: notifyProblem },
              )
            }
          >
            {words.cancel}
          </Button>
        )}
      </header>
      <ol className={styles.steps} aria-label={words.steps(title)}>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no id, and the same code may come twice
          <Step key={index} step={step} />
        ))}
      </ol>
      {isUnderWay(operation) && <WaysOut operation={operation} />}
      {problem !== undefined && <ProblemAlert problem={problem} />}
    </article>
  );
}
