/**
 * One line of a probe's table, and what all lines of a profile come to. Shapes and counting only: what is found out
 * and how it is judged is beside it, the words are in probe-words.ts.
 */
import type { SecurityProfile } from '../security-profiles.ts';

export type ProbeGroup =
  | 'network'
  | 'versions'
  | 'suites'
  | 'handshake'
  | 'certificates'
  | 'client-certificate'
  | 'upgrade'
  | 'hello'
  | 'behaviour';

/** `unseen`: nothing came back that would tell, or what is needed to find out was not given. */
export type ProbeVerdict = 'holds' | 'breaks' | 'unseen';

/** `must` alone decides over a profile; `info` is a fact without a rule. */
export type ProbeWeight = 'must' | 'should' | 'info';

export type ProbeParameters = Record<string, string | number | boolean>;

export interface ProbeLine {
  /** Kebab-case; words in probe-words.ts. */
  id: string;
  group: ProbeGroup;
  /** Tells lines of one id apart: a version, a suite, `rsa`. */
  variant?: string | undefined;
  /** The profiles it counts for. */
  profiles: SecurityProfile[];
  weight: ProbeWeight;
  verdict: ProbeVerdict;
  clause: string;
  /** Code of what was found. */
  finding: string;
  parameters: ProbeParameters;
  /** `seq` of the frames it rests on. */
  evidence: number[];
}

/** `not-probed`: the URL says the other transport. */
export type ProfileVerdict = ProbeVerdict | 'not-probed';

export interface ProfileSummary {
  profile: SecurityProfile;
  verdict: ProfileVerdict;
  holds: number;
  breaks: number;
  unseen: number;
}

/** What the `must` lines of each profile come to. */
export function summariseProfiles(lines: readonly ProbeLine[]): ProfileSummary[] {
  return ([0, 1, 2, 3] as const).map((profile) => {
    const musts = lines.filter(
      ({ weight, profiles }) => weight === 'must' && profiles.includes(profile),
    );
    const count = (wanted: ProbeVerdict) =>
      musts.filter(({ verdict }) => verdict === wanted).length;
    const [holds, breaks, unseen] = [count('holds'), count('breaks'), count('unseen')];
    const verdict =
      musts.length === 0 ? 'not-probed' : breaks > 0 ? 'breaks' : unseen > 0 ? 'unseen' : 'holds';
    return { profile, verdict, holds, breaks, unseen };
  });
}

/** What names a line within one table. */
export function lineKey({ id, variant = '', profiles }: ProbeLine): string {
  return `${id} ${variant} ${profiles.join('+')}`;
}

export interface ChangedLine {
  before: ProbeLine;
  after: ProbeLine;
}

/** Lines that were found otherwise than last time; those that only one of the tables has are left out. */
export function changedLines(
  before: readonly ProbeLine[],
  after: readonly ProbeLine[],
): ChangedLine[] {
  const known = new Map(before.map((line) => [lineKey(line), line]));
  return after.flatMap((line) => {
    const earlier = known.get(lineKey(line));
    const isSame =
      earlier === undefined ||
      (earlier.verdict === line.verdict && earlier.finding === line.finding);
    return isSame ? [] : [{ before: earlier, after: line }];
  });
}
