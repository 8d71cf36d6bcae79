/**
 * All certificates of the bench in one tree: the automatic ones and those on the desk, each with the one that signed it.
 * Who signed is found by name, key identifier and signature, never remembered, so that a root imported last still gets its
 * children. Knows storage and certificates; nothing of screens or of what is to be done.
 */
import type {
  CertificateEntry,
  CertificateOrigin,
  CertificateRole,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { BenchAuthorities } from '../bench-authorities.ts';
import type { StoredIdentity } from '../certificate-storage.ts';
import { type ParsedCertificate, parseCertificate } from '../certificate-view.ts';
import { authorityKeyIdentifier } from '../issuing.ts';
import type { DeskCertificate, DeskStorage } from './desk-storage.ts';
import {
  createSignatureChecks,
  type IssuerIndex,
  indexIssuers,
  mayBeIssuer,
  type SignatureChecks,
  signersAmong,
} from './issuer-search.ts';

export interface CatalogueEntry {
  id: string;
  origin: CertificateOrigin;
  hierarchy: CertificateEntry['hierarchy'];
  role: CertificateRole;
  /** Given by a person; empty when nobody did. */
  name: string;
  owner: string;
  createdAt: string;
  hasPrivateKey: boolean;
  parsed: ParsedCertificate;
  /** Id of the entry that signed it; null for a root and where it is not here. */
  issuer: string | null;
  automatic?: StoredIdentity;
  kept?: DeskCertificate;
}

export interface Catalogue {
  all(): ReadonlyMap<string, CatalogueEntry>;
  get(id: string): CatalogueEntry | undefined;
  children(id: string): CatalogueEntry[];
  /** From this entry to its root as far as it is here; this one first. */
  path(entry: CatalogueEntry): CatalogueEntry[];
  privateKeyPem(entry: CatalogueEntry): string | undefined;
  /** The desk's storage was changed. */
  refresh(): void;
}

type Unplaced = Omit<CatalogueEntry, 'issuer' | 'hierarchy' | 'role'> &
  Partial<Pick<CatalogueEntry, 'hierarchy'>>;

export function openCatalogue(
  storage: DeskStorage,
  authorities: Pick<BenchAuthorities, 'identities' | 'revision'>,
): Catalogue {
  let entries: ReadonlyMap<string, CatalogueEntry> | undefined;
  let seenRevision = -1;
  let parsedByPem = new Map<string, ParsedCertificate>();
  const checks = createSignatureChecks();

  function rebuild(): ReadonlyMap<string, CatalogueEntry> {
    const parsedNow = new Map<string, ParsedCertificate>();
    const read = (pem: string): ParsedCertificate | undefined => {
      const known = parsedByPem.get(pem);
      const fresh = known === undefined ? parseCertificate(pem) : undefined;
      const parsed = known ?? (fresh?.ok ? fresh.certificate : undefined);
      if (parsed !== undefined) parsedNow.set(pem, parsed);
      return parsed;
    };
    const unplaced = [
      ...authorities.identities().flatMap((identity): Unplaced[] => {
        const parsed = read(identity.certificatePem);
        return parsed === undefined ? [] : [ofIdentity(identity, parsed)];
      }),
      ...storage.certificates().flatMap((kept): Unplaced[] => {
        const parsed = read(kept.certificatePem);
        return parsed === undefined ? [] : [ofDesk(kept, parsed)];
      }),
    ];
    parsedByPem = parsedNow;
    return placed(unplaced, checks);
  }

  function all(): ReadonlyMap<string, CatalogueEntry> {
    if (entries === undefined || seenRevision !== authorities.revision()) {
      seenRevision = authorities.revision();
      entries = rebuild();
    }
    return entries;
  }

  return {
    all,
    get: (id) => all().get(id),
    children: (id) => [...all().values()].filter(({ issuer }) => issuer === id),
    path(entry) {
      const path = [entry];
      for (let next = entry.issuer; next !== null; ) {
        const issuer = all().get(next);
        // Two authorities that signed each other would lead in a circle.
        if (issuer === undefined || path.includes(issuer)) break;
        path.push(issuer);
        next = issuer.issuer;
      }
      return path;
    },
    privateKeyPem: (entry) =>
      entry.automatic === undefined
        ? storage.privateKeyPem(entry.id)
        : entry.automatic.privateKeyPem,
    refresh() {
      entries = undefined;
    },
  };
}

function ofIdentity(identity: StoredIdentity, parsed: ParsedCertificate): Unplaced {
  const { id, kind, owner, createdAt } = identity;
  const isBrought = id.startsWith('client-kept:');
  return {
    ...{ id, name: '', owner, createdAt, parsed, hasPrivateKey: true, automatic: identity },
    origin: isBrought ? 'imported' : 'automatic',
    ...(kind === 'root' ? { hierarchy: 'operator' } : {}),
    ...(kind === 'manufacturer-root' ? { hierarchy: 'manufacturer' } : {}),
  };
}

function ofDesk(kept: DeskCertificate, parsed: ParsedCertificate): Unplaced {
  const { id, origin, hierarchy, name, owner, createdAt, hasPrivateKey } = kept;
  return { id, origin, hierarchy, name, owner, createdAt, hasPrivateKey, parsed, kept };
}

/** Finds the issuers, and from them role and hierarchy. */
function placed(
  unplaced: readonly Unplaced[],
  checks: SignatureChecks,
): ReadonlyMap<string, CatalogueEntry> {
  const authorities = indexIssuers(
    unplaced.filter(({ parsed }) => parsed.view.isCertificateAuthority),
    parsedOf,
  );
  const issuers = new Map(
    unplaced.map((entry) => [entry.id, issuerOf(entry, authorities, checks)]),
  );
  const byId = new Map(unplaced.map((entry) => [entry.id, entry]));
  const topOf = (entry: Unplaced): Unplaced => {
    const seen = new Set<Unplaced>();
    let top = entry;
    while (!seen.has(top)) {
      seen.add(top);
      const above = byId.get(issuers.get(top.id) ?? '');
      if (above === undefined) break;
      top = above;
    }
    return top;
  };
  return new Map(
    unplaced.map((entry) => [
      entry.id,
      {
        ...entry,
        issuer: issuers.get(entry.id) ?? null,
        hierarchy: topOf(entry).hierarchy ?? 'other',
        role: roleOf(entry.parsed, issuers.get(entry.id) ?? null),
      },
    ]),
  );
}

const parsedOf = ({ parsed }: Unplaced): ParsedCertificate => parsed;

function issuerOf(
  { parsed }: Unplaced,
  authorities: IssuerIndex<Unplaced>,
  checks: SignatureChecks,
): string | null {
  const isOwn = parsed.view.selfIssued && mayBeIssuer(parsed, parsed);
  if (isOwn && checks.isSignedBy(parsed, parsed)) return null;
  const { signers } = signersAmong(parsed, authorities.possible(parsed), parsedOf, checks);
  // A renewed authority has the same name and key: the newest with a key stands for both.
  const best = signers
    .filter((signer) => signer.parsed !== parsed)
    .toSorted(
      (one, other) =>
        Number(other.hasPrivateKey) - Number(one.hasPrivateKey) ||
        other.createdAt.localeCompare(one.createdAt),
    )[0];
  return best?.id ?? null;
}

function roleOf({ view }: ParsedCertificate, issuer: string | null): CertificateRole {
  if (view.isCertificateAuthority) {
    return issuer === null && view.selfIssued ? 'root' : 'sub-authority';
  }
  const purposes = view.extendedKeyUsage ?? [];
  if (purposes.includes('serverAuth')) return 'server';
  if (purposes.includes('clientAuth')) return 'client';
  return purposes.includes('codeSigning') ? 'firmware-signing' : 'other';
}

/** What identifies the authority over its renewals: the identifier that it writes into what it signs. */
export function authorityOf(parsed: ParsedCertificate): string {
  return Buffer.from(authorityKeyIdentifier(parsed)).toString('hex').toUpperCase();
}

/** The authority that signed a certificate, also when it is not here. */
export function signingAuthorityOf(entry: CatalogueEntry, catalogue: Catalogue): string {
  const issuer = entry.issuer === null ? undefined : catalogue.get(entry.issuer);
  if (issuer !== undefined) return authorityOf(issuer.parsed);
  return entry.parsed.view.authorityKeyIdentifier ?? authorityOf(entry.parsed);
}
