/**
 * The root certificates installed in a charge point, per type, with their hash data (Whitepaper M03 to M05).
 * The Central System roots are what TLS trusts. Knows nothing of messages.
 */
import {
  type CertificateHashData,
  certificateHashData,
  type HashAlgorithm,
  sameHashData,
} from '../../pki/certificate-hash.ts';
import {
  certificateView,
  isSignedBy,
  type ParsedCertificate,
  parseCertificate,
  parseCertificates,
} from '../../pki/certificate-view.ts';
import { type ChainVerification, verifyChain } from '../../pki/client-verification.ts';
import { booleanValue, integerValue } from '../configuration.ts';
import type { Emulation } from '../emulation.ts';

export type RootType = 'CentralSystemRootCertificate' | 'ManufacturerRootCertificate';

/** Which hash we name our roots with; a Central System uses the same one to delete (M04). */
const reportedAlgorithm: HashAlgorithm = 'SHA256';

/** What the charge point left the factory with: by its trust setting. */
async function factoryRoots({ settings, services }: Emulation): Promise<string[]> {
  if (settings.trust === 'bench') return [...(await services.benchRootsPem())];
  if (settings.trust === 'insecure') return [];
  return parseCertificates(settings.trust.pem).flatMap((parsed) =>
    parsed.ok ? [parsed.certificate.view.pem] : [],
  );
}

/** PEM of the roots that a Central System's certificate may lead to; one that falls back is among them. */
export async function centralSystemRoots(emulation: Emulation): Promise<string[]> {
  const installed = emulation.memory.centralSystemRoots;
  if (installed !== undefined) return installed;
  const roots = await factoryRoots(emulation);
  emulation.memory.centralSystemRoots ??= roots;
  emulation.save();
  return emulation.memory.centralSystemRoots;
}

/** PEM of the roots that firmware may be signed under. The bench's charge points come from its own manufacturer. */
async function manufacturerRoots(emulation: Emulation): Promise<string[]> {
  const { memory, settings, services } = emulation;
  if (memory.manufacturerRoots !== undefined) return memory.manufacturerRoots;
  const { authorities } = services;
  const roots =
    settings.trust === 'bench'
      ? [
          await authorities.manufacturerRootPem('rsa'),
          await authorities.manufacturerRootPem('ecdsa'),
        ]
      : [];
  memory.manufacturerRoots ??= roots;
  emulation.save();
  return memory.manufacturerRoots;
}

export function rootsOfType(emulation: Emulation, type: RootType): Promise<string[]> {
  return type === 'CentralSystemRootCertificate'
    ? centralSystemRoots(emulation)
    : manufacturerRoots(emulation);
}

function keepRoots(emulation: Emulation, type: RootType, roots: string[]): void {
  if (type === 'CentralSystemRootCertificate') emulation.memory.centralSystemRoots = roots;
  else emulation.memory.manufacturerRoots = roots;
  emulation.save();
}

/** SHA-256 over the DER form of a root. */
export function fingerprintOf(pem: string): string | undefined {
  return certificateView(pem)?.fingerprintSha256;
}

/** The issuer of a root that another one signed is among the roots. */
function hashDataOf(
  pem: string,
  roots: readonly string[],
  algorithm: HashAlgorithm,
): CertificateHashData | undefined {
  const result = certificateHashData(pem, roots, algorithm);
  return result.ok ? result.hashData : undefined;
}

/** Hash data of the installed roots of a type. */
export async function installedHashData(
  emulation: Emulation,
  type: RootType,
): Promise<CertificateHashData[]> {
  const roots = await rootsOfType(emulation, type);
  return roots
    .map((pem) => hashDataOf(pem, roots, reportedAlgorithm))
    .filter((hashData) => hashData !== undefined);
}

/** What makes a certificate no root that could be installed. */
export type InvalidRoot = 'unreadable' | 'not-a-root' | 'expired' | 'not-yet-valid';

export type InstallResult =
  | { status: 'Accepted' }
  | { status: 'Rejected'; reason: InvalidRoot | 'store-full' | 'not-signed-by-old-root' };

const rejected = (reason: Extract<InstallResult, { status: 'Rejected' }>['reason']) =>
  ({ status: 'Rejected', reason }) as const;

/** The certificate alone: one authority, signed by itself or by one of the roots, valid now. */
function readRoot(
  pem: string,
  roots: readonly string[],
  nowMs: number,
): { ok: true; root: ParsedCertificate } | { ok: false; reason: InvalidRoot } {
  const [parsed, ...others] = parseCertificates(pem);
  if (others.length > 0 || !parsed?.ok) return { ok: false, reason: 'unreadable' };
  const { view } = parsed.certificate;
  const isRoot =
    view.isCertificateAuthority && hashDataOf(view.pem, roots, reportedAlgorithm) !== undefined;
  if (!isRoot) return { ok: false, reason: 'not-a-root' };
  if (Date.parse(view.notAfter) < nowMs) return { ok: false, reason: 'expired' };
  if (Date.parse(view.notBefore) > nowMs) return { ok: false, reason: 'not-yet-valid' };
  return { ok: true, root: parsed.certificate };
}

/** Installs a root: readable, an authority, valid now, and there is room (M05). */
export async function installRoot(
  emulation: Emulation,
  type: RootType,
  certificate: string,
): Promise<InstallResult> {
  const roots = await rootsOfType(emulation, type);
  const isChecked =
    type === 'CentralSystemRootCertificate' &&
    roots.length > 0 &&
    booleanValue(emulation, 'AdditionalRootCertificateCheck');
  const read = readRoot(certificate, isChecked ? roots : [], emulation.nowMs());
  if (!read.ok) return rejected(read.reason);
  const { root } = read;
  const { fingerprintSha256, pem } = root.view;
  if (roots.some((one) => fingerprintOf(one) === fingerprintSha256)) return { status: 'Accepted' };
  const { memory } = emulation;
  const all = [...(await centralSystemRoots(emulation)), ...(await manufacturerRoots(emulation))];
  if (all.length >= integerValue(emulation, 'CertificateStoreMaxLength'))
    return rejected('store-full');
  if (isChecked) {
    // One root, and for a while the one before: no third.
    if (memory.security.fallBackRoot !== undefined) return rejected('store-full');
    const signer = roots.find((one) => hasSigned(one, root));
    if (signer === undefined) return rejected('not-signed-by-old-root');
    memory.security.fallBackRoot = fingerprintOf(signer);
  }
  keepRoots(emulation, type, [...roots, pem]);
  return { status: 'Accepted' };
}

function hasSigned(signerPem: string, certificate: ParsedCertificate): boolean {
  const signer = parseCertificate(signerPem);
  return signer.ok && isSignedBy(certificate, signer.certificate);
}

/** How the present connection leads to an installed root; undefined outside TLS. */
async function verifyConnection(emulation: Emulation): Promise<ChainVerification | undefined> {
  const peerChain = emulation.session?.tls?.peerChain;
  if (peerChain === undefined) return undefined;
  return verifyChain({
    presented: peerChain.map((der) => Buffer.from(der, 'base64')),
    trustedRoots: await centralSystemRoots(emulation),
    purpose: 'server',
    nowMs: emulation.nowMs(),
  });
}

/** Fingerprint of the root that the present connection rests on. */
export async function rootInUse(emulation: Emulation): Promise<string | undefined> {
  return (await verifyConnection(emulation))?.anchor?.fingerprintSha256;
}

/**
 * A connection is open: one that rests on the new root ends the time of the one it replaces; one that rests on the old
 * one leaves both (Whitepaper M05.FR.12, M05.FR.13).
 */
export async function settleFallBackRoot(emulation: Emulation): Promise<void> {
  const { security } = emulation.memory;
  const { fallBackRoot } = security;
  if (fallBackRoot === undefined) return;
  const anchor = await rootInUse(emulation);
  if (anchor === undefined || anchor === fallBackRoot) return;
  const roots = await centralSystemRoots(emulation);
  security.fallBackRoot = undefined;
  keepRoots(
    emulation,
    'CentralSystemRootCertificate',
    roots.filter((pem) => fingerprintOf(pem) !== fallBackRoot),
  );
  emulation.changed();
}

/** Deletes the root with this hash data; not the one in use, and not the charge point's own certificate (M04). */
export async function deleteRoot(
  emulation: Emulation,
  wanted: CertificateHashData,
): Promise<'Accepted' | 'Failed' | 'NotFound'> {
  // A certificate may be installed as both: after Accepted it is nowhere.
  const kept: [RootType, string[]][] = [];
  for (const type of ['CentralSystemRootCertificate', 'ManufacturerRootCertificate'] as const) {
    const roots = await rootsOfType(emulation, type);
    const found = roots.find((pem) => {
      const hashData = hashDataOf(pem, roots, wanted.hashAlgorithm);
      return hashData !== undefined && sameHashData(hashData, wanted);
    });
    if (found === undefined) continue;
    const fingerprint = fingerprintOf(found);
    const isInUse =
      type === 'CentralSystemRootCertificate' && fingerprint === (await rootInUse(emulation));
    if (isInUse) return 'Failed';
    const { security } = emulation.memory;
    if (security.fallBackRoot === fingerprint) security.fallBackRoot = undefined;
    kept.push([type, roots.filter((pem) => pem !== found)]);
  }
  for (const [type, roots] of kept) keepRoots(emulation, type, roots);
  if (kept.length > 0) return 'Accepted';
  return (await isOwnCertificate(emulation, wanted)) ? 'Failed' : 'NotFound';
}

async function isOwnCertificate(
  emulation: Emulation,
  wanted: CertificateHashData,
): Promise<boolean> {
  const own = emulation.services.authorities.storedClientIdentity(emulation.id);
  if (own === undefined) return false;
  const issuers = [...(await centralSystemRoots(emulation)), own.chainPem];
  const result = certificateHashData(own.certificatePem, issuers, wanted.hashAlgorithm);
  return result.ok && sameHashData(result.hashData, wanted);
}
