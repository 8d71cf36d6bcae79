/**
 * Judges the chains an endpoint presented: where they lead, their order, and every rule for a server's certificate.
 * Pure; the certificates were read and verified elsewhere.
 */
import {
  type CertificateRuleResult,
  type CertificateView,
  judgeServerCertificate,
} from '../certificate-rules.ts';
import type { SecurityProfile } from '../security-profiles.ts';
import type { ChainFact, ProbeFacts } from './probe-facts.ts';
import type { ProbeLine, ProbeWeight } from './probe-line.ts';

const weights: Record<CertificateRuleResult['severity'], ProbeWeight> = {
  error: 'must',
  warning: 'should',
  info: 'info',
};

function leafRules(leaf: CertificateView, chain: ChainFact, facts: ProbeFacts): ProbeLine[] {
  const judge = (securityProfile: 2 | 3) =>
    judgeServerCertificate(leaf, {
      hostName: facts.host,
      securityProfile,
      allowWildcards: false,
      nowMs: facts.nowMs,
    });
  const line = (result: CertificateRuleResult, profiles: SecurityProfile[]): ProbeLine => ({
    id: `certificate-${result.rule}`,
    group: 'certificates',
    variant: chain.family,
    profiles,
    weight: weights[result.severity],
    // A note without a rule behind it cannot be broken.
    verdict: result.holds || result.severity === 'info' ? 'holds' : 'breaks',
    clause: result.clause.replace(/^Whitepaper /, ''),
    finding: result.holds ? 'holds' : 'fails',
    parameters: result.parameters,
    evidence: chain.evidence,
  });
  // Only the rule of the name differs between the profiles.
  const named = (profile: 2 | 3) =>
    judge(profile)
      .filter(({ rule }) => rule === 'server-name')
      .map((result) => line(result, [profile]));
  const others = judge(2)
    .filter(({ rule }) => rule !== 'server-name')
    .map((result) => line(result, [2, 3]));
  return [...named(2), ...named(3), ...others];
}

function chainLines(chain: ChainFact, facts: ProbeFacts): ProbeLine[] {
  const { family, certificates, evidence, trust } = chain;
  const common = {
    group: 'certificates',
    variant: family,
    profiles: [2, 3] as SecurityProfile[],
    evidence,
  } as const;
  const count = { certificates: certificates.length };
  const [leaf] = certificates;
  return [
    {
      ...common,
      id: 'chain-trusted',
      weight: 'must',
      verdict: trust === undefined ? 'unseen' : trust === 'ok' ? 'holds' : 'breaks',
      clause: 'A00.FR.306, 307, 410, 411',
      finding: trust ?? 'no-roots',
      parameters: { ...count, issuer: certificates.at(-1)?.issuer.text ?? '' },
    },
    {
      ...common,
      id: 'chain-order',
      weight: 'must',
      verdict: chain.order === 'right' ? 'holds' : 'breaks',
      clause: 'RFC 5246 §7.4.2',
      finding: chain.order,
      parameters: count,
    },
    {
      ...common,
      id: 'chain-root',
      weight: 'info',
      verdict: 'holds',
      clause: 'RFC 5246 §7.4.2',
      finding: chain.rootIncluded ? 'included' : 'left-out',
      parameters: count,
    },
    ...(leaf === undefined ? [] : leafRules(leaf, chain, facts)),
  ];
}

/** One set of lines for each chain, and that there is one at all. */
export function judgeCertificates(facts: ProbeFacts): ProbeLine[] {
  return facts.chains.flatMap((chain) => chainLines(chain, facts));
}

/** Whether a client certificate is asked for, and whether one can do without. */
export function judgeClientCertificate(facts: ProbeFacts): ProbeLine[] {
  const { clientCertificate: asked, upgrades, given } = facts;
  const without = upgrades['no-credentials'];
  const accepted = upgrades['client-certificate'];
  const common = { group: 'client-certificate' } as const;
  const isDemanded = without?.outcome === 'tls-refused' && asked?.requested === true;
  const isSeen = without?.status !== undefined;
  return [
    {
      ...common,
      id: 'client-certificate-requested',
      profiles: [3],
      weight: 'must',
      verdict: asked === undefined ? 'unseen' : asked.requested ? 'holds' : 'breaks',
      clause: 'A00.FR.402, 403',
      finding: asked === undefined ? 'not-asked' : asked.requested ? 'requested' : 'not-requested',
      parameters: {
        authorities: asked?.authorities.slice(0, 10).join('; ') ?? '',
        count: asked?.authorities.length ?? 0,
      },
      evidence: asked?.evidence ?? [],
    },
    {
      ...common,
      id: 'client-certificate-optional',
      profiles: [2],
      weight: 'must',
      verdict: isDemanded ? 'breaks' : isSeen ? 'holds' : 'unseen',
      clause: 'A00.FR.301, 305',
      finding: isDemanded ? 'demanded' : isSeen ? 'optional' : (without?.outcome ?? 'not-asked'),
      parameters: {},
      evidence: without?.evidence ?? [],
    },
    {
      ...common,
      id: 'without-certificate',
      profiles: [3],
      weight: 'must',
      verdict:
        without === undefined || without.outcome === 'silent'
          ? 'unseen'
          : without.outcome === 'switched'
            ? 'breaks'
            : 'holds',
      clause: 'A00.FR.407',
      finding: without?.outcome ?? 'not-asked',
      parameters: { status: without?.status ?? 0, reason: without?.code ?? '' },
      evidence: without?.evidence ?? [],
    },
    {
      ...common,
      id: 'certificate-accepted',
      profiles: [3],
      weight: 'must',
      verdict:
        accepted === undefined || accepted.outcome === 'silent'
          ? 'unseen'
          : accepted.outcome === 'switched'
            ? 'holds'
            : 'breaks',
      clause: 'A00.FR.401–403',
      finding: given.certificate ? (accepted?.outcome ?? 'not-asked') : 'not-given',
      parameters: { status: accepted?.status ?? 0, reason: accepted?.code ?? '' },
      evidence: accepted?.evidence ?? [],
    },
  ];
}
