/** What a person changes of a station: a request from a door, or the adoption of a refused attempt. */
import type { StationRequest } from '../../../shared/api/csms-contract.ts';
import { hexToBytes, judgeAuthorizationKey } from '../../../shared/security/authorization-key.ts';
import type { StoredStation } from '../store/stations.ts';
import type { Adoption } from './admission.ts';
import type { Station } from './stations.ts';

/** `null` removes, absent leaves as it is. */
function changedTo<T>(current: T | undefined, wanted: T | null | undefined): T | undefined {
  if (wanted === undefined) return current;
  return wanted === null ? undefined : wanted;
}

function changedKey(
  current: Uint8Array | undefined,
  { password, authorizationKeyHex }: StationRequest,
): Uint8Array | undefined {
  if (typeof authorizationKeyHex === 'string') return hexToBytes(authorizationKeyHex) ?? current;
  if (typeof password === 'string') return new TextEncoder().encode(password);
  return password === null || authorizationKeyHex === null ? undefined : current;
}

export function applyRequest(stored: StoredStation, request: StationRequest): void {
  stored.securityProfile = changedTo(stored.securityProfile, request.securityProfile);
  stored.authorizationKey = changedKey(stored.authorizationKey, request);
  stored.serialNumber = changedTo(stored.serialNumber, request.serialNumber);
  stored.bootStatus = changedTo(stored.bootStatus, request.bootStatus);
  stored.checkSerialNumber = request.checkSerialNumber ?? stored.checkSerialNumber;
  stored.checkOrganisation = request.checkOrganisation ?? stored.checkOrganisation;
  stored.factory = request.factory ?? stored.factory;
}

function adoptKey(station: Station, key: Uint8Array): void {
  station.stored.authorizationKey = key;
  station.connectionFindings = judgeAuthorizationKey(key);
}

/** Takes over what a refused attempt carried, so that the next attempt passes. */
export function adoptInto(station: Station, adoption: Adoption): void {
  const { stored } = station;
  switch (adoption.kind) {
    case 'key':
      adoptKey(station, adoption.key);
      return;
    case 'identity':
      if (adoption.key) adoptKey(station, adoption.key);
      return;
    case 'profile':
      stored.securityProfile = adoption.securityProfile;
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
