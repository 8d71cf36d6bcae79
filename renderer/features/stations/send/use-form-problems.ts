/** What the schema has against a payload: for each field, and how much in all. The validators load on first use. */
import { useQuery } from '@tanstack/react-query';
import { messageJudgementWords } from '../../../../shared/ocpp/message-judge-words.ts';
import { judgeViolations } from '../../../../shared/ocpp/schema-judge.ts';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import type { FieldProblems } from './schema-form.tsx';

/** The payload is the fourth element of a CALL. */
const pointer = '/3';

const none: FieldProblems = new Map();

export function useFormProblems(
  action: string,
  payload: Readonly<Record<string, unknown>> | undefined,
): FieldProblems {
  const validators = useQuery({
    queryKey: ['validators', 'ocpp1.6'],
    queryFn: () => loadValidators('ocpp1.6'),
  }).data;
  if (validators === undefined || payload === undefined) return none;
  const judgements = judgeViolations(validators.validate(action, 'request', payload), {
    version: 'ocpp1.6',
    action,
    kind: 'request',
    pointer,
    payload,
  });
  return new Map(
    judgements.map((judgement) => [
      (judgement.path ?? pointer).slice(pointer.length),
      messageJudgementWords(judgement)?.what ?? judgement.rule,
    ]),
  );
}
