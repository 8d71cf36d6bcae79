/**
 * Keeps one bench running: starts it, starts it once more when it dies, stops it.
 * Knows neither Electron nor windows; whoever holds it is told each change of state.
 */
import type { BenchReady, SupervisorGreeting } from '../../shared/api/supervision.ts';
import {
  type BenchFailure,
  type BenchProcess,
  type BenchProgram,
  type StopLimits,
  type StopOutcome,
  startBenchProcess,
} from './bench-process.ts';
import { type Clock, systemClock } from './clock.ts';

/** `moved`: a restarted bench did not get its old port, so that an open page cannot find it. */
export type SupervisorFailure = BenchFailure | { code: 'moved'; output: string };

export type BenchState =
  | { phase: 'idle' }
  | { phase: 'starting' }
  | { phase: 'ready'; ready: BenchReady; restarts: number }
  | { phase: 'restarting'; after: BenchFailure }
  | { phase: 'failed'; failure: SupervisorFailure }
  | { phase: 'stopping' }
  | { phase: 'stopped'; how: StopOutcome };

export interface SupervisorLimits extends StopLimits {
  readyMs: number;
}

export interface SupervisorOptions {
  /** The program to start on the given port; 0 lets the system choose. */
  program(port: number): BenchProgram;
  /** Used for every start, so that an open page and sealed secrets stay valid. */
  greeting: SupervisorGreeting;
  limits?: SupervisorLimits;
  clock?: Clock;
  onChange(state: BenchState): void;
}

export interface Supervisor {
  state(): BenchState;
  /** Starts the bench, with one restart to spend; also after a failure, then on the old port. */
  start(): Promise<void>;
  /** Drains and ends the bench; several calls share one stop. */
  stop(): Promise<void>;
}

const defaultLimits: SupervisorLimits = {
  readyMs: 20_000,
  drainMs: 10_000,
  terminateMs: 3_000,
};

const restartsAllowed = 1;

export function superviseBench(options: SupervisorOptions): Supervisor {
  const { program, greeting, onChange, limits = defaultLimits, clock = systemClock } = options;
  let state: BenchState = { phase: 'idle' };
  let current: BenchProcess | undefined;
  let stopping: Promise<void> | undefined;
  let port = 0;
  let restartsLeft = 0;
  let restarts = 0;

  function change(next: BenchState): void {
    state = next;
    onChange(next);
  }

  async function bringUp(): Promise<void> {
    const bench = startBenchProcess({
      program: program(port),
      greeting,
      readyMs: limits.readyMs,
      clock,
    });
    current = bench;
    const outcome = await bench.ready;
    if (stopping !== undefined) return;
    if (!outcome.ok) return giveUp(bench, outcome.failure);
    const readyPort = Number(new URL(outcome.ready.url).port);
    if (port !== 0 && readyPort !== port) return giveUp(bench, { code: 'moved', output: '' });
    port = readyPort;
    change({ phase: 'ready', ready: outcome.ready, restarts });
    void bench.ended.then((failure) => afterEnd(failure));
  }

  async function giveUp(bench: BenchProcess, failure: SupervisorFailure): Promise<void> {
    await bench.stop({ drainMs: 0, terminateMs: limits.terminateMs });
    if (stopping === undefined) change({ phase: 'failed', failure });
  }

  async function afterEnd(failure: BenchFailure): Promise<void> {
    if (stopping !== undefined) return;
    if (restartsLeft === 0) return change({ phase: 'failed', failure });
    restartsLeft -= 1;
    restarts += 1;
    change({ phase: 'restarting', after: failure });
    await bringUp();
  }

  async function stopOnce(bench: BenchProcess | undefined): Promise<void> {
    change({ phase: 'stopping' });
    change({ phase: 'stopped', how: (await bench?.stop(limits)) ?? 'drained' });
  }

  return {
    state: () => state,
    async start() {
      if (stopping !== undefined) return;
      restartsLeft = restartsAllowed;
      change({ phase: 'starting' });
      await bringUp();
    },
    stop() {
      stopping ??= stopOnce(current);
      return stopping;
    },
  };
}
