/** Words for how a call ended that gave no status. Pure. */
import { readErrorCode } from '../../../../shared/ocpp/error-codes.ts';
import { errorCodeWords, outcomeWords } from '../words.ts';

export type CallEnd = 'result' | 'error' | 'timeout' | 'not-connected';

export function outcomeText(outcome: CallEnd): string {
  switch (outcome) {
    case 'result':
      return outcomeWords.answered;
    case 'error':
      return 'CALLERROR';
    case 'timeout':
      return outcomeWords.timeout;
    case 'not-connected':
      return outcomeWords.notConnected;
  }
}

export function errorText({ code, description }: { code: string; description: string }): string {
  const meaning = errorCodeWords[readErrorCode(code)];
  return description === '' ? `${code}. ${meaning}` : `${code}: ${description}. ${meaning}`;
}
