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
import { parseCertificate, parseCertificates } from '../../pki/certificate-view.ts';
import { verifyChain } from '../../pki/client-verification.ts';
import { integerValue } from '../configuration.ts';
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

/** PEM of the roots that a Central System's certificate may lead to. */
export async function centralSystemRoots(emulation: Emulation): Promise<string[]> {
  const installed = emulation.memory.centralSystemRoots;
  if (installed !== undefined) return installed;
  const roots = await factoryRoots(emulation);
  emulation.memory.centralSystemRoots ??= roots;
  emulation.save();
  return emulation.memory.centralSystemRoots;
}

export async function rootsOfType(emulation: Emulation, type: RootType): Promise<string[]> {
  return type === 'CentralSystemRootCertificate'
    ? centralSystemRoots(emulation)
    : emulation.memory.manufacturerRoots;
}

function keepRoots(emulation: Emulation, type: RootType, roots: string[]): void {
  if (type === 'CentralSystemRootCertificate') emulation.memory.centralSystemRoots = roots;
  else emulation.memory.manufacturerRoots = roots;
  emulation.save();
}

function fingerprintOf(pem: string): string | undefined {
  const parsed = parseCertificate(pem);
  return parsed.ok ? parsed.certificate.view.fingerprintSha256 : undefined;
}

function hashDataOf(pem: string, algorithm: HashAlgorithm): CertificateHashData | undefined {
  const result = certificateHashData(pem, [], algorithm);
  return result.ok ? result.hashData : undefined;
}

/** Hash data of the installed roots of a type. */
export async function installedHashData(
  emulation: Emulation,
  type: RootType,
): Promise<CertificateHashData[]> {
  const roots = await rootsOfType(emulation, type);
  return roots
    .map((pem) => hashDataOf(pem, reportedAlgorithm))
    .filter((hashData) => hashData !== undefined);
}

export type InstallResult =
  | { status: 'Accepted' }
  | {
      status: 'Rejected';
      reason: 'unreadable' | 'not-a-root' | 'expired' | 'not-yet-valid' | 'store-full';
    };

/** Installs a root: readable, an authority, signed by itself, valid now, and there is room (M05). */
export async function installRoot(
  emulation: Emulation,
  type: RootType,
  certificate: string,
): Promise<InstallResult> {
  const all = parseCertificates(certificate);
  const [parsed] = all;
  if (all.length !== 1 || !parsed?.ok) return { status: 'Rejected', reason: 'unreadable' };
  const { view } = parsed.certificate;
  if (!view.isCertificateAuthority || hashDataOf(view.pem, reportedAlgorithm) === undefined) {
    return { status: 'Rejected', reason: 'not-a-root' };
  }
  const nowMs = emulation.nowMs();
  if (Date.parse(view.notAfter) < nowMs) return { status: 'Rejected', reason: 'expired' };
  if (Date.parse(view.notBefore) > nowMs) return { status: 'Rejected', reason: 'not-yet-valid' };
  const roots = await rootsOfType(emulation, type);
  if (roots.some((pem) => fingerprintOf(pem) === view.fingerprintSha256)) {
    return { status: 'Accepted' };
  }
  const { memory } = emulation;
  const count = (memory.centralSystemRoots ?? []).length + memory.manufacturerRoots.length;
  if (count >= integerValue(emulation, 'CertificateStoreMaxLength')) {
    return { status: 'Rejected', reason: 'store-full' };
  }
  keepRoots(emulation, type, [...roots, view.pem]);
  return { status: 'Accepted' };
}

/** The root that the present connection rests on. */
async function rootInUse(emulation: Emulation): Promise<string | undefined> {
  const peerChain = emulation.session?.tls?.peerChain;
  if (peerChain === undefined) return undefined;
  const verification = verifyChain({
    presented: peerChain.map((der) => Buffer.from(der, 'base64')),
    trustedRoots: await centralSystemRoots(emulation),
    purpose: 'server',
    nowMs: emulation.nowMs(),
  });
  return verification.anchor?.fingerprintSha256;
}

/** Deletes the root with this hash data; not the one in use, and not the charge point's own certificate (M04). */
export async function deleteRoot(
  emulation: Emulation,
  wanted: CertificateHashData,
): Promise<'Accepted' | 'Failed' | 'NotFound'> {
  const names = (pem: string): boolean => {
    const hashData = hashDataOf(pem, wanted.hashAlgorithm);
    return hashData !== undefined && sameHashData(hashData, wanted);
  };
  for (const type of ['CentralSystemRootCertificate', 'ManufacturerRootCertificate'] as const) {
    const roots = await rootsOfType(emulation, type);
    const found = roots.find(names);
    if (found === undefined) continue;
    const isInUse =
      type === 'CentralSystemRootCertificate' &&
      fingerprintOf(found) === (await rootInUse(emulation));
    if (isInUse) return 'Failed';
    keepRoots(
      emulation,
      type,
      roots.filter((pem) => pem !== found),
    );
    return 'Accepted';
  }
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
