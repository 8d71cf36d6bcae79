/**
 * Reads of a certificate in a recorded handshake what people look at first: whose it is, who issued it, how long it is
 * valid, what key it holds. Judges nothing; the bench has a full reader for that. Never throws on damaged bytes.
 */

export interface CertificateSummary {
  /** `CN=SN-1, O=Example`, in the order of the certificate. */
  subject: string;
  issuer: string;
  /** Subject and issuer are the same bytes. */
  selfIssued: boolean;
  /** RFC 3339 UTC. */
  notBefore: string;
  notAfter: string;
  /** `RSA, 2048 bit`, `EC, P-256`, or the dotted OID of the algorithm. */
  key: string;
}

interface Element {
  tag: number;
  /** With tag and length. */
  whole: Uint8Array;
  content: Uint8Array;
}

const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};

const curveNames: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
};

const rsaKey = '1.2.840.113549.1.1.1';
const ecKey = '1.2.840.10045.2.1';
const otherKeys: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

const versionTag = 0xa0;
const objectIdentifierTag = 0x06;
const twoByteCharactersTag = 0x1e;
const utf8Tag = 0x0c;
const shortYearTag = 0x17;

/** The elements one after another; undefined when the bytes are damaged. */
function elementsOf(bytes: Uint8Array): Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at];
    const first = bytes[at + 1];
    if (tag === undefined || first === undefined) return undefined;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if (lengthBytes > 4) return undefined;
    let length = lengthBytes === 0 ? first : 0;
    for (let index = 0; index < lengthBytes; index += 1) {
      length = length * 256 + (bytes[at + 2 + index] ?? 0);
    }
    const start = at + 2 + lengthBytes;
    const end = start + length;
    if (end > bytes.length) return undefined;
    elements.push({ tag, whole: bytes.subarray(at, end), content: bytes.subarray(start, end) });
    at = end;
  }
  return elements;
}

const partsOf = (element: Element | undefined): Element[] =>
  (element === undefined ? undefined : elementsOf(element.content)) ?? [];

function dottedOid(content: Uint8Array): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

function textOf({ tag, content }: Element): string {
  if (tag === twoByteCharactersTag) return new TextDecoder('utf-16be').decode(content);
  return new TextDecoder(tag === utf8Tag ? 'utf-8' : 'latin1').decode(content);
}

function nameOf(name: Element | undefined): string {
  return partsOf(name)
    .flatMap((relativeName) => partsOf(relativeName))
    .map((attribute) => {
      const [type, value] = partsOf(attribute);
      if (type === undefined || value === undefined) return '?';
      const oid = dottedOid(type.content);
      return `${attributeNames[oid] ?? oid}=${textOf(value)}`;
    })
    .join(', ');
}

function timeOf(element: Element | undefined): string {
  if (element === undefined) return '';
  const text = textOf(element);
  const isShort = element.tag === shortYearTag;
  const digits = /^(\d+)Z$/.exec(text)?.[1] ?? '';
  // RFC 5280, 4.1.2.5.1: two digits from 50 on are of the last century.
  const full = isShort ? `${Number(digits.slice(0, 2)) >= 50 ? '19' : '20'}${digits}` : digits;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(full);
  if (parts === null) return text;
  const [, year, month, day, hours, minutes, seconds] = parts;
  return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`;
}

function bitsOfModulus(key: Element | undefined): number | undefined {
  // A BIT STRING begins with the number of its unused bits.
  const [sequence] = (key === undefined ? undefined : elementsOf(key.content.subarray(1))) ?? [];
  const [modulus] = partsOf(sequence);
  if (modulus === undefined) return undefined;
  const firstUsed = modulus.content.findIndex((byte) => byte !== 0);
  if (firstUsed < 0) return undefined;
  const first = modulus.content[firstUsed] ?? 0;
  return (modulus.content.length - firstUsed - 1) * 8 + (32 - Math.clz32(first));
}

function keyOf(publicKey: Element | undefined): string {
  const [algorithm, key] = partsOf(publicKey);
  const [type, parameters] = partsOf(algorithm);
  if (type === undefined) return '?';
  const oid = dottedOid(type.content);
  if (oid === rsaKey) {
    const bits = bitsOfModulus(key);
    return bits === undefined ? 'RSA' : `RSA, ${bits} bit`;
  }
  if (oid === ecKey && parameters?.tag === objectIdentifierTag) {
    const curve = dottedOid(parameters.content);
    return `EC, ${curveNames[curve] ?? curve}`;
  }
  return otherKeys[oid] ?? oid;
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: damaged like any other certificate that cannot be read.
    return undefined;
  }
}

/** Reads DER in base64; undefined when it is no certificate. */
export function summarizeCertificate(base64: string): CertificateSummary | undefined {
  const bytes = bytesOf(base64);
  const [certificate] = (bytes === undefined ? undefined : elementsOf(bytes)) ?? [];
  const [signed] = partsOf(certificate);
  const fields = partsOf(signed).filter(({ tag }) => tag !== versionTag);
  const [, , issuer, validity, subject, publicKey] = fields;
  const [notBefore, notAfter] = partsOf(validity);
  if (issuer === undefined || subject === undefined || notAfter === undefined) return undefined;
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    selfIssued: String(issuer.whole) === String(subject.whole),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    key: keyOf(publicKey),
  };
}
