/**
 * Judges the certificate a firmware is signed with: directly under an installed Manufacturer root, valid now, and not
 * known to be revoked (Whitepaper L01.FR.10 to FR.12). Knows nothing of files or messages.
 */
import { isSignedBy, parseCertificate, parseCertificates } from '../../pki/certificate-view.ts';
import type { Emulation } from '../emulation.ts';
import { rootsOfType } from '../security/root-store.ts';

export type SigningCertificateJudgement =
  | { ok: true; certificatePem: string }
  | { ok: false; status: 'InvalidCertificate' | 'RevokedCertificate'; reason: string };

/** Whether firmware may be signed with it. */
export async function judgeSigningCertificate(
  emulation: Emulation,
  pem: string,
): Promise<SigningCertificateJudgement> {
  const invalid = (reason: string): SigningCertificateJudgement => ({
    ok: false,
    status: 'InvalidCertificate',
    reason,
  });
  const [first, ...others] = parseCertificates(pem);
  if (first === undefined || !first.ok || others.length > 0) return invalid('unreadable');
  const { view } = first.certificate;
  const nowMs = emulation.nowMs();
  if (Date.parse(view.notAfter) < nowMs) return invalid('expired');
  if (Date.parse(view.notBefore) > nowMs) return invalid('not-yet-valid');
  // An authority signs certificates, not files.
  if (view.isCertificateAuthority) return invalid('is-an-authority');
  if (view.keyUsage !== null && !view.keyUsage.includes('digitalSignature')) {
    return invalid('key-usage');
  }
  const roots = (await rootsOfType(emulation, 'ManufacturerRootCertificate'))
    .map(parseCertificate)
    .flatMap((parsed) => (parsed.ok ? [parsed.certificate] : []));
  if (roots.length === 0) return invalid('no-manufacturer-root');
  // Without intermediates: the root itself has to have signed it.
  const root = roots.find((candidate) => isSignedBy(first.certificate, candidate));
  if (root === undefined) return invalid('not-under-manufacturer-root');
  if (Date.parse(root.view.notAfter) < nowMs) return invalid('root-expired');
  const revoked = emulation.settings.firmware?.revokedCertificates ?? [];
  const serialNumber = view.serialNumber.toUpperCase();
  const isRevoked = revoked.some((one) => one.toUpperCase().replace(/^0+/, '') === serialNumber);
  if (isRevoked) return { ok: false, status: 'RevokedCertificate', reason: 'revoked' };
  return { ok: true, certificatePem: view.pem };
}
