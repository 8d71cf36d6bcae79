/**
 * Answers a person chose instead of what a role would say, as the engine sends them: flagged tampered, valid or not.
 * Knows nothing of roles, nor of when such an answer is due.
 */
import type { ChosenAnswer } from '../../../shared/api/csms-answers-contract.ts';
import { encodeError } from '../../../shared/ocpp/message-codec.ts';
import type { CallAnswer } from './call-engine.ts';

/** The usual answer with other members; what it set off goes on. */
export function withChanges(usual: CallAnswer, changes: object): CallAnswer {
  if (usual.kind !== 'result') return usual;
  const payload = { ...usual.payload, ...changes };
  return { ...usual, payload, forced: true, tampered: true };
}

/** An answer that has nothing of the usual one. */
export function chosenAnswer(
  answer: Exclude<ChosenAnswer, { kind: 'usual' }>,
  messageId: string,
): CallAnswer {
  switch (answer.kind) {
    case 'result':
      return { kind: 'result', payload: answer.payload, forced: true, tampered: true };
    case 'error': {
      const { code, description, details } = answer;
      return { kind: 'raw', text: encodeError(messageId, code, description, details) };
    }
    case 'silence':
      return { kind: 'silence' };
    case 'raw': {
      const quoted = JSON.stringify(messageId).slice(1, -1);
      return { kind: 'raw', text: answer.text.replaceAll('{messageId}', () => quoted) };
    }
  }
}
