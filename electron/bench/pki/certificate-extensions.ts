/**
 * The X.509 extensions that rules and screens look at, read from the exact bytes (node:crypto shows only some of them).
 * Knows nothing of what the values mean for trust.
 */
import type { AlternativeName } from '../../../shared/security/certificate-rules.ts';
import {
  childrenOf,
  type DerElement,
  derTag,
  expectTag,
  readElement,
  readElements,
  readObjectIdentifier,
  toHex,
} from './der.ts';

/** One extension; `value` is the content of its OCTET STRING. */
export interface CertificateExtension {
  oid: string;
  critical: boolean;
  value: Uint8Array;
}

const extensionOid = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

const understood: ReadonlySet<string> = new Set(Object.values(extensionOid));

/** The critical extensions that nobody here obeys; RFC 5280 §4.2 refuses a certificate that has one. */
export function unsupportedCriticalExtensions(
  extensions: readonly CertificateExtension[],
): string[] {
  return extensions
    .filter(({ oid, critical }) => critical && !understood.has(oid))
    .map(({ oid }) => oid);
}

/** Reads field [3] of a TBSCertificate; absent in version 1. Throws DerError. */
export function readExtensions(field: DerElement | undefined): CertificateExtension[] {
  if (field === undefined) return [];
  return childrenOf(readElements(field.content)[0], derTag.sequence).map((extension) => {
    const parts = childrenOf(extension, derTag.sequence);
    const value = expectTag(parts.at(-1), derTag.octetString).content;
    const critical = parts.length === 3 && parts[1]?.content[0] !== 0;
    return { oid: readObjectIdentifier(parts[0]), critical, value };
  });
}

/** Whether the key may sign certificates, and how many authorities may follow. Throws DerError. */
export function readBasicConstraints(extensions: readonly CertificateExtension[]): {
  isCertificateAuthority: boolean;
  pathLength: number | null;
} {
  const value = extensionValue(extensions, extensionOid.basicConstraints);
  const parts = value === undefined ? [] : childrenOf(readElement(value), derTag.sequence);
  const flag = parts.find(({ tag }) => tag === 0x01);
  const length = parts.find(({ tag }) => tag === derTag.integer);
  return {
    isCertificateAuthority: flag !== undefined && flag.content[0] !== 0,
    pathLength: length === undefined ? null : Number.parseInt(toHex(length.content), 16),
  };
}

const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** RFC 5280 §4.2.1.3; null when absent. Throws DerError. */
export function readKeyUsage(extensions: readonly CertificateExtension[]): string[] | null {
  const value = extensionValue(extensions, extensionOid.keyUsage);
  if (value === undefined) return null;
  const bits = expectTag(readElement(value), derTag.bitString).content.subarray(1);
  return keyUsageNames.filter(
    (_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0,
  );
}

const purposeNames: Record<string, string> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/** RFC 5280 §4.2.1.12, unknown purposes as OIDs; null when absent. Throws DerError. */
export function readExtendedKeyUsage(extensions: readonly CertificateExtension[]): string[] | null {
  const value = extensionValue(extensions, extensionOid.extendedKeyUsage);
  if (value === undefined) return null;
  return childrenOf(readElement(value), derTag.sequence)
    .map(readObjectIdentifier)
    .map((oid) => purposeNames[oid] ?? oid);
}

/** RFC 5280 §4.2.1.6. Throws DerError. */
export function readAlternativeNames(
  extensions: readonly CertificateExtension[],
): AlternativeName[] {
  const value = extensionValue(extensions, extensionOid.subjectAlternativeName);
  if (value === undefined) return [];
  return childrenOf(readElement(value), derTag.sequence).map(readGeneralName);
}

export function readSubjectKeyIdentifier(
  extensions: readonly CertificateExtension[],
): string | null {
  const value = extensionValue(extensions, extensionOid.subjectKeyIdentifier);
  return value === undefined ? null : toHex(readElement(value).content);
}

export function readAuthorityKeyIdentifier(
  extensions: readonly CertificateExtension[],
): string | null {
  const value = extensionValue(extensions, extensionOid.authorityKeyIdentifier);
  if (value === undefined) return null;
  const identifier = childrenOf(readElement(value), derTag.sequence).find(
    ({ tag }) => tag === 0x80,
  );
  return identifier === undefined ? null : toHex(identifier.content);
}

function extensionValue(
  extensions: readonly CertificateExtension[],
  oid: string,
): Uint8Array | undefined {
  return extensions.find((extension) => extension.oid === oid)?.value;
}

function readGeneralName({ tag, bytes, content }: DerElement): AlternativeName {
  const text = () => new TextDecoder('latin1').decode(content);
  switch (tag) {
    case 0x81:
      return { type: 'email', value: text() };
    case 0x82:
      return { type: 'dns', value: text() };
    case 0x86:
      return { type: 'uri', value: text() };
    case 0x87:
      return { type: 'ip', value: readAddress(content) };
    default:
      return { type: 'other', value: `#${toHex(bytes)}` };
  }
}

/** Four bytes are IPv4, sixteen IPv6 in its short form; anything else is shown in hexadecimal. */
function readAddress(content: Uint8Array): string {
  if (content.length === 4) return content.join('.');
  if (content.length !== 16) return `#${toHex(content)}`;
  const groups = toHex(content).match(/.{4}/g) ?? [];
  return shortAddress(groups.join(':'));
}

/** An IPv6 address in the short form of RFC 5952; anything else unchanged. */
export function shortAddress(address: string): string {
  if (!address.includes(':')) return address;
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}
