/**
 * Everything a listener needs for TLS, put together: what it shows, under a fault what it shows instead, whom it trusts
 * and which revocation lists it looks at. Opens nothing and decides nothing about who may connect.
 */
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import type { ListenerSettings } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { CertificateDesk } from '../pki/desk/desk.ts';
import { type RevocationInput, readRevocationLists } from '../pki/revocation-check.ts';
import type { FaultChoice } from '../wire/handshake-fault.ts';
import type { TlsMaterial } from '../wire/listener.ts';
import {
  type CertificateSources,
  type ListenerCertificates,
  listenerCertificates,
} from './listener-certificates.ts';
import { materialUnderFault } from './listener-fault.ts';

export interface MaterialContext extends CertificateSources {
  authorities: BenchAuthorities;
  /** CN of certificates where the listener names none. */
  hostName(): string;
  addresses(): NetworkAddress[];
  /** PEM of every root that client certificates may lead to. */
  trustedRoots(): Promise<string[]>;
  /** PEM of every revocation list that there is. */
  revocationLists(): string[];
}

/** Where certificates are chosen from and lists come from; a Central System may be without one. */
export type ListenerDesk = CertificateSources['desk'] & Pick<CertificateDesk, 'revocationLists'>;

export const withoutDesk: ListenerDesk = {
  identity: (id) => ({ ok: false, problem: { code: 'certificate-unknown', where: id } }),
  revocationOf: () => undefined,
  rootsPem: () => [],
  revocationLists: () => [],
};

export interface ListenerMaterial extends Pick<ListenerCertificates, 'served' | 'findings'> {
  material: TlsMaterial;
  /** When to look again: a certificate is to be renewed, or a revocation list runs out. Milliseconds since 1970. */
  wakeAtMs?: number;
  /** Of the fault `revoked`. */
  revocationListPem?: string;
}

/** Problems: those of chosen certificates. */
export async function listenerMaterial(
  {
    id,
    settings,
    fault,
  }: { id: string; settings: ListenerSettings; fault?: FaultChoice | undefined },
  context: MaterialContext,
): Promise<Outcome<ListenerMaterial>> {
  const names = {
    hostName: settings.hostName ?? context.hostName(),
    addresses: ['localhost', ...context.addresses().map(({ address }) => address)],
  };
  const trustedRootsPem = await context.trustedRoots();
  const certificates = await listenerCertificates(id, settings, { names, sources: context });
  if (!certificates.ok) return certificates;
  const { identities, ecdhCurve, served, findings, renewAtMs } = certificates.value;
  const revocation = revocationOf(settings, context);
  const usual: TlsMaterial = {
    identities,
    trustedRootsPem,
    ...(ecdhCurve === undefined ? {} : { ecdhCurve }),
    ...(revocation === undefined ? {} : { revocation }),
  };
  const wakes = [renewAtMs ?? Number.POSITIVE_INFINITY, ...listEnds(revocation, context.nowMs())];
  const wakeAtMs = Math.min(...wakes);
  const made = {
    ...{ served, findings },
    ...(Number.isFinite(wakeAtMs) ? { wakeAtMs } : {}),
  };
  if (fault === undefined) return { ok: true, value: { ...made, material: usual } };
  const faulty = await materialUnderFault(usual, fault, context.authorities, context.nowMs());
  return { ok: true, value: { ...made, ...faulty } };
}

function revocationOf(
  { revocationCheck, securityProfiles, clientCertificate }: ListenerSettings,
  context: MaterialContext,
): RevocationInput | undefined {
  if (revocationCheck === 'off' || clientCertificate === 'never') return undefined;
  if (!securityProfiles.includes(3)) return undefined;
  return { check: revocationCheck, lists: readRevocationLists(context.revocationLists()) };
}

/** Lists of our own are made anew when they have run out; a foreign one is then one that has run out. */
function listEnds(revocation: RevocationInput | undefined, nowMs: number): number[] {
  return (revocation?.lists ?? []).flatMap(({ nextUpdateMs = 0 }) =>
    nextUpdateMs > nowMs ? [nextUpdateMs + 1000] : [],
  );
}

/** Whether new connections would see no difference; what shows a fault is always made anew. */
export function isSameMaterial(
  one: TlsMaterial | undefined,
  other: TlsMaterial | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.fault !== undefined || other.fault !== undefined) return false;
  const text = ({ revocation: _lists, ...rest }: TlsMaterial) => JSON.stringify(rest);
  const [lists = [], others = []] = [one.revocation?.lists, other.revocation?.lists];
  return (
    text(one) === text(other) &&
    one.revocation?.check === other.revocation?.check &&
    lists.length === others.length &&
    lists.every((list, index) => list === others[index])
  );
}
