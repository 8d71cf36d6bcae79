/**
 * The one shape of an expected error. Inside the bench a problem is a code with parameters;
 * every door (HTTP, RPC, `--json`) gives it with words, as `{code, message, where?, fix?}`.
 */
import { z } from 'zod';

/** An expected error as the bench speaks it: no sentences. */
export interface Problem {
  /** Kebab-case; words for every code are in `problem-words.ts`. */
  code: string;
  /** The place: a field path, a file with line and column, an address. */
  where?: string;
  parameters?: Record<string, string | number | boolean>;
}

/** The same error as a door gives it. */
const spokenProblem = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
});
export type SpokenProblem = z.infer<typeof spokenProblem>;

/** A value or the reason why there is none. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Words and HTTP status of one problem code. */
export interface ProblemWords {
  status: number;
  message: (parameters: NonNullable<Problem['parameters']>, where: string) => string;
  fix?: (parameters: NonNullable<Problem['parameters']>, where: string) => string;
}
