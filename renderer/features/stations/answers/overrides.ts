/** Which of the CSMS's answers are other than usual. Pure; knows no screen. */
import type { AnswerRuleState } from '../../../../shared/api/csms-answers-contract.ts';
import type { CsmsPolicy } from '../../../../shared/api/csms-policy.ts';

export interface Overrides {
  /** Rules that still have something to say, for this station or for all. */
  rules: readonly AnswerRuleState[];
  skewS: number;
  transactionIds: CsmsPolicy['transactionIds'];
}

export function overridesOf(
  rules: readonly AnswerRuleState[],
  policy: Pick<CsmsPolicy, 'currentTimeSkewS' | 'transactionIds'>,
  station?: string,
): Overrides {
  return {
    rules: rules.filter(
      (rule) =>
        !rule.usedUp &&
        (station === undefined || rule.station === undefined || rule.station === station),
    ),
    skewS: policy.currentTimeSkewS,
    transactionIds: policy.transactionIds,
  };
}

export function hasOverrides({ rules, skewS, transactionIds }: Overrides): boolean {
  return rules.length > 0 || skewS !== 0 || transactionIds.mode !== 'counter';
}
