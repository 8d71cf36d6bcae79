/**
 * "Try it now": what an emulated charge point needs to connect to the local CSMS on a profile. The composition root
 * hands it to the charge point role, because roles do not know each other.
 */
import { randomBytes } from 'node:crypto';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { Outcome } from '../../shared/api/problem.ts';
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

/**
 * Binds the station to the profile with credentials of its own and says where to connect.
 * Problems: `listener-for-profile-missing`.
 */
export function prepareTryIt(csms: CsmsRole, request: TryItRequest): Outcome<TryItTarget> {
  const { id, securityProfile } = request;
  const listener = csms.listenerFor(securityProfile, request.listener);
  if (!listener) {
    const parameters = { securityProfile };
    return { ok: false, problem: { code: 'listener-for-profile-missing', parameters } };
  }
  const serialNumber = `SN-${id}`;
  const authorizationKeyHex = bytesToHex(generateAuthorizationKey(randomBytes, 'printable'));
  const bound = csms.putStation(id, { securityProfile, serialNumber, authorizationKeyHex });
  if (!bound.ok) return bound;
  const scheme = securityProfile >= 2 ? 'wss' : 'ws';
  const url = `${scheme}://${bracketed(ownHost(listener, securityProfile))}:${listener.port}/`;
  const withKey = securityProfile === 1 || securityProfile === 2;
  return {
    ok: true,
    value: { url, serialNumber, authorizationKeyHex: withKey ? authorizationKeyHex : undefined },
  };
}
