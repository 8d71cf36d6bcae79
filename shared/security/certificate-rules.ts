/**
 * What the whitepaper asks of certificates, as pure functions over a parsed certificate.
 * Knows nothing of PEM parsing, cryptography, sockets or sentences: those live in the bench's pki and in the words file.
 */
import type { Severity } from '../record/judgement.ts';
import { hostNameMatches, looksLikeAddress } from './host-name.ts';

/** One attribute of a distinguished name; `name` is the short name (`CN`, `O`) or the dotted OID when it has none. */
export interface NameAttribute {
  name: string;
  value: string;
}

/** A subject or issuer, attributes in the order of the certificate; multi-valued RDNs are flattened in `attributes`. */
export interface DistinguishedName {
  /** RFC 4514 style text, escaped, in the order of the certificate: `O=Example, CN=SN-1`. */
  text: string;
  attributes: NameAttribute[];
}

/** One subject alternative name. */
export interface AlternativeName {
  type: 'dns' | 'ip' | 'uri' | 'email' | 'other';
  value: string;
}

/** The public key: `bits` is the modulus or field size, `curve` the OpenSSL curve name of an EC key. */
export interface CertificateKey {
  algorithm: 'rsa' | 'rsa-pss' | 'dsa' | 'ec' | 'ed25519' | 'ed448' | 'unknown';
  bits: number | null;
  curve: string | null;
}

/** How the issuer signed; `hash` is null where the algorithm has none of its own or it is unknown. */
export interface CertificateSignature {
  algorithm: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'ed25519' | 'ed448' | 'unknown';
  hash: 'MD5' | 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512' | null;
  oid: string;
}

/** A certificate as people and rules look at it: plain data, no key material beyond the public PEM. */
export interface CertificateView {
  subject: DistinguishedName;
  issuer: DistinguishedName;
  /** Hexadecimal, upper case, no leading zeros, as OCPP writes it. */
  serialNumber: string;
  /** RFC 3339 UTC. */
  notBefore: string;
  notAfter: string;
  subjectAlternativeNames: AlternativeName[];
  key: CertificateKey;
  signature: CertificateSignature;
  /** SHA-256 over the DER form, hexadecimal, upper case, no colons. */
  fingerprintSha256: string;
  isCertificateAuthority: boolean;
  pathLength: number | null;
  /** RFC 5280 names (`digitalSignature`); null when the extension is absent. */
  keyUsage: string[] | null;
  /** RFC 5280 names (`serverAuth`) or OIDs; null when the extension is absent. */
  extendedKeyUsage: string[] | null;
  /** Hexadecimal, upper case; null when the extension is absent. */
  subjectKeyIdentifier: string | null;
  authorityKeyIdentifier: string | null;
  /** Subject and issuer are the same name. */
  selfIssued: boolean;
  pem: string;
}

/** What verifying a presented chain came to; `ok` means it leads to a trusted root and every certificate is valid now. */
export type ChainCode =
  | 'ok'
  | 'no-certificate'
  | 'unreadable'
  | 'self-signed'
  | 'unknown-authority'
  | 'missing-intermediate'
  | 'bad-signature'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-purpose'
  | 'unsupported-extension'
  | 'revoked'
  | 'revocation-unknown';

/** One rule applied to one certificate. */
export interface CertificateRuleResult {
  rule: CertificateRule;
  /** Clause of the specification, for example `Whitepaper A00.FR.405`. */
  clause: string;
  /** How much a rule that does not hold weighs. */
  severity: Severity;
  /** True when a rule that does not hold ends the connection; otherwise it is only reported. */
  enforced: boolean;
  holds: boolean;
  /** Facts the words are made from. */
  parameters: Record<string, string | number | boolean>;
}

export type CertificateRule =
  | 'organisation-accepted'
  | 'common-name-has-serial-number'
  | 'common-name-not-address'
  | 'server-name'
  | 'key-strength'
  | 'signature-algorithm'
  | 'signature-hash'
  | 'serial-number-present'
  | 'organisation-present'
  | 'key-usage-present'
  | 'no-alternative-dns-name'
  | 'validity-period';

/** What a charge point's certificate is judged against. */
export interface ChargePointExpectation {
  cpoName: string;
  /** Organisations accepted besides the CPO, for example a manufacturer whose factory certificates are let in. */
  trustedOrganisations: readonly string[];
  /** The station's serial number; while it is unknown A00.FR.405 cannot hold. */
  serialNumber?: string;
  checkSerial: boolean;
  checkOrganisation: boolean;
  /** Milliseconds since 1970. */
  nowMs: number;
}

/** What a server's certificate is judged against. */
export interface ServerExpectation {
  /** Host name as dialled, without port. */
  hostName: string;
  /** Profile 2 wants the CN to include the name (A00.FR.308), profile 3 to match it (A00.FR.412). */
  securityProfile: 2 | 3;
  /** Edition 4 key AllowCentralSystemTLSWildcards. */
  allowWildcards: boolean;
  /** Milliseconds since 1970. */
  nowMs: number;
}

/** Every value of one attribute, for example all CNs. */
export function attributeValues(name: DistinguishedName, attribute: string): string[] {
  return name.attributes.filter((entry) => entry.name === attribute).map((entry) => entry.value);
}

/**
 * Applies the rules for a charge point's client certificate, whatever chain it came with.
 * Whitepaper A00.FR.404, 405, 501–503, 505, 506, 508, 509, 511, 512; the chain itself (403) is verified elsewhere.
 */
export function judgeChargePointCertificate(
  view: CertificateView,
  expectation: ChargePointExpectation,
): CertificateRuleResult[] {
  return [
    organisationAccepted(view, expectation),
    commonNameHasSerialNumber(view, expectation),
    commonNameNotAddress(view),
    validityPeriod(view, expectation.nowMs),
    ...judgeProperties(view),
  ];
}

/**
 * Applies the rules for a Central System's certificate, whatever chain it came with.
 * Whitepaper A00.FR.308, 412, 501–503, 505, 506, 508–512.
 */
export function judgeServerCertificate(
  view: CertificateView,
  expectation: ServerExpectation,
): CertificateRuleResult[] {
  return [
    serverName(view, expectation),
    validityPeriod(view, expectation.nowMs),
    ...judgeProperties(view),
  ];
}

/** The results that end the connection: enforced rules that do not hold. */
export function refusingRules(results: readonly CertificateRuleResult[]): CertificateRuleResult[] {
  return results.filter(({ enforced, holds }) => enforced && !holds);
}

/** Whose certificate a charge point presented. */
export type CertificateOwnership = 'operator' | 'factory' | 'unknown';

/**
 * Tells an operator's certificate from one fresh from the factory, which is to be renewed first (Whitepaper A00.FR.406).
 * `anchor` says whose root the verified chain leads to. Under an operator's root a trusted organisation other than the
 * CPO counts as factory too; under no trusted root nothing can be said.
 */
export function classifyOwnership(
  view: CertificateView,
  anchor: 'operator' | 'manufacturer' | 'none',
  expectation: Pick<ChargePointExpectation, 'cpoName' | 'trustedOrganisations'>,
): CertificateOwnership {
  if (anchor === 'none') return 'unknown';
  if (anchor === 'manufacturer') return 'factory';
  const organisations = attributeValues(view.subject, 'O');
  if (firstContained(organisations, [expectation.cpoName]) !== undefined) return 'operator';
  return firstContained(organisations, expectation.trustedOrganisations) === undefined
    ? 'unknown'
    : 'factory';
}

function organisationAccepted(
  view: CertificateView,
  { cpoName, trustedOrganisations, checkOrganisation }: ChargePointExpectation,
): CertificateRuleResult {
  const organisations = attributeValues(view.subject, 'O');
  const accepted = firstContained(organisations, [cpoName, ...trustedOrganisations]);
  return {
    rule: 'organisation-accepted',
    clause: 'Whitepaper A00.FR.404',
    severity: 'error',
    enforced: checkOrganisation,
    holds: accepted !== undefined,
    parameters: {
      found: organisations.join(', '),
      expected: cpoName,
      matched: accepted ?? '',
      trustedOrganisations: trustedOrganisations.join(', '),
    },
  };
}

function commonNameHasSerialNumber(
  view: CertificateView,
  { serialNumber = '', checkSerial }: ChargePointExpectation,
): CertificateRuleResult {
  const commonNames = attributeValues(view.subject, 'CN');
  return {
    rule: 'common-name-has-serial-number',
    clause: 'Whitepaper A00.FR.405',
    severity: 'error',
    enforced: checkSerial,
    holds: firstContained(commonNames, [serialNumber]) !== undefined,
    parameters: {
      found: commonNames.join(', '),
      expected: serialNumber,
      serialNumberKnown: serialNumber !== '',
      exact: commonNames.length === 1 && commonNames[0] === serialNumber,
    },
  };
}

function commonNameNotAddress(view: CertificateView): CertificateRuleResult {
  const commonNames = attributeValues(view.subject, 'CN');
  return {
    rule: 'common-name-not-address',
    clause: 'Whitepaper A00.FR.511',
    severity: 'error',
    enforced: false,
    holds: commonNames.length > 0 && !commonNames.some(looksLikeAddress),
    parameters: { found: commonNames.join(', ') },
  };
}

function serverName(view: CertificateView, expectation: ServerExpectation): CertificateRuleResult {
  const { hostName, securityProfile, allowWildcards } = expectation;
  const commonNames = attributeValues(view.subject, 'CN');
  // Profile 2 asks that the CN include the name, so words beside it are tolerated; part of another name is not.
  const candidates =
    securityProfile === 2 ? commonNames.flatMap((name) => name.split(/[\s,;()]+/)) : commonNames;
  const alternatives = view.subjectAlternativeNames.filter(
    ({ type }) => type === 'dns' || type === 'ip',
  );
  return {
    rule: 'server-name',
    clause: securityProfile === 2 ? 'Whitepaper A00.FR.308' : 'Whitepaper A00.FR.412',
    severity: 'error',
    enforced: true,
    holds: candidates.some((name) => hostNameMatches(name, hostName, allowWildcards)),
    parameters: {
      found: commonNames.join(', '),
      expected: hostName,
      securityProfile,
      wildcardNotAllowed:
        !allowWildcards && candidates.some((name) => hostNameMatches(name, hostName, true)),
      alternativeNameMatches: alternatives.some(({ value }) =>
        hostNameMatches(value, hostName, allowWildcards),
      ),
    },
  };
}

function validityPeriod(view: CertificateView, nowMs: number): CertificateRuleResult {
  const fromMs = Date.parse(view.notBefore);
  const untilMs = Date.parse(view.notAfter);
  return {
    rule: 'validity-period',
    clause: 'RFC 5280 §4.1.2.5',
    severity: 'error',
    enforced: true,
    holds: nowMs >= fromMs && nowMs <= untilMs,
    parameters: {
      notBefore: view.notBefore,
      notAfter: view.notAfter,
      now: new Date(nowMs).toISOString(),
      expired: nowMs > untilMs,
    },
  };
}

/** The properties every certificate of the operator's hierarchy should have: Whitepaper §2.6.1, A00.FR.501–512. */
function judgeProperties(view: CertificateView): CertificateRuleResult[] {
  const { key, signature, subjectAlternativeNames } = view;
  const dnsNames = subjectAlternativeNames.filter(({ type }) => type === 'dns');
  const property = (
    rule: CertificateRule,
    clause: string,
    severity: Severity,
    holds: boolean,
    parameters: CertificateRuleResult['parameters'],
  ): CertificateRuleResult => ({ rule, clause, severity, enforced: false, holds, parameters });
  return [
    property('key-strength', keyStrengthClause(key), 'error', isStrongKey(key), {
      algorithm: key.algorithm,
      bits: key.bits ?? 0,
      curve: key.curve ?? '',
      requiredBits: key.algorithm === 'ec' ? 224 : 2048,
    }),
    property(
      'signature-algorithm',
      'Whitepaper A00.FR.505',
      // Accepting test tools refuse RSA-PSS signatures of an authority, so plain PKCS#1 v1.5 is worth a note, no more.
      'info',
      signature.algorithm === 'rsa-pss' || signature.algorithm === 'ecdsa',
      { algorithm: signature.algorithm },
    ),
    property(
      'signature-hash',
      'Whitepaper A00.FR.506',
      signature.hash === 'MD5' || signature.hash === 'SHA-1' ? 'error' : 'warning',
      signature.hash === 'SHA-256',
      { hash: signature.hash ?? 'unknown' },
    ),
    property(
      'serial-number-present',
      'Whitepaper A00.FR.508',
      'error',
      !/^0*$/.test(view.serialNumber),
      { serialNumber: view.serialNumber },
    ),
    property(
      'organisation-present',
      'Whitepaper A00.FR.509',
      'error',
      attributeValues(view.subject, 'O').some((organisation) => organisation.trim() !== ''),
      {},
    ),
    property(
      'key-usage-present',
      'Whitepaper A00.FR.512',
      'warning',
      view.keyUsage?.includes('digitalSignature') === true,
      { found: view.keyUsage?.join(', ') ?? '', present: view.keyUsage !== null },
    ),
    property(
      'no-alternative-dns-name',
      'Whitepaper A00.FR.511 note',
      'info',
      dnsNames.length === 0,
      { found: dnsNames.map(({ value }) => value).join(', ') },
    ),
  ];
}

function keyStrengthClause({ algorithm }: CertificateKey): string {
  if (algorithm === 'ec') return 'Whitepaper A00.FR.503';
  return algorithm === 'ed25519' || algorithm === 'ed448' || algorithm === 'unknown'
    ? 'Whitepaper A00.FR.501'
    : 'Whitepaper A00.FR.502';
}

/** At least 112 bits of security: RSA and DSA 2048, elliptic curves 224 (Whitepaper A00.FR.501–503). */
export function isStrongKey({ algorithm, bits }: CertificateKey): boolean {
  if (algorithm === 'ed25519' || algorithm === 'ed448') return true;
  if (algorithm === 'unknown' || bits === null) return false;
  return bits >= (algorithm === 'ec' ? 224 : 2048);
}

/** The first wanted text that one of the values contains; an empty wanted text is contained in nothing. */
function firstContained(values: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.find((text) => text !== '' && values.some((value) => value.includes(text)));
}
