/**
 * What certificate somebody wants: from a request to names, validity and extensions, whether a stored one still is it,
 * and issuing it. Pure but for the issuing; knows nothing of storage or of the roots' whereabouts.
 */
import { isIP } from 'node:net';
import {
  type AlternativeName,
  attributeValues,
} from '../../../shared/security/certificate-rules.ts';
import type { RsaSignature } from '../../../shared/security/key-types.ts';
import { shortAddress } from './certificate-extensions.ts';
import type { KeyFamily, StoredIdentity } from './certificate-storage.ts';
import { isSignedBy, parseCertificate } from './certificate-view.ts';
import { issueLeaf, type SubjectNames, type Validity } from './issuing.ts';
import type { KeyPair } from './key-pairs.ts';

/** How a certificate is to be issued, beyond its names. */
export interface IssuingChoices {
  /** `pkcs1` by default; only matters under the RSA root. */
  rsaSignature?: RsaSignature;
  /** Start of validity in milliseconds since 1970, down to 0 for chargers without a clock; a day ago by default. */
  notBeforeMs?: number;
  /** Days from the moment of issuing, 365 by default; negative for a certificate that is to be expired. */
  validityDays?: number;
}

/** `none` is the strict reading of the whitepaper; `dns-and-ip` is what general TLS software needs. */
export type AlternativeNameMode = 'none' | 'dns-and-ip';

export interface ServerRequest extends IssuingChoices {
  /** Key of the listener, stable over reconfigurations. */
  listener: string;
  /** Becomes the CN (Whitepaper A00.FR.510); a DNS name or an IP address. */
  hostName: string;
  /** Further names and addresses the listener is reached by. */
  addresses: readonly string[];
  /** `dns-and-ip` by default. */
  alternativeNameMode?: AlternativeNameMode;
}

export interface ClientRequest extends IssuingChoices {
  station: string;
  /** Becomes the CN (Whitepaper A00.FR.511). */
  serialNumber: string;
  /** `ecdsa` by default. */
  family?: KeyFamily;
  /** Replaces the CPO name as O, for example to play a certificate fresh from the factory. */
  organisation?: string;
}

/** A request with everything decided but the key and the moment. */
export interface WantedCertificate extends IssuingChoices {
  id: string;
  kind: 'server' | 'client' | 'firmware-signing';
  family: KeyFamily;
  owner: string;
  subject: SubjectNames;
  alternativeNames: AlternativeName[];
}

export function wantedServer(
  id: string,
  request: ServerRequest,
  family: KeyFamily,
  cpoName: string,
): WantedCertificate {
  const { hostName, addresses, alternativeNameMode = 'dns-and-ip' } = request;
  return {
    ...choicesOf(request),
    id,
    kind: 'server',
    family,
    owner: hostName,
    subject: { organisation: cpoName, commonName: hostName },
    alternativeNames:
      alternativeNameMode === 'none' ? [] : alternativeNamesOf([hostName, ...addresses]),
  };
}

export function wantedClient(
  id: string,
  request: ClientRequest,
  cpoName: string,
): WantedCertificate {
  const { station, serialNumber, family = 'ecdsa', organisation = cpoName } = request;
  return {
    ...choicesOf(request),
    id,
    kind: 'client',
    family,
    owner: station,
    subject: { organisation, commonName: serialNumber },
    alternativeNames: [],
  };
}

/** The certificate whose key signs firmware files, under the Manufacturer root of its family (Whitepaper L01). */
export function wantedFirmwareSigner(
  id: string,
  family: KeyFamily,
  manufacturer: string,
): WantedCertificate {
  return {
    id,
    kind: 'firmware-signing',
    family,
    owner: manufacturer,
    subject: { organisation: manufacturer, commonName: 'Firmware signing' },
    alternativeNames: [],
  };
}

/** What was wanted when this one was issued, as far as its certificate tells; undefined for what is no leaf of ours. */
export function wantedAgain(stored: StoredIdentity): WantedCertificate | undefined {
  const { id, kind, family, owner, createdAt } = stored;
  const parsed = parseCertificate(stored.certificatePem);
  if (!parsed.ok || kind === 'root' || kind === 'manufacturer-root') return undefined;
  const { view } = parsed.certificate;
  const createdMs = Date.parse(createdAt);
  const notAfterMs = Date.parse(view.notAfter);
  const notBeforeMs = Date.parse(view.notBefore);
  const validityDays = Math.round((notAfterMs - createdMs) / 60_000) / 1440;
  const byDefault = validityFrom({ validityDays }, createdMs).notBeforeMs;
  return {
    ...{ id, kind, family, owner, validityDays },
    subject: {
      organisation: attributeValues(view.subject, 'O').join(),
      commonName: attributeValues(view.subject, 'CN').join(),
    },
    alternativeNames: view.subjectAlternativeNames,
    ...(view.signature.algorithm === 'rsa-pss' ? { rsaSignature: 'pss' } : {}),
    ...(byDefault === notBeforeMs ? {} : { notBeforeMs }),
  };
}

/** Whether the stored certificate is what issuing now would give, under the same root, with time left. */
export function isIssuedAs(
  stored: StoredIdentity,
  authority: StoredIdentity,
  wanted: WantedCertificate,
  nowMs: number,
): boolean {
  const parsed = parseCertificate(stored.certificatePem);
  const root = parseCertificate(authority.certificatePem);
  if (!parsed.ok || !root.ok || !isSignedBy(parsed.certificate, root.certificate)) return false;
  const { view } = parsed.certificate;
  const validity = validityFrom(wanted, Date.parse(stored.createdAt));
  const signature = wanted.family === 'ecdsa' ? 'ecdsa' : `rsa-${wanted.rsaSignature ?? 'pkcs1'}`;
  return (
    attributeValues(view.subject, 'CN').join() === wanted.subject.commonName &&
    attributeValues(view.subject, 'O').join() === wanted.subject.organisation &&
    namesText(view.subjectAlternativeNames) === namesText(wanted.alternativeNames) &&
    view.signature.algorithm === signature &&
    Date.parse(view.notBefore) === validity.notBeforeMs &&
    Date.parse(view.notAfter) === validity.notAfterMs &&
    hasTimeLeft(wanted, validity, nowMs)
  );
}

/** Issues what is wanted and gives it the form in which it is kept. */
export function issueWanted(
  wanted: WantedCertificate,
  authority: StoredIdentity,
  keys: KeyPair,
  nowMs: number,
): StoredIdentity {
  const certificatePem = issueLeaf(authority, {
    ...validityFrom(wanted, nowMs),
    kind: wanted.kind,
    subject: wanted.subject,
    publicKeyDer: keys.publicKeyDer,
    alternativeNames: wanted.alternativeNames,
    rsaSignature: wanted.rsaSignature ?? 'pkcs1',
  });
  return {
    id: wanted.id,
    kind: wanted.kind,
    family: wanted.family,
    owner: wanted.owner,
    certificatePem,
    chainPem: '',
    privateKeyPem: keys.privateKeyPem,
    createdAt: new Date(nowMs).toISOString(),
  };
}

const dayMs = 86_400_000;
const defaultValidityDays = 365;
/** One that lives for less than a day must not be a day old when it is made (Whitepaper A00.FR.701). */
const shortGraceMs = 5 * 60_000;

/** The period for a certificate issued at that moment, in whole seconds, as certificates keep them. */
export function validityFrom(
  { notBeforeMs, validityDays = defaultValidityDays }: IssuingChoices,
  issuedMs: number,
): Validity {
  const wholeSeconds = (timeMs: number) => Math.floor(timeMs / 1000) * 1000;
  const notAfterMs = wholeSeconds(issuedMs + validityDays * dayMs);
  // A day of grace for clocks that are behind; an expired certificate must still start before it ends.
  const graceMs = validityDays > 0 && validityDays <= 1 ? shortGraceMs : dayMs;
  const start = notBeforeMs ?? Math.min(issuedMs, notAfterMs) - graceMs;
  return { notBeforeMs: wholeSeconds(start), notAfterMs };
}

/** Renewed for the last week, or the last tenth of a short one; one meant to be expired stays so. */
function hasTimeLeft(
  { validityDays = defaultValidityDays }: IssuingChoices,
  { notAfterMs }: Validity,
  nowMs: number,
): boolean {
  if (validityDays <= 0) return true;
  return notAfterMs - nowMs > timeLeftBeforeRenewalMs(validityDays);
}

/** How long before its end a certificate is made anew. */
export function timeLeftBeforeRenewalMs(validityDays = defaultValidityDays): number {
  return Math.min(7, validityDays / 10) * dayMs;
}

function choicesOf({ rsaSignature, notBeforeMs, validityDays }: IssuingChoices): IssuingChoices {
  return {
    ...(rsaSignature === undefined ? {} : { rsaSignature }),
    ...(notBeforeMs === undefined ? {} : { notBeforeMs }),
    ...(validityDays === undefined ? {} : { validityDays }),
  };
}

/** Each once, in the given order; a zone index belongs to this computer's interfaces and to nobody else. */
function alternativeNamesOf(names: readonly string[]): AlternativeName[] {
  const plain = names
    .map((name) =>
      name
        .trim()
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/%.*$/, ''),
    )
    .map((name) => (isIP(name) === 0 ? name.toLowerCase() : shortAddress(name)));
  return [...new Set(plain)]
    .filter((name) => name !== '')
    .map((value): AlternativeName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
}

/** Interfaces come in any order, and that is no reason for a new certificate. */
function namesText(names: readonly AlternativeName[]): string {
  return names
    .map(({ type, value }) => `${type}:${value}`)
    .toSorted()
    .join(' ');
}
