import { afterAll, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from './bench-authorities.ts';
import { certificateHashData, sameHashData } from './certificate-hash.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const bench = openBenchAuthorities({
  storage: createMemoryCertificateStorage(),
  cpoName: () => 'Example CPO',
});

describe('OCPP certificate hash data', () => {
  it.each(['SHA256', 'SHA384', 'SHA512'] as const)(
    'with %s is what openssl ocsp puts into a request',
    async (algorithm) => {
      const root = await bench.rootPem('rsa');
      const leaf = await bench.clientIdentity({ station: 'h', serialNumber: 'SN', family: 'rsa' });
      for (const certificatePem of [leaf.certificatePem, root]) {
        folder.write('root.pem', root);
        folder.write('certificate.pem', certificatePem);
        const { output: wrapped } = await folder.run(
          ...[
            'ocsp',
            `-${algorithm.toLowerCase()}`,
            '-issuer',
            'root.pem',
            '-cert',
            'certificate.pem',
          ],
          ...['-req_text', '-no_nonce'],
        );
        // OpenSSL breaks long values over lines with a backslash.
        const output = wrapped.replaceAll('\\\n', '');
        const read = (field: string) => new RegExp(`${field}: ([0-9A-F]+)`).exec(output)?.[1];
        const result = certificateHashData(certificatePem, [root], algorithm);
        if (!result.ok) throw new Error(result.code);
        expect(result.hashData.hashAlgorithm).toBe(algorithm);
        expect(result.hashData.issuerNameHash.toUpperCase()).toBe(read('Issuer Name Hash'));
        expect(result.hashData.issuerKeyHash.toUpperCase()).toBe(read('Issuer Key Hash'));
        expect(result.hashData.serialNumber).toBe(read('Serial Number'));
      }
    },
  );

  it('writes the serial number without leading zeros: 4095 is FFF', async () => {
    await folder.run(
      ...['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 's.key', '-out', 's.pem'],
      ...['-set_serial', '4095', '-subj', '/CN=s'],
    );
    const { output } = await folder.run('x509', '-in', 's.pem');
    expect(certificateHashData(output, [], 'SHA256')).toMatchObject({
      ok: true,
      hashData: { serialNumber: 'FFF' },
    });
  });

  it('says when the issuer is not at hand, or the certificate cannot be read', async () => {
    const leaf = await bench.clientIdentity({ station: 'h', serialNumber: 'SN', family: 'rsa' });
    const otherRoot = await bench.rootPem('ecdsa');
    expect(certificateHashData(leaf.certificatePem, [otherRoot], 'SHA256')).toEqual({
      ok: false,
      code: 'issuer-missing',
    });
    expect(certificateHashData('nothing', [], 'SHA256')).toEqual({ ok: false, code: 'unreadable' });
  });

  it('compares without regard to case and leading zeros', () => {
    const one = {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'ab',
      issuerKeyHash: 'cd',
      serialNumber: 'FFF',
    } as const;
    expect(sameHashData(one, { ...one, issuerNameHash: 'AB', serialNumber: '0fff' })).toBe(true);
    expect(sameHashData(one, { ...one, hashAlgorithm: 'SHA512' })).toBe(false);
  });
});
