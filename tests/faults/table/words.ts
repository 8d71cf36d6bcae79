/**
 * What the screen says to a fault: made by the same functions as the page of an attempt, from the code and the
 * parameters that the fault has to lead to. Has no words of its own.
 */
import type { FailureSide } from '../../../shared/record/connection-facts.ts';
import { headlineOf, stepWords } from '../../../shared/security/autopsy/autopsy-words.ts';
import type { Autopsy, AutopsyStep } from '../../../shared/security/autopsy/model.ts';
import type { Fault } from './fault.ts';

export interface FaultWords {
  /** The sentence at the top of the page; where the connection came about, that of the step. */
  what: string;
  meaning: string;
  /** Who has to act; empty where the step leaves it open. */
  side: string;
  todo: { side: Exclude<FailureSide, 'unknown'>; text: string }[];
}

/** Of a page. For an odd step of a connection that came about, what the step says. */
export function wordsOnPage(
  autopsy: Autopsy,
  step: Pick<AutopsyStep, 'code' | 'parameters' | 'tone'>,
): FaultWords {
  if (autopsy.failure?.code === step.code) {
    const { what, meaning, side, todo } = headlineOf(autopsy);
    return { what, meaning, side, todo };
  }
  const { text, chargePoint, csms, network } = stepWords(step);
  const advice = { 'charge-point': chargePoint, csms, network } as const;
  const todo = (['charge-point', 'csms', 'network'] as const).flatMap((side) => {
    const advised = advice[side];
    return advised === undefined ? [] : [{ side, text: advised }];
  });
  return { what: text, meaning: '', side: '', todo };
}

/** What the fault has to lead to. */
export function wordsOf({ seen, weAre }: Fault): FaultWords {
  const { code, side, tone, parameters = {} } = seen;
  const failure =
    side === undefined ? undefined : { stage: 'tls' as const, code, side, parameters };
  const autopsy: Autopsy = {
    role: weAre,
    ending: 'failed',
    ...(failure && { failure, side }),
    tampered: false,
    steps: [],
  };
  return wordsOnPage(autopsy, { code, parameters, tone });
}
