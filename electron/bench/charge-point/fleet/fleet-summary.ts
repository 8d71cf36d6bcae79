/** Counts over the members of a fleet, and its pages. Reads charge points; changes nothing. */
import type {
  FleetMember,
  FleetSummary,
  MemberPage,
  MemberQuery,
} from '../../../../shared/api/fleets-contract.ts';
import { type Emulation, outlets } from '../emulation.ts';

const mostProblems = 20;

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export type FleetCounts = Pick<
  FleetSummary,
  'connections' | 'registrations' | 'connectors' | 'transactions' | 'problems'
>;

/** Counts members that have started; those of `count` that have not are counted as such. */
export function countMembers(members: readonly Emulation[], count: number): FleetCounts {
  const connections: Record<string, number> = {};
  const registrations: Record<string, number> = {};
  const connectors: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  let transactions = 0;
  for (const member of members) {
    const { link, registration } = member;
    add(connections, link.status);
    if (registration.status !== undefined) add(registrations, registration.status);
    if (link.problem !== undefined) add(reasons, link.problem.code);
    for (const { status, transaction } of outlets(member)) {
      add(connectors, status);
      if (transaction !== undefined) transactions += 1;
    }
  }
  if (count > members.length) connections['not-started'] = count - members.length;
  const problems = Object.entries(reasons)
    .map(([code, times]) => ({ code, count: times }))
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostProblems);
  return { connections, registrations, connectors, transactions, problems };
}

function memberView(member: Emulation): FleetMember {
  const { id, link, registration } = member;
  return {
    id,
    status: link.status,
    ...(registration.status === undefined ? {} : { registration: registration.status }),
    ...(link.problem === undefined ? {} : { problem: link.problem }),
    connectors: outlets(member).map(({ status, transaction }) => {
      const transactionId = transaction?.transactionId;
      return { status, ...(transactionId === undefined ? {} : { transactionId }) };
    }),
  };
}

/** One page of the members that have started. */
export function pageOf(
  members: readonly Emulation[],
  { after, limit, status }: MemberQuery,
): MemberPage {
  const page: FleetMember[] = [];
  let place = after;
  while (place < members.length && page.length < limit) {
    const member = members[place];
    place += 1;
    if (member === undefined || (status !== undefined && member.link.status !== status)) continue;
    page.push(memberView(member));
  }
  return { members: page, ...(place < members.length ? { next: place } : {}) };
}
