/**
 * Chosen answers: what a person wants a charge point to be answered instead of what the policy says.
 * Whatever is sent by one is flagged tampered. Asked for every CALL: with no rule there is nothing to look up.
 */
import { randomUUID } from 'node:crypto';
import {
  type AnswerRule,
  type AnswerRuleState,
  answerRule,
  answerRuleState,
} from '../../../shared/api/csms-answers-contract.ts';
import type { SettingStore } from '../store/settings.ts';
import type { CallAnswer } from '../wire/call-engine.ts';
import { chosenAnswer, withChanges } from '../wire/chosen-answer.ts';

export interface AnswerRules {
  list(): AnswerRuleState[];
  put(id: string, rule: AnswerRule): AnswerRuleState;
  add(rule: AnswerRule): AnswerRuleState;
  remove(id: string): boolean;
  clear(): number;
  replaceAll(rules: readonly AnswerRule[]): void;
  /** The rule whose turn it is, counted as used; undefined for the usual answer. */
  take(station: string, action: string): AnswerRule | undefined;
}

const settingName = 'csms-answers';

function isUsedUp({ times, used }: AnswerRuleState): boolean {
  return times !== undefined && used >= times;
}

export function createAnswerRules(store: SettingStore, moved: () => void): AnswerRules {
  const stored = answerRuleState.array().safeParse(store.read(settingName) ?? []);
  const rules = new Map((stored.success ? stored.data : []).map((rule) => [rule.id, rule]));
  /** Rules by action, so that a CALL costs one look into a map that is usually empty. */
  let byAction = new Map<string, AnswerRuleState[]>();

  function group(): void {
    byAction = Map.groupBy(rules.values(), ({ action }) => action);
  }
  group();

  function changed(): void {
    group();
    store.write(settingName, [...rules.values()]);
    moved();
  }

  function put(id: string, rule: AnswerRule): AnswerRuleState {
    const state = { ...rule, id, used: 0, usedUp: false };
    rules.set(id, state);
    changed();
    return state;
  }

  return {
    list: () => [...rules.values()],
    put,
    add: (rule) => put(randomUUID().slice(0, 8), rule),
    remove(id) {
      const removed = rules.delete(id);
      if (removed) changed();
      return removed;
    },
    clear() {
      const { size } = rules;
      rules.clear();
      if (size > 0) changed();
      return size;
    },
    replaceAll(wanted) {
      rules.clear();
      for (const rule of wanted) {
        const id = randomUUID().slice(0, 8);
        rules.set(id, { ...answerRule.parse(rule), id, used: 0, usedUp: false });
      }
      changed();
    },
    take(station, action) {
      if (byAction.size === 0) return undefined;
      const fitting = byAction.get(action)?.filter((rule) => !rule.usedUp);
      // A rule for this very station goes before one for all.
      const rule =
        fitting?.find((candidate) => candidate.station === station) ??
        fitting?.find((candidate) => candidate.station === undefined);
      if (rule === undefined) return undefined;
      rule.used += 1;
      rule.usedUp = isUsedUp(rule);
      if (rule.usedUp) changed();
      else moved();
      return rule;
    },
  };
}

/** What a rule makes of a CALL; `usual` is what the policy would have said. */
export function answerByRule({ answer }: AnswerRule, messageId: string, usual: object): CallAnswer {
  if (answer.kind !== 'usual') return chosenAnswer(answer, messageId);
  return withChanges({ kind: 'result', payload: usual }, answer.changes);
}
