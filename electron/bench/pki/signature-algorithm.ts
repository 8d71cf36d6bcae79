/**
 * Which algorithm an AlgorithmIdentifier names, RSA-PSS parameters included.
 * Knows nothing of keys or of what was signed.
 */
import type { CertificateSignature } from '../../../shared/security/certificate-rules.ts';
import { childrenOf, type DerElement, derTag, readElements, readObjectIdentifier } from './der.ts';

type Hash = CertificateSignature['hash'];

const known: Record<string, [CertificateSignature['algorithm'], Hash]> = {
  '1.2.840.113549.1.1.4': ['rsa-pkcs1', 'MD5'],
  '1.2.840.113549.1.1.5': ['rsa-pkcs1', 'SHA-1'],
  '1.2.840.113549.1.1.14': ['rsa-pkcs1', 'SHA-224'],
  '1.2.840.113549.1.1.11': ['rsa-pkcs1', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['rsa-pkcs1', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['rsa-pkcs1', 'SHA-512'],
  '1.2.840.10045.4.1': ['ecdsa', 'SHA-1'],
  '1.2.840.10045.4.3.1': ['ecdsa', 'SHA-224'],
  '1.2.840.10045.4.3.2': ['ecdsa', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ecdsa', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ecdsa', 'SHA-512'],
  '1.2.840.10040.4.3': ['dsa', 'SHA-1'],
  '2.16.840.1.101.3.4.3.1': ['dsa', 'SHA-224'],
  '2.16.840.1.101.3.4.3.2': ['dsa', 'SHA-256'],
  '1.3.101.112': ['ed25519', null],
  '1.3.101.113': ['ed448', null],
};

const hashes: Record<string, Hash> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const rsaPss = '1.2.840.113549.1.1.10';

/** Reads an AlgorithmIdentifier. Throws DerError. */
export function readSignatureAlgorithm(identifier: DerElement | undefined): CertificateSignature {
  const [objectIdentifier, parameters] = childrenOf(identifier, derTag.sequence);
  const oid = readObjectIdentifier(objectIdentifier);
  if (oid === rsaPss) return { algorithm: 'rsa-pss', hash: readPssHash(parameters), oid };
  const [algorithm, hash] = known[oid] ?? ['unknown', null];
  return { algorithm, hash, oid };
}

/** RFC 4055 §3.1: the hash is field [0] and SHA-1 when left out. */
function readPssHash(parameters: DerElement | undefined): Hash {
  const field =
    parameters === undefined
      ? undefined
      : childrenOf(parameters, derTag.sequence).find(({ tag }) => tag === 0xa0);
  if (field === undefined) return 'SHA-1';
  const [hashIdentifier] = childrenOf(readElements(field.content)[0], derTag.sequence);
  return hashes[readObjectIdentifier(hashIdentifier)] ?? null;
}
