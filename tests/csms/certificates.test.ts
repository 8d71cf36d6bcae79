/** A02, M03 to M05: renewing the charge point certificate, installing and deleting roots. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOpenSslFolder } from '../../electron/bench/pki/openssl-support.ts';
import { closeForeignChargePoints } from '../support/foreign-charge-point.ts';
import { type CsmsBench, startCsmsBench, stepOf, stepsOf, value } from './support.ts';

let tested: CsmsBench;
const openssl = createOpenSslFolder();
beforeAll(async () => {
  tested = await startCsmsBench();
});
afterEach(closeForeignChargePoints);
afterAll(async () => {
  await tested.close();
  openssl.remove();
});

const renewal = { operation: 'renew-certificate' } as const;

async function signingRequest(name: string): Promise<string> {
  await openssl.run(
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/O=Benchpoint CPO/CN=SN-1'],
  );
  return (await openssl.run('req', '-in', `${name}.csr`)).output;
}

describe('A02 renewal', () => {
  it('A02 ExtendedTriggerMessage: profile 3, the charge point comes back with the new certificate', async () => {
    const id = await tested.emulated(3);
    const before = tested.station(id).clientCertificate?.serialNumber;
    const started = tested.start(id, renewal);
    const state = await tested.ended(started);
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(stepsOf(state).map(([code]) => code)).toEqual([
      'request-renewal',
      'await-request',
      'send-certificate',
      'reconnect-with-new-certificate',
    ]);
    expect(await tested.framesOf(state, 'await-request')).toEqual(['SignCertificate']);
    expect(await tested.framesOf(state, 'send-certificate')).toEqual([
      'CertificateSigned',
      'CertificateSigned',
    ]);
    const after = tested.station(id).clientCertificate?.serialNumber;
    expect(after).not.toBe(before);
    expect(stepOf(state, 'reconnect-with-new-certificate').parameters.serialNumber).toBe(after);
  });

  it('A02 CertificateSigned: on profile 2 the certificate is kept for profile 3, and so noted', async () => {
    const id = await tested.emulated(2);
    const state = await tested.ended(tested.start(id, renewal));
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(stepOf(state, 'send-certificate').parameters).toMatchObject({ keptForProfile: 3 });
    // A charge point that knows no operator refuses at first.
    expect(stepsOf(state).map(([code]) => code)).toEqual([
      'request-renewal',
      'set-cpo-name',
      'request-renewal',
      'await-request',
      'send-certificate',
    ]);
  });

  it('TC_077 CertificateSigned: Rejected fails and nothing is waited for', async () => {
    const point = await tested.foreign('CERT-1');
    point.handle('ExtendedTriggerMessage', () => Promise.resolve({ status: 'Accepted' }));
    point.handle('CertificateSigned', () => Promise.resolve({ status: 'Rejected' }));
    const started = tested.start('CERT-1', renewal);
    await tested.operation(started, ({ steps }) => steps[1]?.status === 'running');
    await point.call('SignCertificate', { csr: await signingRequest('rejected') });
    const state = await tested.ended(started);
    expect(state.problem).toMatchObject({
      code: 'operation-refused',
      parameters: { action: 'CertificateSigned', status: 'Rejected' },
    });
    expect(tested.station('CERT-1').findings.map(({ rule }) => rule)).toContain(
      'certificate-signed-not-accepted',
    );
  });

  it.each(['Rejected', 'NotImplemented'])(
    'A02 ExtendedTriggerMessage: %s fails',
    async (status) => {
      const point = await tested.foreign(`CERT-${status}`);
      point.handle('ExtendedTriggerMessage', () => Promise.resolve({ status }));
      const state = await tested.ended(tested.start(`CERT-${status}`, renewal));
      expect(state.problem?.parameters).toMatchObject({ status });
    },
  );

  it('A02.FR.12 SignCertificate: an unreadable request is refused with its reason', async () => {
    const point = await tested.foreign('CERT-2');
    point.handle('ExtendedTriggerMessage', () => Promise.resolve({ status: 'Accepted' }));
    const started = tested.start('CERT-2', renewal);
    await tested.operation(started, ({ steps }) => steps[1]?.status === 'running');
    await point.call('SignCertificate', { csr: 'no request' });
    const state = await tested.ended(started);
    expect(state.problem).toMatchObject({
      code: 'operation-refused',
      parameters: { status: 'unreadable' },
    });
  });

  it('A02 a charge point that sends no SignCertificate ends the wait', async () => {
    const point = await tested.foreign('CERT-3');
    point.handle('ExtendedTriggerMessage', () => Promise.resolve({ status: 'Accepted' }));
    const state = await tested.ended(tested.start('CERT-3', { ...renewal, requestTimeoutMs: 100 }));
    expect(state.problem?.code).toBe('operation-no-signing-request');
  });
});

describe('M05 and M04 roots', () => {
  it('M04.FR.07 InstallCertificate and DeleteCertificate: a root is installed, listed, recognised and deleted', async () => {
    const id = await tested.emulated(2);
    const root = 'bench-manufacturer-rsa';
    const certificateType = 'ManufacturerRootCertificate';
    const installed = await tested.ended(
      tested.start(id, { operation: 'install-root', root, certificateType }),
    );
    expect(installed).toMatchObject({ status: 'succeeded' });
    expect(stepOf(installed, 'list-installed').parameters.answer).toBe('Accepted');
    const shown = () => value(tested.bench.csms.knowledge(id)).certificates;
    const names = () => shown().certificates.map((one) => [one.certificateType, one.known?.id]);
    // Without asking again, and without a word about the type that was not asked for.
    expect(names()).toContainEqual([certificateType, root]);
    expect(shown().answers).toEqual([{ certificateType, answer: 'Accepted' }]);
    value(await tested.bench.csms.readCertificates(id));
    expect(names()).toContainEqual(['CentralSystemRootCertificate', 'bench-rsa']);
    const others = names().filter(([, known]) => known !== root);
    const deleted = await tested.ended(
      tested.start(id, { operation: 'delete-root', root, certificateType }),
    );
    expect(deleted).toMatchObject({ status: 'succeeded' });
    expect(stepsOf(deleted).map(([code]) => code)).toEqual([
      'choose-root',
      'list-installed',
      'delete',
      'list-again',
    ]);
    expect(names().toSorted()).toEqual(others.toSorted());
  });

  it.each(['Rejected', 'Failed'])('M05 InstallCertificate: %s fails', async (status) => {
    const point = await tested.foreign(`ROOT-${status}`);
    point.handle('InstallCertificate', () => Promise.resolve({ status }));
    const state = await tested.ended(tested.start(`ROOT-${status}`, { operation: 'install-root' }));
    expect(state.problem?.parameters).toMatchObject({ action: 'InstallCertificate', status });
  });

  it('M05 GetInstalledCertificateIds: NotFound after Accepted is a failure', async () => {
    const point = await tested.foreign('ROOT-1');
    point.handle('InstallCertificate', () => Promise.resolve({ status: 'Accepted' }));
    point.handle('GetInstalledCertificateIds', () => Promise.resolve({ status: 'NotFound' }));
    const state = await tested.ended(tested.start('ROOT-1', { operation: 'install-root' }));
    expect(state.problem?.code).toBe('operation-root-not-listed');
  });

  it.each(['Failed', 'NotFound'])('M04 DeleteCertificate: %s fails', async (status) => {
    const hashData = {
      hashAlgorithm: 'SHA384' as const,
      issuerNameHash: 'aa',
      issuerKeyHash: 'bb',
      serialNumber: '1',
    };
    const point = await tested.foreign(`DELETE-${status}`);
    point.handle('GetInstalledCertificateIds', () =>
      Promise.resolve({ status: 'Accepted', certificateHashData: [hashData] }),
    );
    const sent = new Promise((resolve) => {
      point.handle('DeleteCertificate', ({ params }) => {
        resolve(params);
        return Promise.resolve({ status });
      });
    });
    const started = tested.start(`DELETE-${status}`, {
      operation: 'delete-root',
      root: { hashData: { ...hashData, issuerNameHash: 'AA', serialNumber: '01' } },
    });
    // TC_076: as the charge point names it, in the algorithm it was installed with.
    expect(await sent).toEqual({ certificateHashData: hashData });
    expect((await tested.ended(started)).problem?.parameters).toMatchObject({ status });
  });

  it('M05 a root that does not exist is not sent', async () => {
    await tested.foreign('ROOT-2');
    const state = await tested.ended(
      tested.start('ROOT-2', { operation: 'install-root', root: { trustedRoot: 'none' } }),
    );
    expect(state.problem?.code).toBe('operation-root-unknown');
  });
});
