/**
 * The certificate desk: authorities, what they issued, what is revoked. Puts its parts together for the doors and for
 * whoever in the bench serves or checks certificates. Knows no door, no socket and no screen.
 */
import type {
  CertificateDetail,
  CertificateEntry,
  CertificateUse,
  CreateBatch,
  CreateCertificate,
  ExportRequest,
  ImportOutcome,
  ImportRequest,
  RenewRequest,
  RevocationList,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { RevocationReason } from '../../../../shared/security/revocation.ts';
import type { BenchAuthorities } from '../bench-authorities.ts';
import type { KeyFamily } from '../certificate-storage.ts';
import { type ParsedCertificate, parseCertificate } from '../certificate-view.ts';
import { readPemBlocks } from '../pem.ts';
import { type CatalogueEntry, openCatalogue } from './catalogue.ts';
import { deleteCertificate } from './deleting.ts';
import { type DeskContext, entryPresenter, findEntry, nameOf } from './desk-context.ts';
import { chainOf, type ExportedFile, exportCertificate } from './desk-exports.ts';
import { importCertificates } from './desk-imports.ts';
import { createBatch, createCertificate, renewCertificate } from './desk-issuing.ts';
import { newEntryId } from './desk-signer.ts';
import type { DeskStorage, KeptRevocation } from './desk-storage.ts';
import { certificateDetail, type Inspected, inspectFile } from './details.ts';
import {
  allRevocationLists,
  currentRevocationList,
  nextRevocationList,
  releaseCertificate,
  revocationListView,
  revokeCertificate,
} from './revocation-lists.ts';

/** A certificate with its key, to serve TLS with. Never hand it to a door. */
export interface DeskIdentity {
  id: string;
  family: KeyFamily;
  certificatePem: string;
  /** Sub-authorities, leaf side first; empty when a root signed it. */
  chainPem: string;
  privateKeyPem: string;
}

export interface EntriesQuery {
  issuer?: string | undefined;
  search?: string | undefined;
  role?: CertificateEntry['role'] | undefined;
  attention?: 'expires-soon' | 'expired' | 'revoked' | 'in-use' | undefined;
  offset: number;
  limit: number;
}

export interface CertificateDesk {
  authorities(): Promise<CertificateEntry[]>;
  entries(query: EntriesQuery): Promise<{ entries: CertificateEntry[]; total: number }>;
  entry(id: string): Promise<Outcome<CertificateDetail>>;
  create(request: CreateCertificate): Promise<Outcome<CertificateEntry>>;
  createBatch(
    request: CreateBatch,
  ): Promise<Outcome<{ entries: CertificateEntry[]; total: number }>>;
  import(request: ImportRequest): Promise<Outcome<ImportOutcome>>;
  inspect(
    content: ImportRequest['files'][number]['content'],
    passphrase: string | undefined,
  ): Promise<Outcome<Inspected[]>>;
  export(id: string, request: ExportRequest): Promise<Outcome<ExportedFile>>;
  renew(id: string, request: RenewRequest): Promise<Outcome<CertificateEntry>>;
  revoke(
    id: string,
    request: { reason: RevocationReason; revokedAt?: string | undefined },
  ): Promise<Outcome<CertificateEntry>>;
  release(id: string): Promise<Outcome<CertificateEntry>>;
  delete(id: string, force: boolean): Promise<Outcome<{ deleted: number }>>;
  revocationList(id: string): Promise<Outcome<RevocationList>>;
  newRevocationList(id: string, validForMinutes: number): Promise<Outcome<RevocationList>>;
  /** The current list of an authority, `X509 CRL`. */
  revocationListPem(id: string): Promise<Outcome<string>>;
  revocationListDer(id: string): Promise<Outcome<Uint8Array>>;

  /** For whoever serves TLS. Problems: `certificate-unknown`, `certificate-without-key`. */
  identity(id: string): Outcome<DeskIdentity>;
  /** The roots on the desk, PEM: for whoever judges a chain before a peer does. */
  rootsPem(): string[];
  /** Roots and sub-authorities alike, PEM. */
  authoritiesPem(): string[];
  /** For whoever checks peers: the current lists of all authorities that can sign one. */
  revocationLists(): string[];
  /** Whether a certificate (DER or PEM) was revoked here, and why. */
  revocationOf(certificate: Uint8Array | string): KeptRevocation | undefined;
  /** Keeps a certificate that was signed for somebody else's key; what it is for shows in it. */
  keepSigned(certificatePem: string, owner: string): void;
}

export interface DeskParts {
  storage: DeskStorage;
  authorities: BenchAuthorities;
  cpoName(): string;
  nowMs?(): number;
  usedBy?(id: string): CertificateUse[];
  serialNumberOf?(station: string): string | undefined;
  presentedBy?(fingerprintSha256: string): string[];
  changed(): void;
}

/** Opens the desk; reads nothing until somebody asks. */
export function openCertificateDesk(parts: DeskParts): CertificateDesk {
  const { storage, authorities, cpoName, nowMs = Date.now, changed } = parts;
  const { usedBy = () => [], serialNumberOf = () => undefined, presentedBy = () => [] } = parts;
  const catalogue = openCatalogue(storage, authorities);
  const context: DeskContext = {
    ...{ storage, authorities, catalogue, cpoName, nowMs, changed },
    ...{ usedBy, serialNumberOf, presentedBy },
  };
  /** The bench's own roots are on the desk before anything is asked of it. */
  const ready = <T>(work: () => T | Promise<T>): Promise<T> => authorities.prepare().then(work);
  const listView = (id: string, list: ReturnType<typeof currentRevocationList>) =>
    list.ok ? { ok: true as const, value: revocationListView(context, id, list.value) } : list;

  const listPem = (id: string): Outcome<string> => {
    const list = currentRevocationList(context, id);
    return list.ok ? { ok: true, value: list.value.pem } : list;
  };

  return {
    authorities: () => ready(() => authoritiesOf(context)),
    entries: (query) => ready(() => entriesOf(context, query)),
    entry: (id) => ready(() => certificateDetail(context, id)),
    create: (request) => ready(() => createCertificate(context, request)),
    createBatch: (request) => ready(() => createBatch(context, request)),
    import: (request) => ready(() => importCertificates(context, request)),
    inspect: (content, passphrase) => ready(() => inspectFile(context, content, passphrase)),
    export: (id, request) => ready(() => exportCertificate(context, id, request)),
    renew: (id, request) => ready(() => renewCertificate(context, id, request)),
    revoke: (id, request) => ready(() => revokeCertificate(context, id, request)),
    release: (id) => ready(() => releaseCertificate(context, id)),
    delete: (id, force) => ready(() => deleteCertificate(context, id, force)),
    revocationList: (id) => ready(() => listView(id, currentRevocationList(context, id))),
    newRevocationList: (id, minutes) =>
      ready(() => listView(id, nextRevocationList(context, id, minutes))),
    revocationListPem: (id) => ready(() => listPem(id)),
    revocationListDer: (id) =>
      ready(() => {
        const pem = listPem(id);
        if (!pem.ok) return pem;
        return { ok: true as const, value: readPemBlocks(pem.value)[0]?.der ?? new Uint8Array() };
      }),
    identity: (id) => identityOf(context, id),
    rootsPem: () =>
      [...catalogue.all().values()]
        .filter(({ parsed: { view } }) => view.isCertificateAuthority && view.selfIssued)
        .map(({ parsed: { view } }) => view.pem),
    authoritiesPem: () =>
      [...catalogue.all().values()]
        .filter(({ parsed: { view } }) => view.isCertificateAuthority)
        .map(({ parsed: { view } }) => view.pem),
    revocationLists: () => allRevocationLists(context),
    revocationOf(certificate) {
      const parsed = parseCertificate(certificate);
      return parsed.ok ? revokedHere(context, parsed.certificate) : undefined;
    },
    keepSigned(certificatePem, owner) {
      const createdAt = new Date(nowMs()).toISOString();
      const certificate = {
        ...{ id: newEntryId(), origin: 'signed-request' as const, hierarchy: 'other' as const },
        ...{ name: '', owner, certificatePem, hasPrivateKey: false, createdAt },
      };
      storage.save([{ certificate }]);
      catalogue.refresh();
      changed();
    },
  };
}

const roleOrder: Record<CertificateEntry['role'], number> = {
  root: 0,
  'sub-authority': 1,
  server: 2,
  client: 3,
  'firmware-signing': 4,
  other: 5,
};

function authoritiesOf(context: DeskContext): CertificateEntry[] {
  const present = entryPresenter(context);
  return [...context.catalogue.all().values()]
    .filter(({ parsed }) => parsed.view.isCertificateAuthority)
    .map(present)
    .toSorted(
      (one, other) =>
        roleOrder[one.role] - roleOrder[other.role] ||
        Number(other.origin === 'automatic') - Number(one.origin === 'automatic') ||
        (one.origin === 'automatic'
          ? one.id.localeCompare(other.id)
          : one.createdAt.localeCompare(other.createdAt)),
    );
}

/** `SN-9` before `SN-10`. */
const compareNames = new Intl.Collator('en', { numeric: true }).compare;

function entriesOf(
  context: DeskContext,
  { issuer, search = '', role, attention, offset, limit }: EntriesQuery,
): { entries: CertificateEntry[]; total: number } {
  const wanted = search.trim().toLowerCase();
  const fits = ({ parsed, owner, ...entry }: CatalogueEntry) =>
    (issuer === undefined || (entry.issuer ?? 'none') === issuer) &&
    (role === undefined || entry.role === role) &&
    (wanted === '' ||
      [parsed.view.subject.text, owner, entry.name, parsed.view.serialNumber].some((text) =>
        text.toLowerCase().includes(wanted),
      ));
  const needsAttention = ({ expiry, revocation, usedBy }: CertificateEntry) => {
    switch (attention) {
      case undefined:
        return true;
      case 'revoked':
        return revocation !== undefined;
      case 'in-use':
        return usedBy.length > 0;
      default:
        return expiry.state === attention;
    }
  };
  const present = entryPresenter(context);
  const found = [...context.catalogue.all().values()]
    .filter(fits)
    .toSorted(
      ({ parsed: one }, { parsed: other }) =>
        one.view.notAfter.localeCompare(other.view.notAfter) ||
        compareNames(one.view.subject.text, other.view.subject.text),
    );
  const rows = attention === undefined ? undefined : found.map(present).filter(needsAttention);
  const page =
    rows?.slice(offset, offset + limit) ?? found.slice(offset, offset + limit).map(present);
  return { entries: page, total: rows?.length ?? found.length };
}

function identityOf(context: DeskContext, id: string): Outcome<DeskIdentity> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const privateKeyPem = context.catalogue.privateKeyPem(entry);
  if (privateKeyPem === undefined) {
    return { ok: false, problem: { code: 'certificate-without-key', where: nameOf(entry) } };
  }
  const { view } = entry.parsed;
  return {
    ok: true,
    value: {
      id,
      family: view.key.algorithm === 'rsa' || view.key.algorithm === 'rsa-pss' ? 'rsa' : 'ecdsa',
      certificatePem: view.pem,
      chainPem: chainOf(context, entry, false).slice(view.pem.length),
      privateKeyPem,
    },
  };
}

/** By serial number and the identifier of whoever signed. */
function revokedHere(
  context: DeskContext,
  { view }: ParsedCertificate,
): KeptRevocation | undefined {
  const { serialNumber, authorityKeyIdentifier } = view;
  return context.storage
    .revocations()
    .find((one) => one.serialNumber === serialNumber && one.authority === authorityKeyIdentifier);
}
