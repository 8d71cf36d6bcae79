/**
 * A certificate for a charge point's request with everything a person may choose about it. What is asked for is written,
 * faults included. Knows nothing of where the authority's key is kept or of who asks.
 */
import { createPrivateKey } from 'node:crypto';
import type { AlternativeName } from '../../../shared/security/certificate-rules.ts';
import type { ExtensionContent, KeyUsage, NameContent } from './certificate-content.ts';
import { parseCertificate } from './certificate-view.ts';
import {
  authorityKeyIdentifier,
  keyIdentifier,
  newSerialNumber,
  type SignatureChoice,
  type SigningAuthority,
  signerOf,
  type Validity,
} from './issuing.ts';
import { writePem } from './pem.ts';
import { writeCertificate } from './write-certificate.ts';

export interface RequestedCertificate extends Validity, SignatureChoice {
  subject: NameContent;
  /** SPKI DER, opaque. */
  publicKeyDer: Uint8Array;
  alternativeNames: readonly AlternativeName[];
  /** None: no such extension. */
  keyUsage: readonly KeyUsage[];
  /** Names or OIDs; none: no such extension. */
  extendedKeyUsage: readonly string[];
}

/** Whether this key can sign that way: RSA 1024 has no room for PSS with SHA-512 (RFC 8017 §9.1.1). */
export function canSign(privateKeyPem: string, { rsaSignature, hash }: SignatureChoice): boolean {
  const { modulusLength } = createPrivateKey(privateKeyPem).asymmetricKeyDetails ?? {};
  return !(rsaSignature === 'pss' && hash === 'sha-512' && (modulusLength ?? 4096) < 1040);
}

/** PEM of the certificate. Throws when the authority's own certificate cannot be read. */
export function certifyRequest(
  authority: Pick<SigningAuthority, 'certificatePem' | 'privateKeyPem'>,
  wanted: RequestedCertificate,
): string {
  const parsed = parseCertificate(authority.certificatePem);
  if (!parsed.ok) throw new Error(`the authority's certificate is unreadable: ${parsed.detail}`);
  const { certificate } = parsed;
  const { subject, publicKeyDer, notBeforeMs, notAfterMs } = wanted;
  const der = writeCertificate(
    {
      ...{ subject, publicKeyDer, notBeforeMs, notAfterMs },
      serialNumber: newSerialNumber(),
      // Byte for byte: two encodings of one name are two names to some verifiers.
      issuer: certificate.subjectDer,
      extensions: extensionsOf(wanted, authorityKeyIdentifier(certificate)),
    },
    signerOf(createPrivateKey(authority.privateKeyPem), wanted),
  );
  return writePem('CERTIFICATE', der);
}

function extensionsOf(
  { keyUsage, extendedKeyUsage, alternativeNames, publicKeyDer }: RequestedCertificate,
  authorityIdentifier: Uint8Array,
): ExtensionContent[] {
  return [
    { type: 'basic-constraints', authority: false },
    ...(keyUsage.length === 0 ? [] : [{ type: 'key-usage', usages: keyUsage } as const]),
    ...(extendedKeyUsage.length === 0
      ? []
      : [{ type: 'extended-key-usage', purposes: extendedKeyUsage } as const]),
    { type: 'subject-key-identifier', identifier: keyIdentifier(publicKeyDer) },
    { type: 'authority-key-identifier', identifier: authorityIdentifier },
    ...(alternativeNames.length === 0
      ? []
      : [{ type: 'subject-alternative-name', names: alternativeNames } as const]),
  ];
}
