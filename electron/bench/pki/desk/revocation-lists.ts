/**
 * Revoking certificates and the lists that say so, one for each authority whose key is here (RFC 5280 §5). A list is made
 * when it is asked for and something changed or it ran out; its number only grows.
 * Knows the desk's context; nothing of doors or of who checks.
 */
import { createHash, createPrivateKey } from 'node:crypto';
import type {
  CertificateEntry,
  RevocationList,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { RevocationReason } from '../../../../shared/security/revocation.ts';
import { authorityKeyIdentifier } from '../issuing.ts';
import { writePem } from '../pem.ts';
import { writeRevocationList } from '../write-certificate.ts';
import { authorityOf, type CatalogueEntry, signingAuthorityOf } from './catalogue.ts';
import { type DeskContext, findEntry, nameOf, presented } from './desk-context.ts';
import { type DeskSigner, findSigner } from './desk-signer.ts';
import type { KeptRevocation, KeptRevocationList } from './desk-storage.ts';

const minuteMs = 60_000;
/** A week, as long as a bench is likely to be looked at again. */
const usualMinutes = 7 * 1440;

/**
 * Revokes a certificate in the name of the authority that signed it. Problems: `certificate-unknown`, `root-not-revocable`,
 * `already-revoked`, `time-invalid`.
 */
export function revokeCertificate(
  context: DeskContext,
  id: string,
  request: { reason: RevocationReason; revokedAt?: string | undefined },
): Outcome<CertificateEntry> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const where = nameOf(entry);
  if (entry.role === 'root') return { ok: false, problem: { code: 'root-not-revocable', where } };
  const known = revocationOf(context, entry);
  // A hold may become final; anything else is final.
  if (known !== undefined && known.reason !== 'certificateHold') {
    return { ok: false, problem: { code: 'already-revoked', where } };
  }
  const { reason, revokedAt } = request;
  const revokedMs = revokedAt === undefined ? context.nowMs() : Date.parse(revokedAt);
  if (Number.isNaN(revokedMs) || revokedMs < 0) {
    return { ok: false, problem: { code: 'time-invalid', where: revokedAt ?? '' } };
  }
  setRevoked(context, entry, { reason, revokedMs });
  context.changed();
  return { ok: true, value: presented(context, entry) };
}

/** Takes a hold back (RFC 5280 §5.3.1). Problems: `certificate-unknown`, `not-revoked`, `revocation-is-final`. */
export function releaseCertificate(context: DeskContext, id: string): Outcome<CertificateEntry> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const where = nameOf(entry);
  const known = revocationOf(context, entry);
  if (known === undefined) return { ok: false, problem: { code: 'not-revoked', where } };
  if (known.reason !== 'certificateHold') {
    return { ok: false, problem: { code: 'revocation-is-final', where } };
  }
  context.storage.removeRevocation(known.authority, known.serialNumber);
  context.changed();
  return { ok: true, value: presented(context, entry) };
}

/** Notes a revocation without telling anybody. */
export function setRevoked(
  context: DeskContext,
  entry: CatalogueEntry,
  { reason, revokedMs }: { reason: RevocationReason; revokedMs: number },
): void {
  const { view } = entry.parsed;
  context.storage.saveRevocation({
    authority: signingAuthorityOf(entry, context.catalogue),
    serialNumber: view.serialNumber,
    subject: view.subject.text,
    reason,
    revokedAt: new Date(revokedMs).toISOString(),
  });
}

export function revocationOf(
  context: DeskContext,
  entry: CatalogueEntry,
): KeptRevocation | undefined {
  const authority = signingAuthorityOf(entry, context.catalogue);
  const { serialNumber } = entry.parsed.view;
  return context.storage
    .revocations()
    .find((one) => one.authority === authority && one.serialNumber === serialNumber);
}

/** The list of an authority as it stands. Problems: those of `findSigner`, `authority-may-not-revoke`. */
export function currentRevocationList(
  context: DeskContext,
  id: string,
): Outcome<KeptRevocationList> {
  const signer = findListSigner(context, id);
  if (!signer.ok) return signer;
  const authority = authorityOf(signer.value.entry.parsed);
  const kept = context.storage.revocationList(authority);
  const revoked = revokedBy(context, authority);
  const isCurrent =
    kept !== undefined && kept.digest === digestOf(revoked) && !hasRunOut(kept, context.nowMs());
  return {
    ok: true,
    value: isCurrent ? kept : makeList(context, signer.value, usualMinutes),
  };
}

/** Makes the next list, whether or not something changed. A negative time makes one that has run out. */
export function nextRevocationList(
  context: DeskContext,
  id: string,
  validForMinutes: number,
): Outcome<KeptRevocationList> {
  const signer = findListSigner(context, id);
  if (!signer.ok) return signer;
  return { ok: true, value: makeList(context, signer.value, validForMinutes) };
}

/** The current lists of all authorities that can sign one; for whoever checks certificates. */
export function allRevocationLists(context: DeskContext): string[] {
  const lists = [...context.catalogue.all().values()]
    .filter(({ parsed, hasPrivateKey }) => hasPrivateKey && parsed.view.isCertificateAuthority)
    .map(({ id }) => currentRevocationList(context, id))
    .flatMap((list) => (list.ok ? [list.value.pem] : []));
  return [...new Set(lists)];
}

/** A list as the doors show it. */
export function revocationListView(
  context: DeskContext,
  id: string,
  list: KeptRevocationList,
): RevocationList {
  const entries = [...context.catalogue.all().values()];
  return {
    authority: id,
    number: list.number,
    thisUpdate: list.thisUpdate,
    nextUpdate: list.nextUpdate,
    revoked: revokedBy(context, list.authority).map((one) => {
      const entry = entries.find(
        ({ parsed, ...rest }) =>
          parsed.view.serialNumber === one.serialNumber &&
          signingAuthorityOf({ parsed, ...rest }, context.catalogue) === one.authority,
      );
      const { serialNumber, revokedAt, reason, subject } = one;
      return {
        ...{ serialNumber, revokedAt, reason, subject },
        ...(entry === undefined ? {} : { entry: entry.id }),
      };
    }),
  };
}

function findListSigner(context: DeskContext, id: string): Outcome<DeskSigner> {
  const signer = findSigner(context, id);
  if (!signer.ok) return signer;
  const { keyUsage } = signer.value.entry.parsed.view;
  return keyUsage === null || keyUsage.includes('cRLSign')
    ? signer
    : {
        ok: false,
        problem: { code: 'authority-may-not-revoke', where: nameOf(signer.value.entry) },
      };
}

function makeList(
  context: DeskContext,
  { entry, privateKeyPem }: DeskSigner,
  validForMinutes: number,
): KeptRevocationList {
  const authority = authorityOf(entry.parsed);
  const revoked = revokedBy(context, authority);
  const number = (context.storage.revocationList(authority)?.number ?? 0) + 1;
  // A few minutes for clocks that are behind.
  const thisUpdateMs =
    Math.min(context.nowMs(), context.nowMs() + validForMinutes * minuteMs) - 5 * minuteMs;
  const nextUpdateMs = context.nowMs() + validForMinutes * minuteMs;
  const der = writeRevocationList(
    {
      issuer: entry.parsed.subjectDer,
      thisUpdateMs,
      nextUpdateMs,
      revoked: revoked.map(({ serialNumber, revokedAt, reason }) => ({
        serialNumber: Buffer.from(
          serialNumber.padStart(serialNumber.length + (serialNumber.length % 2), '0'),
          'hex',
        ),
        revokedMs: Date.parse(revokedAt),
        reason,
      })),
      extensions: [
        { type: 'authority-key-identifier', identifier: authorityKeyIdentifier(entry.parsed) },
        { type: 'crl-number', number },
      ],
    },
    { key: createPrivateKey(privateKeyPem) },
  );
  const list: KeptRevocationList = {
    authority,
    number,
    pem: writePem('X509 CRL', der),
    thisUpdate: new Date(thisUpdateMs).toISOString(),
    nextUpdate: new Date(nextUpdateMs).toISOString(),
    digest: digestOf(revoked),
  };
  context.storage.saveRevocationList(list);
  return list;
}

function revokedBy(context: DeskContext, authority: string): KeptRevocation[] {
  return context.storage.revocations().filter((one) => one.authority === authority);
}

function digestOf(revoked: readonly KeptRevocation[]): string {
  const text = revoked
    .map((one) => `${one.serialNumber} ${one.reason} ${one.revokedAt}`)
    .join('\n');
  return createHash('sha256').update(text).digest('hex');
}

/** One that was made to have run out stays so, until something is revoked or a next one is asked for. */
function hasRunOut({ thisUpdate, nextUpdate }: KeptRevocationList, nowMs: number): boolean {
  const endMs = Date.parse(nextUpdate);
  const wasMadeSo = endMs - Date.parse(thisUpdate) <= 5 * minuteMs;
  return endMs < nowMs && !wasMadeSo;
}
