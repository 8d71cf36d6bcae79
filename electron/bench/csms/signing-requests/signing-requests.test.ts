import { describe, expect, it } from 'vitest';
import { csmsOfEachTest } from '../../../../tests/support/csms-of-each-test.ts';
import { createSigningRequest } from '../../pki/signing-request.ts';

const csms = csmsOfEachTest();
const subject = { organisation: 'Benchpoint CPO', commonName: 'SN-1' };
const all = () => csms.tested.role.signingRequests.list({ limit: 10 });

describe('signing requests that are kept', () => {
  it('survive a restart with policy and steps; what was on its way then has no answer', async () => {
    csms.tested.role.signingRequests.putStationPolicy('CP1', { mode: 'by-hand' });
    const point = await csms.connect('CP1');
    const { csrPem } = await createSigningRequest(subject, 'ecdsa');
    await point.call('SignCertificate', { csr: csrPem });
    const other = await csms.connect('CP2');
    await other.call('SignCertificate', { csr: csrPem });
    await other.received('CertificateSigned');
    await csms.tested.restart();
    expect(all().requests.map(({ station, state }) => [station, state])).toEqual([
      ['CP2', 'unanswered'],
      ['CP1', 'waiting'],
    ]);
    expect(all().waiting).toBe(1);
    expect(csms.tested.role.signingRequests.policies().stations).toEqual({
      CP1: { mode: 'by-hand' },
    });
  });

  it('are kept when a chosen answer takes the place of the usual one, and nothing is signed', async () => {
    const error = { kind: 'error', code: 'GenericError' } as const;
    const answer = { ...error, description: '', details: {} };
    csms.tested.role.addAnswer({ action: 'SignCertificate', delayMs: 0, answer });
    const point = await csms.connect('CP1');
    const { csrPem } = await createSigningRequest(subject, 'ecdsa');
    expect(await point.call('SignCertificate', { csr: csrPem })).toMatchObject({ kind: 'error' });
    await point.call('Heartbeat');
    const [row] = all().requests;
    expect(row).toMatchObject({
      state: 'refused',
      lastStep: { parameters: { reason: 'chosen-answer' } },
    });
    expect(row?.answer).toBeUndefined();
  });

  it('are bounded: a thousand of one station push out the oldest that nobody waits for', async () => {
    const point = await csms.connect('CP1');
    await point.call('SignCertificate', { csr: 'the oldest' });
    csms.tested.role.signingRequests.putStationPolicy('CP2', { mode: 'by-hand' });
    const waiting = await csms.connect('CP2');
    const { csrPem } = await createSigningRequest(subject, 'ecdsa');
    await waiting.call('SignCertificate', { csr: csrPem });
    for (let index = 0; index < 1000; index += 1) {
      await point.call('SignCertificate', { csr: `number ${index}` });
    }
    const listed = csms.tested.role.signingRequests.list({ limit: 2000 });
    expect(listed.total).toBe(1000);
    expect(listed.waiting).toBe(1);
  });

  it('are bounded: of a text without end the beginning is kept', async () => {
    const point = await csms.connect('CP1');
    await point.call('SignCertificate', { csr: 'A'.repeat(200_000) });
    const [row] = all().requests;
    const kept = csms.tested.role.signingRequests.get(row?.id ?? '');
    expect(kept.ok && kept.value.csr.length).toBe(65_536);
    expect(kept.ok && kept.value.form.characters).toBe(200_000);
  });
});
