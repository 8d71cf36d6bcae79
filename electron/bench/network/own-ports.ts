/**
 * Which part of this very bench holds a port that could not be taken. Is told what listens by name; what is left in this
 * process is the door. Knows no listener and no server itself.
 */
import type { Problem } from '../../../shared/api/problem.ts';
import { portHolder } from './port-holder.ts';

/** One part of the bench that listens. */
export interface OwnPort {
  owner: 'listener' | 'file-server';
  /** Id of the listener, name of the server. */
  name: string;
  host: string;
  port: number;
}

const isWildcard = (host: string): boolean => host === '::' || host === '0.0.0.0';

function meet(one: string, other: string): boolean {
  return one === other || isWildcard(one) || isWildcard(other);
}

/**
 * A problem with a port; `port-in-use` by one of us names it in its parameters `owner` (`listener`, `file-server`,
 * `bench`) and `ownerName`. Unchanged when somebody else has the port, or the system will not say.
 */
export async function withPortOwner(
  problem: Problem,
  { host, port }: { host: string; port: number },
  own: readonly OwnPort[],
): Promise<Problem> {
  if (problem.code !== 'port-in-use') return problem;
  const found = own.find((one) => one.port === port && meet(one.host, host));
  const named = (owner: Record<string, string>): Problem => ({
    ...problem,
    parameters: { ...problem.parameters, ...owner },
  });
  if (found !== undefined) return named({ owner: found.owner, ownerName: found.name });
  const holder = await portHolder(port);
  return holder?.pid === process.pid ? named({ owner: 'bench' }) : problem;
}
