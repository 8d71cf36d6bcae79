/**
 * Keys to compare with: the bytes themselves, or a salted hash of them. Comparisons are made in constant time. Knows no
 * station and no store.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SaltedKeyHash } from '../../../shared/security/authorization-key-hash.ts';
import type { KnownKey } from '../../../shared/security/basic-key-mistakes.ts';

const saltBytes = 16;

function digestOf(key: Uint8Array, salt: Uint8Array): Buffer {
  return createHmac('sha256', salt).update(key).digest();
}

/**
 * A salted hash of a key. One round: keys of 16 random bytes cannot be guessed, and the hash is sealed besides; a slow
 * hash would be paid at every connection instead.
 */
export function hashKey(key: Uint8Array): SaltedKeyHash {
  const salt = new Uint8Array(randomBytes(saltBytes));
  return { salt, digest: new Uint8Array(digestOf(key, salt)), bytes: key.length };
}

/** Equal digests stand for equal secrets; comparing digests hides the length as well. */
function sameSecret(left: Uint8Array, right: Uint8Array): boolean {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** A key that can be read. An empty one matches nothing. */
export function keyOfBytes(bytes: Uint8Array): KnownKey {
  return { bytes, matches: (candidate) => bytes.length > 0 && sameSecret(candidate, bytes) };
}

/** A key of which only the hash is kept. */
export function keyOfHash({ salt, digest, bytes }: SaltedKeyHash): KnownKey {
  return {
    matches: (candidate) => bytes > 0 && timingSafeEqual(digestOf(candidate, salt), digest),
  };
}
