/**
 * Reads certificate revocation lists (RFC 5280 §5), PEM or DER, and says whether an authority made one.
 * Knows nothing of trust, storage or of what follows from a revocation. Never throws on what somebody hands in.
 */
import type { DistinguishedName } from '../../../shared/security/certificate-rules.ts';
import type { RevocationReason } from '../../../shared/security/revocation.ts';
import {
  type CertificateExtension,
  readAuthorityKeyIdentifier,
  readExtensions,
} from './certificate-extensions.ts';
import type { ParsedCertificate } from './certificate-view.ts';
import {
  childrenOf,
  type DerElement,
  DerError,
  derTag,
  expectTag,
  readBitString,
  readElement,
  readIntegerHex,
  readObjectIdentifier,
  readTimeMs,
  toHex,
} from './der.ts';
import { readDistinguishedName, sameName } from './distinguished-name.ts';
import { readPemBlocks } from './pem.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';
import { isSigned } from './signing-request.ts';

/** One certificate that its issuer no longer stands for. */
export interface RevokedCertificate {
  reason: RevocationReason | 'aACompromise' | 'removeFromCRL';
  /** RFC 3339 UTC. */
  revokedAt: string;
}

export interface ParsedRevocationList {
  issuer: DistinguishedName;
  /** Hexadecimal, upper case; null when the list does not say. */
  authorityKeyIdentifier: string | null;
  /** Decimal; null in version 1. */
  number: string | null;
  thisUpdateMs: number;
  /** Undefined for a list that never runs out (not allowed by RFC 5280, but met). */
  nextUpdateMs: number | undefined;
  /** By serial number, hexadecimal, upper case, no leading zeros. */
  revoked: ReadonlyMap<string, RevokedCertificate>;
  /** Whether the key of this authority signed it. */
  isSignedBy(authority: ParsedCertificate): boolean;
}

export type RevocationListParse =
  | { ok: true; list: ParsedRevocationList }
  | { ok: false; code: 'unreadable' | 'partial'; detail: string };

const extensionOid = { number: '2.5.29.20', delta: '2.5.29.27', reason: '2.5.29.21' } as const;

/** By the numbers of RFC 5280 §5.3.1; 7 is not used. */
const reasons: readonly RevokedCertificate['reason'][] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unspecified',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/**
 * Reads one list. `partial` is one that holds for some certificates only (delta lists, lists of a distribution point):
 * what such a list does not name may be revoked all the same.
 */
export function readRevocationList(input: string | Uint8Array): RevocationListParse {
  const der =
    typeof input === 'string'
      ? readPemBlocks(input).find(({ label }) => label === 'X509 CRL' || label === 'CRL')?.der
      : input;
  if (der === undefined) return { ok: false, code: 'unreadable', detail: 'no X509 CRL block' };
  try {
    return readList(der);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { ok: false, code: 'unreadable', detail: error.message };
  }
}

function isTime(element: DerElement | undefined): boolean {
  return element?.tag === 0x17 || element?.tag === 0x18;
}

/** CertificateList, RFC 5280 §5.1. Throws DerError. */
function readList(der: Uint8Array): RevocationListParse {
  const [content, algorithm, signatureBits] = childrenOf(readElement(der), derTag.sequence);
  const fields = childrenOf(content, derTag.sequence);
  const rest = fields[0]?.tag === derTag.integer ? fields.slice(1) : fields;
  const [, issuer, thisUpdate, ...optional] = rest;
  const nextUpdate = isTime(optional[0]) ? optional.shift() : undefined;
  const entries = optional[0]?.tag === derTag.sequence ? optional.shift() : undefined;
  const extensions = readExtensions(optional.find(({ tag }) => tag === 0xa0));
  const partial = partialBy(extensions);
  if (partial !== undefined) return { ok: false, code: 'partial', detail: partial };
  const signature = readSignatureAlgorithm(algorithm);
  const signatureBytes = readBitString(signatureBits);
  const signedBytes = content?.bytes ?? new Uint8Array();
  const name = readDistinguishedName(issuer);
  const signedBy = new Map<string, boolean>();
  return {
    ok: true,
    list: {
      issuer: name,
      authorityKeyIdentifier: readAuthorityKeyIdentifier(extensions),
      number: readNumber(extensions),
      thisUpdateMs: readTimeMs(thisUpdate),
      nextUpdateMs: nextUpdate === undefined ? undefined : readTimeMs(nextUpdate),
      revoked: new Map(
        entries === undefined ? [] : childrenOf(entries, derTag.sequence).map(readEntry),
      ),
      isSignedBy({ view, x509 }) {
        // A list is held against the same authority at every handshake.
        const known = signedBy.get(view.fingerprintSha256);
        if (known !== undefined) return known;
        const fits =
          sameName(view.subject, name) &&
          (view.keyUsage === null || view.keyUsage.includes('cRLSign')) &&
          isSigned(signedBytes, signatureBytes, x509.publicKey, signature);
        if (signedBy.size < 64) signedBy.set(view.fingerprintSha256, fits);
        return fits;
      },
    },
  };
}

/** The OID of a critical extension that narrows the list. */
function partialBy(extensions: readonly CertificateExtension[]): string | undefined {
  return extensions.find(({ oid, critical }) => critical || oid === extensionOid.delta)?.oid;
}

function readNumber(extensions: readonly CertificateExtension[]): string | null {
  const value = extensions.find(({ oid }) => oid === extensionOid.number)?.value;
  return value === undefined ? null : BigInt(`0x${readIntegerHex(readElement(value))}`).toString();
}

function readEntry(entry: DerElement): [string, RevokedCertificate] {
  const [serialNumber, revokedAt, extensions] = childrenOf(entry, derTag.sequence);
  return [
    readIntegerHex(serialNumber),
    { reason: readReason(extensions), revokedAt: new Date(readTimeMs(revokedAt)).toISOString() },
  ];
}

function readReason(extensions: DerElement | undefined): RevokedCertificate['reason'] {
  if (extensions === undefined) return 'unspecified';
  for (const extension of childrenOf(extensions, derTag.sequence)) {
    const parts = childrenOf(extension, derTag.sequence);
    if (readObjectIdentifier(parts[0]) !== extensionOid.reason) continue;
    const value = readElement(expectTag(parts.at(-1), derTag.octetString).content);
    return reasons[Number.parseInt(toHex(value.content) || '0', 16)] ?? 'unspecified';
  }
  return 'unspecified';
}
