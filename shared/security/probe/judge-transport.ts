/**
 * Judges what a probe found out of name, port, TLS versions, suites and compression against the whitepaper.
 * Pure: gets facts, gives lines; knows no sockets and no words.
 */
import type { SecurityProfile } from '../security-profiles.ts';
import {
  cipherSuite,
  legacySuite,
  tlsAlert,
  tlsVersion,
  tlsVersionName,
  type WhitepaperSuite,
  whitepaperSuites,
} from '../tls-registry.ts';
import { type HelloFact, type ProbeFacts, type SuiteDrawer, suiteDrawers } from './probe-facts.ts';
import type { ProbeLine, ProbeParameters, ProbeVerdict } from './probe-line.ts';

const onTls: SecurityProfile[] = [2, 3];
const notAsked = { finding: 'not-asked', parameters: {}, evidence: [] as number[] };

/** A fact as a finding: its code and what belongs to it. */
export function findingOfHello(fact: HelloFact | undefined): {
  finding: string;
  parameters: ProbeParameters;
  evidence: number[];
} {
  if (fact === undefined) return notAsked;
  const { evidence } = fact;
  switch (fact.outcome) {
    case 'accepted': {
      const parameters = {
        version: tlsVersionName(fact.versionId),
        suite: cipherSuite(fact.suiteId).name,
      };
      return { finding: 'accepted', parameters, evidence };
    }
    case 'refused': {
      if (fact.alert === undefined) return { finding: fact.how, parameters: {}, evidence };
      const { number, name } = tlsAlert(fact.alert);
      return { finding: 'alert', parameters: { alert: number, alertName: name }, evidence };
    }
    case 'silent':
      return { finding: 'silent', parameters: {}, evidence };
    case 'garbled':
      return { finding: 'garbled', parameters: { reason: fact.reason }, evidence };
    case 'unreachable':
      return { finding: 'unreachable', parameters: { reason: fact.code }, evidence };
  }
}

function verdictOn(fact: HelloFact | undefined, wanted: 'accepted' | 'refused'): ProbeVerdict {
  if (fact?.outcome !== 'accepted' && fact?.outcome !== 'refused') return 'unseen';
  return fact.outcome === wanted ? 'holds' : 'breaks';
}

/** Name, TCP, and which of the two the port speaks. */
export function judgeReach(facts: ProbeFacts): ProbeLine[] {
  const { scheme, tcp } = facts;
  const profiles: SecurityProfile[] = scheme === 'wss' ? [2, 3] : [0, 1];
  const lines: ProbeLine[] = [];
  if (tcp !== undefined) {
    lines.push({
      id: 'reached',
      group: 'network',
      profiles,
      weight: 'must',
      verdict: tcp.ok ? 'holds' : 'breaks',
      clause: 'OCPP-J 1.6 §3.1',
      finding: tcp.ok ? 'connected' : tcp.code,
      parameters: { address: tcp.address, connectMs: tcp.connectMs },
      evidence: tcp.evidence,
    });
  }
  if (tcp?.ok !== true) return lines;
  return [...lines, tlsOnPort(facts), plainOnPort(facts)];
}

/** Whether the port speaks TLS, also when it did not like the hello. */
export function speaksTls({ tls, versions }: ProbeFacts): boolean {
  const answered = (fact: HelloFact | undefined) =>
    fact?.outcome === 'accepted' || (fact?.outcome === 'refused' && fact.alert !== undefined);
  return answered(tls) || Object.values(versions).some(answered);
}

function tlsOnPort(facts: ProbeFacts): ProbeLine {
  const { scheme, tls } = facts;
  const isAsked = scheme === 'wss';
  const speaks = speaksTls(facts);
  const { finding, parameters, evidence } = findingOfHello(tls);
  return {
    id: 'tls-on-port',
    group: 'network',
    profiles: onTls.filter(() => isAsked),
    weight: isAsked ? 'must' : 'info',
    verdict: tls === undefined ? 'unseen' : speaks || !isAsked ? 'holds' : 'breaks',
    clause: 'A00.FR.305, 409',
    finding: speaks ? 'speaks-tls' : finding === 'accepted' ? 'speaks-tls' : finding,
    parameters,
    evidence,
  };
}

function plainOnPort({ scheme, plain }: ProbeFacts): ProbeLine {
  const isAsked = scheme === 'ws';
  const answered = plain?.status !== undefined;
  return {
    id: 'plain-on-port',
    group: 'network',
    profiles: isAsked ? [0, 1] : [],
    weight: isAsked ? 'must' : 'info',
    verdict: plain === undefined ? 'unseen' : answered || !isAsked ? 'holds' : 'breaks',
    clause: isAsked ? 'OCPP-J 1.6 §3.1' : 'A00.FR.311, 415',
    finding:
      plain === undefined
        ? 'not-asked'
        : plain.outcome === 'switched'
          ? 'switched'
          : answered
            ? 'answered'
            : plain.outcome,
    parameters: { status: plain?.status ?? 0, reason: plain?.code ?? '' },
    evidence: plain?.evidence ?? [],
  };
}

function oldVersion(facts: ProbeFacts, versionId: number): ProbeLine {
  const fact = facts.versions[versionId];
  const other = facts.otherLegacy[versionId];
  const found = findingOfHello(fact);
  const isLegacyOnly =
    fact?.outcome === 'accepted' && fact.suiteId === legacySuite.id && other?.outcome === 'refused';
  return {
    id: 'old-version',
    group: 'versions',
    variant: tlsVersionName(versionId),
    profiles: onTls,
    weight: 'must',
    verdict: isLegacyOnly ? 'holds' : verdictOn(fact, 'refused'),
    clause: isLegacyOnly ? 'A00.FR.324, 428' : 'A00.FR.312–314, 416–418',
    finding: isLegacyOnly ? 'legacy-only' : found.finding,
    parameters: found.parameters,
    evidence: [...found.evidence, ...(other?.evidence ?? [])],
  };
}

/** TLS 1.0 to 1.3. */
export function judgeVersions(facts: ProbeFacts): ProbeLine[] {
  const { tls12, tls13 } = tlsVersion;
  const asked = facts.versions[tls12];
  // A server may answer a hello of TLS 1.2 with an older version.
  const isOlder = asked?.outcome === 'accepted' && asked.versionId < tls12;
  const modern = findingOfHello(asked);
  const newest = facts.versions[tls13];
  const newestWorks = newest?.outcome === 'accepted';
  return [
    oldVersion(facts, tlsVersion.tls10),
    oldVersion(facts, tlsVersion.tls11),
    {
      id: 'tls-1.2',
      group: 'versions',
      profiles: onTls,
      weight: 'must',
      verdict: isOlder ? 'breaks' : verdictOn(asked, 'accepted'),
      clause: 'A00.FR.312, 416',
      ...modern,
      finding: isOlder ? 'older' : modern.finding,
    },
    {
      id: 'tls-1.3',
      group: 'versions',
      profiles: onTls,
      weight: 'info',
      verdict: newestWorks || newest?.outcome === 'refused' ? 'holds' : 'unseen',
      clause: 'A00.FR.312, 416',
      ...findingOfHello(newest),
    },
  ];
}

function wantedSuite(facts: ProbeFacts, suite: WhitepaperSuite): ProbeLine {
  const fact = facts.suites[suite.id];
  const found = findingOfHello(fact);
  return {
    id: 'suite-offered',
    group: 'suites',
    variant: suite.iana,
    profiles: onTls,
    weight: 'must',
    verdict: verdictOn(fact, 'accepted'),
    clause: 'A00.FR.317, 421',
    ...found,
    parameters: { ...found.parameters, family: suite.family },
  };
}

const unfit: ReadonlySet<SuiteDrawer> = new Set(['null', 'anonymous', 'export', 'rc4', 'des']);

function unwantedSuites(facts: ProbeFacts, drawer: SuiteDrawer): ProbeLine {
  const fact = facts.drawers[drawer];
  const isUnfit = unfit.has(drawer);
  return {
    id: isUnfit ? 'suites-unfit' : 'suites-dated',
    group: 'suites',
    variant: drawer,
    profiles: onTls,
    weight: isUnfit ? 'must' : 'should',
    verdict: verdictOn(fact, 'refused'),
    clause: isUnfit
      ? 'A00.FR.319, 321, 423, 425'
      : drawer === 'cbc-rsa'
        ? 'A00.FR.324, 428'
        : 'RFC 9325 §4',
    ...findingOfHello(fact),
  };
}

/** The four suites of the whitepaper, and those it has no place for. */
export function judgeSuites(facts: ProbeFacts): ProbeLine[] {
  return [
    ...whitepaperSuites.map((suite) => wantedSuite(facts, suite)),
    ...suiteDrawers.map((drawer) => unwantedSuites(facts, drawer)),
  ];
}

/** Compression and renegotiation. */
export function judgeHandshake({ compression, secureRenegotiation }: ProbeFacts): ProbeLine[] {
  const compressed = compression?.outcome === 'accepted' && compression.compressionMethod !== 0;
  const found = findingOfHello(compression);
  return [
    {
      id: 'compression',
      group: 'handshake',
      profiles: onTls,
      weight: 'must',
      verdict:
        compression?.outcome !== 'accepted' && compression?.outcome !== 'refused'
          ? 'unseen'
          : compressed
            ? 'breaks'
            : 'holds',
      clause: 'A00.FR.320, 424',
      ...found,
      finding: found.finding === 'accepted' ? (compressed ? 'used' : 'not-used') : found.finding,
    },
    {
      id: 'renegotiation',
      group: 'handshake',
      profiles: onTls,
      weight: 'should',
      verdict:
        secureRenegotiation === undefined
          ? 'unseen'
          : secureRenegotiation.known
            ? 'holds'
            : 'breaks',
      clause: 'RFC 5746',
      finding:
        secureRenegotiation === undefined
          ? 'not-asked'
          : secureRenegotiation.known
            ? 'known'
            : 'unknown',
      parameters: {},
      evidence: secureRenegotiation?.evidence ?? [],
    },
  ];
}
