/**
 * The AuthorizationKey of a station, kept as it is or as a salted hash, and the keys it had before. Everything that sets a
 * key goes through here. Changes what is stored; saving is the caller's.
 */
import type { FormerKey, SaltedKeyHash } from '../../../shared/security/authorization-key-hash.ts';
import type { KnownKey } from '../../../shared/security/basic-key-mistakes.ts';
import type { StoredStation } from '../store/stations.ts';
import { hashKey, keyOfBytes, keyOfHash } from '../wire/basic-credentials-hash.ts';

/** Enough to name the old key after a change that went wrong more than once. */
const keptFormerKeys = 5;

/** A key as a station has it. */
export type StationKey = { bytes: Uint8Array } | { hash: SaltedKeyHash };

type KeyHolder = Pick<
  StoredStation,
  'authorizationKey' | 'authorizationKeyHash' | 'keepsKeyHashOnly' | 'formerKeys'
>;

export function keyOf({
  authorizationKey,
  authorizationKeyHash,
}: KeyHolder): StationKey | undefined {
  if (authorizationKey) return { bytes: authorizationKey };
  return authorizationKeyHash && { hash: authorizationKeyHash };
}

export function knownKey(key: StationKey): KnownKey {
  return 'bytes' in key ? keyOfBytes(key.bytes) : keyOfHash(key.hash);
}

/** Length of the key, undefined without one. */
export function keyLength(stored: KeyHolder): number | undefined {
  const key = keyOf(stored);
  return key && ('bytes' in key ? key.bytes.length : key.hash.bytes);
}

function hashOf(key: StationKey): SaltedKeyHash {
  return 'bytes' in key ? hashKey(key.bytes) : key.hash;
}

function isSame(left: StationKey | undefined, right: StationKey | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if ('bytes' in right) return knownKey(left).matches(right.bytes);
  if ('bytes' in left) return knownKey(right).matches(left.bytes);
  return left.hash === right.hash;
}

/** Keeps a key in the way the station keeps its keys. */
function keep(stored: KeyHolder, key: StationKey | undefined): void {
  const asHash = key !== undefined && (stored.keepsKeyHashOnly === true || 'hash' in key);
  stored.authorizationKey = key && !asHash && 'bytes' in key ? key.bytes : undefined;
  stored.authorizationKeyHash = asHash ? hashOf(key) : undefined;
}

/** Sets or removes the key; the one before it is remembered by its hash, so that it can be named when it comes again. */
export function setKey(stored: KeyHolder, key: StationKey | undefined, nowMs: number): void {
  const before = keyOf(stored);
  if (before !== undefined && !isSame(before, key)) {
    const former: FormerKey = {
      hash: hashOf(before),
      replacedAt: new Date(nowMs).toISOString(),
    };
    stored.formerKeys = [former, ...(stored.formerKeys ?? [])];
  }
  stored.formerKeys = (stored.formerKeys ?? [])
    .filter(({ hash }) => !isSame({ hash }, key))
    .slice(0, keptFormerKeys);
  keep(stored, key);
}

/**
 * From now on only salted hashes (Whitepaper A01.FR.08), or keys as they are again. A key that is a hash already stays one
 * until the next is set.
 */
export function keepHashOnly(stored: KeyHolder, hashOnly: boolean): void {
  stored.keepsKeyHashOnly = hashOnly;
  keep(stored, keyOf(stored));
}
