/** The chains that servers sent, read and verified for the table. Opens nothing. */
import type { ChainFact } from '../../../shared/security/probe/probe-facts.ts';
import { isSignedBy, type ParsedCertificate, parseCertificate } from '../pki/certificate-view.ts';
import { verifyChain } from '../pki/client-verification.ts';

/** Nobody honest sends more; what is beyond is not looked at. */
const mostCertificates = 16;

function familyOf(leaf: ParsedCertificate | undefined): ChainFact['family'] {
  const algorithm = leaf?.view.key.algorithm;
  if (algorithm === 'rsa' || algorithm === 'rsa-pss') return 'rsa';
  return algorithm === 'ec' ? 'ecdsa' : 'other';
}

/** RFC 5246 §7.4.2: each certificate is certified by the one behind it. */
function orderOf(chain: readonly ParsedCertificate[]): ChainFact['order'] {
  for (const [index, certificate] of chain.entries()) {
    const next = chain[index + 1];
    if (next === undefined || isSignedBy(certificate, next)) continue;
    const isElsewhere = chain.some(
      (other) => other !== certificate && isSignedBy(certificate, other),
    );
    return isElsewhere ? 'wrong' : 'unrelated';
  }
  return 'right';
}

export interface SentChain {
  /** DER in base64, as sent. */
  chain: readonly string[];
  evidence: number[];
}

/** One fact for each leaf; chains that came more than once are looked at once. */
export function readChains(
  sent: readonly SentChain[],
  { rootsPem, nowMs }: { rootsPem: readonly string[]; nowMs: number },
): ChainFact[] {
  const seen = new Set<string>();
  return sent.flatMap(({ chain, evidence }) => {
    const [leaf] = chain;
    if (leaf === undefined || seen.has(leaf)) return [];
    seen.add(leaf);
    const presented = chain.slice(0, mostCertificates).map((der) => Buffer.from(der, 'base64'));
    const read = presented.flatMap((der) => {
      const parsed = parseCertificate(der);
      return parsed.ok ? [parsed.certificate] : [];
    });
    const verified =
      rootsPem.length === 0
        ? undefined
        : verifyChain({ presented, trustedRoots: rootsPem, purpose: 'server', nowMs });
    const isUnreadable = read.length < presented.length;
    const trust = isUnreadable ? 'unreadable' : verified?.code;
    const fact: ChainFact = {
      family: familyOf(read[0]),
      certificates: read.map(({ view }) => view),
      order: orderOf(read),
      rootIncluded: read.slice(1).some((one) => one.view.selfIssued && isSignedBy(one, one)),
      ...(trust === undefined ? {} : { trust }),
      evidence,
    };
    return [fact];
  });
}
