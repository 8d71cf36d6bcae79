import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../tests/support/tls-certificates.ts';
import { openBenchAuthorities } from './bench-authorities.ts';
import { verifyChain } from './client-verification.ts';
import { DerError } from './der.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { namesakeOf } from './namesake.ts';

describe('a namesake', () => {
  it.each(['rsa', 'ecdsa'] as const)(
    'of an %s root has its name, which OpenSSL reads, and another key',
    async (family) => {
      const root = await createAuthority(family, 'Rööt of this, with a comma');
      const namesake = namesakeOf(root.certPem);
      expect(() => tls.createSecureContext({ ca: namesake })).not.toThrow();
      const [one, other] = [root.certPem, namesake].map((pem) => new X509Certificate(pem));
      expect(other?.subject).toBe(one?.subject);
      expect(other?.validTo).toBe(one?.validTo);
      expect(other?.publicKey.equals(one?.publicKey ?? other.publicKey)).toBe(false);
      expect(other?.ca).toBe(false);
    },
  );

  it('of a root of the bench keeps long names', async () => {
    const authorities = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'An operator whose name is as long as an organisation may be: 64.',
    });
    const root = await authorities.rootPem('ecdsa');
    expect(new X509Certificate(namesakeOf(root)).subject).toBe(new X509Certificate(root).subject);
  });

  it('vouches for nothing its original has issued', async () => {
    const root = await createAuthority('ecdsa', 'Root');
    const { certPem } = await root.issue({ commonName: 'SN-1', purpose: 'client' });
    const verification = verifyChain({
      presented: [new X509Certificate(certPem).raw],
      trustedRoots: [namesakeOf(root.certPem)],
      purpose: 'client',
      nowMs: Date.now(),
    });
    expect(verification.code).not.toBe('ok');
  });

  it.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'])(
    'of %j cannot be made',
    (text) => {
      expect(() => namesakeOf(text)).toThrow(DerError);
    },
  );
});
