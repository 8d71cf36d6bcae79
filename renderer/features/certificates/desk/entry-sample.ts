/** An entry of the desk for tests: valid, nothing special, changed where a test says so. */
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';

export function certificateEntry({
  id,
  below,
  ...changes
}: Partial<CertificateEntry> & {
  id: string /** How many it issued. */;
  below?: number;
}): CertificateEntry {
  return {
    id,
    role: 'client',
    origin: 'created',
    hierarchy: 'operator',
    name: id,
    owner: id,
    issuer: null,
    hasPrivateKey: true,
    subject: `CN=${id}`,
    issuerName: 'CN=root',
    commonName: id,
    organisation: 'Operator',
    serialNumber: '01',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    key: { algorithm: 'ec', bits: 256, curve: 'P-256' },
    signature: { algorithm: 'ecdsa', hash: 'SHA-256' },
    fingerprintSha256: id,
    expiry: { state: 'valid', daysLeft: 100, minutesLeft: 144_000 },
    usedBy: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    ...(below === undefined
      ? {}
      : { issued: { total: below, authorities: 0, expiresSoon: 0, expired: 0, revoked: 0 } }),
    ...changes,
  };
}
