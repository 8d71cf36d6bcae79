/**
 * The frame of a guided operation: steps with their frames, waiting for what the station does, ways out, cancelling.
 * A procedure is an async function over a `Run`; this file knows none of them.
 */
import { randomUUID } from 'node:crypto';
import type {
  OperationRequest,
  OperationState,
  OperationStep,
  Recovery,
} from '../../../../shared/api/csms-operations-contract.ts';
import type { Problem } from '../../../../shared/api/problem.ts';
import { maskUrl } from '../../../../shared/ocpp/secret-masking.ts';
import type { CallOutcome } from '../../wire/call-engine.ts';
import type { StationEvent } from '../station-events.ts';
import { isoTime, type Station } from '../stations.ts';

export type StepParameters = OperationStep['parameters'];

/** What a procedure works with. Every method rejects with `CancelledOperation` once the operation was cancelled. */
export interface Run {
  readonly station: Station;
  /** Begins a step; the one before is done. */
  begin(code: string, parameters?: StepParameters): void;
  /** Adds to the step that runs. */
  note(parameters: StepParameters, frames?: readonly number[]): void;
  /** Sends a CALL; its frames belong to the step. */
  call(action: string, payload: object, timeoutMs?: number): Promise<CallOutcome>;
  /** Forgets what happened until now: only what follows is waited for. */
  forgetEvents(): void;
  /** The first event since then that `match` makes something of. */
  wait<T>(
    match: (event: StationEvent) => T | undefined,
    timeoutMs?: number,
  ): Promise<T | 'timeout'>;
  /** Says that the operation waits, and which ways out there are; none: it runs again. */
  offer(recoveries: readonly Recovery[], waiting?: boolean): void;
}

/** How a procedure ended. */
export type OperationEnd = { ok: true } | { ok: false; problem: Problem };

export interface Procedure {
  /** Codes of the steps as they are expected, in order. */
  steps: readonly string[];
  run(run: Run): Promise<OperationEnd>;
}

export interface RunContext {
  nowMs(): number;
  call(
    station: Station,
    request: { action: string; payload: object; timeoutMs?: number },
  ): Promise<CallOutcome>;
  moved(): void;
  onError(error: unknown): void;
}

export interface Operation {
  state(): OperationState;
  cancel(): boolean;
  /** False when this way out is not offered. */
  recover(recovery: Recovery): boolean;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

export const succeeded: OperationEnd = { ok: true };

export function failed(code: string, parameters: StepParameters = {}): OperationEnd {
  return { ok: false, problem: { code, parameters } };
}

class CancelledOperation extends Error {}

const keptEvents = 500;

/** What was asked for, as a door may show it. */
function shownRequest({ operation: _kind, ...request }: OperationRequest): Record<string, unknown> {
  const { authorizationKeyHex, location, ...rest } = {
    authorizationKeyHex: undefined,
    location: undefined,
    ...request,
  };
  const shown = location === undefined ? rest : { ...rest, location: maskUrl(location) };
  return authorizationKeyHex === undefined ? shown : { ...shown, authorizationKeyGiven: true };
}

function plannedStep(code: string): OperationStep {
  return { code, status: 'pending', frames: [], parameters: {} };
}

/** Starts a procedure and keeps its state until and after its end. */
export function startOperation(
  station: Station,
  request: OperationRequest,
  procedure: Procedure,
  context: RunContext,
): Operation {
  const { nowMs, moved } = context;
  const cancelling = new AbortController();
  const { signal } = cancelling;
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new CancelledOperation()));
  });
  // Only a CALL waits for it; without one its rejection is nobody's.
  cancelled.catch(() => undefined);
  let events: StationEvent[] = [];
  let wake: (() => void) | undefined;
  const state: OperationState = {
    id: randomUUID(),
    station: station.stored.id,
    kind: request.operation,
    status: 'running',
    startedAt: isoTime(nowMs()),
    request: shownRequest(request),
    steps: procedure.steps.map(plannedStep),
    recovery: [],
  };

  function watch(event: StationEvent): void {
    events.push(event);
    if (events.length > keptEvents) events.shift();
    wake?.();
  }

  function current(): OperationStep | undefined {
    return state.steps.findLast(({ status }) => status === 'running');
  }

  function stopIfCancelled(): void {
    if (signal.aborted) throw new CancelledOperation();
  }

  const run: Run = {
    station,
    begin(code, parameters = {}) {
      stopIfCancelled();
      const before = current();
      if (before) before.status = 'done';
      const place = state.steps.findIndex(
        (step) => step.code === code && step.status === 'pending',
      );
      // A step that was not foreseen stands where it happened.
      const at = place >= 0 ? place : before ? state.steps.indexOf(before) + 1 : 0;
      const step: OperationStep = {
        ...plannedStep(code),
        status: 'running',
        at: isoTime(nowMs()),
        parameters: { ...parameters },
      };
      state.steps.splice(at, place >= 0 ? 1 : 0, step);
      for (const skipped of state.steps.slice(0, at)) {
        if (skipped.status === 'pending') skipped.status = 'skipped';
      }
      moved();
    },
    note(parameters, frames = []) {
      const step = current();
      if (!step) return;
      Object.assign(step.parameters, parameters);
      step.frames.push(...frames);
      moved();
    },
    async call(action, payload, timeoutMs) {
      stopIfCancelled();
      const sent = context.call(station, { action, payload, timeoutMs });
      const outcome = await Promise.race([sent, cancelled]);
      run.note({}, outcome.frames);
      stopIfCancelled();
      return outcome;
    },
    forgetEvents() {
      events = [];
    },
    async wait(match, timeoutMs) {
      const untilMs =
        timeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
      for (;;) {
        stopIfCancelled();
        for (let event = events.shift(); event !== undefined; event = events.shift()) {
          const found = match(event);
          if (found !== undefined) return found;
        }
        const leftMs = untilMs - performance.now();
        if (leftMs <= 0) return 'timeout';
        await something(leftMs);
      }
    },
    offer(recoveries, waiting = true) {
      state.recovery = [...recoveries];
      state.status = waiting ? 'waiting' : 'running';
      moved();
    },
  };

  /** Resolves with the next event, at the end of the time, or when it was cancelled. */
  function something(leftMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(leftMs) ? setTimeout(resolve, Math.ceil(leftMs)) : undefined;
      timer?.unref();
      wake = () => {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      };
    });
  }

  function end(status: OperationState['status'], problem?: Problem): void {
    station.watchers.delete(watch);
    const last = current();
    if (last) last.status = status === 'succeeded' ? 'done' : 'failed';
    for (const step of state.steps) if (step.status === 'pending') step.status = 'skipped';
    state.status = status;
    state.recovery = [];
    state.endedAt = isoTime(nowMs());
    if (problem) state.problem = problem;
    moved();
  }

  station.watchers.add(watch);
  const ended = procedure.run(run).then(
    (result) => {
      if (result.ok) end('succeeded');
      else end('failed', result.problem);
    },
    (error: unknown) => {
      if (error instanceof CancelledOperation) return end('cancelled');
      end('failed', { code: 'internal' });
      context.onError(error);
    },
  );

  return {
    state: () => structuredClone(state),
    cancel() {
      if (state.endedAt !== undefined) return false;
      cancelling.abort();
      wake?.();
      return true;
    },
    recover(recovery) {
      if (!state.recovery.includes(recovery)) return false;
      watch({ kind: 'recovery', recovery });
      return true;
    },
    ended,
  };
}
