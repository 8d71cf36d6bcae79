/** A run as JUnit XML, for build servers: a test case a step. A pure function of the state of the run. */
import { speakProblem } from '../api/problem-words.ts';
import type { ScenarioRun, ScenarioStepState } from '../api/scenarios-contract.ts';
import { failureLines, stepNumber, stepTitle } from './scenario-words.ts';

/** Characters that XML 1.0 has no way to say are left out. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}

function seconds(durationMs: number | undefined): string {
  return ((durationMs ?? 0) / 1000).toFixed(3);
}

function outcomeOf({ status, failure, frames }: ScenarioStepState): string {
  if (status === 'skipped' || status === 'pending') return '<skipped/>';
  if (status !== 'failed') {
    return frames.length === 0 ? '' : `<system-out>frames ${frames.join(', ')}</system-out>`;
  }
  const [message = 'failed', ...more] = failure ? failureLines(failure) : [];
  const lines = frames.length === 0 ? more : [...more, `Frames: ${frames.join(', ')}`];
  const type = escaped(failure?.code ?? 'failed');
  return `<failure type="${type}" message="${escaped(message)}">${escaped(lines.join('\n'))}</failure>`;
}

/** The whole document. A run that ended outside its steps has an error of its own. */
export function junitReport(run: ScenarioRun): string {
  const name = escaped(run.name);
  const cases = run.steps.map(
    (step) =>
      `    <testcase classname="${name}" name="${escaped(`${stepNumber(step)} ${stepTitle(step)}`)}" time="${seconds(step.durationMs)}">${outcomeOf(step)}</testcase>`,
  );
  const isOutside = run.problem !== undefined || run.status === 'cancelled';
  if (isOutside) {
    const message = run.problem ? speakProblem(run.problem).message : 'The run was cancelled.';
    const type = escaped(run.problem?.code ?? 'cancelled');
    cases.push(
      `    <testcase classname="${name}" name="run" time="0.000"><error type="${type}" message="${escaped(message)}"></error></testcase>`,
    );
  }
  const failures = run.steps.filter(({ status }) => status === 'failed').length;
  const skipped = run.steps.filter(({ status }) => status === 'skipped').length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${isOutside ? 1 : 0}" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds(run.durationMs)}">`,
    `  <testsuite name="${name}" ${counts} time="${seconds(run.durationMs)}" timestamp="${escaped(run.startedAt)}">`,
    `    <properties><property name="capture" value="${escaped(run.capture)}"/></properties>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
