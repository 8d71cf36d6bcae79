/**
 * Writes and signs certificates, revocation lists and signing requests from plain data. Every key that node:crypto can
 * sign with works, which is more than WebCrypto has. Judges nothing: what is asked for is written, faults included.
 * Knows nothing of storage, of authorities or of what a certificate is for.
 */
import type { RevocationReason } from '../../../shared/security/revocation.ts';
import {
  type ExtensionContent,
  type NameContent,
  writeExtensions,
  writeName,
  writeRawExtension,
} from './certificate-content.ts';
import {
  writeBitString,
  writeContext,
  writeEnumerated,
  writeInteger,
  writeObjectIdentifier,
  writeSequence,
  writeSet,
  writeTime,
} from './der-writer.ts';
import { algorithmIdentifier, type Signer, signBytes } from './signer.ts';

/** Everything that stands in a certificate besides the signature. */
export interface CertificateContent {
  /** Magnitude; it is never written as a negative number. */
  serialNumber: Uint8Array;
  issuer: NameContent;
  subject: NameContent;
  /** Milliseconds since 1970; whole seconds are kept. */
  notBeforeMs: number;
  notAfterMs: number;
  /** SPKI DER, opaque. */
  publicKeyDer: Uint8Array;
  extensions: readonly ExtensionContent[];
}

/** RFC 5280 §5.3.1, without the values that nobody uses. */
const reasonCodes: Record<RevocationReason, number> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
};

export interface RevokedCertificate {
  serialNumber: Uint8Array;
  revokedMs: number;
  reason: RevocationReason;
}

export interface RevocationListContent {
  /** The authority's subject, byte for byte. */
  issuer: NameContent;
  thisUpdateMs: number;
  nextUpdateMs: number;
  revoked: readonly RevokedCertificate[];
  extensions: readonly ExtensionContent[];
}

export interface SigningRequestContent {
  subject: NameContent;
  publicKeyDer: Uint8Array;
  /** Asked for in an extensionRequest attribute; none leaves it out. */
  extensions: readonly ExtensionContent[];
}

/** DER of a version 3 certificate, or version 1 when it has no extensions (RFC 5280 §4.1). */
export function writeCertificate(content: CertificateContent, signer: Signer): Uint8Array {
  const { extensions } = content;
  return signed(
    writeSequence(
      ...(extensions.length === 0 ? [] : [writeContext(0, writeInteger(2))]),
      writeInteger(content.serialNumber),
      algorithmIdentifier(signer),
      writeName(content.issuer),
      writeSequence(writeTime(content.notBeforeMs), writeTime(content.notAfterMs)),
      writeName(content.subject),
      content.publicKeyDer,
      ...(extensions.length === 0 ? [] : [writeContext(3, writeExtensions(extensions))]),
    ),
    signer,
  );
}

/** DER of a version 2 CertificateList (RFC 5280 §5.1). */
export function writeRevocationList(content: RevocationListContent, signer: Signer): Uint8Array {
  const revoked = content.revoked.map(({ serialNumber, revokedMs, reason }) =>
    writeSequence(
      writeInteger(serialNumber),
      writeTime(revokedMs),
      // "unspecified" is expressed by leaving the reason out (§5.3.1).
      ...(reason === 'unspecified' ? [] : [writeSequence(reasonExtension(reason))]),
    ),
  );
  return signed(
    writeSequence(
      writeInteger(1),
      algorithmIdentifier(signer),
      writeName(content.issuer),
      writeTime(content.thisUpdateMs),
      writeTime(content.nextUpdateMs),
      ...(revoked.length === 0 ? [] : [writeSequence(...revoked)]),
      writeContext(0, writeExtensions(content.extensions)),
    ),
    signer,
  );
}

/** DER of a PKCS#10 request (RFC 2986 §4). */
export function writeSigningRequest(content: SigningRequestContent, signer: Signer): Uint8Array {
  const { extensions } = content;
  const extensionRequest =
    extensions.length === 0
      ? []
      : [
          writeSequence(
            writeObjectIdentifier('1.2.840.113549.1.9.14'),
            writeSet(writeExtensions(extensions)),
          ),
        ];
  return signed(
    writeSequence(
      writeInteger(0),
      writeName(content.subject),
      content.publicKeyDer,
      writeContext(0, ...extensionRequest),
    ),
    signer,
  );
}

/** The three parts that certificates, lists and requests have in common. */
function signed(toBeSigned: Uint8Array, signer: Signer): Uint8Array {
  return writeSequence(
    toBeSigned,
    algorithmIdentifier(signer),
    writeBitString(signBytes(toBeSigned, signer)),
  );
}

function reasonExtension(reason: RevocationReason): Uint8Array {
  return writeRawExtension('2.5.29.21', false, writeEnumerated(reasonCodes[reason]));
}
