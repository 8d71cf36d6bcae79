/**
 * Subjects and issuers from DER: attributes for rules, text for people, a canonical form for comparison.
 * Knows nothing of the certificates they stand in.
 */
import type {
  DistinguishedName,
  NameAttribute,
} from '../../../shared/security/certificate-rules.ts';
import { childrenOf, type DerElement, derTag, readObjectIdentifier, toHex } from './der.ts';

const shortNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** Reads a Name; each RDN may hold several attributes, joined with `+` in the text. Throws DerError. */
export function readDistinguishedName(name: DerElement | undefined): DistinguishedName {
  const relativeNames = childrenOf(name, derTag.sequence).map((relativeName) =>
    childrenOf(relativeName, derTag.set).map(readAttribute),
  );
  return {
    text: relativeNames.map((attributes) => attributes.map(attributeText).join(' + ')).join(', '),
    attributes: relativeNames.flat(),
  };
}

/**
 * Whether two names are the same for chain building: case, string type and runs of blanks do not count
 * (RFC 5280 §7.1), order and attributes do.
 */
export function sameName(one: DistinguishedName, other: DistinguishedName): boolean {
  return canonicalName(one) === canonicalName(other);
}

/** Equal for names that `sameName` holds for the same. */
export function canonicalName({ attributes }: DistinguishedName): string {
  return JSON.stringify(
    attributes.map(({ name, value }) => [name, value.trim().replace(/\s+/g, ' ').toLowerCase()]),
  );
}

function readAttribute(attribute: DerElement): NameAttribute {
  const [type, value] = childrenOf(attribute, derTag.sequence);
  const identifier = readObjectIdentifier(type);
  return { name: shortNames[identifier] ?? identifier, value: readString(value) };
}

/** The string types of X.520 DirectoryString; anything else is shown as `#` and its DER in hexadecimal. */
function readString(element: DerElement | undefined): string {
  switch (element?.tag) {
    case 0x0c:
      return new TextDecoder().decode(element.content);
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return new TextDecoder('latin1').decode(element.content);
    case 0x1e:
      return new TextDecoder('utf-16be').decode(element.content);
    default:
      return element === undefined ? '' : `#${toHex(element.bytes)}`;
  }
}

/** RFC 4514 §2.4 escaping, control characters included, so that one value can never pass for two. */
function attributeText({ name, value }: NameAttribute): string {
  const escaped = value
    .replace(/[\\",+<>;=]/g, '\\$&')
    .replace(/^[ #]|[ ]$/g, '\\$&')
    .replace(/\p{Cc}/gu, (character) => `\\${toHex(new TextEncoder().encode(character))}`);
  return `${name}=${escaped}`;
}
