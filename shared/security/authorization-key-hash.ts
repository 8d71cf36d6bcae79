/** The shape of a salted hash that stands for an AuthorizationKey where only comparison is needed (Whitepaper A01.FR.08). */

export interface SaltedKeyHash {
  salt: Uint8Array;
  /** HMAC-SHA-256 of the key under the salt. */
  digest: Uint8Array;
  /** Length of the key. */
  bytes: number;
}

/** A key that was replaced. */
export interface FormerKey {
  hash: SaltedKeyHash;
  /** RFC 3339, UTC. */
  replacedAt: string;
}
