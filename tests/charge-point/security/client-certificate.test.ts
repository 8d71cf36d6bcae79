/** The certificate of an emulated charge point in time: switch-over at notBefore, the newest wins, renewal (A02, A03). */
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChargePointSecurity } from '../../../shared/api/charge-point-security-contract.ts';
import { signRequest } from '../../support/sign-request.ts';
import { type CentralSystem, result, startCentralSystem } from '../central-system.ts';
import { materialOf } from '../secure-central-system.ts';
import { cpoName, createTestBench, type TestBench } from '../support.ts';

let bench: TestBench;
let central: CentralSystem;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
});

const dayMs = 86_400_000;

async function start(): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem({
    scheme: 'wss',
    configuration: { securityProfiles: [3] },
    tlsMaterial: await materialOf(bench.authorities),
  });
  central.answers.set('SignCertificate', () => result({ status: 'Accepted' }));
  await bench.put('CP-1', { url: central.url, securityProfile: 3, serialNumber: 'SN-77' });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
  // No heartbeat sets the clock that the test moves.
  await central.ask('ChangeConfiguration', { key: 'HeartbeatInterval', value: '0' });
}

const sign = (
  csr: unknown,
  validity: { notBeforeMs?: number; validityDays?: number } = {},
): Promise<string> =>
  signRequest(bench.authorities, csr, {
    organisation: cpoName,
    commonName: 'SN-77',
    ...validity,
  });

async function requested(): Promise<unknown> {
  await central.ask('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' });
  return (await central.next('SignCertificate')).payload.csr;
}

const deliver = (certificateChain: string) =>
  central.ask('CertificateSigned', { certificateChain });

async function security(): Promise<ChargePointSecurity> {
  const outcome = await bench.chargePoints.security('CP-1');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

const shownLeaf = (): string => {
  const [leaf] = central.csms.attempts.at(-1)?.clientCertificate?.chain ?? [];
  return new X509Certificate(leaf ?? '').fingerprint256;
};
const fingerprint = (chainPem: string): string => new X509Certificate(chainPem).fingerprint256;

describe('CertificateSigned', () => {
  it('A02.FR.03 A02.FR.13 A03.FR.03 A03.FR.13 SignCertificate: the request has O = CpoName and CN = serial number', async () => {
    await start();
    await central.ask('ChangeConfiguration', { key: 'CpoName', value: cpoName });
    const chain = await sign(await requested());
    const { subject } = new X509Certificate(chain);
    expect(subject).toContain(`O=${cpoName}`);
    expect(subject).toContain('CN=SN-77');
  });

  it('A02.FR.08 A03.FR.08 CertificateSigned: one that begins later is Accepted and used from its notBefore on', async () => {
    await start();
    const before = shownLeaf();
    const later = await sign(await requested(), {
      notBeforeMs: bench.clock.nowMs() + 2 * dayMs,
      validityDays: 300,
    });
    expect(await deliver(later)).toEqual({ status: 'Accepted' });
    expect((await security()).comingCertificates).toHaveLength(1);
    expect(shownLeaf()).toBe(before);
    bench.clock.advance(2 * dayMs + 1000);
    await expect.poll(shownLeaf).toBe(fingerprint(later));
    const { comingCertificates, formerCertificates } = await security();
    expect(comingCertificates).toEqual([]);
    expect(formerCertificates).toHaveLength(1);
    expect(new X509Certificate(formerCertificates[0]?.pem ?? '').fingerprint256).toBe(before);
  });

  it('A02.FR.09 A03.FR.09 CertificateSigned: of several that wait, the newest notBefore that has come wins', async () => {
    await start();
    const second = await sign(await requested(), {
      notBeforeMs: bench.clock.nowMs() + 2 * dayMs,
      validityDays: 300,
    });
    await deliver(second);
    const first = await sign(await requested(), {
      notBeforeMs: bench.clock.nowMs() + dayMs,
      validityDays: 300,
    });
    await deliver(first);
    expect((await security()).comingCertificates).toHaveLength(2);
    bench.clock.advance(dayMs + 1000);
    await expect.poll(shownLeaf).toBe(fingerprint(first));
    bench.clock.advance(dayMs);
    await expect.poll(shownLeaf).toBe(fingerprint(second));
    expect((await security()).formerCertificates).toHaveLength(2);
  });

  it('A02.FR.10 A03.FR.10 CertificateSigned: one replaced a month ago is forgotten', async () => {
    await start();
    await deliver(await sign(await requested()));
    await expect.poll(() => central.csms.attempts.length).toBe(2);
    await bench.when('CP-1', ({ status }) => status === 'connected');
    expect((await security()).formerCertificates).toHaveLength(1);
    bench.clock.advance(31 * dayMs);
    await deliver(await sign(await requested()));
    expect((await security()).formerCertificates).toHaveLength(1);
  });

  it('A02.FR.06 A02.FR.07 A03.FR.06 A03.FR.07 CertificateSigned: an expired one is Rejected, with the event InvalidChargePointCertificate', async () => {
    await start();
    const csr = await requested();
    const expired = await sign(csr, { validityDays: -1 });
    expect(await deliver(expired)).toEqual({ status: 'Rejected' });
    const { payload } = await central.next('SecurityEventNotification', ({ type }) => {
      return type === 'InvalidChargePointCertificate';
    });
    expect(payload.techInfo).toBe('expired');
    // The request still waits for its answer.
    expect(await deliver(await sign(csr))).toEqual({ status: 'Accepted' });
  });

  it('A02 CertificateSigned: one that nobody asked for is Rejected', async () => {
    await start();
    const chain = await sign(await requested());
    await deliver(chain);
    await expect.poll(() => central.csms.attempts.length).toBe(2);
    await bench.when('CP-1', ({ status }) => status === 'connected');
    expect(await deliver(chain)).toEqual({ status: 'Rejected' });
  });

  it('A03.FR.02 SignCertificate: asks by itself a month before the certificate ends, and again after a day', async () => {
    await start();
    const { clientCertificate } = await security();
    const endsMs = Date.parse(clientCertificate?.notAfter ?? '');
    bench.clock.advance(endsMs - 31 * dayMs - bench.clock.nowMs());
    expect(central.of('SignCertificate')).toEqual([]);
    bench.clock.advance(dayMs);
    const { payload } = await central.next('SignCertificate');
    expect(payload.csr).toContain('CERTIFICATE REQUEST');
    bench.clock.advance(dayMs);
    await central.next('SignCertificate');
  });

  it('A03 SignCertificate: asks at once when somebody presses the button', async () => {
    await start();
    expect(await bench.act('CP-1', { action: 'renew-certificate' })).toMatchObject({ ok: true });
    await central.next('SignCertificate');
  });
});
