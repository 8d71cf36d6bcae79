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

/** A key that can be read. An empty one matches nothing. */
export function keyOfBytes(bytes: Uint8Array): KnownKey {
  const digest = (secret: Uint8Array) => createHash('sha256').update(secret).digest();
  const own = digest(bytes);
  // Equal digests stand for equal secrets; comparing digests hides the length as well.
  const matches = (candidate: Uint8Array) =>
    bytes.length > 0 && timingSafeEqual(digest(candidate), own);
  return { bytes, matches };
}

/** Whether they are the same, where how long the key is is no secret. An empty key is equal to nothing. */
export function isEqualKey(key: Uint8Array, candidate: Uint8Array): boolean {
  return key.length > 0 && key.length === candidate.length && timingSafeEqual(key, candidate);
}

/** A key of which only the hash is kept. */
export function keyOfHash({ salt, digest, bytes }: SaltedKeyHash): KnownKey {
  return {
    matches: (candidate) => bytes > 0 && timingSafeEqual(digestOf(candidate, salt), digest),
  };
}
