/** The ways back of a run: each is noted when something is changed, and they are taken in reverse. Knows no change. */
import type { Problem } from '../../../shared/api/problem.ts';

export interface WaysBack {
  note(back: () => Promise<unknown> | unknown): void;
  /** Takes them all, the last first; gives what could not be put back. */
  take(): Promise<Problem[]>;
}

export function createWaysBack(): WaysBack {
  const ways: (() => Promise<unknown> | unknown)[] = [];
  return {
    note: (back) => void ways.push(back),
    async take() {
      const leftOver: Problem[] = [];
      for (const back of ways.splice(0).reverse()) {
        try {
          await back();
        } catch (error) {
          const raw = error instanceof Error ? error.message : String(error);
          leftOver.push({ code: 'scenario-left-over', parameters: { raw } });
        }
      }
      return leftOver;
    },
  };
}
