/**
 * "Try it now": what an emulated charge point, or a fleet of them, needs to connect to the local CSMS on a profile. The composition root
 * hands it to the charge point role, because roles do not know each other.
 */
import { randomBytes } from 'node:crypto';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { bytesToHex, generateAuthorizationKey } from '../../shared/security/authorization-key.ts';
import type { CsmsRole } from './csms/csms.ts';

export interface TryItRequest {
  id: string;
  listener?: string;
  securityProfile: SecurityProfile;
}

export interface TryItTarget {
  url: string;
  authorizationKeyHex?: string;
  serialNumber: string;
}

export interface FleetTryRequest {
  members: readonly { id: string; serialNumber: string }[];
  listener?: string | undefined;
  securityProfile: SecurityProfile;
  /** The same key for all. Without it members keep the key that the CSMS has of them, or get one of their own. */
  authorizationKeyHex?: string | undefined;
}

export interface FleetTryTarget {
  url: string;
  /** What each member has of its own, in the order they were given. */
  members: readonly { serialNumber: string; authorizationKeyHex?: string }[];
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Where this machine reaches its own listener: by a name that its certificate bears, when TLS asks for one. */
function ownHost(
  listener: NonNullable<ReturnType<CsmsRole['listenerFor']>>,
  securityProfile: SecurityProfile,
): string {
  const { host, hostName, subjectAlternativeNames } = listener;
  if (securityProfile >= 2 && subjectAlternativeNames === 'none') return hostName;
  if (host === '::' || host === '0.0.0.0') return securityProfile >= 2 ? 'localhost' : '127.0.0.1';
  return host;
}

function missing(securityProfile: SecurityProfile): { ok: false; problem: Problem } {
  const parameters = { securityProfile };
  return { ok: false, problem: { code: 'listener-for-profile-missing', parameters } };
}

function urlOf(
  listener: NonNullable<ReturnType<CsmsRole['listenerFor']>>,
  securityProfile: SecurityProfile,
): string {
  const scheme = securityProfile >= 2 ? 'wss' : 'ws';
  return `${scheme}://${bracketed(ownHost(listener, securityProfile))}:${listener.port}/`;
}

function newKeyHex(): string {
  return bytesToHex(generateAuthorizationKey(randomBytes, 'printable'));
}

function usesKey(securityProfile: SecurityProfile): boolean {
  return securityProfile === 1 || securityProfile === 2;
}

/**
 * Binds the station to the profile with credentials of its own and says where to connect.
 * Problems: `listener-for-profile-missing`.
 */
export function prepareTryIt(csms: CsmsRole, request: TryItRequest): Outcome<TryItTarget> {
  const { id, securityProfile } = request;
  const listener = csms.listenerFor(securityProfile, request.listener);
  if (!listener) return missing(securityProfile);
  const serialNumber = `SN-${id}`;
  const authorizationKeyHex = newKeyHex();
  const bound = csms.putStation(id, { securityProfile, serialNumber, authorizationKeyHex });
  if (!bound.ok) return bound;
  const key = usesKey(securityProfile) ? authorizationKeyHex : undefined;
  const url = urlOf(listener, securityProfile);
  return { ok: true, value: { url, serialNumber, authorizationKeyHex: key } };
}

/**
 * The same for many at once. What the CSMS knows of a station already is taken over instead of replaced: the identity
 * may belong to a charge point that is not of the fleet. Problems: `listener-for-profile-missing`,
 * `authorization-key-hash-only` when a key to be taken over is kept as a hash.
 */
export function prepareFleet(csms: CsmsRole, request: FleetTryRequest): Outcome<FleetTryTarget> {
  const { securityProfile, authorizationKeyHex: sharedKey } = request;
  const listener = csms.listenerFor(securityProfile, request.listener);
  if (!listener) return missing(securityProfile);
  const withKey = usesKey(securityProfile);
  const hashOnly = request.members.find(
    ({ id }) => withKey && sharedKey === undefined && csms.credentialsOf(id).keyIsHash,
  );
  if (hashOnly)
    return { ok: false, problem: { code: 'authorization-key-hash-only', where: hashOnly.id } };
  const members = request.members.map(({ id, serialNumber }) => {
    const known = csms.credentialsOf(id);
    const key = sharedKey ?? known.authorizationKeyHex;
    return {
      id,
      serialNumber: known.serialNumber ?? serialNumber,
      ...(withKey ? { authorizationKeyHex: key ?? newKeyHex() } : {}),
    };
  });
  csms.putStations(members.map((member) => ({ ...member, securityProfile })));
  return {
    ok: true,
    value: {
      url: urlOf(listener, securityProfile),
      members: members.map(({ id: _known, ...own }) => own),
    },
  };
}
