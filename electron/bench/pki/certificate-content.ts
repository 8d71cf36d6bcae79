/**
 * Names and extensions of certificates as plain data, and their DER (RFC 5280 §4). Whatever is left out or wrong in the
 * data is left out or wrong in the bytes: certificates with faults are made with the same functions.
 * Knows nothing of keys, signatures or storage.
 */
import { isIP } from 'node:net';
import type { AlternativeName } from '../../../shared/security/certificate-rules.ts';
import {
  type StringEncoding,
  writeContext,
  writeImplicit,
  writeInteger,
  writeNamedBits,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeSet,
  writeString,
  writeTrue,
} from './der-writer.ts';

/** One attribute of a name: a short name (`CN`, `O`, `C`, …) or a dotted OID. */
export interface NameAttributeContent {
  name: string;
  value: string;
  /** As RFC 5280 wants it for the attribute, mostly UTF8String. */
  encoding?: StringEncoding;
}

/** Attributes in order, each an RDN of its own; or the exact DER of a Name, as an issuer's must be repeated. */
export type NameContent = readonly NameAttributeContent[] | Uint8Array;

const attributeOids: Record<string, string> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  street: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  title: '2.5.4.12',
  GN: '2.5.4.42',
  organizationIdentifier: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
};

/** The short names that can be written; any dotted OID can be written as well. */
export const attributeNames: readonly string[] = Object.keys(attributeOids);

/** RFC 5280 appendix A: these are not DirectoryStrings. */
const fixedEncodings: Record<string, StringEncoding> = {
  C: 'printable',
  serialNumber: 'printable',
  DC: 'ia5',
  emailAddress: 'ia5',
};

export function writeName(name: NameContent): Uint8Array {
  if (name instanceof Uint8Array) return name;
  return writeSequence(
    ...name.map(({ name: attribute, value, encoding = fixedEncodings[attribute] ?? 'utf8' }) =>
      writeSet(
        writeSequence(
          writeObjectIdentifier(attributeOids[attribute] ?? attribute),
          writeString(value, encoding),
        ),
      ),
    ),
  );
}

/** RFC 5280 §4.2.1.3, in the order of the bits. */
const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

const purposeOids: Record<string, string> = {
  anyExtendedKeyUsage: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
};

/** One extension; `raw` is any other, its value as DER. */
export type ExtensionContent =
  | { type: 'basic-constraints'; authority: boolean; pathLength?: number; critical?: boolean }
  | { type: 'key-usage'; usages: readonly KeyUsage[]; critical?: boolean }
  /** Names such as `serverAuth`, or OIDs. */
  | { type: 'extended-key-usage'; purposes: readonly string[]; critical?: boolean }
  | { type: 'subject-alternative-name'; names: readonly AlternativeName[]; critical?: boolean }
  | { type: 'subject-key-identifier'; identifier: Uint8Array }
  | { type: 'authority-key-identifier'; identifier: Uint8Array }
  | { type: 'crl-distribution-points'; urls: readonly string[] }
  | { type: 'crl-number'; number: number }
  | { type: 'raw'; oid: string; critical?: boolean; der: Uint8Array };

/** All extensions in order, as the content of field [3] of a certificate or [0] of a revocation list. */
export function writeExtensions(extensions: readonly ExtensionContent[]): Uint8Array {
  return writeSequence(...extensions.map(writeExtension));
}

/** Extension ::= SEQUENCE { oid, critical DEFAULT FALSE, OCTET STRING }. */
export function writeRawExtension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return writeSequence(
    writeObjectIdentifier(oid),
    ...(critical ? [writeTrue()] : []),
    writeOctetString(value),
  );
}

function writeExtension(extension: ExtensionContent): Uint8Array {
  switch (extension.type) {
    case 'basic-constraints': {
      const { authority, pathLength, critical = true } = extension;
      const value = writeSequence(
        ...(authority ? [writeTrue()] : []),
        ...(pathLength === undefined ? [] : [writeInteger(pathLength)]),
      );
      return writeRawExtension('2.5.29.19', critical, value);
    }
    case 'key-usage': {
      const bits = extension.usages.map((usage) => keyUsages.indexOf(usage));
      return writeRawExtension('2.5.29.15', extension.critical ?? true, writeNamedBits(bits));
    }
    case 'extended-key-usage': {
      const purposes = extension.purposes.map((purpose) =>
        writeObjectIdentifier(purposeOids[purpose] ?? purpose),
      );
      return writeRawExtension(
        '2.5.29.37',
        extension.critical ?? false,
        writeSequence(...purposes),
      );
    }
    case 'subject-alternative-name':
      return writeRawExtension(
        '2.5.29.17',
        extension.critical ?? false,
        writeSequence(...extension.names.flatMap(writeGeneralName)),
      );
    case 'subject-key-identifier':
      return writeRawExtension('2.5.29.14', false, writeOctetString(extension.identifier));
    case 'authority-key-identifier': {
      const value = writeSequence(writeImplicit(0, extension.identifier));
      return writeRawExtension('2.5.29.35', false, value);
    }
    case 'crl-distribution-points':
      return writeRawExtension(
        '2.5.29.31',
        false,
        writeSequence(...extension.urls.map(writeDistributionPoint)),
      );
    case 'crl-number':
      return writeRawExtension('2.5.29.20', false, writeInteger(extension.number));
    case 'raw':
      return writeRawExtension(extension.oid, extension.critical ?? false, extension.der);
  }
}

/** `other` has no general form and is left out; a raw extension can carry it. */
function writeGeneralName({ type, value }: AlternativeName): Uint8Array[] {
  switch (type) {
    case 'email':
      return [writeImplicit(1, Buffer.from(value, 'latin1'))];
    case 'dns':
      return [writeImplicit(2, Buffer.from(value, 'latin1'))];
    case 'uri':
      return [writeImplicit(6, Buffer.from(value, 'latin1'))];
    case 'ip':
      return [writeImplicit(7, addressBytes(value))];
    case 'other':
      return [];
  }
}

/** distributionPoint [0] { fullName [0] { URI [6] } } for each, RFC 5280 §4.2.1.13. */
function writeDistributionPoint(url: string): Uint8Array {
  const location = writeImplicit(6, Buffer.from(url, 'latin1'));
  return writeSequence(writeContext(0, writeContext(0, location)));
}

/** Four or sixteen bytes, network order. Throws RangeError for what is no address. */
export function addressBytes(address: string): Uint8Array {
  const version = isIP(address);
  if (version === 4) return Uint8Array.from(address.split('.').map(Number));
  if (version !== 6) throw new RangeError(`${address} is no IP address`);
  // A URL writes every IPv6 address, also one that ends like IPv4, in groups of hexadecimal digits.
  const groups = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = groups.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from(
    [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
}
