/** How a step is made: small helpers that the parts of the autopsy share. They judge nothing. */
import type { Told } from './evidence.ts';
import type { AutopsyStep, StepId, StepTone } from './model.ts';

type Extra = Partial<Pick<AutopsyStep, 'parameters' | 'clause' | 'details'>> & {
  evidence?: readonly (Told<unknown> | undefined)[];
};

/** One step with the frames it rests on. */
export function step(id: StepId, tone: StepTone, code: string, extra: Extra = {}): AutopsyStep {
  const { parameters = {}, clause, details = [], evidence = [] } = extra;
  const seqs = evidence.flatMap((told) => (told === undefined ? [] : [told.frame.seq]));
  return { id, tone, code, parameters, evidence: [...new Set(seqs)], clause, details };
}

/** The clause for profile 2 or 3, which say the same in two places. */
export function clauseOf(requirement2: number, requirement3: number): string {
  return `Whitepaper A00.FR.${requirement2}, A00.FR.${requirement3}`;
}

export const joined = (values: readonly string[]): string => values.join(', ');
