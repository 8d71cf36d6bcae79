/** One run, live: its steps with what became of them, the frames they rest on, the report. */
import { Button, Group, Select, Text } from '@mantine/core';
import { IconDownload, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ScenarioRun, ScenarioStepState } from '../../../shared/api/scenarios-contract.ts';
import { junitReport } from '../../../shared/scenario/junit.ts';
import {
  failureLines,
  runStatusWords,
  stepDeed,
  stepNumber,
  stepStatusWords,
  stepTitle,
} from '../../../shared/scenario/scenario-words.ts';
import { orpc, useBenchConnection } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { download } from '../../components/save-file.ts';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { visibleText } from '../../components/visible-text.ts';
import styles from './scenarios.module.css';
import { runWords as words } from './words.ts';

const stepTones: Record<ScenarioStepState['status'], StatusTone> = {
  pending: 'off',
  running: 'busy',
  passed: 'good',
  failed: 'error',
  skipped: 'off',
};
const runTones: Record<ScenarioRun['status'], StatusTone> = {
  running: 'busy',
  passed: 'good',
  failed: 'error',
  cancelled: 'warning',
};

const shownFrames = 12;

function FrameLinks({ frames, capture }: { frames: readonly number[]; capture: string }) {
  if (frames.length === 0) return null;
  const more = frames.length - shownFrames;
  return (
    <div className={styles.seqs}>
      {frames.slice(0, shownFrames).map((seq) => (
        <Link key={seq} to="/frames" search={{ seq, capture }} className={texts.link}>
          {words.frame(seq)}
        </Link>
      ))}
      {more > 0 && words.moreFrames(more)}
    </div>
  );
}

function Step({ step, capture }: { step: ScenarioStepState; capture: string }) {
  const { status, name, actor, durationMs, failure, frames } = step;
  return (
    <li className={styles.step} data-status={status}>
      <div className={styles.stepHead}>
        <span className={styles.number}>{stepNumber(step)}</span>
        <StatusDot tone={stepTones[status]} label={stepStatusWords[status]} />
        <span className={styles.grow}>{visibleText(stepTitle(step))}</span>
        {durationMs !== undefined && <span className={texts.quiet}>{words.took(durationMs)}</span>}
      </div>
      {(name !== undefined || actor !== undefined) && (
        <div className={styles.deed}>
          {[name === undefined ? undefined : stepDeed(step), actor]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </div>
      )}
      {failure && (
        <div className={styles.failure}>
          {failureLines(failure).map((line) => (
            <div key={line}>{visibleText(line)}</div>
          ))}
        </div>
      )}
      <FrameLinks frames={frames} capture={capture} />
    </li>
  );
}

function RunHead({ run }: { run: ScenarioRun }) {
  const isOnline = useBenchConnection().status === 'online';
  const cancel = useMutation(orpc.scenarios.cancel.mutationOptions({ onError: notifyProblem }));
  const save = () =>
    download(new Blob([junitReport(run)], { type: 'application/xml' }), `${run.name}.junit.xml`);
  return (
    <div className={styles.bar} role="status" aria-label={words.title}>
      <StatusDot tone={runTones[run.status]}>
        {runStatusWords[run.status]}: {run.name}
      </StatusDot>
      <span className={styles.grow} />
      {run.durationMs !== undefined && (
        <span className={texts.quiet}>{words.took(run.durationMs)}</span>
      )}
      {run.status === 'running' ? (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlayerStop size={12} />}
          disabled={!isOnline}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: run.id })}
        >
          {words.stop}
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconDownload size={12} />}
          title={words.junitHint}
          onClick={save}
        >
          {words.junit}
        </Button>
      )}
    </div>
  );
}

function EarlierRuns({ run, onRun }: { run: string; onRun: (id: string) => void }) {
  const runs = useQuery(orpc.scenarios.runs.queryOptions()).data ?? [];
  if (runs.length < 2) return null;
  return (
    <Group className={styles.options}>
      <Select
        aria-label={words.earlier}
        size="xs"
        allowDeselect={false}
        value={run}
        data={runs.map(({ id, name, status, startedAt }) => ({
          value: id,
          label: `${startedAt.slice(11, 19)} ${name}: ${runStatusWords[status]}`,
        }))}
        onChange={(id) => {
          if (id !== null) onRun(id);
        }}
      />
    </Group>
  );
}

export function RunPanel({ id, onRun }: { id: string | undefined; onRun: (id: string) => void }) {
  const run = useQuery({
    ...orpc.scenarios.runState.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== undefined,
  });
  if (id === undefined) {
    return (
      <Text size="sm" c="dimmed" p="md">
        {words.none}
      </Text>
    );
  }
  return (
    <>
      <EarlierRuns run={id} onRun={onRun} />
      <Loaded query={run} lines={8}>
        {(known) => (
          <>
            <RunHead run={known} />
            {known.problem && <ProblemAlert problem={known.problem} />}
            {known.leftOver.map((problem) => (
              <ProblemAlert
                key={JSON.stringify(problem)}
                title={words.leftOver}
                tone="warning"
                problem={problem}
              />
            ))}
            <ol className={texts.list} aria-label={words.steps}>
              {known.steps.map((step) => (
                <Step key={stepNumber(step)} step={step} capture={known.capture} />
              ))}
            </ol>
          </>
        )}
      </Loaded>
    </>
  );
}
