/**
 * The four security profiles as data, and how people write sets of them and places to listen: `2+3@0.0.0.0:443`.
 * Knows nothing of sockets, stations or stores.
 */
import type { Outcome } from '../api/problem.ts';

/** 0 is OCPP-J without credentials; 1 to 3 are the whitepaper's. */
export type SecurityProfile = 0 | 1 | 2 | 3;

export interface SecurityProfileFacts {
  profile: SecurityProfile;
  name: string;
  scheme: 'ws' | 'wss';
  chargePointAuthentication: 'none' | 'basic' | 'client-certificate';
  csmsAuthentication: 'none' | 'server-certificate';
  /** Whitepaper clauses that describe it. */
  clauses: string;
}

export const securityProfiles: Readonly<Record<SecurityProfile, SecurityProfileFacts>> = {
  0: {
    profile: 0,
    name: 'No security',
    scheme: 'ws',
    chargePointAuthentication: 'none',
    csmsAuthentication: 'none',
    clauses: 'OCPP-J 1.6',
  },
  1: {
    profile: 1,
    name: 'Unsecured transport with Basic Authentication',
    scheme: 'ws',
    chargePointAuthentication: 'basic',
    csmsAuthentication: 'none',
    clauses: 'A00.FR.201–206',
  },
  2: {
    profile: 2,
    name: 'TLS with Basic Authentication',
    scheme: 'wss',
    chargePointAuthentication: 'basic',
    csmsAuthentication: 'server-certificate',
    clauses: 'A00.FR.301–324',
  },
  3: {
    profile: 3,
    name: 'TLS with client-side certificates',
    scheme: 'wss',
    chargePointAuthentication: 'client-certificate',
    csmsAuthentication: 'server-certificate',
    clauses: 'A00.FR.401–429',
  },
};

/** The schemes a port with these profiles speaks; both when plain and TLS profiles share it. */
export function schemesOf(profiles: readonly SecurityProfile[]): ('ws' | 'wss')[] {
  const schemes = new Set(profiles.map((profile) => securityProfiles[profile].scheme));
  return (['ws', 'wss'] as const).filter((scheme) => schemes.has(scheme));
}

export function isSecurityProfile(value: number): value is SecurityProfile {
  return value === 0 || value === 1 || value === 2 || value === 3;
}

/** Why a listen specification cannot be read; words are in `security-profile-words.ts`. */
export type ListenSpecProblem =
  | 'profiles-missing'
  | 'profile-unknown'
  | 'profile-repeated'
  | 'listen-host-missing'
  | 'listen-host-invalid'
  | 'listen-ipv6-unbracketed'
  | 'listen-port-missing'
  | 'listen-port-invalid';

function problem<T>(code: ListenSpecProblem, where: string): Outcome<T> {
  return { ok: false, problem: { code, where } };
}

/** Reads `2+3` as profiles in ascending order. */
export function parseProfileSet(text: string): Outcome<SecurityProfile[]> {
  if (text.trim() === '') return problem('profiles-missing', text);
  const profiles = new Set<SecurityProfile>();
  for (const part of text.split('+')) {
    const value = /^\s*[0-9]\s*$/.test(part) ? Number(part) : Number.NaN;
    if (!isSecurityProfile(value)) return problem('profile-unknown', part.trim() || text);
    if (profiles.has(value)) return problem('profile-repeated', part.trim());
    profiles.add(value);
  }
  return { ok: true, value: [...profiles].toSorted((left, right) => left - right) };
}

/** `2+3` */
export function formatProfileSet(profiles: readonly SecurityProfile[]): string {
  return profiles.toSorted((left, right) => left - right).join('+');
}

export interface ListenSpec {
  securityProfiles: SecurityProfile[];
  /** Name or address, an IPv6 one without brackets. */
  host: string;
  port: number;
}

/** Reads `PROFILES@HOST:PORT`, for example `1@0.0.0.0:9000`, `2+3@[::]:443`; port 0 lets the system choose. */
export function parseListenSpec(text: string): Outcome<ListenSpec> {
  const at = text.indexOf('@');
  if (at < 0) return problem('profiles-missing', text);
  const profiles = parseProfileSet(text.slice(0, at));
  if (!profiles.ok) return profiles;
  const address = parseHostAndPort(text.slice(at + 1));
  if (!address.ok) return address;
  return { ok: true, value: { securityProfiles: profiles.value, ...address.value } };
}

/** Reads `HOST:PORT` with an IPv6 address in brackets. */
export function parseHostAndPort(text: string): Outcome<{ host: string; port: number }> {
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  const colon = text.lastIndexOf(':');
  const host = bracketed ? (bracketed[1] ?? '') : colon < 0 ? text : text.slice(0, colon);
  const rest = bracketed ? (bracketed[2] ?? '') : colon < 0 ? '' : text.slice(colon);
  if (host === '') return problem('listen-host-missing', text);
  if (!bracketed && host.includes(':')) return problem('listen-ipv6-unbracketed', text);
  if (bracketed ? !isIpv6(host) : !/^[a-z0-9._-]+$/i.test(host))
    return problem('listen-host-invalid', host);
  if (rest === '' || rest === ':') return problem('listen-port-missing', text);
  const port = parsePort(rest.replace(/^:/, ''));
  return port.ok ? { ok: true, value: { host, port: port.value } } : port;
}

/** A TCP port; 0 lets the system choose. */
export function parsePort(text: string): Outcome<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? { ok: true, value: port } : problem('listen-port-invalid', text);
}

/** The URL parser knows what an IPv6 address is; a zone (`fe80::1%eth0`) is cut off before it is asked. */
function isIpv6(host: string): boolean {
  const address = host.replace(/%[a-z0-9._-]+$/i, '');
  if (!/^[0-9a-f:.]+$/i.test(address)) return false;
  try {
    return new URL(`http://[${address}]/`).hostname !== '';
  } catch {
    // The parser's only way of saying "no address".
    return false;
  }
}

/** `2+3@[::]:443` */
export function formatListenSpec(spec: ListenSpec): string {
  const host = spec.host.includes(':') ? `[${spec.host}]` : spec.host;
  return `${formatProfileSet(spec.securityProfiles)}@${host}:${spec.port}`;
}
