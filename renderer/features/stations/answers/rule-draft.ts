/** A rule as the form holds it, and the answer made of it. Pure; knows no screen. */
import type { AnswerRuleRequest } from '../../../../shared/api/csms-answers-contract.ts';

export type AnswerKind = AnswerRuleRequest['answer']['kind'];
export const answerKinds: readonly AnswerKind[] = ['usual', 'result', 'error', 'silence', 'raw'];

export interface RuleDraft {
  kind: AnswerKind;
  /** JSON of payload, changes or details; or the raw text. */
  text: string;
  code: string;
  description: string;
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    // An object of JSON can be read by name.
    return value as Record<string, unknown>;
  } catch {
    // Half-written text is what editors hold; the form says so.
    return undefined;
  }
}

/** Undefined while the JSON is none. */
export function answerOf({
  kind,
  text,
  code,
  description,
}: RuleDraft): AnswerRuleRequest['answer'] | undefined {
  if (kind === 'silence') return { kind };
  if (kind === 'raw') return { kind, text };
  const value = readObject(text);
  if (value === undefined) return undefined;
  switch (kind) {
    case 'usual':
      return { kind, changes: value };
    case 'result':
      return { kind, payload: value };
    case 'error':
      return { kind, code, description, details: value };
  }
}

/** `5, 5, -1`; undefined when it is something else. */
export function readIds(text: string): number[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => /^-?\d{1,10}$/.test(part))) return undefined;
  return parts.map(Number);
}
