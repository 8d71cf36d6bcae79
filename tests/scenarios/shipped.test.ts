/**
 * Every scenario that is shipped, run as it is against our own bench: green, with frames behind what it claims, and
 * nothing left behind.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShippedScenarios } from '../../electron/bench/scenarios/shipped.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { finished } from './support.ts';

const limitMs = 60_000;

describe('shipped scenarios', () => {
  let composed: ComposedBench;
  beforeAll(async () => {
    composed = await startComposedBench();
  });
  afterAll(() => composed.close());

  it('the example of the guide passes too', { timeout: limitMs }, async () => {
    const page = readFileSync(new URL('../../docs/guide/scenarios.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(version: 1\n.*?)```/s.exec(page) ?? [];
    const { status } = await finished(composed.bench, { text: example });
    expect(status).toBe('passed');
  });

  for (const { id } of readShippedScenarios()) {
    it(`${id} passes against our own bench and leaves nothing behind`, {
      timeout: limitMs,
    }, async () => {
      const { bench } = composed;
      const before = { policy: bench.csms.state().policy, idTags: bench.csms.idTags() };
      const run = await finished(bench, { scenario: id });
      const failing = run.steps.filter(({ status }) => status === 'failed');
      expect({ status: run.status, failing, problem: run.problem }).toEqual({
        status: 'passed',
        failing: [],
        problem: undefined,
      });
      const withFrames = run.steps.filter(
        ({ verb, frames }) => verb === 'expect' && frames.length > 0,
      );
      expect(withFrames.length).toBeGreaterThan(0);

      expect(run.leftOver).toEqual([]);
      const { policy, listeners } = bench.csms.state();
      expect({ policy, idTags: bench.csms.idTags() }).toEqual(before);
      expect(listeners).toEqual([]);
      expect(bench.chargePoints.list()).toEqual([]);
      expect(bench.csms.stations()).toEqual([]);
      expect(bench.csms.answers()).toEqual([]);
    });
  }
});
