/**
 * Every rule that one certificate can decide, as a line: holds, fails or does not apply. What the whitepaper demands and
 * what general TLS software demands besides. Pure; what needs cryptography or other certificates is handed in as a fact.
 * Knows no sentences.
 */
import type { Severity } from '../record/judgement.ts';
import {
  attributeValues,
  type CertificateRuleResult,
  type CertificateView,
  judgeChargePointCertificate,
  judgeServerCertificate,
} from './certificate-rules.ts';
import { hostNameMatches, looksLikeAddress } from './host-name.ts';

export interface CertificateLine {
  rule: string;
  clause: string;
  severity: Severity;
  state: 'holds' | 'fails' | 'not-applicable';
  parameters: CertificateRuleResult['parameters'];
}

/** What a certificate is looked at as. */
export type ReportedRole =
  | 'root'
  | 'sub-authority'
  | 'server'
  | 'client'
  | 'firmware-signing'
  | 'other';

/** What is known besides the certificate itself. */
export interface ReportFacts {
  role: ReportedRole;
  /** Those that follow on the way to the root, issuer first, as far as they are known. */
  issuers: readonly CertificateView[];
  /** Whether the signature is the issuer's, or its own; absent when the issuer is not known. */
  signatureIsGood?: boolean;
  basicConstraintsCritical: boolean;
  derBytes: number;
  revokedAt?: string;
  cpoName: string;
  trustedOrganisations?: readonly string[];
  /** Of the station it is for. */
  serialNumber?: string;
  /** As a charge point dials it. */
  hostName?: string;
  /** Whether a file had it before its issuer, as TLS and OCPP want it; absent for what came alone. */
  beforeItsIssuer?: boolean;
  /** Stations that presented it. */
  stations?: readonly string[];
  /** Milliseconds since 1970. */
  nowMs: number;
}

type Parameters = CertificateLine['parameters'];

/** The lines in the order in which they are read: who, how strong, for what, how long, under whom. */
export function certificateReport(view: CertificateView, facts: ReportFacts): CertificateLine[] {
  const properties = whitepaperLines(view, facts);
  const line = (rule: string): CertificateLine[] => properties.filter((one) => one.rule === rule);
  return [
    ...line('organisation-present'),
    ...line('organisation-accepted'),
    ...line('common-name-has-serial-number'),
    ...line('common-name-not-address'),
    commonNameIsHost(view, facts),
    ...line('server-name'),
    commonNameBesideAlternatives(view, facts),
    ...line('no-alternative-dns-name'),
    ...line('serial-number-present'),
    serialNumberLength(view),
    ...line('key-strength'),
    ...line('signature-algorithm'),
    ...line('signature-hash'),
    ...usages(view, facts),
    ...line('validity-period'),
    shortLived(view, facts),
    certificateForm(view),
    classicSize(view, facts),
    ...underWhom(view, facts),
    revoked(facts),
    ownedByOne(facts),
  ];
}

const isAuthorityRole = ({ role }: ReportFacts): boolean =>
  role === 'root' || role === 'sub-authority';

/** The rules that are applied at a handshake, each with what it is for. */
function whitepaperLines(view: CertificateView, facts: ReportFacts): CertificateLine[] {
  const { role, nowMs, cpoName, trustedOrganisations = [], serialNumber, hostName } = facts;
  const asClient = judgeChargePointCertificate(view, {
    ...{ cpoName, trustedOrganisations, nowMs, checkSerial: true, checkOrganisation: true },
    ...(serialNumber === undefined ? {} : { serialNumber }),
  });
  const asServer = judgeServerCertificate(view, {
    ...{ hostName: hostName ?? '', securityProfile: 3, allowWildcards: false, nowMs },
  });
  const applies = (rule: string): boolean => {
    switch (rule) {
      case 'organisation-accepted':
      case 'common-name-not-address':
        return role === 'client';
      case 'common-name-has-serial-number':
        return role === 'client' && serialNumber !== undefined;
      case 'server-name':
        return role === 'server' && hostName !== undefined;
      case 'key-usage-present':
        return !isAuthorityRole(facts);
      case 'no-alternative-dns-name':
        return role === 'server' || role === 'client';
      default:
        return true;
    }
  };
  const results = new Map([...asServer, ...asClient].map((result) => [result.rule, result]));
  return [...results.values()].map(({ rule, clause, severity, holds, parameters }) => ({
    ...{ rule, clause, severity, parameters },
    state: !applies(rule) ? 'not-applicable' : holds ? 'holds' : 'fails',
  }));
}

function line(
  rule: string,
  clause: string,
  severity: Severity,
  holds: boolean | undefined,
  parameters: Parameters = {},
): CertificateLine {
  const state = holds === undefined ? 'not-applicable' : holds ? 'holds' : 'fails';
  return { rule, clause, severity, state, parameters };
}

function commonNameIsHost(view: CertificateView, { role }: ReportFacts): CertificateLine {
  const names = attributeValues(view.subject, 'CN');
  const isHost = names.length === 1 && names.every((name) => looksLikeAddress(name));
  return line(
    'common-name-is-host',
    'Whitepaper A00.FR.510',
    'warning',
    role === 'server' ? isHost : undefined,
    { found: names.join(', ') },
  );
}

/** General TLS software looks at alternative names only, as soon as there are any (RFC 9525 §6.3). */
function commonNameBesideAlternatives(
  view: CertificateView,
  { role }: ReportFacts,
): CertificateLine {
  const names = attributeValues(view.subject, 'CN');
  const alternatives = view.subjectAlternativeNames
    .filter(({ type }) => type === 'dns' || type === 'ip')
    .map(({ value }) => value);
  const applies = role === 'server' && alternatives.length > 0;
  const holds =
    names.length > 0 &&
    names.every((name) => alternatives.some((one) => hostNameMatches(one, name, true)));
  return line(
    'common-name-beside-alternatives',
    'Whitepaper A00.FR.308, A00.FR.412',
    'error',
    applies ? holds : undefined,
    { found: names.join(', '), alternatives: alternatives.join(', ') },
  );
}

function serialNumberLength({ serialNumber }: CertificateView): CertificateLine {
  const characters = serialNumber.length;
  return line('serial-number-length', 'RFC 5280 §4.1.2.2', 'error', characters <= 40, {
    characters,
  });
}

const purposeOf: Partial<Record<ReportedRole, string>> = {
  server: 'serverAuth',
  client: 'clientAuth',
  'firmware-signing': 'codeSigning',
};

function usages(view: CertificateView, facts: ReportFacts): CertificateLine[] {
  const { keyUsage, extendedKeyUsage, isCertificateAuthority } = view;
  const isAuthority = isAuthorityRole(facts);
  const found = keyUsage?.join(', ') ?? '';
  const purpose = purposeOf[facts.role];
  const present = keyUsage !== null;
  return [
    line(
      'key-usage-present',
      'Whitepaper A00.FR.512',
      'warning',
      isAuthority ? undefined : keyUsage?.includes('digitalSignature') === true,
      { found, present },
    ),
    line(
      'authority-usage',
      'RFC 5280 §4.2.1.3',
      'error',
      isAuthority ? keyUsage?.includes('keyCertSign') === true : undefined,
      { found, present },
    ),
    line(
      'revocation-usage',
      'RFC 5280 §4.2.1.3',
      'warning',
      isAuthority ? keyUsage === null || keyUsage.includes('cRLSign') : undefined,
      { found },
    ),
    line(
      'basic-constraints',
      'RFC 5280 §4.2.1.9',
      'error',
      isAuthority
        ? isCertificateAuthority && facts.basicConstraintsCritical
        : !isCertificateAuthority,
      { authority: isCertificateAuthority, critical: facts.basicConstraintsCritical, isAuthority },
    ),
    line(
      'extended-key-usage',
      'RFC 5280 §4.2.1.12',
      'warning',
      purpose === undefined
        ? undefined
        : extendedKeyUsage !== null &&
            (extendedKeyUsage.includes(purpose) ||
              extendedKeyUsage.includes('anyExtendedKeyUsage')),
      { found: extendedKeyUsage?.join(', ') ?? '', expected: purpose ?? '' },
    ),
  ];
}

const hourMs = 3_600_000;

function shortLived(view: CertificateView, { role }: ReportFacts): CertificateLine {
  const hours = (Date.parse(view.notAfter) - Date.parse(view.notBefore)) / hourMs;
  return line(
    'short-lived',
    'Whitepaper A00.FR.701',
    'info',
    role === 'server' ? hours < 24 : undefined,
    { hours: Math.round(hours * 10) / 10 },
  );
}

/** What is on the desk is PEM; whether a charge point can be given it is a matter of length. */
function certificateForm({ pem }: CertificateView): CertificateLine {
  return line('certificate-form', 'Whitepaper A00.FR.507', 'error', pem.length <= 5500, {
    characters: pem.length,
    most: 5500,
  });
}

function classicSize({ key }: CertificateView, { derBytes }: ReportFacts): CertificateLine {
  const applies = key.algorithm === 'rsa' || key.algorithm === 'rsa-pss';
  return line('classic-size', 'OCPP-J 1.6 §6.2', 'info', applies ? derBytes <= 2048 : undefined, {
    bytes: derBytes,
    most: 2048,
  });
}

function underWhom(view: CertificateView, facts: ReportFacts): CertificateLine[] {
  const { issuers, role, signatureIsGood, beforeItsIssuer } = facts;
  const [issuer] = issuers;
  const isRoot = role === 'root';
  const top = issuers.at(-1) ?? view;
  return [
    line('issuer-signature', 'RFC 5280 §6.1.3', 'error', signatureIsGood, {
      issuer: view.issuer.text,
    }),
    line('chain-complete', 'Whitepaper A00.FR.403', 'error', isRoot ? undefined : top.selfIssued, {
      missing: top.issuer.text,
    }),
    line('chain-order', 'RFC 5246 §7.4.2', 'error', beforeItsIssuer, { issuer: view.issuer.text }),
    pathLength(view, facts),
    line(
      'subject-key-identifier',
      'RFC 5280 §4.2.1.2',
      isAuthorityRole(facts) ? 'error' : 'info',
      view.subjectKeyIdentifier !== null,
    ),
    authorityKeyIdentifier(view, issuer, isRoot),
    line(
      'within-issuer-validity',
      'RFC 5280 §6.1.3',
      'warning',
      issuer === undefined
        ? undefined
        : Date.parse(view.notAfter) <= Date.parse(issuer.notAfter) &&
            Date.parse(view.notBefore) >= Date.parse(issuer.notBefore),
      { issuerNotBefore: issuer?.notBefore ?? '', issuerNotAfter: issuer?.notAfter ?? '' },
    ),
  ];
}

/** How many authorities stand between each authority above and the leaf that this one could issue. */
function pathLength(view: CertificateView, facts: ReportFacts): CertificateLine {
  const chain = [view, ...facts.issuers];
  const broken = chain.find((authority, depth) => {
    const between = chain
      .slice(0, depth)
      .filter((one) => one.isCertificateAuthority && !one.selfIssued).length;
    return authority.pathLength !== null && between > authority.pathLength;
  });
  const limited = chain.some((one) => one.pathLength !== null);
  return line(
    'path-length',
    'RFC 5280 §4.2.1.9',
    'error',
    limited ? broken === undefined : undefined,
    { authority: broken?.subject.text ?? '', pathLength: broken?.pathLength ?? 0 },
  );
}

function authorityKeyIdentifier(
  view: CertificateView,
  issuer: CertificateView | undefined,
  isRoot: boolean,
): CertificateLine {
  const found = view.authorityKeyIdentifier;
  const expected = issuer?.subjectKeyIdentifier ?? null;
  const holds = found !== null && (expected === null || expected === found);
  return line(
    'authority-key-identifier',
    'RFC 5280 §4.2.1.1',
    'error',
    isRoot ? undefined : holds,
    {
      found: found ?? '',
      expected: expected ?? '',
    },
  );
}

function revoked({ revokedAt, role }: ReportFacts): CertificateLine {
  return line(
    'not-revoked',
    'Whitepaper A00.FR.704',
    'error',
    role === 'root' ? undefined : revokedAt === undefined,
    { revokedAt: revokedAt ?? '' },
  );
}

function ownedByOne({ role, stations }: ReportFacts): CertificateLine {
  const applies = role === 'client' && stations !== undefined && stations.length > 0;
  return line(
    'one-station',
    'Whitepaper A00.FR.427',
    'error',
    applies ? stations.length === 1 : undefined,
    { stations: stations?.join(', ') ?? '' },
  );
}

/**
 * Requirements on how certificates are handled, which no certificate shows: listed so that nobody thinks they were
 * forgotten, never judged (Whitepaper §2.6).
 */
export const proceduralRequirements = [
  'A00.FR.504',
  'A00.FR.601',
  'A00.FR.602',
  'A00.FR.603',
  'A00.FR.702',
  'A00.FR.703',
  'A00.FR.704',
  'A00.FR.705',
  'A00.FR.706',
  'A00.FR.801',
  'A00.FR.802',
  'A00.FR.803',
  'A00.FR.804',
  'A00.FR.805',
  'A00.FR.806',
] as const;
export type ProceduralRequirement = (typeof proceduralRequirements)[number];
