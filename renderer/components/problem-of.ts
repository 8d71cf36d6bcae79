/**
 * Any rejection or problem of a state as a problem with words. Knows the error shape of the contract only.
 */
import { ORPCError } from '@orpc/client';
import type { Problem, SpokenProblem } from '../../shared/api/problem.ts';
import { speakProblem } from '../../shared/api/problem-words.ts';

const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What a query or mutation rejected with: what the bench said, a lost bench, or a bug of ours. */
export function problemOf(error: unknown): SpokenProblem {
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    const { code, message, where, fix } = isRecord(data) ? data : {};
    const place = optionalText(where);
    const advice = optionalText(fix);
    return {
      code: optionalText(code) ?? String(error.code),
      message: optionalText(message) ?? error.message,
      ...(place === undefined ? {} : { where: place }),
      ...(advice === undefined ? {} : { fix: advice }),
    };
  }
  const lost = error instanceof Error && error.name === 'BenchLostError';
  return {
    code: lost ? 'bench-lost' : 'unexpected',
    message: error instanceof Error ? error.message : String(error),
  };
}

/** A problem that is part of a state, with words. */
export function spoken(problem: Problem | SpokenProblem): SpokenProblem {
  return 'message' in problem ? problem : speakProblem(problem);
}
