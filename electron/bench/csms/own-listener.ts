/**
 * Where this machine reaches a listener of its own, and what a station of it has to show: for charge points that the
 * bench emulates itself. Reads states only.
 */
import type { ListenerState } from '../../../shared/api/csms-contract.ts';
import { bytesToHex } from '../../../shared/security/authorization-key.ts';
import type { StoredStation } from '../store/stations.ts';

export interface OwnListener {
  id: string;
  host: string;
  port: number;
  hostName: string;
  subjectAlternativeNames: 'none' | 'dns-and-ip';
}

/** Never for a door. */
export interface StationCredentials {
  authorizationKeyHex?: string;
  /** There is a key, but only its salted hash is kept. */
  keyIsHash: boolean;
  serialNumber?: string;
}

export function credentialsOf(stored: StoredStation | undefined): StationCredentials {
  const { authorizationKey: key, serialNumber } = stored ?? {};
  return {
    keyIsHash: stored?.authorizationKeyHash !== undefined,
    ...(key && { authorizationKeyHex: bytesToHex(key) }),
    ...(serialNumber && { serialNumber }),
  };
}

/** The first listening one that serves the profile, or the one of this id if it does. */
export function ownListener(
  listeners: readonly ListenerState[],
  wanted: { securityProfile: number; id: string | undefined; hostName: () => string },
): OwnListener | undefined {
  const fitting = listeners.find(
    ({ id, status, settings }) =>
      status === 'listening' &&
      (wanted.id === undefined || id === wanted.id) &&
      settings.securityProfiles.some((profile) => profile === wanted.securityProfile),
  );
  if (!fitting) return undefined;
  const { host, hostName = wanted.hostName(), subjectAlternativeNames } = fitting.settings;
  return { id: fitting.id, host, port: fitting.port, hostName, subjectAlternativeNames };
}
