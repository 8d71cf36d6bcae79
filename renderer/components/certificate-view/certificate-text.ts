/** Keys, signatures and names of certificates as people read them. Knows what a certificate says, not where it is shown. */
import type {
  CertificateView,
  DistinguishedName,
} from '../../../shared/security/certificate-rules.ts';
import { certificateWords as words } from '../words.ts';

const keyNames: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  dsa: 'DSA',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
} satisfies Partial<Record<CertificateView['key']['algorithm'], string>>;

const signatureNames: Readonly<Record<string, string>> = {
  'rsa-pkcs1': 'RSA PKCS#1 v1.5',
  'rsa-pss': 'RSA-PSS',
  ecdsa: 'ECDSA',
  dsa: 'DSA',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
} satisfies Partial<Record<CertificateView['signature']['algorithm'], string>>;

/** The names of NIST for what OpenSSL calls otherwise. */
const curveNames: Readonly<Record<string, string>> = {
  prime192v1: 'P-192',
  secp224r1: 'P-224',
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

const curveText = (curve: string): string => curveNames[curve] ?? curve;

interface KeyFacts {
  algorithm: string;
  bits: number | null;
  curve: string | null;
}

/** `RSA, 2048 bit`, `EC, P-256, 256 bit`. */
export function keyText({ algorithm, bits, curve }: KeyFacts): string {
  return [
    keyNames[algorithm] ?? words.unknown,
    curve && curveText(curve),
    bits === null ? null : words.bits(bits),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** The shortest that tells keys apart in a list: `RSA 2048`, `P-256`, `Ed25519`. */
export function shortKeyText({ algorithm, bits, curve }: KeyFacts): string {
  if (curve !== null) return curveText(curve);
  const name = keyNames[algorithm] ?? words.unknown;
  return bits === null || algorithm === 'ed25519' || algorithm === 'ed448'
    ? name
    : `${name} ${bits}`;
}

export function signatureText({ algorithm, hash, oid }: CertificateView['signature']): string {
  const name = signatureNames[algorithm] ?? oid;
  return hash === null ? name : `${name}, ${hash}`;
}

/** All values of one attribute, `CN` for example. */
export const attributeText = ({ attributes }: DistinguishedName, wanted: string): string =>
  attributes
    .filter(({ name }) => name === wanted)
    .map(({ value }) => value)
    .join(', ');

/** How a certificate is called where nobody gave it a name. */
export const certificateName = ({ subject }: Pick<CertificateView, 'subject'>): string =>
  attributeText(subject, 'CN') || subject.text;
