/**
 * A00.FR.706: firmware certificate and signature are checked before they are sent. The certificate leads straight to a
 * manufacturer root, is valid now, and its key made the signature over the whole file. Knows no messages.
 */
import { isSignedBy, parseCertificate } from '../../pki/certificate-view.ts';
import { sameName } from '../../pki/distinguished-name.ts';
import { type FirmwareContent, verifyFirmware } from '../../pki/firmware-signature.ts';
import type { StepParameters } from './operation.ts';

export interface FirmwareToCheck {
  signingCertificate: string;
  signature: string;
  /** Absent when the file is not ours to read. */
  content?: FirmwareContent;
  /** PEM, one certificate each. */
  manufacturerRoots: readonly string[];
  nowMs: number;
}

export interface FirmwareFinding {
  /** Undefined: nothing is wrong. */
  wrong?: string;
  parameters: StepParameters;
}

export async function checkFirmware(firmware: FirmwareToCheck): Promise<FirmwareFinding> {
  const { signingCertificate, signature, content, manufacturerRoots, nowMs } = firmware;
  const parsed = parseCertificate(signingCertificate);
  if (!parsed.ok) return { wrong: 'certificate-unreadable', parameters: {} };
  const { certificate } = parsed;
  const { notBefore, notAfter, subject } = certificate.view;
  const parameters: StepParameters = { subject: subject.text, notAfter };
  const isTrusted = manufacturerRoots.some((pem) => {
    const root = parseCertificate(pem);
    return (
      root.ok &&
      sameName(root.certificate.view.subject, certificate.view.issuer) &&
      isSignedBy(certificate, root.certificate)
    );
  });
  if (!isTrusted) return { wrong: 'certificate-untrusted', parameters };
  if (Date.parse(notBefore) > nowMs) return { wrong: 'certificate-not-yet-valid', parameters };
  if (Date.parse(notAfter) < nowMs) return { wrong: 'certificate-expired', parameters };
  if (content === undefined) return { parameters: { ...parameters, contentChecked: false } };
  const check = await verifyFirmware(content, signingCertificate, signature);
  return check.ok
    ? { parameters: { ...parameters, contentChecked: true, scheme: check.scheme } }
    : { wrong: check.code, parameters };
}
