/**
 * Captures as files over HTTP: a redacted copy from the bench, a journal to it. The browser streams both, so that the
 * page holds neither. Knows the token of this tab and the error body of the API; no screen.
 */
import { ORPCError } from '@orpc/client';
import {
  captureExportPath,
  captureFileType,
  captureImportUrl,
} from '../../shared/api/capture-files.ts';
import type { CaptureState } from '../../shared/api/captures-contract.ts';
import type { SpokenProblem } from '../../shared/api/problem.ts';
import { BenchLostError } from './bench-connection.ts';
import { takeSessionToken } from './session-token.ts';

/** A request to the API with the token of this tab. Rejects with the problem that the bench answered, or with `BenchLostError`. */
export async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${takeSessionToken() ?? ''}`;
  let answer: Response;
  try {
    answer = await fetch(path, { ...options, headers: { ...options.headers, authorization } });
  } catch {
    // Whatever the reason, which a page is not told: no answer came.
    throw new BenchLostError();
  }
  if (answer.ok) return answer;
  // Every error of the API has this body.
  const problem = (await answer.json()) as SpokenProblem;
  throw new ORPCError(problem.code, { message: problem.message, data: problem });
}

/** The redacted copy; a large one lies on the disk of the browser, not in its memory. */
export async function fetchCopy(id: string): Promise<Blob> {
  return (await request(captureExportPath(id))).blob();
}

/** Imports a file as a new capture of this name. */
export async function sendJournal(name: string, file: Blob): Promise<CaptureState> {
  const answer = await request(captureImportUrl(name), {
    method: 'POST',
    headers: { 'content-type': captureFileType },
    body: file,
  });
  // The shape that the description of the API promises.
  return (await answer.json()) as CaptureState;
}
