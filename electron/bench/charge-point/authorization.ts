/**
 * Whether an identifier may charge: local list, authorisation cache, the Central System, and the rules for being
 * offline (OCPP 1.6 §3.5, §4.1). Knows no connectors.
 */
import { booleanValue } from './configuration.ts';
import { type Emulation, isInService } from './emulation.ts';
import type { IdTagInfo } from './memory.ts';
import { request } from './messages.ts';

const cacheLimit = 1000;

/** Identifiers are case-insensitive (CiString20). */
function keyOf(idTag: string): string {
  return idTag.toLowerCase();
}

function isExpired({ expiryDate }: IdTagInfo, nowMs: number): boolean {
  return expiryDate !== undefined && Date.parse(expiryDate) <= nowMs;
}

function listed(emulation: Emulation, idTag: string): IdTagInfo | undefined {
  if (!booleanValue(emulation, 'LocalAuthListEnabled')) return undefined;
  const entries = Object.entries(emulation.memory.localList.entries);
  return entries.find(([entry]) => keyOf(entry) === keyOf(idTag))?.[1];
}

/** What is known here of an identifier; the local list goes before the cache (§3.5.3). */
export function locallyKnown(emulation: Emulation, idTag: string): IdTagInfo | undefined {
  const cached = booleanValue(emulation, 'AuthorizationCacheEnabled')
    ? emulation.authorizationCache.get(keyOf(idTag))
    : undefined;
  const known = listed(emulation, idTag) ?? cached;
  if (known === undefined || !isExpired(known, emulation.nowMs())) return known;
  return { ...known, status: 'Expired' };
}

/** Remembers what the Central System said of an identifier that is not on the local list (§3.5.1). */
export function rememberIdTag(emulation: Emulation, idTag: string, info: IdTagInfo): void {
  if (!booleanValue(emulation, 'AuthorizationCacheEnabled')) return;
  if (listed(emulation, idTag) !== undefined) return;
  const { authorizationCache } = emulation;
  authorizationCache.delete(keyOf(idTag));
  authorizationCache.set(keyOf(idTag), info);
  emulation.saveSoon();
  if (authorizationCache.size <= cacheLimit) return;
  const oldest = authorizationCache.keys().next();
  if (!oldest.done) authorizationCache.delete(oldest.value);
}

function offlineAnswer(emulation: Emulation, idTag: string): IdTagInfo {
  const known = locallyKnown(emulation, idTag);
  if (known !== undefined && booleanValue(emulation, 'LocalAuthorizeOffline')) return known;
  const unknownAllowed = booleanValue(emulation, 'AllowOfflineTxForUnknownId');
  return { status: known === undefined && unknownAllowed ? 'Accepted' : 'Invalid' };
}

/** Authorises an identifier. A Central System that does not answer counts as being offline. */
export async function authorize(emulation: Emulation, idTag: string): Promise<IdTagInfo> {
  if (!isInService(emulation)) return offlineAnswer(emulation, idTag);
  const known = locallyKnown(emulation, idTag);
  if (known?.status === 'Accepted' && booleanValue(emulation, 'LocalPreAuthorize')) return known;
  const reply = await request(emulation, 'Authorize', { idTag });
  if (reply.ok) {
    rememberIdTag(emulation, idTag, reply.payload.idTagInfo);
    return reply.payload.idTagInfo;
  }
  return reply.reason === 'refused' ? { status: 'Invalid' } : offlineAnswer(emulation, idTag);
}

/** Whether a second identifier may act for the first: the same one, or one of the same group. */
export function isSameGroup(
  first: { idTag: string; parentIdTag?: string },
  second: { idTag: string; parentIdTag?: string },
): boolean {
  if (keyOf(first.idTag) === keyOf(second.idTag)) return true;
  return (
    first.parentIdTag !== undefined &&
    second.parentIdTag !== undefined &&
    keyOf(first.parentIdTag) === keyOf(second.parentIdTag)
  );
}
