/** The one way in which the door answers with a problem outside the contract. Knows the words, not the reasons. */
import type { ServerResponse } from 'node:http';
import type { Problem } from '../../shared/api/problem.ts';
import { problemStatus, speakProblem } from '../../shared/api/problem-words.ts';

export function sendProblem(response: ServerResponse, problem: Problem): void {
  const status = problemStatus(problem.code);
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
  response.writeHead(status, headers);
  response.end(JSON.stringify(speakProblem(problem)));
}
