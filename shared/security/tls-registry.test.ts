import { describe, expect, it } from 'vitest';
import {
  acceptedCertificateFamilies,
  cipherSuite,
  cipherSuiteId,
  isGrease,
  namedGroup,
  signatureScheme,
  suiteCertificateFamily,
  tlsAlert,
  tlsVersionName,
  whitepaperClientOffer,
  whitepaperSuites,
} from './tls-registry.ts';

describe('numbers and names', () => {
  it('agree with the IANA registry where the whitepaper and the field need them', () => {
    for (const { id, iana } of whitepaperSuites) {
      expect(cipherSuite(id).name).toBe(iana);
      expect(cipherSuiteId(iana)).toBe(id);
    }
    expect(cipherSuite(0x002f).name).toBe('TLS_RSA_WITH_AES_128_CBC_SHA');
    expect(cipherSuite(0xc0ae).name).toBe('TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8');
    expect(cipherSuite(0xcca9).name).toBe('TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256');
    expect(cipherSuite(0x00ff).name).toBe('TLS_EMPTY_RENEGOTIATION_INFO_SCSV');
    const groups = [21, 23, 24, 25, 26, 29, 30, 0x0100, 0x11ec].map((id) => namedGroup(id).name);
    expect(groups).toEqual([
      'secp224r1',
      'secp256r1',
      'secp384r1',
      'secp521r1',
      'brainpoolP256r1',
      'x25519',
      'x448',
      'ffdhe2048',
      'X25519MLKEM768',
    ]);
    expect([0x0403, 0x0804, 0x0402, 0x0303].map((id) => signatureScheme(id).name)).toEqual([
      'ecdsa_secp256r1_sha256',
      'rsa_pss_rsae_sha256',
      'dsa_sha256',
      'ecdsa_sha224',
    ]);
    expect([40, 48, 70, 116, 7].map((number) => tlsAlert(number).name)).toEqual([
      'handshake_failure',
      'unknown_ca',
      'protocol_version',
      'certificate_required',
      'unknown',
    ]);
    expect([2, 0x0302, 0x0304, 0x7f1c, 0x0305].map(tlsVersionName)).toEqual([
      'SSL 2.0',
      'TLS 1.1',
      'TLS 1.3',
      'TLS 1.3 draft 28',
      'unknown 0x0305',
    ]);
  });
  it('know the sixteen GREASE values and no other', () => {
    const grease = Array.from({ length: 65_536 }, (_value, id) => id).filter(isGrease);
    expect(grease).toHaveLength(16);
    expect(grease.slice(0, 2)).toEqual([0x0a0a, 0x1a1a]);
    expect(cipherSuite(0xfafa).name).toBe('GREASE');
  });
});

describe('A00.FR.318, A00.FR.422: what a charge point offers', () => {
  it('needs both ECDSA suites or both RSA suites', () => {
    const verdict = (...ids: number[]) => whitepaperClientOffer(ids).verdict;
    expect(verdict(0xc02b, 0xc02c)).toBe('ecdsa-pair');
    expect(verdict(0x009c, 0x009d, 0xc02b)).toBe('rsa-pair');
    expect(verdict(0xc02b, 0xc02c, 0x009c, 0x009d)).toBe('both-pairs');
    expect(whitepaperClientOffer([0xc02b, 0x009c])).toMatchObject({
      verdict: 'neither-pair',
      satisfied: false,
      missing: [{ id: 0xc02c }, { id: 0x009d }],
    });
  });
  it('tells which certificate family it can accept, so that the right root is recommended', () => {
    const families = (suites: number[], schemes: number[]) =>
      acceptedCertificateFamilies({
        suites: suites.map(cipherSuite),
        signatureSchemes: schemes.map(signatureScheme),
      });
    expect(families([0xc02b], [])).toEqual(['ecdsa']);
    expect(families([0x009c, 0xc02f], [])).toEqual(['rsa']);
    expect(families([0x1301], [0x0403])).toEqual(['ecdsa']);
    expect(families([0x1301], [0x0403, 0x0804])).toEqual(['rsa', 'ecdsa']);
    expect(suiteCertificateFamily(cipherSuite(0x00a8))).toBeUndefined();
  });
});
