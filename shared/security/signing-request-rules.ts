/**
 * What a Central System asks of a SignCertificate request, a line each: form, possession of the key, strength, names,
 * what else it asks for, whether it is new. Pure; cryptography and earlier requests are handed in as facts.
 * Knows no sentences.
 */
import type { RequestForm, SigningRequestView } from '../api/signing-requests-contract.ts';
import type { CertificateLine } from './certificate-report.ts';
import { attributeValues, isStrongKey } from './certificate-rules.ts';
import { looksLikeAddress } from './host-name.ts';

/** What a request is judged against. */
export interface RequestFacts {
  form: RequestForm;
  view?: SigningRequestView;
  unreadable?: string;
  possession?: 'proved' | 'failed' | 'unknown';
  cpoName: string;
  /** Of the station; while it is unknown, the common name of the request is taken. */
  serialNumber?: string;
  /** Whether other names refuse the request, or are replaced. */
  subject: 'replace' | 'match';
  /** The latest earlier one of the same station with the very same content. */
  repeats?: { secondsBefore: number; waiting: boolean };
  /** The key was seen before, where: an earlier request, the certificate in use, another station. */
  knownKey?: 'request' | 'certificate' | 'other-station';
  otherStation?: string;
}

export type RequestLine = CertificateLine;

type Parameters = CertificateLine['parameters'];

/** The most characters `csr` may have (Whitepaper, SignCertificate.req). */
export const longestRequest = 5500;

function line(
  rule: string,
  clause: string,
  severity: CertificateLine['severity'],
  holds: boolean | undefined,
  parameters: Parameters = {},
): RequestLine {
  const state = holds === undefined ? 'not-applicable' : holds ? 'holds' : 'fails';
  return { rule, clause, severity, state, parameters };
}

/** The lines in the order in which they are read: how it came, whose key, which names, what else. */
export function judgeSigningRequest(facts: RequestFacts): RequestLine[] {
  const { form, view } = facts;
  return [
    line(
      'request-size',
      'Whitepaper SignCertificate.req',
      'error',
      form.characters <= longestRequest,
      {
        characters: form.characters,
        most: longestRequest,
      },
    ),
    line('request-form', 'Whitepaper A02.FR.03', 'error', form.kind === 'pem', {
      kind: form.kind,
      label: form.label,
    }),
    lineEndingsLine(form),
    line('request-alone', 'RFC 7468 §5', 'warning', singleBlock(form), { blocks: form.blocks }),
    line('request-readable', 'RFC 2986 §4', 'error', view !== undefined, {
      detail: facts.unreadable ?? '',
    }),
    ...keyLines(facts),
    ...nameLines(facts),
    ...contentLines(view),
    ...historyLines(facts),
  ];
}

function singleBlock({ kind, blocks, surrounded }: RequestForm): boolean | undefined {
  return kind === 'none' || kind === 'der-base64' ? undefined : blocks === 1 && !surrounded;
}

function lineEndingsLine({ kind, lineEndings }: RequestForm): RequestLine {
  const applies = kind === 'pem' || kind === 'other-label';
  return line(
    'request-line-endings',
    'RFC 7468 §3',
    'warning',
    applies ? lineEndings === 'lf' : undefined,
    { lineEndings },
  );
}

const usualCurves: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Keys that TLS 1.2 with the whitepaper's suites can use on every OpenSSL. */
function isUsableInTls({ algorithm, curve }: SigningRequestView['key']): boolean {
  return algorithm === 'rsa' || (algorithm === 'ec' && usualCurves.includes(curve ?? ''));
}

function keyLines({ view, possession }: RequestFacts): RequestLine[] {
  const key = view?.key;
  const facts = {
    algorithm: key?.algorithm ?? '',
    bits: key?.bits ?? 0,
    curve: key?.curve ?? '',
  };
  const isKnown = key !== undefined && key.algorithm !== 'unknown';
  return [
    line('request-key-known', 'RFC 5280 §4.1.2.7', 'error', key && isKnown, facts),
    line(
      'request-possession',
      'RFC 2986 §4.2',
      'error',
      possession === undefined || possession === 'unknown' ? undefined : possession === 'proved',
      {
        algorithm: view?.signature.algorithm ?? '',
        hash: view?.signature.hash ?? '',
        oid: view?.signature.oid ?? '',
      },
    ),
    line(
      'request-key-strength',
      key?.algorithm === 'rsa' ? 'Whitepaper A00.FR.501' : 'Whitepaper A00.FR.502',
      'error',
      isKnown ? isStrongKey(key) : undefined,
      { ...facts, requiredBits: key?.algorithm === 'ec' ? 224 : 2048 },
    ),
    line(
      'request-key-usable',
      'RFC 8422 §5.1',
      'warning',
      isKnown ? isUsableInTls(key) : undefined,
      facts,
    ),
    line(
      'request-signature-hash',
      'Whitepaper A00.FR.506',
      'warning',
      view === undefined || view.signature.hash === null
        ? undefined
        : view.signature.hash !== 'SHA-1' && view.signature.hash !== 'MD5',
      { hash: view?.signature.hash ?? '' },
    ),
  ];
}

function nameLines({ view, cpoName, serialNumber, subject }: RequestFacts): RequestLine[] {
  const severity = subject === 'match' ? 'error' : 'warning';
  const organisations = view && attributeValues(view.subject, 'O');
  const commonNames = view && attributeValues(view.subject, 'CN');
  const replaced = subject === 'replace';
  return [
    line(
      'request-organisation',
      'Whitepaper A02.FR.13',
      severity,
      organisations?.includes(cpoName),
      {
        found: organisations?.join(', ') ?? '',
        expected: cpoName,
        replaced,
      },
    ),
    line(
      'request-serial-number',
      'Whitepaper A00.FR.511',
      severity,
      commonNames && serialNumber !== undefined ? commonNames.includes(serialNumber) : undefined,
      { found: commonNames?.join(', ') ?? '', expected: serialNumber ?? '', replaced },
    ),
    line(
      'request-common-name',
      'Whitepaper A00.FR.511',
      'error',
      commonNames && serialNumber === undefined ? (commonNames[0] ?? '') !== '' : undefined,
      {},
    ),
    line(
      'request-common-name-address',
      'Whitepaper A00.FR.511',
      'warning',
      commonNames && commonNames.length > 0 ? !commonNames.some(looksLikeAddress) : undefined,
      { found: commonNames?.join(', ') ?? '' },
    ),
  ];
}

/** More than any charge point has a use for. */
const mostExtensions = 20;
const mostExtensionBytes = 2000;

function contentLines(view: SigningRequestView | undefined): RequestLine[] {
  const bytes = view?.extensions.reduce((sum, one) => sum + one.bytes, 0) ?? 0;
  const count = view?.extensions.length ?? 0;
  const purposes = view?.extendedKeyUsage;
  const dnsNames = view?.alternativeNames.filter(({ type }) => type === 'dns') ?? [];
  return [
    line('request-no-authority', 'RFC 5280 §4.2.1.9', 'error', view && !view.wantsAuthority),
    line(
      'request-purpose',
      'RFC 5280 §4.2.1.12',
      'warning',
      purposes ? purposes.includes('clientAuth') : undefined,
      { found: purposes?.join(', ') ?? '' },
    ),
    line('request-no-dns-name', 'Whitepaper A00.FR.512', 'warning', view && dnsNames.length === 0, {
      found: dnsNames.map(({ value }) => value).join(', '),
    }),
    line(
      'request-extensions',
      'RFC 5280 §4.2',
      'error',
      view && count <= mostExtensions && bytes <= mostExtensionBytes,
      { count, bytes },
    ),
  ];
}

function historyLines({ view, repeats, knownKey, otherStation }: RequestFacts): RequestLine[] {
  return [
    line('request-not-repeated', 'Whitepaper A02', 'warning', repeats === undefined, {
      secondsBefore: repeats?.secondsBefore ?? 0,
      waiting: repeats?.waiting ?? false,
    }),
    line(
      'request-new-key',
      'Whitepaper A02.FR.02',
      knownKey === 'other-station' ? 'error' : 'warning',
      view && knownKey === undefined,
      { where: knownKey ?? '', station: otherStation ?? '' },
    ),
  ];
}

/** Why a request is not signed; also reported as finding `signing-request-refused`. */
export const requestRefusals = [
  'unreadable',
  'wrong-form',
  'too-long',
  'unsupported-key',
  'bad-signature',
  'weak-key',
  'asks-for-authority',
  'absurd-extensions',
  'common-name-missing',
  'subject-mismatch',
] as const;
export type RequestRefusal = (typeof requestRefusals)[number];

/** In this order: the first that does not hold is the reason. */
const decisive: readonly [rule: string, refusal: RequestRefusal][] = [
  ['request-readable', 'unreadable'],
  ['request-size', 'too-long'],
  ['request-form', 'wrong-form'],
  ['request-key-known', 'unsupported-key'],
  ['request-possession', 'bad-signature'],
  ['request-key-strength', 'weak-key'],
  ['request-no-authority', 'asks-for-authority'],
  ['request-extensions', 'absurd-extensions'],
  ['request-common-name', 'common-name-missing'],
];

const ofNames = ['request-organisation', 'request-serial-number'];

/** Why a request is not signed by itself (Whitepaper A02.FR.12); undefined when all that matters holds. */
export function refusalOf(
  lines: readonly RequestLine[],
  subject: RequestFacts['subject'],
): RequestRefusal | undefined {
  const fails = (rule: string) => lines.some((one) => one.rule === rule && one.state === 'fails');
  const found = decisive.find(([rule]) => fails(rule))?.[1];
  if (found !== undefined) return found;
  return subject === 'match' && ofNames.some(fails) ? 'subject-mismatch' : undefined;
}

/** What no policy can sign: there is no key to certify. */
export function isImpossible(refusal: RequestRefusal | undefined): boolean {
  return refusal === 'unreadable' || refusal === 'unsupported-key';
}
