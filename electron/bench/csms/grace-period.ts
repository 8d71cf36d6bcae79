/**
 * Admission in the grace period of a key change: the key before it passes beside the new one, until a person ends it or
 * the station has come with the new key (against Whitepaper A01.FR.03, on request only).
 */
import { type AdmissionDecision, type AdmissionFacts, decideAdmission } from './admission.ts';
import type { StationKey } from './station-keys.ts';
import type { Station } from './stations.ts';

function asStored(key: StationKey) {
  return 'bytes' in key
    ? { authorizationKey: key.bytes, authorizationKeyHash: undefined }
    : { authorizationKey: undefined, authorizationKeyHash: key.hash };
}

export function decideWithGrace(
  facts: Omit<AdmissionFacts, 'station'>,
  station: Station | undefined,
): AdmissionDecision & { withFormerKey: boolean } {
  const decision = decideAdmission({ ...facts, station: station?.stored });
  if (!decision.admitted && station?.formerKey) {
    const former = { ...station.stored, ...asStored(station.formerKey) };
    const again = decideAdmission({ ...facts, station: former });
    if (again.admitted) return { ...again, withFormerKey: true };
  }
  return { ...decision, withFormerKey: false };
}
