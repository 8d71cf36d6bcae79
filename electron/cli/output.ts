/**
 * What commands print: plain lines for people, with `--json` one JSON object a line. Problems go to stderr with the
 * exit code of their kind. Knows words and streams, no bench.
 */
import type { Problem, SpokenProblem } from '../../shared/api/problem.ts';
import { speakProblem } from '../../shared/api/problem-words.ts';

export const exitCode = { success: 0, failedVerdict: 1, usage: 2, environment: 3 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export interface Output {
  json: boolean;
  /** `text` for people, `facts` for machines. */
  line(text: string, facts: Record<string, unknown>): void;
  /** Says to people that a list is empty; machines see that. */
  nothing(text: string): void;
  problem(problem: Problem): void;
  /** A problem that has its words already: from another bench. */
  spoken(problem: SpokenProblem): void;
}

const usageCodes = new Set([
  'usage',
  'input-invalid',
  'bench-file-invalid',
  'environment-variable-missing',
  'file-unreadable',
  'file-not-writable',
  'greeting-invalid',
  'token-needed',
  'token-too-short',
  'passphrase-too-short',
  'tls-needed',
  'profiles-missing',
  'profile-unknown',
  'profile-repeated',
  'profile-does-not-fit-url',
  'url-invalid',
  'url-with-credentials',
  'client-certificate-unusable',
  'certificate-unreadable',
  'listen-ipv6-unbracketed',
  'scenario-invalid',
  'scenario-unknown',
  'scenario-station-missing',
]);

/** Exit code of a problem: 2 for what was typed, 3 for what the machine refuses. */
export function problemExitCode({ code }: Problem): ExitCode {
  return usageCodes.has(code) || code.startsWith('listen-host') || code.startsWith('listen-port')
    ? exitCode.usage
    : exitCode.environment;
}

/** What was typed cannot be done so. */
export function usage(reason: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'usage', parameters: { reason } } };
}

export function formatSpoken({ message, fix }: SpokenProblem): string {
  return fix === undefined ? message : `${message}\n${fix}`;
}

export function createOutput(json: boolean): Output {
  function spoken(problem: SpokenProblem): void {
    process.stderr.write(json ? `${JSON.stringify(problem)}\n` : `${formatSpoken(problem)}\n`);
  }
  return {
    json,
    line(text, facts) {
      process.stdout.write(json ? `${JSON.stringify(facts)}\n` : `${text}\n`);
    },
    nothing(text) {
      if (!json) process.stdout.write(`${text}\n`);
    },
    problem: (problem) => spoken(speakProblem(problem)),
    spoken,
  };
}
