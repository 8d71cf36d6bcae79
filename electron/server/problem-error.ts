/** Turns problems of the bench into oRPC errors and back into the one error body of the door. */
import { ORPCError } from '@orpc/server';
import type { Outcome, Problem, SpokenProblem } from '../../shared/api/problem.ts';
import { problemStatus, speakProblem } from '../../shared/api/problem-words.ts';

/** The error that a handler throws for an expected problem; its `data` is the spoken problem. */
export function problemError(problem: Problem): ORPCError<string, SpokenProblem> {
  const spoken = speakProblem(problem);
  return new ORPCError(problem.code, {
    status: problemStatus(problem.code),
    message: spoken.message,
    data: spoken,
  });
}

/** The value of an outcome; its problem is thrown for oRPC to answer. */
export function valueOrThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw problemError(outcome.problem);
}

function isSpoken(data: unknown): data is SpokenProblem {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data;
}

/** The same error with a spoken problem as its data, whatever threw it. */
export function spokenError(error: ORPCError<string, unknown>): ORPCError<string, SpokenProblem> {
  if (isSpoken(error.data)) return error as ORPCError<string, SpokenProblem>; // checked in this line
  const spoken = errorBody(error, 0);
  return new ORPCError(spoken.code, {
    status: error.status,
    message: spoken.message,
    data: spoken,
  });
}

interface Issue {
  message: string;
  path: string;
}

/** The first thing the input schema complained about. */
function firstIssue(data: unknown): Issue | undefined {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return undefined;
  if (!Array.isArray(data.issues)) return undefined;
  const issue: unknown = data.issues[0];
  if (typeof issue !== 'object' || issue === null || !('message' in issue)) return undefined;
  const path = 'path' in issue && Array.isArray(issue.path) ? issue.path.map(String).join('.') : '';
  return { message: String(issue.message), path };
}

/** The body `{code, message, where?, fix?}` of any error that leaves through the door. */
export function errorBody(error: ORPCError<string, unknown>, limitBytes: number): SpokenProblem {
  if (isSpoken(error.data)) return error.data;
  const issue = firstIssue(error.data);
  if (issue) {
    return speakProblem({
      code: 'input-invalid',
      where: issue.path === '' ? undefined : issue.path,
      parameters: { reason: issue.message },
    });
  }
  if (error.status === 413)
    return speakProblem({ code: 'payload-too-large', parameters: { limitBytes } });
  if (error.status === 400) {
    const reason = 'its body could not be read as JSON';
    return speakProblem({ code: 'input-invalid', parameters: { reason } });
  }
  if (error.status === 404) return speakProblem({ code: 'route-unknown', where: 'such route' });
  return speakProblem({ code: 'internal' });
}
