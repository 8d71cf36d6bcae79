/** Connections that work, seen from both ends: no step is red, and what could not be seen is not claimed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { autopsyOfConnection, headOf, type ReadAutopsy } from './support.ts';

let composed: ComposedBench;

beforeAll(async () => {
  composed = await startComposedBench();
});
afterAll(() => composed.close());

/** Both ends of one connection, once BootNotification was answered on each. */
async function bothEnds(securityProfile: 1 | 2 | 3, tls13: boolean) {
  await composed.listen({ securityProfiles: [securityProfile], handshakeRecording: 'full', tls13 });
  const after = headOf(composed);
  const tried = await composed.bench.chargePoints.tryIt({ securityProfile });
  if (!tried.ok) throw new Error(JSON.stringify(tried.problem));
  const read = async (role: string): Promise<ReadAutopsy> => {
    const answered = await composed.frame(
      (frame) =>
        frame.seq > after &&
        frame.role === role &&
        frame.messageType === 'result' &&
        frame.action === 'BootNotification',
    );
    return autopsyOfConnection(composed, answered.connection ?? 0);
  };
  const ends = { csms: await read('csms'), chargePoint: await read('charge-point') };
  await composed.bench.chargePoints.delete(tried.value.id);
  return ends;
}

describe('a connection that works', () => {
  it.each([
    [1, true],
    [2, false],
    [3, false],
    [3, true],
  ] as const)('on profile %s, with TLS 1.3: %s', async (securityProfile, tls13) => {
    const { csms, chargePoint } = await bothEnds(securityProfile, tls13);
    for (const end of [csms, chargePoint]) {
      expect(['connected', 'ended']).toContain(end.page.attempt.outcome);
      const red = end.page.autopsy.steps.filter(({ tone }) => tone === 'red');
      expect(red).toEqual([]);
      expect(end.step('boot')).toMatchObject({ tone: 'green', parameters: { status: 'Accepted' } });
      expect(end.step('answer').tone).toBe('green');
      expect(end.step('clock')).toMatchObject({ tone: expect.stringMatching(/green|unknown/) });
    }
    expect(chargePoint.page.autopsy.role).toBe('charge-point');
    expect(csms.page.autopsy.role).toBe('csms');
    if (securityProfile === 3) {
      expect(csms.step('client-certificate')).toMatchObject({
        tone: 'green',
        code: 'client-certificate-shown',
      });
      // It dials an address, which is among the alternative names only: let through, and remarked (A00.FR.412).
      expect(chargePoint.step('server-certificate')).toMatchObject({
        tone: 'amber',
        parameters: { rules: 'server-name', verification: 'ok' },
      });
    }
  });

  it('what TLS 1.3 hides from the charge point’s end is unknown, and in clear it is not', async () => {
    const hidden = await bothEnds(3, true);
    expect(hidden.chargePoint.step('client-certificate')).toMatchObject({
      tone: 'unknown',
      code: 'client-certificate-held',
    });
    const clear = await bothEnds(2, false);
    expect(clear.chargePoint.step('client-certificate').tone).not.toBe('red');
    expect(clear.csms.step('server-certificate')).toMatchObject({ code: 'certificate-good-ours' });
  });
});
