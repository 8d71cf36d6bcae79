/**
 * A charge point refused our certificate, and our certificate is on record: whether it is at fault, by our own clock and
 * by what the charge point asked for. Alerts are coarse; what was shown says more. Pure; knows no words.
 */
import type { ConnectionFailure } from '../../record/connection-facts.ts';
import { type CertificateView, judgeServerCertificate } from '../certificate-rules.ts';
import type { Evidence } from './evidence.ts';

/** Alerts with which a charge point speaks of our certificate, by what is wrong with it. */
const mayMean: Readonly<Record<string, readonly string[]>> = {
  'server-certificate-expired': ['server-certificate-expired'],
  'server-certificate-rejected': [
    'server-certificate-not-yet-valid',
    'server-certificate-expired',
    'server-certificate-name-mismatch',
  ],
  'server-certificate-unsupported': ['server-certificate-wrong-purpose'],
  'server-certificate-untrusted': ['server-certificate-self-signed'],
};

const serverAuth = ['serverAuth', 'anyExtendedKeyUsage'];

function faultsOf(chain: readonly CertificateView[], nowMs: number, host?: string): string[] {
  const [leaf] = chain;
  if (leaf === undefined) return [];
  const isOver = chain.some(({ notAfter }) => Date.parse(notAfter) < nowMs);
  const isEarly = chain.some(({ notBefore }) => Date.parse(notBefore) > nowMs);
  const usages = leaf.extendedKeyUsage;
  const isForOthers = usages !== null && !usages.some((usage) => serverAuth.includes(usage));
  const named = { hostName: host ?? '', securityProfile: 3, allowWildcards: false, nowMs } as const;
  const isOtherName =
    host !== undefined &&
    judgeServerCertificate(leaf, named).some(({ rule, holds }) => rule === 'server-name' && !holds);
  return [
    ...(isOver ? ['server-certificate-expired'] : []),
    ...(isEarly ? ['server-certificate-not-yet-valid'] : []),
    ...(leaf.selfIssued ? ['server-certificate-self-signed'] : []),
    ...(isForOthers ? ['server-certificate-wrong-purpose'] : []),
    ...(isOtherName ? ['server-certificate-name-mismatch'] : []),
  ];
}

/** The failure with its real cause, where our certificate is to blame; else as it was. */
export function blamedOnOwnCertificate(
  failure: ConnectionFailure,
  { role, established, certificates, certificateOf, hello, failed }: Evidence,
): ConnectionFailure {
  const meanings = mayMean[failure.code];
  if (role !== 'csms' || meanings === undefined) return failure;
  const chain = established?.value.ownChain ?? certificates.csms?.value.chain ?? [];
  const views = chain.map(certificateOf).filter((view) => view !== undefined);
  const nowMs = (failed?.frame.wallUs ?? 0) / 1000;
  const faults = faultsOf(views, nowMs, hello?.value.serverName);
  const code = faults.find((one) => meanings.includes(one));
  return code === undefined ? failure : { ...failure, code, side: 'csms' };
}
