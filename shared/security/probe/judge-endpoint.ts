/**
 * The whole table of an endpoint from what a probe found out, also while it is still asking: what was not asked yet is
 * `unseen` with the finding `not-asked`. Pure.
 */
import { judgeCertificates, judgeClientCertificate } from './judge-certificates.ts';
import {
  judgeHandshake,
  judgeReach,
  judgeSuites,
  judgeVersions,
  speaksTls,
} from './judge-transport.ts';
import { judgeUpgrade } from './judge-upgrade.ts';
import type { ProbeFacts } from './probe-facts.ts';
import type { ProbeLine } from './probe-line.ts';

/** Lines in the order in which they are read. An endpoint that cannot be reached has one. */
export function judgeEndpoint(facts: ProbeFacts): ProbeLine[] {
  const reach = judgeReach(facts);
  if (facts.tcp?.ok !== true) return reach;
  if (facts.scheme === 'ws') return [...reach, ...judgeUpgrade(facts)];
  if (!speaksTls(facts)) return reach;
  return [
    ...reach,
    ...judgeVersions(facts),
    ...judgeSuites(facts),
    ...judgeHandshake(facts),
    ...judgeCertificates(facts),
    ...judgeClientCertificate(facts),
    ...judgeUpgrade(facts),
  ];
}
