/**
 * Salted hashes of a station's keys as one sealed column: the one in force where the key itself is not kept, and those of
 * former keys. Sealed besides, because a short key could be guessed from its hash.
 */
import { z } from 'zod';
import type { FormerKey, SaltedKeyHash } from '../../../shared/security/authorization-key-hash.ts';
import type { Vault } from './vault.ts';

export interface StoredKeyHashes {
  authorizationKeyHash?: SaltedKeyHash;
  formerKeys?: readonly FormerKey[];
}

const bytesAsText = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const hashText = z.object({ salt: bytesAsText, digest: bytesAsText, bytes: z.number().int() });
const column = z.object({
  current: hashText.optional(),
  former: z.array(z.object({ hash: hashText, replacedAt: z.string() })),
});

function purpose(id: string): string {
  return `key-hashes:${id}`;
}

function asText({ salt, digest, bytes }: SaltedKeyHash): z.input<typeof hashText> {
  const base64 = (part: Uint8Array) => Buffer.from(part).toString('base64');
  return { salt: base64(salt), digest: base64(digest), bytes };
}

/** null without any hash. */
export function sealKeyHashes(
  station: StoredKeyHashes & { id: string },
  vault: Vault,
): Uint8Array | null {
  const { authorizationKeyHash: current, formerKeys: former = [] } = station;
  if (current === undefined && former.length === 0) return null;
  const content: z.input<typeof column> = {
    ...(current === undefined ? {} : { current: asText(current) }),
    former: former.map(({ hash, replacedAt }) => ({ hash: asText(hash), replacedAt })),
  };
  return vault.seal(Buffer.from(JSON.stringify(content)), purpose(station.id));
}

/** Throws as the vault does. */
export function openKeyHashes(sealed: Uint8Array, id: string, vault: Vault): StoredKeyHashes {
  const text = Buffer.from(vault.open(sealed, purpose(id))).toString();
  const { current, former } = column.parse(JSON.parse(text));
  return {
    ...(current === undefined ? {} : { authorizationKeyHash: current }),
    ...(former.length === 0 ? {} : { formerKeys: former }),
  };
}
