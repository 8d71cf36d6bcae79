/**
 * How a key signs X.509 structures: the AlgorithmIdentifier and the signature itself, for every key node:crypto knows.
 * Knows nothing of what is signed.
 */
import { constants, type KeyObject, sign } from 'node:crypto';
import type { RsaSignature, SignatureHash } from '../../../shared/security/key-types.ts';
import {
  writeContext,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeSequence,
} from './der-writer.ts';

/** A private key and how it signs: `rsa` counts for RSA keys only, `hash` for all but Ed25519 and Ed448. */
export interface Signer {
  key: KeyObject;
  /** `pkcs1` by default. */
  rsa?: RsaSignature;
  /** `sha-256` by default. */
  hash?: SignatureHash;
}

interface HashFacts {
  node: string;
  bytes: number;
  oid: string;
  rsa: string;
  ecdsa: string;
}

const hashes: Record<SignatureHash, HashFacts> = {
  'sha-1': {
    node: 'sha1',
    bytes: 20,
    oid: '1.3.14.3.2.26',
    rsa: '1.2.840.113549.1.1.5',
    ecdsa: '1.2.840.10045.4.1',
  },
  'sha-256': {
    node: 'sha256',
    bytes: 32,
    oid: '2.16.840.1.101.3.4.2.1',
    rsa: '1.2.840.113549.1.1.11',
    ecdsa: '1.2.840.10045.4.3.2',
  },
  'sha-384': {
    node: 'sha384',
    bytes: 48,
    oid: '2.16.840.1.101.3.4.2.2',
    rsa: '1.2.840.113549.1.1.12',
    ecdsa: '1.2.840.10045.4.3.3',
  },
  'sha-512': {
    node: 'sha512',
    bytes: 64,
    oid: '2.16.840.1.101.3.4.2.3',
    rsa: '1.2.840.113549.1.1.13',
    ecdsa: '1.2.840.10045.4.3.4',
  },
};

/** RFC 4055, RFC 5758 and RFC 8410: RSA has NULL parameters, the others none. */
export function algorithmIdentifier({ key, rsa = 'pkcs1', hash = 'sha-256' }: Signer): Uint8Array {
  const facts = hashes[hash];
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return rsa === 'pss'
        ? pssIdentifier(facts)
        : writeSequence(writeObjectIdentifier(facts.rsa), writeNull());
    case 'rsa-pss':
      return pssIdentifier(facts);
    case 'ec':
      return writeSequence(writeObjectIdentifier(facts.ecdsa));
    case 'ed25519':
      return writeSequence(writeObjectIdentifier('1.3.101.112'));
    case 'ed448':
      return writeSequence(writeObjectIdentifier('1.3.101.113'));
    default:
      throw new RangeError(`a key of the type ${key.asymmetricKeyType} signs no certificate`);
  }
}

/** Throws where the key cannot: RSA 1024 is too short for PSS with SHA-512. */
export function signBytes(
  bytes: Uint8Array,
  { key, rsa = 'pkcs1', hash = 'sha-256' }: Signer,
): Uint8Array {
  const facts = hashes[hash];
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return sign(
        facts.node,
        bytes,
        rsa === 'pss' || key.asymmetricKeyType === 'rsa-pss'
          ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: facts.bytes }
          : key,
      );
    case 'ec':
      return sign(facts.node, bytes, key);
    default:
      return sign(null, bytes, key);
  }
}

/** RSASSA-PSS-params with a salt as long as the hash (RFC 4055 §3.1); SHA-1 is the default of both hash fields. */
function pssIdentifier({ oid, bytes }: HashFacts): Uint8Array {
  const hash = writeSequence(writeObjectIdentifier(oid), writeNull());
  const isDefault = oid === hashes['sha-1'].oid;
  const maskGeneration = writeSequence(writeObjectIdentifier('1.2.840.113549.1.1.8'), hash);
  return writeSequence(
    writeObjectIdentifier('1.2.840.113549.1.1.10'),
    writeSequence(
      ...(isDefault ? [] : [writeContext(0, hash), writeContext(1, maskGeneration)]),
      ...(bytes === 20 ? [] : [writeContext(2, writeInteger(bytes))]),
    ),
  );
}
