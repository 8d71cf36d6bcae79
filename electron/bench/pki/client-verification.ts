/**
 * Verifies the chain a peer presented, against roots we trust, at a given time (RFC 5280 §6, Whitepaper A00.FR.403):
 * our own path building, because TLS only says that something was wrong. Never throws on what a peer sends.
 * Knows nothing of sockets, stations, or the OCPP rules for names.
 */
import type { CertificateView, ChainCode } from '../../../shared/security/certificate-rules.ts';
import { unsupportedCriticalExtensions } from './certificate-extensions.ts';
import { type FoundPath, findPaths } from './certificate-path.ts';
import {
  type CertificateParse,
  type ParsedCertificate,
  parseCertificate,
} from './certificate-view.ts';
import { type RevocationInput, revocationProblem } from './revocation-check.ts';

/** What was presented and what it is held against. */
export interface ChainInput {
  /** DER, leaf first, as in the Certificate message; empty when none was sent. */
  presented: readonly Uint8Array[];
  /** PEM, one certificate each; what is unreadable among them is ignored. */
  trustedRoots: readonly string[];
  /** PEM of intermediates known from elsewhere: never used to complete a path, only to say which one was not sent. */
  knownIntermediates?: readonly string[];
  /** What the leaf is used for: `client` for a charge point, `server` for a Central System. */
  purpose: 'client' | 'server';
  /** Lists of revoked certificates; without it nobody looks (Whitepaper A00.FR.704). */
  revocation?: RevocationInput | undefined;
  /** Milliseconds since 1970. */
  nowMs: number;
}

/** One thing wrong with one certificate; `depth` counts from the leaf, which is 0. */
export interface ChainProblem {
  code: Exclude<ChainCode, 'ok'>;
  depth: number;
  /** Facts the words are made from, for example `{reason: 'not-an-authority'}`. */
  parameters: Record<string, string | number | boolean>;
}

/** The result: `code` is the gravest problem, `problems` all of them; `path` is the best path found, leaf first. */
export interface ChainVerification {
  code: ChainCode;
  leaf?: CertificateView;
  path: CertificateView[];
  /** The trusted root the path leads to. */
  anchor?: CertificateView;
  problems: ChainProblem[];
}

/** A peer may send hundreds of certificates to make verification expensive; nobody honest needs more than these. */
const maximumPresented = 16;

/** Verifies a presented chain. Never throws. */
export function verifyChain(input: ChainInput): ChainVerification {
  const [first, ...rest] = input.presented.slice(0, maximumPresented);
  if (first === undefined || first.length === 0) return failure('no-certificate');
  const leaf = readPresented(first);
  if (!leaf.ok) return failure('unreadable', { detail: leaf.detail });
  const paths = findPaths(leaf.certificate, {
    anchors: input.trustedRoots.flatMap((pem) => readRoot(pem) ?? []),
    intermediates: readable(rest),
    known: readable(input.knownIntermediates ?? []),
  });
  // A renewed or cross-signed authority gives several paths; one without problems is enough (RFC 4158 §2.4).
  const candidates = paths.map((found) => verification(found, input));
  const best =
    candidates.find(({ code }) => code === 'ok') ??
    candidates.find(({ anchor }) => anchor !== undefined) ??
    candidates.toSorted((one, other) => other.path.length - one.path.length)[0];
  return best ?? failure('unknown-authority');
}

function verification(found: FoundPath, input: ChainInput): ChainVerification {
  const { path, outcome } = found;
  const problems: ChainProblem[] = path.flatMap((_, depth) => problemsAt(found, depth, input));
  if (outcome.code !== 'anchored') problems.unshift({ ...outcome, depth: path.length - 1 });
  const views = path.map(({ view }) => view);
  const anchor = outcome.code === 'anchored' ? views.at(-1) : undefined;
  return {
    code: problems[0]?.code ?? 'ok',
    ...(views[0] === undefined ? {} : { leaf: views[0] }),
    path: views,
    ...(anchor === undefined ? {} : { anchor }),
    problems,
  };
}

function failure(
  code: Exclude<ChainCode, 'ok'>,
  parameters: ChainProblem['parameters'] = {},
): ChainVerification {
  return { code, path: [], problems: [{ code, depth: 0, parameters }] };
}

const readRoots = new Map<string, ParsedCertificate | undefined>();
const readRootLimit = 64;

/** Trusted roots are the same at every handshake; reading them anew would cost more than the verification. */
function readRoot(pem: string): ParsedCertificate | undefined {
  if (readRoots.has(pem)) return readRoots.get(pem);
  if (readRoots.size >= readRootLimit) readRoots.clear();
  const parsed = parseCertificate(pem);
  const root = parsed.ok ? parsed.certificate : undefined;
  readRoots.set(pem, root);
  return root;
}

function readable(inputs: readonly (string | Uint8Array)[]): ParsedCertificate[] {
  return inputs.map(readPresented).flatMap((parsed) => (parsed.ok ? [parsed.certificate] : []));
}

const readLimit = 1024;
const readCertificates = new Map<string, CertificateParse>();

/**
 * What a peer shows is looked at twice, after the handshake and at the upgrade, and again when it comes back. What was
 * found out about its signature goes with what was read (see `certificate-path`).
 */
function readPresented(input: string | Uint8Array): CertificateParse {
  const key = typeof input === 'string' ? input : Buffer.from(input).toString('latin1');
  const known = readCertificates.get(key);
  if (known !== undefined) return known;
  const parsed = parseCertificate(input);
  const oldest = readCertificates.size >= readLimit ? readCertificates.keys().next() : undefined;
  if (oldest?.done === false) readCertificates.delete(oldest.value);
  readCertificates.set(key, parsed);
  return parsed;
}

/** Everything wrong with the certificate at one depth of a path, apart from the path itself. */
function problemsAt(
  { path, outcome }: FoundPath,
  depth: number,
  input: ChainInput,
): ChainProblem[] {
  const certificate = path[depth];
  if (certificate === undefined) return [];
  const { view, extensions } = certificate;
  const problem = (
    code: ChainProblem['code'],
    parameters: ChainProblem['parameters'],
  ): ChainProblem => ({ code, depth, parameters: { subject: view.subject.text, ...parameters } });
  const isAnchor = outcome.code === 'anchored' && depth === path.length - 1;
  const reason =
    depth === 0 ? leafMisuse(view, input.purpose) : authorityMisuse(path, depth, isAnchor, input);
  return [
    ...(input.nowMs > Date.parse(view.notAfter)
      ? [problem('expired', { notAfter: view.notAfter })]
      : []),
    ...(input.nowMs < Date.parse(view.notBefore)
      ? [problem('not-yet-valid', { notBefore: view.notBefore })]
      : []),
    ...(reason === undefined ? [] : [problem('wrong-purpose', { reason })]),
    ...unsupportedCriticalExtensions(extensions).map((oid) =>
      problem('unsupported-extension', { oid }),
    ),
    ...revocationProblems(path, depth, input).map(({ code, parameters }) =>
      problem(code, parameters),
    ),
  ];
}

/** A trusted root vouches for itself, and nobody can revoke it. */
function revocationProblems(
  path: readonly ParsedCertificate[],
  depth: number,
  { revocation, nowMs }: ChainInput,
) {
  const [certificate, issuer] = [path[depth], path[depth + 1]];
  if (revocation === undefined || certificate === undefined || issuer === undefined) return [];
  const found = revocationProblem(certificate, issuer, revocation, nowMs);
  return found === undefined ? [] : [found];
}

type Misuse = 'not-an-authority' | 'key-usage' | 'extended-key-usage' | 'path-length';

function leafMisuse(view: CertificateView, purpose: ChainInput['purpose']): Misuse | undefined {
  if (!allowsPurpose(view, purpose)) return 'extended-key-usage';
  // A static RSA suite uses the server's key to decrypt; a client always signs.
  const fitting =
    purpose === 'client'
      ? ['digitalSignature']
      : ['digitalSignature', 'keyEncipherment', 'keyAgreement'];
  const { keyUsage } = view;
  return keyUsage === null || fitting.some((usage) => keyUsage.includes(usage))
    ? undefined
    : 'key-usage';
}

function authorityMisuse(
  path: readonly ParsedCertificate[],
  depth: number,
  isAnchor: boolean,
  { purpose }: ChainInput,
): Misuse | undefined {
  const certificate = path[depth];
  if (certificate === undefined) return undefined;
  const { view, extensions } = certificate;
  // Version 1 roots have no extensions at all; the user trusted them by hand, as OpenSSL does.
  const isOldRoot = isAnchor && view.selfIssued && extensions.length === 0;
  if (!view.isCertificateAuthority && !isOldRoot) return 'not-an-authority';
  if (view.keyUsage !== null && !view.keyUsage.includes('keyCertSign')) return 'key-usage';
  if (!isAnchor && !allowsPurpose(view, purpose)) return 'extended-key-usage';
  // RFC 5280 §4.2.1.9: self-issued certificates and the leaf do not count.
  const below = path.slice(1, depth).filter((authority) => !authority.view.selfIssued).length;
  return view.pathLength !== null && below > view.pathLength ? 'path-length' : undefined;
}

function allowsPurpose({ extendedKeyUsage }: CertificateView, purpose: ChainInput['purpose']) {
  const wanted = purpose === 'client' ? 'clientAuth' : 'serverAuth';
  return (
    extendedKeyUsage === null ||
    extendedKeyUsage.includes(wanted) ||
    extendedKeyUsage.includes('anyExtendedKeyUsage')
  );
}
