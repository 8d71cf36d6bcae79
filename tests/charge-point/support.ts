/**
 * Emulated charge points in a test: a record, a store and authorities in memory, a clock that the test moves, and
 * waiting on what becomes true instead of on time.
 */

import type { z } from 'zod';
import {
  type ChargePoints,
  type ChargePointsDependencies,
  createChargePoints,
} from '../../electron/bench/charge-point/charge-points.ts';
import type { Clock } from '../../electron/bench/charge-point/clock.ts';
import {
  type BenchAuthorities,
  openBenchAuthorities,
} from '../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../electron/bench/pki/memory-certificate-storage.ts';
import type { ChargePointStore } from '../../electron/bench/store/charge-points.ts';
import {
  type ChargePointAction,
  type ChargePointState,
  chargePointAction,
  chargePointRequest,
} from '../../shared/api/charge-points-contract.ts';
import { createMemoryRecorder, type MemoryRecorder } from '../wire/support.ts';

/** A clock that stands still until it is moved; timers that fall due fire in order. */
export interface ManualClock extends Clock {
  advance(byMs: number): void;
  /** Timers that wait. */
  readonly waiting: number;
  /** Resolves when a timer of this length waits, now or later. */
  armed(delayMs: number): Promise<void>;
}

export function createManualClock(startMs = Date.now()): ManualClock {
  const timers = new Set<{ dueMs: number; delayMs: number; run: () => void }>();
  const watchers = new Set<() => void>();
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    random: () => 0.5,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, delayMs, run };
      timers.add(timer);
      for (const watcher of [...watchers]) watcher();
      return () => timers.delete(timer);
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        const [next] = [...timers].toSorted((left, right) => left.dueMs - right.dueMs);
        if (next === undefined || next.dueMs > untilMs) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.run();
      }
      nowMs = untilMs;
    },
    get waiting() {
      return timers.size;
    },
    armed(delayMs) {
      return new Promise((resolve) => {
        function look(): void {
          if (![...timers].some((timer) => timer.delayMs === delayMs)) return;
          watchers.delete(look);
          resolve();
        }
        watchers.add(look);
        look();
      });
    },
  };
}

export function createMemoryStore(): ChargePointStore & { saved: Map<string, unknown> } {
  const saved = new Map<string, unknown>();
  return {
    saved,
    all: () => [...saved].map(([id, settings]) => ({ id, settings })),
    save: (id, settings) => {
      const copy: unknown = JSON.parse(JSON.stringify(settings));
      saved.set(id, copy);
    },
    remove: (id) => saved.delete(id),
  };
}

export const cpoName = 'Example Mobility';

export interface TestBench {
  chargePoints: ChargePoints;
  recorder: MemoryRecorder;
  store: ReturnType<typeof createMemoryStore>;
  authorities: BenchAuthorities;
  clock: ManualClock;
  problems: unknown[];
  /** Creates a charge point; what is not given is the default of the contract. */
  put(id: string, request: z.input<typeof chargePointRequest>): Promise<ChargePointState>;
  state(id: string): ChargePointState;
  /** The state of a charge point as soon as it fits. */
  when(id: string, fits: (state: ChargePointState) => boolean): Promise<ChargePointState>;
  act(id: string, action: z.input<typeof chargePointAction>): ReturnType<ChargePoints['act']>;
}

let connectionNumber = 10_000;

export function createTestBench(overrides: Partial<ChargePointsDependencies> = {}): TestBench {
  const recorder = createMemoryRecorder();
  const store = createMemoryStore();
  const clock = createManualClock();
  const problems: unknown[] = [];
  const watchers = new Set<() => void>();
  const authorities =
    overrides.authorities ??
    openBenchAuthorities({ storage: createMemoryCertificateStorage(), cpoName: () => cpoName });
  const chargePoints = createChargePoints({
    recorder,
    store,
    authorities,
    benchRootsPem: () => Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]),
    nextConnectionNumber: () => {
      connectionNumber += 1;
      return connectionNumber;
    },
    version: '0.0.0',
    onMoved() {
      for (const watcher of [...watchers]) watcher();
    },
    reportProblem: (error) => problems.push(error),
    prepareTryIt: () => ({ ok: false, problem: { code: 'listener-for-profile-missing' } }),
    clock,
    ...overrides,
  });

  function state(id: string): ChargePointState {
    const found = chargePoints.list().find((one) => one.id === id);
    if (found === undefined) throw new Error(`no charge point ${id}`);
    return found;
  }

  return {
    chargePoints,
    recorder,
    store,
    authorities,
    clock,
    problems,
    state,
    async put(id, request) {
      const created = await chargePoints.put(id, chargePointRequest.parse(request));
      if (!created.ok) throw new Error(created.problem.code);
      return created.value;
    },
    when(id, fits) {
      return new Promise((resolve) => {
        function look(): void {
          const current = state(id);
          if (!fits(current)) return;
          watchers.delete(look);
          resolve(current);
        }
        watchers.add(look);
        look();
      });
    },
    act: (id, action) => {
      const parsed: ChargePointAction = chargePointAction.parse(action);
      return chargePoints.act(id, parsed);
    },
  };
}

/** A request that reached a Central System. */
export interface ReceivedCall {
  action: string;
  payload: Record<string, unknown>;
}

/** What a Central System was asked, in order, with a way to wait for the next of a kind. */
export interface CallLog {
  readonly calls: ReceivedCall[];
  add(call: ReceivedCall): void;
  /** The first call of an action that nobody has taken yet, now or later. */
  next(action: string, fits?: (payload: Record<string, unknown>) => boolean): Promise<ReceivedCall>;
  of(action: string): ReceivedCall[];
}

export function createCallLog(): CallLog {
  const calls: ReceivedCall[] = [];
  const taken = new Set<ReceivedCall>();
  const watchers = new Set<() => void>();
  return {
    calls,
    of: (action) => calls.filter((call) => call.action === action),
    add(call) {
      calls.push(call);
      for (const watcher of [...watchers]) watcher();
    },
    next(action, fits = () => true) {
      return new Promise((resolve) => {
        function look(): void {
          const found = calls.find(
            (call) => call.action === action && !taken.has(call) && fits(call.payload),
          );
          if (found === undefined) return;
          taken.add(found);
          watchers.delete(look);
          resolve(found);
        }
        watchers.add(look);
        look();
      });
    },
  };
}
