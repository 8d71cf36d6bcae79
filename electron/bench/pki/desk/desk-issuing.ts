/**
 * Making certificates at the desk: authorities, leaves, many at once, and again. What cannot be made is a problem before
 * anything is stored. Knows the desk's context; nothing of doors or screens.
 */
import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import type {
  CertificateEntry,
  CreateBatch,
  CreateCertificate,
  RenewRequest,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import type { KeyType } from '../../../../shared/security/key-types.ts';
import { manufacturer } from '../bench-authorities.ts';
import { attributeNames, type NameContent } from '../certificate-content.ts';
import { type CertificateRequest, issueSelfSigned, issueUnder, type Validity } from '../issuing.ts';
import { generateTypedKeyPair, type KeyPair } from '../key-pairs.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, entryPresenter, findEntry, nameOf, presented } from './desk-context.ts';
import { checkedValidity, type DeskSigner, findSigner, newEntryId } from './desk-signer.ts';
import type { DeskCertificate } from './desk-storage.ts';
import { reissue } from './reissuing.ts';
import { setRevoked } from './revocation-lists.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const authorityMinutes = 20 * 365 * 1440;
const leafMinutes = 365 * 1440;

/**
 * Makes a key and its certificate. Problems: those of `findSigner`, `path-length-exceeded`, `validity-reversed`,
 * `time-invalid`, `address-invalid`, `name-not-ascii`, `attribute-unknown`, `signature-not-possible`.
 */
export async function createCertificate(
  context: DeskContext,
  request: CreateCertificate,
): Promise<Outcome<CertificateEntry>> {
  const signer = request.role === 'root' ? undefined : findSigner(context, request.issuer);
  if (signer?.ok === false) return signer;
  const tooLong = request.role === 'sub-authority' && signer && pathProblem(context, signer.value);
  if (tooLong) return { ok: false, problem: tooLong };
  const checked = checkedNames(request);
  if (checked !== undefined) return { ok: false, problem: checked };
  const validity = validityOf(request, signer?.value, context.nowMs());
  if (!validity.ok) return validity;
  const keys = await generateTypedKeyPair(request.keyType);
  const wanted = certificateRequest(context, request, signer?.value, validity.value, keys);
  const issued = tryIssue(wanted, signer?.value, keys);
  if (!issued.ok) return issued;
  const certificate: DeskCertificate = {
    id: newEntryId(),
    origin: 'created',
    hierarchy: request.role === 'root' ? request.hierarchy : 'other',
    name: request.name ?? '',
    owner: request.role === 'client' ? (request.station ?? '') : '',
    certificatePem: issued.value,
    hasPrivateKey: true,
    createdAt: new Date(context.nowMs()).toISOString(),
  };
  context.storage.save([{ certificate, privateKeyPem: keys.privateKeyPem }]);
  return stored(context, certificate.id);
}

/** Client certificates for many charge points; all or none are stored. Problems: those of `createCertificate`. */
export async function createBatch(
  context: DeskContext,
  request: CreateBatch,
): Promise<Outcome<{ entries: CertificateEntry[]; total: number }>> {
  const signer = findSigner(context, request.issuer);
  if (!signer.ok) return signer;
  const validity = validityOf({ ...request, role: 'client' }, signer.value, context.nowMs());
  if (!validity.ok) return validity;
  const made: { certificate: DeskCertificate; privateKeyPem: string }[] = [];
  const createdAt = new Date(context.nowMs()).toISOString();
  for await (const { station, keys } of withKeys(request.stations, request.keyType)) {
    const subject = { commonName: station.serialNumber, organisation: request.organisation };
    const wanted: CertificateRequest = {
      ...validity.value,
      kind: 'client',
      subject: subjectOf(context, { ...subject, more: [] }, signer.value.entry.hierarchy),
      publicKeyDer: keys.publicKeyDer,
      rsaSignature: request.rsaSignature,
      hash: request.hash,
      revocationListUrls: request.revocationListUrls,
    };
    const issued = tryIssue(wanted, signer.value, keys);
    if (!issued.ok) return issued;
    const certificate: DeskCertificate = {
      id: newEntryId(),
      origin: 'created',
      hierarchy: 'other',
      name: '',
      owner: station.station ?? '',
      certificatePem: issued.value,
      hasPrivateKey: true,
      createdAt,
    };
    made.push({ certificate, privateKeyPem: keys.privateKeyPem });
  }
  context.storage.save(made);
  context.catalogue.refresh();
  context.changed();
  const present = entryPresenter(context);
  const entries = made.flatMap(({ certificate: { id } }) => {
    const entry = context.catalogue.get(id);
    return entry === undefined ? [] : [present(entry)];
  });
  return { ok: true, value: { entries, total: entries.length } };
}

/** Keys are made off the event loop, a few at a time, in the order of the stations. */
async function* withKeys<T>(stations: readonly T[], keyType: KeyType) {
  const atOnce = 16;
  for (let start = 0; start < stations.length; start += atOnce) {
    const some = stations.slice(start, start + atOnce);
    const pairs = await Promise.all(some.map(() => generateTypedKeyPair(keyType)));
    for (const [index, station] of some.entries()) {
      const keys = pairs[index];
      if (keys !== undefined) yield { station, keys };
    }
  }
}

/**
 * The same certificate anew. Problems: those of `findSigner`, `issuer-not-here`, `certificate-without-key`,
 * `renewal-follows-settings` for an automatic one with a period of its own, `root-keeps-its-key`, `root-not-revocable`, `validity-reversed`,
 * `time-invalid`, `signature-not-possible`.
 */
export async function renewCertificate(
  context: DeskContext,
  id: string,
  request: RenewRequest,
): Promise<Outcome<CertificateEntry>> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  if (request.revokeOld && entry.role === 'root') {
    return { ok: false, problem: { code: 'root-not-revocable', where: nameOf(entry) } };
  }
  const renewed =
    entry.automatic === undefined || entry.origin === 'imported'
      ? await reissue(context, entry, request)
      : await renewAutomatic(context, entry, request);
  if (!renewed.ok) return renewed;
  if (request.revokeOld) {
    setRevoked(context, entry, { reason: 'superseded', revokedMs: context.nowMs() });
  }
  return stored(context, renewed.value);
}

async function renewAutomatic(
  context: DeskContext,
  entry: CatalogueEntry,
  request: RenewRequest,
): Promise<Outcome<string>> {
  const { notBefore, validForMinutes, rsaSignature, hash } = request;
  if ([notBefore, validForMinutes, rsaSignature, hash].some((one) => one !== undefined)) {
    return { ok: false, problem: { code: 'renewal-follows-settings', where: nameOf(entry) } };
  }
  if (request.newKey && entry.role === 'root') {
    return { ok: false, problem: { code: 'root-keeps-its-key', where: nameOf(entry) } };
  }
  await context.authorities.renew(entry.id, request.newKey);
  return { ok: true, value: entry.id };
}

/** The entry just stored, as a row; everybody concerned is told. */
function stored(context: DeskContext, id: string): Outcome<CertificateEntry> {
  context.catalogue.refresh();
  context.changed();
  const entry = context.catalogue.get(id);
  if (entry === undefined) throw new Error(`the certificate ${id} was stored and is not there`);
  return { ok: true, value: presented(context, entry) };
}

function certificateRequest(
  context: DeskContext,
  request: CreateCertificate,
  signer: DeskSigner | undefined,
  validity: Validity,
  keys: KeyPair,
): CertificateRequest {
  const hierarchy = request.role === 'root' ? request.hierarchy : signer?.entry.hierarchy;
  const isAuthority = request.role === 'root' || request.role === 'sub-authority';
  return {
    ...validity,
    kind: isAuthority
      ? 'authority'
      : (request.role as Exclude<CertificateRequest['kind'], 'authority'>), // both authorities are excluded
    subject: subjectOf(context, request.subject, hierarchy ?? 'other'),
    publicKeyDer: keys.publicKeyDer,
    rsaSignature: request.rsaSignature,
    hash: request.hash,
    ...(request.role === 'sub-authority' && request.pathLength !== undefined
      ? { pathLength: request.pathLength }
      : {}),
    ...('alternativeNames' in request ? { alternativeNames: request.alternativeNames } : {}),
    ...('revocationListUrls' in request ? { revocationListUrls: request.revocationListUrls } : {}),
  };
}

function subjectOf(
  context: DeskContext,
  {
    commonName,
    organisation,
    more,
  }: {
    commonName: string;
    organisation?: string | undefined;
    more: { name: string; value: string }[];
  },
  hierarchy: CatalogueEntry['hierarchy'],
): NameContent {
  const owner = hierarchy === 'manufacturer' ? manufacturer : context.cpoName();
  return [{ name: 'O', value: organisation ?? owner }, ...more, { name: 'CN', value: commonName }];
}

function tryIssue(
  wanted: CertificateRequest,
  signer: DeskSigner | undefined,
  keys: KeyPair,
): Outcome<string> {
  const key = createPrivateKey(signer?.privateKeyPem ?? keys.privateKeyPem);
  const { modulusLength = Number.POSITIVE_INFINITY } = key.asymmetricKeyDetails ?? {};
  // 1024 bits have no room for SHA-512 and a salt as long (RFC 8017 §9.1.1).
  if (wanted.rsaSignature === 'pss' && wanted.hash === 'sha-512' && modulusLength < 1040) {
    return { ok: false, problem: { code: 'signature-not-possible' } };
  }
  return {
    ok: true,
    value:
      signer === undefined
        ? issueSelfSigned(keys.privateKeyPem, wanted)
        : issueUnder(signer, wanted),
  };
}

/** RFC 5280 §4.2.1.9: how many authorities may still follow below the signer. */
function pathProblem(context: DeskContext, { entry }: DeskSigner): Problem | undefined {
  const path = context.catalogue.path(entry);
  const limiting = path.find(({ parsed: { view } }, above) => {
    // The new one and those between count; self-issued ones do not.
    const between = path.slice(0, above).filter((one) => !one.parsed.view.selfIssued).length;
    return view.pathLength !== null && between + 1 > view.pathLength;
  });
  return limiting === undefined
    ? undefined
    : {
        code: 'path-length-exceeded',
        where: nameOf(limiting),
        parameters: { pathLength: limiting.parsed.view.pathLength ?? 0 },
      };
}

interface WantedPeriod {
  role: CreateCertificate['role'];
  notBefore?: string | undefined;
  validForMinutes?: number | undefined;
}

/** Problems: `time-invalid`, `validity-reversed`. */
function validityOf(
  { role, notBefore, validForMinutes }: WantedPeriod,
  signer: DeskSigner | undefined,
  nowMs: number,
): Outcome<Validity> {
  const isAuthority = role === 'root' || role === 'sub-authority';
  const minutes = validForMinutes ?? (isAuthority ? authorityMinutes : leafMinutes);
  const notAfterMs = nowMs + minutes * minuteMs;
  const issuerStartMs = signer === undefined ? 0 : Date.parse(signer.entry.parsed.view.notBefore);
  // A day of grace for clocks that are behind; of a certificate of hours it would be most of its life.
  const graceMs = minutes >= 1440 ? dayMs : 5 * minuteMs;
  const byDefaultMs = isAuthority
    ? Math.min(issuerStartMs, notAfterMs - dayMs)
    : Math.min(nowMs, notAfterMs) - graceMs;
  return checkedValidity(notBefore, byDefaultMs, notAfterMs);
}

const printable = /^[\x20-\x7e]+$/;

/** Names that no certificate can hold as they are given. */
function checkedNames(request: CreateCertificate): Problem | undefined {
  const unknown = request.subject.more.find(
    ({ name }) => !attributeNames.includes(name) && !/^[0-2](\.(0|[1-9]\d{0,9}))+$/.test(name),
  );
  if (unknown !== undefined) return { code: 'attribute-unknown', where: unknown.name };
  const alternatives = 'alternativeNames' in request ? request.alternativeNames : [];
  const noAddress = alternatives.find(({ type, value }) => type === 'ip' && isIP(value) === 0);
  if (noAddress !== undefined) return { code: 'address-invalid', where: noAddress.value };
  const noAscii = alternatives.find(({ value }) => !printable.test(value));
  return noAscii === undefined ? undefined : { code: 'name-not-ascii', where: noAscii.value };
}
