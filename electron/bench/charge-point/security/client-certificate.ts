/**
 * The charge point's own certificate: asks for a new one and judges what comes back (Whitepaper A02, A03).
 * The private key never leaves; when an accepted certificate is used is decided in `certificate-switch`.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  attributeValues,
  judgeChargePointCertificate,
  refusingRules,
} from '../../../../shared/security/certificate-rules.ts';
import {
  certificateView,
  type ParsedCertificate,
  parseCertificates,
} from '../../pki/certificate-view.ts';
import { verifyChain } from '../../pki/client-verification.ts';
import { createSigningRequest } from '../../pki/signing-request.ts';
import { integerValue, textValue } from '../configuration.ts';
import type { Emulation } from '../emulation.ts';
import { request } from '../messages.ts';
import { centralSystemRoots } from './root-store.ts';
import type { KeptIdentity } from './security-memory.ts';

/** The operator's name for a request: CpoName, or the organisation of the certificate in hand. */
export function operatorName(emulation: Emulation): string | undefined {
  const configured = textValue(emulation, 'CpoName');
  if (configured !== '') return configured;
  const identity = emulation.services.authorities.storedClientIdentity(emulation.id);
  const view = identity && certificateView(identity.certificatePem);
  return view && attributeValues(view.subject, 'O')[0];
}

/** Makes a key pair and sends SignCertificate. A refusal is not tried again (A02). */
export async function requestCertificate(emulation: Emulation, operator: string): Promise<void> {
  const { serialNumber, settings } = emulation;
  const family = settings.keyFamily === 'rsa' ? 'rsa' : 'ecdsa';
  const subject = { organisation: operator, commonName: serialNumber };
  const { csrPem, privateKeyPem } = await createSigningRequest(subject, family);
  // Known before the request leaves: the certificate may come right behind the answer.
  const pendingKey = { family, privateKeyPem } as const;
  emulation.pendingKey = pendingKey;
  const reply = await request(emulation, 'SignCertificate', { csr: csrPem });
  const refused = reply.ok ? reply.payload.status !== 'Accepted' : reply.reason === 'refused';
  if (refused && emulation.pendingKey === pendingKey) emulation.pendingKey = undefined;
}

export type JudgedCertificate =
  | { ok: true; identity: KeptIdentity; notBeforeMs: number }
  | { ok: false; reason: string };

/** Checks a signed chain against the request it answers; once accepted, the request is answered. */
export async function judgeSignedCertificate(
  emulation: Emulation,
  chainPem: string,
): Promise<JudgedCertificate> {
  const { pendingKey } = emulation;
  if (pendingKey === undefined) return { ok: false, reason: 'no-request-pending' };
  if (chainPem.length > integerValue(emulation, 'CertificateSignedMaxChainSize')) {
    return { ok: false, reason: 'chain-too-long' };
  }
  const parsed = parseCertificates(chainPem);
  const certificates = parsed.flatMap((entry) => (entry.ok ? [entry.certificate] : []));
  const [leaf, ...others] = certificates;
  if (leaf === undefined || certificates.length !== parsed.length) {
    return { ok: false, reason: 'unreadable' };
  }
  if (!isForKey(leaf, pendingKey.privateKeyPem)) return { ok: false, reason: 'key-mismatch' };
  const notBeforeMs = Date.parse(leaf.view.notBefore);
  // One that begins later is judged as of then (A02).
  const reason = await chainFault(
    emulation,
    certificates,
    Math.max(emulation.nowMs(), notBeforeMs),
  );
  if (reason !== undefined) return { ok: false, reason };
  emulation.pendingKey = undefined;
  const identity = {
    ...pendingKey,
    certificatePem: leaf.view.pem,
    chainPem: others
      .filter(({ view }) => !view.selfIssued)
      .map(({ view }) => view.pem)
      .join(''),
  };
  return { ok: true, identity, notBeforeMs };
}

function isForKey(leaf: ParsedCertificate, privateKeyPem: string): boolean {
  return createPublicKey(createPrivateKey(privateKeyPem)).equals(leaf.x509.publicKey);
}

/** What is wrong with period, properties or hierarchy (A02, A00.FR.501 to 512). */
async function chainFault(
  emulation: Emulation,
  certificates: readonly ParsedCertificate[],
  nowMs: number,
): Promise<string | undefined> {
  const [leaf] = certificates;
  if (leaf === undefined) return 'unreadable';
  const { code } = verifyChain({
    presented: certificates.map(({ der }) => der),
    trustedRoots: await centralSystemRoots(emulation),
    purpose: 'client',
    nowMs,
  });
  const isRootOpen = emulation.settings.trust === 'insecure';
  const isOnlyUnknown = code === 'unknown-authority' || code === 'missing-intermediate';
  if (code !== 'ok' && !(isRootOpen && isOnlyUnknown)) return code;
  const rules = judgeChargePointCertificate(leaf.view, {
    cpoName: operatorName(emulation) ?? '',
    trustedOrganisations: [],
    serialNumber: emulation.serialNumber,
    checkSerial: true,
    checkOrganisation: operatorName(emulation) !== undefined,
    nowMs,
  });
  return refusingRules(rules)[0]?.rule;
}
