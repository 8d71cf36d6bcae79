import { describe, expect, it } from 'vitest';
import type { ConnectionFailure } from '../../record/connection-facts.ts';
import type { ReadFrame } from '../../record/frame.ts';
import type { CertificateView } from '../certificate-rules.ts';
import { gatherEvidence } from './evidence.ts';
import { blamedOnOwnCertificate } from './own-certificate.ts';

const good = {
  subject: { text: 'CN=csms.example', attributes: [{ name: 'CN', value: 'csms.example' }] },
  issuer: { text: 'CN=root', attributes: [{ name: 'CN', value: 'root' }] },
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  extendedKeyUsage: ['serverAuth'],
  keyUsage: ['digitalSignature'],
  key: { algorithm: 'ec', bits: 256 },
  signature: { algorithm: 'ecdsa', hash: 'SHA-256' },
  serialNumber: '1234567890ABCDEF',
  subjectAlternativeNames: [],
  selfIssued: false,
};

/** What becomes of an alert about our certificate, when this is the certificate that was shown. */
function blame(code: string, shown: object, serverName = 'csms.example'): ConnectionFailure {
  const wallUs = Date.parse('2026-06-01T00:00:00Z') * 1000;
  const failure: ConnectionFailure = { stage: 'tls', code, side: 'charge-point' };
  const hello = {
    ...{ recordVersion: 'TLS 1.0', legacyVersion: 'TLS 1.2', versions: [], suites: [], groups: [] },
    ...{ signatureSchemes: [], applicationProtocols: [], compressionMethods: [0], byteLength: 100 },
    serverName,
  };
  const details: [string, string, object][] = [
    ['client-hello', 'charge-point', hello],
    ['tls-message', 'csms', { message: 'certificate', certificates: 1, chain: ['AA=='] }],
    ['connection-failed', 'csms', failure],
  ];
  const frames = details.map(([kind, sender, detail], index) => {
    const frame = { seq: index + 1, wallUs, kind, role: 'csms', sender, detail };
    // As much of a frame as is looked at.
    return frame as unknown as ReadFrame;
  });
  // As much of a certificate as is looked at.
  const certificateOf = () => ({ ...good, ...shown }) as unknown as CertificateView;
  return blamedOnOwnCertificate(failure, gatherEvidence({ frames, queries: [], certificateOf }));
}

describe('an alert about our certificate', () => {
  it.each<[string, object, string]>([
    [
      'server-certificate-expired',
      { notAfter: '2026-05-01T00:00:00Z' },
      'server-certificate-expired',
    ],
    [
      'server-certificate-rejected',
      { notBefore: '2026-07-01T00:00:00Z' },
      'server-certificate-not-yet-valid',
    ],
    ['server-certificate-untrusted', { selfIssued: true }, 'server-certificate-self-signed'],
    [
      'server-certificate-unsupported',
      { extendedKeyUsage: ['clientAuth'] },
      'server-certificate-wrong-purpose',
    ],
  ])('%s is ours to mend when the certificate has %j', (code, shown, meant) => {
    expect(blame(code, shown)).toMatchObject({ code: meant, side: 'csms' });
  });

  it('for another name than the one that was asked for is ours to mend', () => {
    expect(blame('server-certificate-rejected', {}, 'other.example')).toMatchObject({
      code: 'server-certificate-name-mismatch',
      side: 'csms',
    });
  });

  it.each([
    'server-certificate-expired',
    'server-certificate-rejected',
    'server-certificate-untrusted',
    'server-certificate-unsupported',
    'tls-internal-error',
  ])('%s stays with the charge point when the certificate is in order', (code) => {
    expect(blame(code, {})).toMatchObject({ code, side: 'charge-point' });
  });
});
