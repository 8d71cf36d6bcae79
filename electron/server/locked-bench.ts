/** What a bench with locked secrets still does: everything that needs no secret. Knows names of procedures only. */
import type { Problem } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';

/** The rest starts listeners and charge points or shows what is sealed. */
const open: ReadonlySet<string | undefined> = new Set([
  'bench',
  'secrets',
  'frames',
  'captures',
  // Read from the record, like frames.
  'attempts',
]);

/** `secrets-locked` when the procedure with this path cannot do its work now. */
export function lockedProblem(
  { secrets }: Pick<BenchSurface, 'secrets'>,
  path: readonly string[],
): Problem | undefined {
  if (open.has(path[0]) || secrets.state().status === 'open') return undefined;
  return { code: 'secrets-locked' };
}
