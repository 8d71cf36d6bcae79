/**
 * Judges how an endpoint answers upgrade requests: HTTP Basic, unknown identities, sub-protocols.
 * Pure: gets facts, gives lines.
 */
import type { SecurityProfile } from '../security-profiles.ts';
import type { ProbeFacts, UpgradeFact } from './probe-facts.ts';
import type { ProbeLine, ProbeVerdict } from './probe-line.ts';

type Judged = Pick<ProbeLine, 'verdict' | 'finding'>;

const notAsked: Judged = { verdict: 'unseen', finding: 'not-asked' };

/** Lines that begin alike: those of one request. */
function lineOf(
  fact: UpgradeFact | undefined,
  judged: Judged,
  rest: Pick<ProbeLine, 'id' | 'profiles' | 'weight' | 'clause'> & { variant?: string },
): ProbeLine {
  return {
    group: 'upgrade',
    ...rest,
    ...judged,
    parameters: {
      status: fact?.status ?? 0,
      subprotocol: fact?.subprotocol ?? '',
      reason: fact?.code ?? '',
    },
    evidence: fact?.evidence ?? [],
  };
}

function basicProfile({ scheme }: ProbeFacts): SecurityProfile {
  return scheme === 'wss' ? 2 : 1;
}

/** Without a password: 401 holds; 404 for an identity made up by us tells nothing of passwords. */
function judgeWithout(fact: UpgradeFact | undefined, { given }: ProbeFacts): Judged {
  if (fact === undefined) return notAsked;
  if (fact.outcome === 'switched') return { verdict: 'breaks', finding: 'switched' };
  if (fact.status === 401) return { verdict: 'holds', finding: 'demanded' };
  if (fact.status === undefined) return { verdict: 'unseen', finding: fact.outcome };
  return { verdict: 'unseen', finding: given.identity ? 'answered' : 'identity-unknown' };
}

function judgeWrong(fact: UpgradeFact | undefined): Judged {
  if (fact === undefined) return notAsked;
  if (fact.outcome === 'switched') return { verdict: 'breaks', finding: 'switched' };
  if (fact.status === undefined) return { verdict: 'unseen', finding: fact.outcome };
  return { verdict: 'holds', finding: fact.status === 401 ? 'demanded' : 'answered' };
}

function judgeRight(fact: UpgradeFact | undefined, { given }: ProbeFacts): Judged {
  if (!given.password) return { verdict: 'unseen', finding: 'not-given' };
  if (fact === undefined) return notAsked;
  if (fact.outcome === 'switched') return { verdict: 'holds', finding: 'switched' };
  if (fact.outcome === 'silent') return { verdict: 'unseen', finding: 'silent' };
  return { verdict: 'breaks', finding: fact.outcome };
}

/** HTTP Basic, which profiles 1 and 2 demand. */
function judgeBasic(facts: ProbeFacts): ProbeLine[] {
  const profile = basicProfile(facts);
  const clause = (onPlain: string, onTls: string) =>
    `A00.FR.${facts.scheme === 'wss' ? onTls : onPlain}`;
  const without = facts.upgrades['no-credentials'];
  const wrong = facts.upgrades['wrong-password'];
  const right = facts.upgrades['right-password'];
  const demanded = [without, wrong].find((fact) => fact?.status === 401);
  const challenge: Judged =
    demanded === undefined
      ? { verdict: 'unseen', finding: 'no-401' }
      : demanded.basicChallenge
        ? { verdict: 'holds', finding: 'present' }
        : { verdict: 'breaks', finding: 'missing' };
  const must = { profiles: [profile], weight: 'must' as const };
  return [
    lineOf(without, judgeWithout(without, facts), {
      id: 'basic-demanded',
      ...must,
      clause: clause('202, 203', '301, 302'),
    }),
    lineOf(demanded, challenge, {
      id: 'basic-challenge',
      profiles: [profile],
      weight: 'should',
      clause: 'RFC 9110 §11.6.1',
    }),
    lineOf(wrong, judgeWrong(wrong), {
      id: 'wrong-password',
      ...must,
      clause: clause('204, 205', '303, 304'),
    }),
    lineOf(right, judgeRight(right, facts), {
      id: 'right-password',
      ...must,
      clause: clause('204, 205', '303, 304'),
    }),
  ];
}

/** The request that gets in, best known first. */
export function wayIn({ upgrades }: ProbeFacts): UpgradeFact | undefined {
  return [
    upgrades['client-certificate'],
    upgrades['right-password'],
    upgrades['no-credentials'],
  ].find((fact) => fact?.outcome === 'switched');
}

function judgeSubprotocol(fact: UpgradeFact | undefined): Judged {
  if (fact === undefined) return { verdict: 'unseen', finding: 'no-way-in' };
  const isRight = fact.subprotocol === 'ocpp1.6';
  return { verdict: isRight ? 'holds' : 'breaks', finding: isRight ? 'chosen' : 'not-chosen' };
}

/** What an offer with nothing for us should come to. */
function judgeOther(fact: UpgradeFact | undefined): Judged {
  if (fact === undefined) return { verdict: 'unseen', finding: 'no-way-in' };
  if (fact.outcome !== 'switched') {
    const isAnswer = fact.status !== undefined;
    return { verdict: isAnswer ? 'holds' : 'unseen', finding: fact.outcome };
  }
  return fact.subprotocol === undefined
    ? { verdict: 'breaks', finding: 'switched-bare' }
    : { verdict: 'breaks', finding: 'switched-with' };
}

/** Without an offer either answer is right, as long as nothing is chosen that was not offered. */
function judgeNone(fact: UpgradeFact | undefined): Judged {
  const judged = judgeOther(fact);
  return judged.finding === 'switched-bare' ? { ...judged, verdict: 'holds' } : judged;
}

function judgeUnknownIdentity(fact: UpgradeFact | undefined): Judged {
  if (fact === undefined) return notAsked;
  if (fact.outcome === 'switched') return { verdict: 'breaks', finding: 'switched' };
  if (fact.status === undefined) return { verdict: 'unseen', finding: fact.outcome };
  const isRefused: ProbeVerdict = fact.status === 404 || fact.status === 401 ? 'holds' : 'breaks';
  return { verdict: isRefused, finding: fact.status === 404 ? 'not-found' : 'answered' };
}

/** HTTP Basic, identity and sub-protocols. */
export function judgeUpgrade(facts: ProbeFacts): ProbeLine[] {
  const profiles: SecurityProfile[] = facts.scheme === 'wss' ? [2, 3] : [0, 1];
  const { upgrades } = facts;
  const best = wayIn(facts);
  const unknown = upgrades['unknown-identity'];
  const none = upgrades['no-subprotocol'];
  const other = upgrades['unknown-subprotocol'];
  const next = upgrades['subprotocol-2.0.1'];
  const should = { profiles, weight: 'should' } as const;
  const nextFinding: Judged =
    next === undefined
      ? { verdict: 'unseen', finding: 'no-way-in' }
      : { verdict: 'holds', finding: next.outcome === 'switched' ? 'chosen' : next.outcome };
  return [
    ...judgeBasic(facts),
    lineOf(unknown, judgeUnknownIdentity(unknown), {
      id: 'unknown-identity',
      ...should,
      clause: 'OCPP-J 1.6 §3.2',
    }),
    lineOf(best, judgeSubprotocol(best), {
      id: 'subprotocol-chosen',
      profiles,
      weight: 'must',
      clause: 'OCPP-J 1.6 §3.2',
    }),
    lineOf(none, judgeNone(none), {
      id: 'subprotocol-none',
      ...should,
      clause: 'OCPP-J 1.6 §3.2',
    }),
    lineOf(other, judgeOther(other), {
      id: 'subprotocol-unknown',
      ...should,
      clause: 'TC_088_CSMS, OCPP-J 1.6 §3.2',
    }),
    lineOf(next, nextFinding, {
      id: 'subprotocol-2.0.1',
      profiles,
      weight: 'info',
      clause: 'OCPP-J 2.0.1 §3.1.2',
    }),
  ];
}
