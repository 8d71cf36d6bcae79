/**
 * What is probed, ready to be dialled: checked address, key bytes, certificate. Opens nothing.
 */
import { randomBytes } from 'node:crypto';
import tls from 'node:tls';
import type { ProbeRequest } from '../../../shared/api/probe-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { hexToBytes } from '../../../shared/security/authorization-key.ts';
import { endpointProblem } from '../../../shared/security/endpoint-url.ts';
import { hostOf, portOf } from '../wire/dial.ts';
import type { TlsIdentity } from '../wire/tls-policy.ts';

export interface ProbeTarget {
  /** The endpoint, without the identity. */
  endpoint: string;
  scheme: 'ws' | 'wss';
  /** As the certificate should name it. */
  host: string;
  /** Where connections go. */
  place: { host: string; port: number };
  /** SNI; empty sends none. */
  serverName: string;
  /** The charge point's own identity; absent: one is made up. */
  identity?: string;
  /** Made up, so that no station has it. */
  strangerIdentity: string;
  password?: Uint8Array;
  certificate?: TlsIdentity;
  rootsPem: string[];
  timeLimitMs: number;
  askUnknownIdentity: boolean;
}

function problem(code: string, where: string, raw?: string): { ok: false; problem: Problem } {
  const parameters = raw === undefined ? {} : { parameters: { raw } };
  return { ok: false, problem: { code, where, ...parameters } };
}

/** Whether OpenSSL can use the pair; its words when it cannot. */
function faultOfCertificate({ certPem, keyPem }: TlsIdentity): string | undefined {
  try {
    tls.createSecureContext({ cert: certPem, key: keyPem, ciphers: 'DEFAULT:@SECLEVEL=0' });
    return undefined;
  } catch (error) {
    // OpenSSL has no other way of saying what is wrong with what was given.
    return error instanceof Error ? error.message : String(error);
  }
}

function faultOfRoot(pem: string): string | undefined {
  try {
    tls.createSecureContext({ ca: pem });
    return /BEGIN (X509 |TRUSTED )?CERTIFICATE/.test(pem) ? undefined : 'no CERTIFICATE block';
  } catch (error) {
    // As above.
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the request names that only the bench has. */
export interface GivenByBench {
  rootsPem: string[];
  /** Certificate and key of an identity of the desk. */
  certificate?: TlsIdentity;
}

/**
 * Reads a request. Problems: those of `endpointProblem`, `client-certificate-unusable`, `certificate-unreadable`.
 */
export function readTarget(request: ProbeRequest, given: GivenByBench): Outcome<ProbeTarget> {
  const wrong = endpointProblem(request.url, request.url.startsWith('ws:') ? 0 : 2);
  // The first profile only stands for a scheme that nobody chose yet.
  if (wrong?.code === 'profile-does-not-fit-url') return problem('url-invalid', request.url);
  if (wrong !== undefined) return { ok: false, problem: wrong };
  for (const profile of request.profiles ?? []) {
    const unfit = endpointProblem(request.url, profile);
    if (unfit !== undefined) return { ok: false, problem: unfit };
  }
  const url = new URL(request.url);
  const password =
    request.authorizationKeyHex === undefined
      ? request.password === undefined
        ? undefined
        : new TextEncoder().encode(request.password)
      : hexToBytes(request.authorizationKeyHex);
  const certificate = request.certificate ?? given.certificate;
  const unusable = certificate === undefined ? undefined : faultOfCertificate(certificate);
  if (unusable !== undefined) {
    return problem('client-certificate-unusable', 'certificate', unusable);
  }
  for (const [index, pem] of request.rootsPem.entries()) {
    const fault = faultOfRoot(pem);
    if (fault !== undefined) return problem('certificate-unreadable', `rootsPem.${index}`, fault);
  }
  const host = hostOf(url);
  const strangerIdentity = `probe-${randomBytes(4).toString('hex')}`;
  const system = request.systemRoots ? tls.getCACertificates('system') : [];
  return {
    ok: true,
    value: {
      endpoint: endpointOf(url),
      scheme: url.protocol === 'ws:' ? 'ws' : 'wss',
      host,
      place: {
        host: request.connectTo?.host ?? host,
        port: request.connectTo?.port ?? portOf(url),
      },
      serverName: request.serverName ?? host,
      ...(request.identity === undefined ? {} : { identity: request.identity }),
      strangerIdentity,
      ...(password === undefined ? {} : { password }),
      ...(certificate === undefined ? {} : { certificate }),
      rootsPem: [...given.rootsPem, ...request.rootsPem.flatMap(certificatesOf), ...system],
      timeLimitMs: request.timeLimitMs,
      askUnknownIdentity: request.askUnknownIdentity,
    },
  };
}

/** A file may hold several roots; each is one of its own from here on. */
function certificatesOf(pem: string): string[] {
  return (
    pem.match(
      /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g,
    ) ?? []
  );
}

/** Query and fragment are no part of an endpoint (OCPP-J 1.6 §3.1.1). */
function endpointOf(url: URL): string {
  const bare = new URL(url);
  bare.search = '';
  bare.hash = '';
  return bare.href.replace(/\/+$/, '');
}
