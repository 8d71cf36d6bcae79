import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FaultId,
  faultIds,
  handshakeFaults,
} from '../../../shared/security/handshake-faults.ts';
import { type BenchAuthorities, openBenchAuthorities } from './bench-authorities.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { authorityOf } from './fault-authority.ts';
import { type FaultIdentity, makeFaultIdentity } from './fault-certificates.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';

const folder = createOpenSslFolder();
const hostName = 'csms.example.com';
const serialNumber = 'SN-1';
let authorities: BenchAuthorities;

beforeAll(async () => {
  authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Example Mobility',
  });
  await authorities.prepare();
});
afterAll(() => folder.remove());

async function make(
  fault: FaultId,
  kind: 'server' | 'client',
  family: KeyFamily,
): Promise<FaultIdentity> {
  const usual =
    kind === 'server'
      ? (await authorities.serverIdentities({ listener: 'l', hostName, addresses: ['192.0.2.1'] }))[
          family
        ]
      : await authorities.clientIdentity({ station: `CP-${family}`, serialNumber, family });
  const authority = await authorityOf(authorities, family);
  return makeFaultIdentity({ fault, kind, usual, authority, nowMs: Date.now() });
}

/** As a careful verifier sees it: the leaf, what was sent behind it, and our root as the only trusted one. */
async function verify(
  { certPem }: FaultIdentity,
  kind: 'server' | 'client',
  family: KeyFamily,
  ...more: string[]
): Promise<string> {
  const [leaf = '', ...chain] =
    certPem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? [];
  const root = folder.write(`root-${family}.pem`, await authorities.rootPem(family));
  const untrusted =
    chain.length === 0 ? [] : ['-untrusted', folder.write('chain.pem', chain.join(''))];
  const file = folder.write('leaf.pem', leaf);
  const purpose = kind === 'server' ? 'sslserver' : 'sslclient';
  const { output } = await folder.run(
    ...['verify', '-x509_strict', '-auth_level', '2', '-purpose', purpose, '-CAfile', root],
    ...more,
    ...untrusted,
    file,
  );
  return (
    /error \d+ at \d+ depth lookup: ?(.*)/.exec(output)?.[1] ??
    (output.includes('OK') ? 'OK' : output)
  );
}

const named = ['-verify_hostname', hostName];

/** What OpenSSL says, where it refuses; the faults that are not listed are none to it. */
const words: Partial<Record<FaultId, string>> = {
  expired: 'certificate has expired',
  'not-yet-valid': 'certificate is not yet valid',
  'wrong-ca': 'unable to get local issuer certificate',
  'forged-issuer': 'certificate signature failure',
  'self-signed': 'self-signed certificate',
  'missing-intermediate': 'unable to get local issuer certificate',
  'expired-intermediate': 'certificate has expired',
  'issuer-not-authority': 'invalid CA certificate',
  'weak-rsa-1024': 'EE certificate key too weak',
  'weak-p192': 'EE certificate key too weak',
  'sha-1': 'CA signature digest algorithm too weak',
  'wrong-purpose': 'unsuitable certificate purpose',
  'unknown-critical-extension': 'unhandled critical extension',
};
const serverWords: Partial<Record<FaultId, string>> = {
  'wrong-host': 'hostname mismatch',
};

const inCertificates = faultIds.filter(
  (id) => handshakeFaults[id].certificate && id !== 'no-certificate',
);

describe('openssl verify on a certificate with one fault', () => {
  for (const family of ['rsa', 'ecdsa'] as const) {
    it.each(inCertificates.filter((id) => 'listener' in handshakeFaults[id]))(
      `of a server under the ${family} root: %s`,
      async (fault) => {
        const identity = await make(fault, 'server', family);
        const verdict = await verify(identity, 'server', family, ...named);
        expect(verdict).toBe(words[fault] ?? serverWords[fault] ?? 'OK');
      },
    );
    it.each(inCertificates.filter((id) => 'chargePoint' in handshakeFaults[id]))(
      `of a charge point under the ${family} root: %s`,
      async (fault) => {
        const identity = await make(fault, 'client', family);
        expect(await verify(identity, 'client', family)).toBe(words[fault] ?? 'OK');
      },
    );
  }

  it('finds nothing else wrong where the one fault is forgiven', async () => {
    const expired = await make('expired', 'server', 'ecdsa');
    expect(await verify(expired, 'server', 'ecdsa', ...named, '-no_check_time')).toBe('OK');
    const weak = await make('weak-rsa-1024', 'server', 'rsa');
    expect(await verify(weak, 'server', 'rsa', ...named, '-auth_level', '0')).toBe('OK');
    const wrongHost = await make('wrong-host', 'server', 'rsa');
    expect(await verify(wrongHost, 'server', 'rsa')).toBe('OK');
    const critical = await make('unknown-critical-extension', 'client', 'ecdsa');
    expect(await verify(critical, 'client', 'ecdsa', '-ignore_critical')).toBe('OK');
  });

  it('a revoked certificate is good but for the list that names it', async () => {
    const identity = await make('revoked', 'client', 'ecdsa');
    const list = folder.write('crl.pem', identity.revocationListPem ?? '');
    const checked = ['-crl_check', '-CRLfile', list];
    expect(await verify(identity, 'client', 'ecdsa')).toBe('OK');
    expect(await verify(identity, 'client', 'ecdsa', ...checked)).toBe('certificate revoked');
  });

  it('names are what the fault says', async () => {
    const text = async (fault: FaultId, kind: 'server' | 'client') => {
      const file = folder.write('named.pem', (await make(fault, kind, 'ecdsa')).certPem);
      return (await folder.run('x509', '-in', file, '-noout', '-subject', '-ext', 'subjectAltName'))
        .output;
    };
    expect(await text('wildcard', 'server')).toMatch(
      /CN ?= ?\*\.example\.com[\s\S]*DNS:\*\.example\.com/,
    );
    expect(await text('alternative-name-only', 'server')).not.toContain('CN');
    expect(await text('cn-not-serial', 'client')).toContain('not-the-serial-number');
    expect(await text('another-station', 'client')).toContain('SN-OF-A-NEIGHBOUR');
    expect(await text('o-not-cpo', 'client')).toContain('Another Operator');
  });
});
