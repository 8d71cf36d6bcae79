/** What the parts of the certificate desk share: where entries are, and how an entry is shown. Decides nothing. */
import type {
  CertificateEntry,
  CertificateUse,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { certificateExpiry } from '../../../../shared/security/certificate-expiry.ts';
import { attributeValues } from '../../../../shared/security/certificate-rules.ts';
import type { BenchAuthorities } from '../bench-authorities.ts';
import { type Catalogue, type CatalogueEntry, signingAuthorityOf } from './catalogue.ts';
import type { DeskStorage, KeptRevocation } from './desk-storage.ts';

export interface DeskContext {
  storage: DeskStorage;
  authorities: BenchAuthorities;
  catalogue: Catalogue;
  cpoName(): string;
  nowMs(): number;
  /** Who uses an entry now, beyond what its id tells. */
  usedBy(id: string): CertificateUse[];
  /** Serial number of a station, when it is known: what the common name is held against (A00.FR.405). */
  serialNumberOf(station: string): string | undefined;
  /** Stations that presented a certificate, by its fingerprint (A00.FR.427). */
  presentedBy(fingerprintSha256: string): string[];
  /** Something on the desk changed; listeners may need other certificates. */
  changed(): void;
}

/** The entry of an id. Problem: `certificate-unknown`. */
export function findEntry(context: DeskContext, id: string): Outcome<CatalogueEntry> {
  const entry = context.catalogue.get(id);
  return entry === undefined
    ? { ok: false, problem: { code: 'certificate-unknown', where: id } }
    : { ok: true, value: entry };
}

/** The text by which people know an entry. */
export function nameOf({ name, parsed }: CatalogueEntry): string {
  const [commonName = ''] = attributeValues(parsed.view.subject, 'CN');
  return name || commonName || parsed.view.subject.text;
}

/** Shows entries as rows; revocations are read once for all of them. */
export function entryPresenter(context: DeskContext): (entry: CatalogueEntry) => CertificateEntry {
  const { catalogue } = context;
  const revocations = new Map(
    context.storage.revocations().map((one) => [`${one.authority} ${one.serialNumber}`, one]),
  );
  const nowMs = context.nowMs();
  const revocationOf = (entry: CatalogueEntry): KeptRevocation | undefined =>
    revocations.size === 0
      ? undefined
      : revocations.get(
          `${signingAuthorityOf(entry, catalogue)} ${entry.parsed.view.serialNumber}`,
        );
  const expiryOf = ({ parsed: { view } }: CatalogueEntry) =>
    certificateExpiry(view.notBefore, view.notAfter, nowMs);
  const issuedByAll = new Map<string, CatalogueEntry[]>();
  for (const entry of catalogue.all().values()) {
    if (entry.issuer === null) continue;
    const siblings = issuedByAll.get(entry.issuer) ?? [];
    siblings.push(entry);
    issuedByAll.set(entry.issuer, siblings);
  }
  const issuedBy = (id: string): NonNullable<CertificateEntry['issued']> => {
    const issued = issuedByAll.get(id) ?? [];
    const inState = (state: string) => issued.filter((one) => expiryOf(one).state === state).length;
    return {
      total: issued.length,
      authorities: issued.filter(({ parsed }) => parsed.view.isCertificateAuthority).length,
      expiresSoon: inState('expires-soon'),
      expired: inState('expired'),
      revoked: issued.filter((one) => revocationOf(one) !== undefined).length,
    };
  };
  return (entry) => {
    const { view } = entry.parsed;
    const revoked = revocationOf(entry);
    return {
      id: entry.id,
      role: entry.role,
      origin: entry.origin,
      hierarchy: entry.hierarchy,
      name: nameOf(entry),
      owner: entry.owner,
      issuer: entry.issuer,
      hasPrivateKey: entry.hasPrivateKey,
      subject: view.subject.text,
      issuerName: view.issuer.text,
      commonName: attributeValues(view.subject, 'CN').join(', '),
      organisation: attributeValues(view.subject, 'O').join(', '),
      serialNumber: view.serialNumber,
      notBefore: view.notBefore,
      notAfter: view.notAfter,
      key: view.key,
      signature: { algorithm: view.signature.algorithm, hash: view.signature.hash },
      fingerprintSha256: view.fingerprintSha256,
      expiry: expiryOf(entry),
      ...(revoked === undefined
        ? {}
        : { revocation: { reason: revoked.reason, revokedAt: revoked.revokedAt } }),
      usedBy: usesOf(entry, context),
      ...(view.isCertificateAuthority ? { issued: issuedBy(entry.id) } : {}),
      createdAt: entry.createdAt,
    };
  };
}

/** One entry as a row, when only one is wanted. */
export function presented(context: DeskContext, entry: CatalogueEntry): CertificateEntry {
  return entryPresenter(context)(entry);
}

/** What an automatic id says of its user, and who else uses the entry. */
export function usesOf(entry: CatalogueEntry, context: DeskContext): CertificateUse[] {
  const { id, automatic, parsed } = entry;
  const stations = context.presentedBy(parsed.view.fingerprintSha256);
  const uses = [
    ...context.usedBy(id),
    ...stations.map((station): CertificateUse => ({ kind: 'station', id: station })),
  ];
  const [kind, , ...rest] = id.split(':');
  if (automatic?.kind === 'server' && kind === 'server') {
    const listener = rest.join(':');
    if (listener === 'door') return [{ kind: 'door', id: listener }, ...uses];
    if (listener === 'files') return [{ kind: 'file-server', id: listener }, ...uses];
    return [{ kind: 'listener', id: listener }, ...uses];
  }
  if (automatic?.kind === 'client') return [{ kind: 'charge-point', id: automatic.owner }, ...uses];
  if (automatic?.kind === 'firmware-signing') return [{ kind: 'firmware', id }, ...uses];
  return uses;
}
