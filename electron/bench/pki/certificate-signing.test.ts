import { afterAll, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from './bench-authorities.ts';
import type { RequestedSigning } from './certificate-signing.ts';
import { certificateView } from './certificate-view.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';
import { createSigningRequest, parseSigningRequest } from './signing-request.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const bench = openBenchAuthorities({
  storage: createMemoryCertificateStorage(),
  cpoName: () => 'Example CPO',
});
const requested: RequestedSigning = {
  organisation: 'Example CPO',
  serialNumber: 'SN-1',
  subjectPolicy: 'match',
};

async function opensslRequest(subject: string, ...key: string[]): Promise<string> {
  const { exitCode, output } = await folder.run(
    ...['req', '-new', '-nodes', '-keyout', 'r.key', '-out', 'r.pem', '-subj', subject, ...key],
  );
  if (exitCode !== 0) throw new Error(output);
  return (await folder.run('req', '-in', 'r.pem')).output;
}

const curve = (name: string) => ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${name}`];

describe('A02.FR.04 A03.FR.04: signing requests of charge points', () => {
  it.each([
    ['RSA 2048', 'rsa', ['-newkey', 'rsa:2048']],
    ['RSA 2048 with PSS', 'rsa', ['-newkey', 'rsa:2048', '-sigopt', 'rsa_padding_mode:pss']],
    ['P-256', 'ecdsa', curve('P-256')],
    ['P-384', 'ecdsa', curve('P-384')],
    ['Ed25519', 'ecdsa', ['-newkey', 'ed25519']],
    ['secp224r1', 'ecdsa', curve('secp224r1')],
    ['RSA 3072', 'rsa', ['-newkey', 'rsa:3072']],
    ['P-521', 'ecdsa', curve('P-521')],
    ['brainpoolP256r1', 'ecdsa', curve('brainpoolP256r1')],
    ['brainpoolP384r1', 'ecdsa', curve('brainpoolP384r1')],
    ['brainpoolP512r1', 'ecdsa', curve('brainpoolP512r1')],
  ])(
    'with %s are verified and signed under the %s root, which OpenSSL accepts',
    async (_, family, key) => {
      const outcome = await bench.signRequest(
        await opensslRequest('/O=Example CPO/CN=SN-1', ...key),
        requested,
      );
      if (!outcome.ok) throw new Error(outcome.code);
      expect(outcome.family).toBe(family);
      expect(outcome.certificateChainPem).not.toContain('\r');
      expect(certificateView(outcome.certificateChainPem)).toMatchObject({
        subject: { text: 'O=Example CPO, CN=SN-1' },
        extendedKeyUsage: ['clientAuth'],
        keyUsage: ['digitalSignature'],
      });
      folder.write('root.pem', outcome.rootPem);
      folder.write('leaf.pem', outcome.certificatePem);
      const verified = await folder.run(
        'verify',
        '-purpose',
        'sslclient',
        '-CAfile',
        'root.pem',
        'leaf.pem',
      );
      expect(verified.output).toContain('leaf.pem: OK');
      const publicKey = (kind: string, file: string) =>
        folder.run(kind, '-in', file, '-noout', '-pubkey');
      expect(await publicKey('x509', 'leaf.pem')).toEqual(await publicKey('req', 'r.pem'));
    },
  );

  it.each(['rsa', 'ecdsa'] as const)(
    'made for the emulated charge point with %s verify with OpenSSL and are signed',
    async (family) => {
      const subject = { organisation: 'Example CPO', commonName: 'SN-1' };
      const { csrPem, privateKeyPem } = await createSigningRequest(subject, family);
      folder.write('ours.pem', csrPem);
      const { output } = await folder.run(
        'req',
        '-in',
        'ours.pem',
        '-verify',
        '-noout',
        '-subject',
      );
      expect(output).toMatch(/verify OK/i);
      expect(output).toMatch(/O = Example CPO, CN = SN-1/);
      expect(privateKeyPem).toContain('BEGIN PRIVATE KEY');
      expect((await bench.signRequest(csrPem, requested)).ok).toBe(true);
    },
  );

  it('are refused when the subject is another, and signed with ours when it is to be replaced', async () => {
    const csrPem = await opensslRequest('/O=Maker/CN=other', ...curve('P-256'));
    expect(await bench.signRequest(csrPem, requested)).toEqual({
      ok: false,
      code: 'subject-mismatch',
      parameters: {
        foundOrganisation: 'Maker',
        expectedOrganisation: 'Example CPO',
        foundCommonName: 'other',
        expectedCommonName: 'SN-1',
      },
    });
    const outcome = await bench.signRequest(csrPem, { ...requested, subjectPolicy: 'replace' });
    expect(outcome.ok && certificateView(outcome.certificatePem)?.subject.text).toBe(
      'O=Example CPO, CN=SN-1',
    );
  });

  it('without a known serial number take the common name of the request, and are refused without one', async () => {
    const unknown: RequestedSigning = { organisation: 'Example CPO', subjectPolicy: 'match' };
    const named = await opensslRequest('/O=Example CPO/CN=SN-7', ...curve('P-256'));
    const outcome = await bench.signRequest(named, unknown);
    expect(outcome.ok && certificateView(outcome.certificatePem)?.subject.text).toBe(
      'O=Example CPO, CN=SN-7',
    );
    const nameless = await opensslRequest('/O=Example CPO', ...curve('P-256'));
    expect(await bench.signRequest(nameless, unknown)).toMatchObject({
      code: 'common-name-missing',
    });
  });

  it('A00.FR.501 A00.FR.502 are refused with RSA 1024 unless weak keys are let through', async () => {
    const csrPem = await opensslRequest('/O=Example CPO/CN=SN-1', '-newkey', 'rsa:1024');
    expect(await bench.signRequest(csrPem, requested)).toMatchObject({
      code: 'weak-key',
      parameters: { algorithm: 'rsa', bits: 1024 },
    });
    expect((await bench.signRequest(csrPem, { ...requested, allowWeakKey: true })).ok).toBe(true);
  });

  it('are refused with a signature that does not fit, and never make the reader throw', async () => {
    const csrPem = await opensslRequest('/O=Example CPO/CN=SN-1', ...curve('P-256'));
    const body = Buffer.from(csrPem.replace(/-----.*-----/g, ''), 'base64');
    const asPem = (bytes: Buffer) =>
      `-----BEGIN CERTIFICATE REQUEST-----\r\n${bytes.toString('base64')}\r\n-----END CERTIFICATE REQUEST-----`;
    expect(parseSigningRequest(asPem(body)).ok).toBe(true);
    const altered = Buffer.from(body);
    altered[altered.indexOf('SN-1') + 3] = '2'.charCodeAt(0);
    expect(parseSigningRequest(asPem(altered))).toMatchObject({ ok: false, code: 'bad-signature' });
    for (let index = 0; index < body.length; index += 1) {
      const flipped = Buffer.from(body);
      flipped[index] = (flipped[index] ?? 0) ^ 0x55;
      expect([index, parseSigningRequest(asPem(flipped)).ok]).toEqual([index, false]);
      expect(parseSigningRequest(asPem(body.subarray(0, index))).ok).toBe(false);
    }
    expect(await bench.signRequest('nonsense', requested)).toMatchObject({ code: 'unreadable' });
  });
});
