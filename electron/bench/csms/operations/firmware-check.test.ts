/** A00.FR.706: what is found before firmware is sent. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from '../../pki/bench-authorities.ts';
import { signFirmware } from '../../pki/firmware-signature.ts';
import { createMemoryCertificateStorage } from '../../pki/memory-certificate-storage.ts';
import { checkFirmware } from './firmware-check.ts';

const content = Buffer.from('firmware');
const yearMs = 365 * 86_400_000;
let good: Parameters<typeof checkFirmware>[0];
beforeAll(async () => {
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'CPO',
  });
  const signer = await authorities.firmwareSigner('rsa');
  good = {
    signingCertificate: signer.certificatePem,
    signature: await signFirmware(content, signer.privateKeyPem, 'rsa-pss'),
    content,
    manufacturerRoots: [await authorities.manufacturerRootPem('rsa')],
    nowMs: Date.now(),
  };
});

describe('A00.FR.706', () => {
  it('a good one has nothing wrong, and its scheme is named', async () => {
    const finding = await checkFirmware(good);
    expect(finding.wrong).toBeUndefined();
    expect(finding.parameters).toMatchObject({ contentChecked: true, scheme: 'rsa-pss' });
  });

  it('a file that cannot be read is said not to be checked', async () => {
    const { content: _elsewhere, ...rest } = good;
    expect(await checkFirmware(rest)).toMatchObject({ parameters: { contentChecked: false } });
  });

  it.each([
    ['certificate-expired', () => ({ nowMs: Date.now() + 50 * yearMs })],
    ['certificate-not-yet-valid', () => ({ nowMs: Date.now() - 50 * yearMs })],
    ['certificate-untrusted', () => ({ manufacturerRoots: [] })],
    ['certificate-unreadable', () => ({ signingCertificate: 'none' })],
    ['signature-invalid', () => ({ content: Buffer.from('Firmware') })],
    ['signature-unreadable', () => ({ signature: '?' })],
  ])('%s', async (wrong, change) => {
    expect((await checkFirmware({ ...good, ...change() })).wrong).toBe(wrong);
  });
});
