/** A scenario that shows a fault to a charge point, sees it refuse, and hears of it once it is back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finished } from '../scenarios/support.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';

let composed: ComposedBench;
beforeAll(async () => {
  composed = await startComposedBench();
});
afterAll(() => composed.close());

const text = `
version: 1
name: Expired certificate
setUp:
  listener: { securityProfiles: [2], hostName: localhost }
  chargePoints:
    cp: { securityProfile: 2 }
steps:
  - csms: { fault: expired, disconnect: true }
  - expect: { kind: connection-failed, within: 20s }
  - csms: { fault: "off" }
  - do: { action: connect }
  - expect: { action: SecurityEventNotification, payload: { type: InvalidCentralSystemCertificate }, within: 20s }
`;

it('A00.FR.309 a step shows the fault, another takes it away', async () => {
  const run = await finished(composed.bench, { text });
  expect(run.steps.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  expect(run.status).toBe('passed');
  expect(composed.bench.faults.state().on).toEqual([]);
  expect(composed.bench.faults.state().results).toMatchObject([
    { fault: 'expired', judgement: 'as-it-must' },
  ]);
});
