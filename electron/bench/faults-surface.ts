/**
 * Faults that are on, as the doors see them: switched, ended by time or by number, and what came of each connection
 * under one, read from its frames. Kept in memory only: after a restart every fault is off.
 */

import type {
  FaultOn,
  FaultRequest,
  FaultResult,
  FaultsState,
} from '../../shared/api/faults-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import { createTurns } from '../../shared/in-turn.ts';
import type { FrameRecorder, NewFrame } from '../../shared/record/frame.ts';
import { type FaultSighting, judgeFault } from '../../shared/security/handshake-fault-verdict.ts';
import {
  type FaultTarget,
  isFaultId,
  ruleOfFault,
} from '../../shared/security/handshake-faults.ts';
import type { FrameWatch } from './capture/frame-watch.ts';
import type { ChargePointsSurface } from './charge-point/charge-points-surface.ts';
import type { CsmsSurface } from './csms/csms-surface.ts';
import type { FaultChoice } from './wire/handshake-fault.ts';

export interface FaultsSurface {
  state(): FaultsState;
  /** Problems: `listener-unknown`, `charge-point-unknown`, `fault-not-applicable`. */
  set(target: FaultTarget, name: string, request: FaultRequest): Promise<Outcome<FaultsState>>;
}

export interface Faults {
  surface: FaultsSurface;
  /** Sees every frame of a connection once, messages excepted. */
  note(frame: NewFrame, seq: number): void;
  close(): void;
}

export interface FaultsParts {
  csms: Pick<CsmsSurface, 'setFault' | 'state'>;
  chargePoints: Pick<ChargePointsSurface, 'setFault' | 'faultOf'>;
  /** Tells that something of a role moved; returns the way to stop it. */
  onRolesMoved(listener: () => void): () => void;
  recorder: FrameRecorder;
  frames: Pick<FrameWatch, 'watch'>;
  capture(): string;
  nowMs(): number;
  moved(): void;
  onError(error: unknown): void;
}

interface Switched {
  target: FaultTarget;
  name: string;
  choice: FaultChoice;
  sinceMs: number;
  untilMs?: number;
  connectionsLeft?: number;
  connections: number;
  revocationListPem?: string;
  timer?: NodeJS.Timeout;
}

interface Sighted extends FaultSighting {
  name: string;
  connection: number;
  capture: string;
  atMs: number;
  remote: string;
  peer: string;
  station?: string;
  frames: number[];
}

const keptResults = 100;
const keptFrames = 12;
/** An event may wait for the charge point to come back; who has not sent it by then is no longer listened for. */
const eventWaitMs = 3_600_000;

const keyOf = (target: FaultTarget, name: string) => `${target} ${name}`;
const iso = (timeMs: number) => new Date(timeMs).toISOString();

export function createFaults(parts: FaultsParts): Faults {
  const { recorder, nowMs, moved } = parts;
  const on = new Map<string, Switched>();
  let sightings: Sighted[] = [];
  const live = new Map<number, Sighted>();
  const events = followEvents(parts, () => sightings, moved);
  const stopSettling = parts.onRolesMoved(() => {
    if (on.size > 0) inTurn(settle).catch(parts.onError);
  });
  /** What switches waits for what switches: what a role shows is compared between two of them, never during one. */
  const inTurn = createTurns();

  function forget(key: string): void {
    clearTimeout(on.get(key)?.timer);
    on.delete(key);
  }

  function record(target: FaultTarget, name: string, choice: FaultChoice | undefined): void {
    const { id: fault = 'off', suite } = choice ?? {};
    const detail = { of: target, name, fault, ...(suite === undefined ? {} : { suite }) };
    recorder.append({ role: 'bench', kind: 'fault-switched', detail });
  }

  async function apply(
    target: FaultTarget,
    name: string,
    choice: FaultChoice | undefined,
    reconnect: boolean,
  ): Promise<Outcome<{ revocationListPem?: string }>> {
    const role = target === 'listener' ? parts.csms : parts.chargePoints;
    const done = await role.setFault(name, choice, reconnect);
    if (done.ok) record(target, name, choice);
    return done;
  }

  async function set(
    target: FaultTarget,
    name: string,
    request: FaultRequest,
  ): Promise<Outcome<FaultsState>> {
    const { fault, suite, reconnect, minutes, connections } = request;
    const key = keyOf(target, name);
    const choice = fault === null ? undefined : { id: fault, ...(suite && { suite }) };
    const done = await apply(target, name, choice, reconnect);
    // What is gone has no fault either.
    if (!done.ok && !done.problem.code.endsWith('-unknown')) return done;
    forget(key);
    if (done.ok && choice !== undefined) {
      const sinceMs = nowMs();
      const switched: Switched = { target, name, choice, sinceMs, connections: 0, ...done.value };
      if (connections !== undefined) switched.connectionsLeft = connections;
      if (minutes !== undefined) {
        switched.untilMs = sinceMs + minutes * 60_000;
        switched.timer = setTimeout(() => end(switched), minutes * 60_000);
        switched.timer.unref();
      }
      on.set(key, switched);
    }
    moved();
    return done.ok ? { ok: true, value: state() } : done;
  }

  /** It has lasted long enough. */
  function end(switched: Switched): void {
    const { target, name } = switched;
    inTurn(async () => {
      // Another one may have been switched on while it waited.
      if (on.get(keyOf(target, name)) === switched)
        await set(target, name, { fault: null, reconnect: false });
    }).catch(parts.onError);
  }

  function count(switched: Switched): void {
    switched.connections += 1;
    if (switched.connectionsLeft === undefined) return;
    switched.connectionsLeft -= 1;
    if (switched.connectionsLeft === 0) setImmediate(() => end(switched));
  }

  function begin(frame: NewFrame, seq: number): void {
    if (frame.kind !== 'connection-opened' || frame.connection === undefined) return;
    const { fault = '', listener, url = '', remote } = frame.detail;
    if (!isFaultId(fault)) return;
    const target = frame.role === 'csms' ? 'listener' : 'charge-point';
    const name = (target === 'listener' ? listener : frame.station) ?? '';
    const sighted: Sighted = {
      ...{ fault, target, name, connection: frame.connection, capture: parts.capture() },
      ...{ atMs: nowMs(), remote: remote.address, frames: [seq] },
      peer: target === 'listener' ? remote.address : url,
      ...{ established: false, requested: false, over: false },
    };
    live.set(frame.connection, sighted);
    sightings = [sighted, ...sightings].slice(0, keptResults);
    const switched = on.get(keyOf(target, name));
    if (switched !== undefined) count(switched);
    moved();
  }

  function note(frame: NewFrame, seq: number): void {
    if (frame.kind === 'connection-opened') {
      events.noteOpened(frame);
      begin(frame, seq);
      return;
    }
    const sighted = frame.connection === undefined ? undefined : live.get(frame.connection);
    if (frame.kind === 'connection-closed') events.noteClosed(frame);
    if (sighted === undefined) return;
    if (!addFacts(sighted, frame)) return;
    if (frame.station !== undefined) sighted.station = frame.station;
    if (sighted.frames.length < keptFrames) sighted.frames.push(seq);
    if (sighted.over) live.delete(sighted.connection);
    if (judgeFault(sighted).event === 'awaited') events.listen();
    moved();
  }

  async function isStillShown({ target, name, choice }: Switched): Promise<boolean> {
    if (target === 'charge-point') return (await parts.chargePoints.faultOf(name)) === choice.id;
    return parts.csms.state().listeners.some(({ id, fault }) => id === name && fault === choice.id);
  }

  /** Whoever was stopped, deleted or given settings without it shows nothing any more. */
  async function settle(): Promise<void> {
    for (const [key, switched] of [...on]) {
      if (await isStillShown(switched)) continue;
      forget(key);
      record(switched.target, switched.name, undefined);
      moved();
    }
  }

  const state = (): FaultsState => ({
    on: [...on.values()].map(shownSwitch),
    results: sightings.map(shownSighting),
  });

  return {
    surface: {
      state,
      set: (target, name, request) => inTurn(() => set(target, name, request)),
    },
    note,
    close() {
      stopSettling();
      for (const key of [...on.keys()]) forget(key);
      events.stop();
    },
  };
}

/** False for a frame that says nothing of the fault. */
function addFacts(sighted: Sighted, frame: NewFrame): boolean {
  switch (frame.kind) {
    case 'client-hello':
      return true;
    case 'tls-established':
      sighted.established = true;
      return true;
    case 'upgrade-request':
      sighted.requested = true;
      return true;
    case 'upgrade-response':
      sighted.status = frame.detail.status;
      return true;
    case 'connection-failed': {
      sighted.failure = frame.detail;
      return true;
    }
    case 'connection-closed':
      sighted.over = true;
      return true;
    default:
      return false;
  }
}

function shownSwitch(switched: Switched): FaultOn {
  const { target, name, choice, sinceMs, untilMs, connectionsLeft, connections } = switched;
  const { revocationListPem } = switched;
  return {
    ...{ target, name, fault: choice.id, since: iso(sinceMs), connections },
    ...(choice.suite === undefined ? {} : { suite: choice.suite }),
    ...(untilMs === undefined ? {} : { until: iso(untilMs) }),
    ...(connectionsLeft === undefined ? {} : { connectionsLeft }),
    ...(revocationListPem === undefined ? {} : { revocationList: revocationListPem }),
  };
}

function shownSighting(sighted: Sighted): FaultResult {
  const { target, name, fault, connection, capture, atMs, peer, station, frames } = sighted;
  const { failure, status } = sighted;
  return {
    ...{ target, name, fault, connection, capture, at: iso(atMs), peer, frames },
    ...(station === undefined ? {} : { station }),
    ...(failure?.alert === undefined ? {} : { alert: failure.alert.name }),
    ...(failure === undefined ? {} : { code: failure.code }),
    ...(status === undefined ? {} : { status }),
    ...judgeFault(sighted),
  };
}

/**
 * Looks out for the security events that charge points owe after a fault. A refused handshake names no identity, so the
 * address of the device is what ties the two together.
 */
function followEvents(
  { frames, nowMs }: FaultsParts,
  sightings: () => readonly Sighted[],
  moved: () => void,
) {
  const remotes = new Map<number, string>();
  let stopWatching: (() => void) | undefined;

  function awaiting(): Sighted[] {
    return sightings().filter(
      (sighted) => nowMs() - sighted.atMs < eventWaitMs && judgeFault(sighted).event === 'awaited',
    );
  }

  function stop(): void {
    stopWatching?.();
    stopWatching = undefined;
    remotes.clear();
  }

  function take(frame: NewFrame, seq: number): void {
    if (frame.kind !== 'message' || frame.role !== 'csms' || frame.direction !== 'in') return;
    const { text = '', connection = 0 } = frame;
    if (!text.includes('"SecurityEventNotification"')) return;
    const waiting = awaiting();
    const remote = remotes.get(connection);
    for (const sighted of waiting) {
      const event = ruleOfFault(sighted.fault, sighted.target)?.event;
      if (event === undefined || sighted.remote !== remote || !text.includes(`"${event}"`))
        continue;
      sighted.event = event;
      sighted.station ??= frame.station ?? '';
      sighted.frames.push(seq);
      moved();
    }
    if (awaiting().length === 0) stop();
  }

  return {
    listen() {
      stopWatching ??= frames.watch({}, ({ frame, seq }) => take(frame, seq));
    },
    noteOpened(frame: NewFrame) {
      if (stopWatching === undefined || frame.kind !== 'connection-opened') return;
      if (frame.role === 'csms' && frame.connection !== undefined)
        remotes.set(frame.connection, frame.detail.remote.address);
    },
    noteClosed({ connection = 0 }: NewFrame) {
      remotes.delete(connection);
    },
    stop,
  };
}
