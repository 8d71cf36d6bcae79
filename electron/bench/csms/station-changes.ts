/** What changes of a stored station: a person's request, the adoption of a refused attempt, a raise of its profile. */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { StationRequest } from '../../../shared/api/csms-contract.ts';
import { hexToBytes, judgeAuthorizationKey } from '../../../shared/security/authorization-key.ts';
import type { StoredStation } from '../store/stations.ts';
import type { Adoption } from './admission.ts';
import { keepHashOnly, setKey } from './station-keys.ts';
import type { Station } from './stations.ts';

/** `null` removes, absent leaves as it is. */
function changedTo<T>(current: T | undefined, wanted: T | null | undefined): T | undefined {
  if (wanted === undefined) return current;
  return wanted === null ? undefined : wanted;
}

/** null removes it, undefined leaves it. */
function changedKey({
  password,
  authorizationKeyHex,
}: StationRequest): Uint8Array | null | undefined {
  if (typeof authorizationKeyHex === 'string') return hexToBytes(authorizationKeyHex);
  if (typeof password === 'string') return new TextEncoder().encode(password);
  return password === null || authorizationKeyHex === null ? null : undefined;
}

export function applyRequest(stored: StoredStation, request: StationRequest, nowMs: number): void {
  // What a person sets is not a raise that may fail.
  if (request.securityProfile !== undefined) stored.formerSecurityProfile = undefined;
  stored.securityProfile = changedTo(stored.securityProfile, request.securityProfile);
  if (request.keepKeyHashOnly !== undefined) keepHashOnly(stored, request.keepKeyHashOnly);
  const key = changedKey(request);
  if (key !== undefined) setKey(stored, key === null ? undefined : { bytes: key }, nowMs);
  stored.serialNumber = changedTo(stored.serialNumber, request.serialNumber);
  stored.bootStatus = changedTo(stored.bootStatus, request.bootStatus);
  stored.checkSerialNumber = request.checkSerialNumber ?? stored.checkSerialNumber;
  stored.checkOrganisation = request.checkOrganisation ?? stored.checkOrganisation;
  stored.factory = request.factory ?? stored.factory;
}

/**
 * Binds the station to a higher profile that it accepted. Until it has connected on that one, it may come back on the one
 * it is on now (Whitepaper A05.FR.08).
 */
export function raiseProfile({ stored, session }: Station, raised: SecurityProfile): void {
  const current = session?.securityProfile ?? stored.securityProfile;
  if (current !== undefined && current < raised) stored.formerSecurityProfile = current;
  stored.securityProfile = raised;
}

/** Notes on which profile the station has connected; true when that ended a raise, which cannot fail any more. */
export function endRaise(stored: StoredStation, connected: SecurityProfile): boolean {
  if (stored.formerSecurityProfile === undefined || connected !== stored.securityProfile)
    return false;
  stored.formerSecurityProfile = undefined;
  return true;
}

function adoptKey(station: Station, key: Uint8Array, nowMs: number): void {
  setKey(station.stored, { bytes: key }, nowMs);
  station.connectionFindings = judgeAuthorizationKey(key);
}

/** Takes over what a refused attempt carried, so that the next attempt passes. */
export function adoptInto(station: Station, adoption: Adoption, nowMs: number): void {
  const { stored } = station;
  switch (adoption.kind) {
    case 'key':
      adoptKey(station, adoption.key, nowMs);
      return;
    case 'identity':
      if (adoption.key) adoptKey(station, adoption.key, nowMs);
      return;
    case 'profile':
      stored.securityProfile = adoption.securityProfile;
      stored.formerSecurityProfile = undefined;
      return;
    case 'issuer':
      // What is trusted is no matter of one station.
      return;
    case 'certificate':
      stored.serialNumber = adoption.serialNumber;
      return;
    case 'factory':
      stored.factory = true;
      stored.serialNumber = adoption.serialNumber ?? stored.serialNumber;
      return;
  }
}
