/**
 * Scenarios that go wrong in every way a run can: what was expected, what came instead, with which frames; and that the
 * bench is as before whatever happened. Against a real bench.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';
import type { ScenarioRun } from '../../shared/api/scenarios-contract.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { ended, finished } from './support.ts';

let composed: ComposedBench;
beforeEach(async () => {
  composed = await startComposedBench();
});
afterEach(() => composed.close());

const local = 'setUp: { listener: { securityProfiles: [0, 1] }, chargePoints: { cp: {} } }';

function scenario(steps: string, setUp = local): string {
  return `version: 1\nname: Test\n${setUp}\nsteps:\n${steps}`;
}

/** The step that made a run fail: the innermost one. */
function failingStep({ steps }: ScenarioRun) {
  return steps.findLast(
    ({ status, failure }) => status === 'failed' && failure?.code !== 'scenario-step-inside',
  );
}

async function failureOf(steps: string, setUp?: string) {
  const run = await finished(composed.bench, { text: scenario(steps, setUp) });
  expect(run.status).toBe('failed');
  return { run, step: failingStep(run) };
}

function isCleared({ leftOver }: ScenarioRun): void {
  const { csms, chargePoints } = composed.bench;
  expect(leftOver).toEqual([]);
  expect(csms.state().listeners).toEqual([]);
  expect(chargePoints.list()).toEqual([]);
  expect(csms.stations()).toEqual([]);
}

describe('a run that fails', () => {
  it('says what was expected, what came instead, and in which frames', async () => {
    const { run, step } = await failureOf(`
  - do: { action: plug-in }
  - expect: { action: StatusNotification, payload: { status: Charging }, within: 400ms }
  - do: { action: unplug }
`);
    expect(step).toMatchObject({
      path: '2',
      failure: {
        code: 'scenario-expect-timeout',
        expected: { status: 'Charging' },
        actual: { status: 'Preparing' },
      },
    });
    const near = step?.failure?.came?.find(({ path }) => path === 'status');
    const frame = await composed.frame(({ seq }) => seq === near?.seq);
    expect(frame).toMatchObject({ action: 'StatusNotification', messageType: 'call' });
    expect(run.steps.at(-1)).toMatchObject({ path: '3', status: 'skipped' });
    isCleared(run);
  });

  it('takes each frame once: the second Heartbeat is not the first again', async () => {
    const { step } = await failureOf(`
  - call: { action: TriggerMessage, payload: { requestedMessage: Heartbeat } }
  - expect: { action: Heartbeat }
  - expect: { action: Heartbeat, within: 300ms }
`);
    expect(step).toMatchObject({ path: '3' });
  });

  it('fails when a frame comes that must not', async () => {
    const { step } = await failureOf(`
  - do: { action: plug-in }
  - expect: { action: StatusNotification, absent: true, within: 2s }
`);
    expect(step?.failure?.code).toBe('scenario-expect-came');
    expect(step?.frames).toHaveLength(1);
  });

  it('compares the answer to a CALL, also when it is a CALLERROR', async () => {
    const { step } = await failureOf(`
  - call: { action: ClearCache, answer: { status: Rejected } }
`);
    expect(step?.failure).toMatchObject({
      code: 'scenario-answer-differs',
      expected: { status: 'Rejected' },
      actual: { status: 'Accepted' },
    });
    const passed = await finished(composed.bench, {
      text: scenario(
        '  - call: { action: NoSuchAction, validate: false, answer: { error: NotImplemented } }\n',
      ),
    });
    expect(passed.status).toBe('passed');
  });

  it('names the step inside a repetition, with its round', async () => {
    const { run, step } = await failureOf(`
  - repeat:
      times: 3
      steps:
        - assert: { variables: { iteration: { $below: 2 } } }
`);
    expect(step).toMatchObject({ path: '1.1', iterations: [2] });
    expect(run.steps.filter(({ path }) => path === '1.1')).toHaveLength(2);
  });

  it('shows no AuthorizationKey in what was expected or found', async () => {
    const { run } = await failureOf(`
  - call: { action: ChangeConfiguration, payload: { key: AuthorizationKey, value: "00112233445566778899aabbccddeeff" } }
  - expect:
      action: ChangeConfiguration
      payload: { key: AuthorizationKey, value: "ffeeddccbbaa99887766554433221100" }
      within: 300ms
`);
    const shown = JSON.stringify(run);
    expect(shown).toContain('AuthorizationKey');
    expect(shown).not.toContain('00112233445566778899aabbccddeeff');
    expect(shown).not.toContain('ffeeddccbbaa99887766554433221100');
  });

  it('ends a run that takes longer than its time, and clears up', async () => {
    const { run } = await failureOf('  - wait: 10min\n', `timeout: 1s\n${local}`);
    expect(run.problem?.code).toBe('scenario-timeout');
    isCleared(run);
  });

  it('does not replace what a person has: the set-up fails', async () => {
    await composed.listen({ securityProfiles: [0] });
    composed.bench.csms.putStation('CP-1', { securityProfile: 0 });
    const { step } = await failureOf(
      '  - wait: 1ms\n',
      'setUp: { chargePoints: { cp: { id: CP-1 } } }',
    );
    expect(step).toMatchObject({ path: 'set-up', failure: { code: 'scenario-identity-taken' } });
    expect(composed.bench.csms.station('CP-1').ok).toBe(true);
  });
});

describe('a run', () => {
  it('can be cancelled, and one at a time is run', async () => {
    const { scenarios } = composed.bench;
    const request = { text: scenario('  - wait: 10min\n'), stations: {} };
    const started = scenarios.run(request);
    if (!started.ok) throw new Error(started.problem.code);
    expect(scenarios.run(request)).toMatchObject({ problem: { code: 'scenario-running' } });
    expect(scenarios.cancel(started.value.id).ok).toBe(true);
    const run = await ended(composed.bench, started.value.id);
    expect(run.status).toBe('cancelled');
    isCleared(run);
    expect(scenarios.cancel(run.id)).toMatchObject({ problem: { code: 'scenario-run-ended' } });
  });

  it('drives a station that is there already, as the CSMS sees it', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    const url = `ws://127.0.0.1:${port}/`;
    const request = chargePointRequest.parse({ url, securityProfile: 0 });
    await composed.bench.chargePoints.put('REAL-1', request);
    const run = await finished(composed.bench, {
      stations: { charger: 'REAL-1' },
      text: scenario(
        `
  - call: { action: TriggerMessage, payload: { requestedMessage: Heartbeat }, answer: { status: Accepted } }
  - expect: { action: Heartbeat }
  - assert: { station: { connected: true } }
`,
        'setUp: { stations: { charger: {} } }',
      ),
    });
    expect(run.status).toBe('passed');
    const [seq = 0] = run.steps.find(({ verb }) => verb === 'expect')?.frames ?? [];
    const frame = await composed.frame((one) => one.seq === seq);
    expect(frame).toMatchObject({ role: 'csms', direction: 'in', action: 'Heartbeat' });
    expect(composed.bench.chargePoints.list()).toHaveLength(1);
  });

  it('drives emulated charge points at another Central System, where it cannot call', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    const url = `ws://127.0.0.1:${port}/`;
    const passed = await finished(composed.bench, {
      url,
      text: scenario(`
  - do: { action: plug-in }
  - expect: { action: StatusNotification, kind: result }
`),
    });
    expect(passed.status).toBe('passed');
    const refused = await finished(composed.bench, {
      url,
      text: scenario('  - call: { action: ClearCache }\n'),
    });
    expect(failingStep(refused)?.failure?.code).toBe('scenario-needs-csms');
  });

  it('keeps scenarios that a person saves, finished or not, and leaves the shipped ones alone', () => {
    const { scenarios } = composed.bench;
    expect(scenarios.save('mine', 'version: 1')).toMatchObject({
      ok: true,
      value: { faulty: true },
    });
    expect(scenarios.save('mine', scenario('  - wait: 1s\n'))).toMatchObject({
      value: { faulty: false, source: 'saved', name: 'Test', stations: ['cp'] },
    });
    expect(scenarios.list().filter(({ source }) => source === 'saved')).toHaveLength(1);
    expect(scenarios.save('wrong-tags', '')).toMatchObject({
      problem: { code: 'scenario-shipped' },
    });
    expect(scenarios.delete('mine')).toBe(true);
    expect(scenarios.get('mine')).toMatchObject({ problem: { code: 'scenario-unknown' } });
  });
});
