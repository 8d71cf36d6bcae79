/**
 * The charge point role: every emulated charge point of the bench, kept in the store, driven from the doors.
 * Is handed the record, the store and the authorities; knows nothing of the CSMS role beyond a prepared place to dial.
 */
import { changedFields, effectOfChange } from '../../../shared/api/charge-point-changes.ts';
import {
  type ChargePointAction,
  type ChargePointRequest,
  type ChargePointState,
  chargePointRequest,
} from '../../../shared/api/charge-points-contract.ts';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { loadValidators } from '../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { profileToShow } from '../../../shared/security/handshake-faults.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { ChargePointStore } from '../store/charge-points.ts';
import type { FaultChoice } from '../wire/handshake-fault.ts';
import { act } from './act.ts';
import { type ChargePoint, createChargePoint } from './charge-point.ts';
import type { ChargePointsSurface } from './charge-points-surface.ts';
import { dropImpossibleFault, makeClientFault } from './client-fault.ts';
import { type Clock, systemClock } from './clock.ts';
import { compositeScheduleOf, detailsOf } from './details-view.ts';
import { type ClientFault, type EmulationServices, nothing } from './emulation.ts';
import { factoryMemory, parseStoredChargePoint, type StoredChargePoint } from './memory.ts';
import { memoryForRestart, takeSettings } from './other-settings.ts';
import { securityOf } from './security/security-view.ts';
import { settingsProblem } from './settings-problem.ts';

/** A place at the local CSMS, credentials on its side included. */
export interface PreparedTry {
  url: string;
  authorizationKeyHex?: string;
  serialNumber: string;
}

export interface ChargePointsDependencies {
  recorder: FrameRecorder;
  store: ChargePointStore;
  authorities: BenchAuthorities;
  /** PEM of the bench's own roots, one certificate each. */
  benchRootsPem(): Promise<readonly string[]>;
  /** Numbers connections uniquely in the run, over all roles. */
  nextConnectionNumber(): number;
  /** Version of the bench: the firmware version of the charge points that `tryIt` makes. */
  version: string;
  onMoved(): void;
  /** Bugs, and what could not be read back from the store. */
  reportProblem(error: unknown): void;
  /** Makes a station of this identity known to the local CSMS, ready to be dialled. */
  prepareTryIt(request: {
    listener?: string;
    securityProfile: SecurityProfile;
    id: string;
  }): Promise<Outcome<PreparedTry>> | Outcome<PreparedTry>;
  /** Time; the real one unless a test owns it. */
  clock?: Clock;
}

export interface ChargePoints extends ChargePointsSurface {
  /** Brings back what the store holds, and connects those that connect by themselves. */
  restore(): void;
  /** Closes every connection and ends every timer. */
  close(): Promise<void>;
}

/** A request without a key keeps the one there is, which no door can show and so nobody could repeat. */
function withKeyOf(previous: ChargePointRequest, request: ChargePointRequest): ChargePointRequest {
  const { password, authorizationKeyHex } = previous;
  if ((request.password ?? request.authorizationKeyHex) !== undefined) return request;
  if (password !== undefined) return { ...request, password };
  return authorizationKeyHex === undefined ? request : { ...request, authorizationKeyHex };
}

function unknown(id: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'charge-point-unknown', where: id } };
}

/** Creates the role. Nothing is connected before `restore`, `put` or `tryIt`. */
export function createChargePoints(dependencies: ChargePointsDependencies): ChargePoints {
  const { store, authorities, clock = systemClock } = dependencies;
  const services: EmulationServices = {
    recorder: dependencies.recorder,
    authorities,
    benchRootsPem: dependencies.benchRootsPem,
    nextConnectionNumber: dependencies.nextConnectionNumber,
    validators: loadValidators('ocpp1.6'),
  };
  const chargePoints = new Map<string, ChargePoint>();
  const turns = new Map<string, Promise<void>>();
  /** Identities of tries that are being prepared. */
  const tried = new Set<string>();
  let closed = false;

  function add(id: string, stored: StoredChargePoint): ChargePoint {
    const chargePoint = createChargePoint({
      id,
      stored,
      services,
      clock,
      save(changed) {
        // One that was replaced or deleted meanwhile must not come back.
        if (chargePoints.get(id) === chargePoint) store.save(id, changed);
      },
      onMoved: dependencies.onMoved,
      reportProblem: dependencies.reportProblem,
    });
    chargePoints.set(id, chargePoint);
    if (stored.request.autoConnect && !closed) chargePoint.emulation.link.connect();
    return chargePoint;
  }

  /** Takes one away, connection first; false when there is none. */
  async function remove(id: string): Promise<boolean> {
    const chargePoint = chargePoints.get(id);
    if (chargePoint === undefined) return false;
    chargePoints.delete(id);
    await chargePoint.close();
    return true;
  }

  /** What concerns one charge point happens one after the other. */
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (turns.get(id) ?? Promise.resolve()).then(work);
    const over = result.then(nothing, nothing).then(() => {
      if (turns.get(id) === over) turns.delete(id);
    });
    turns.set(id, over);
    return result;
  }

  function begin(id: string, stored: StoredChargePoint, fault?: ClientFault): ChargePointState {
    store.save(id, stored);
    const chargePoint = add(id, stored);
    // Before it dials: that begins in a later turn.
    chargePoint.emulation.fault = fault;
    dependencies.onMoved();
    return chargePoint.state();
  }

  /** Goes only as far as the changed settings need: a charge point keeps what is its own. */
  async function change(
    chargePoint: ChargePoint,
    wanted: ChargePointRequest,
  ): Promise<ChargePointState> {
    const { emulation } = chargePoint;
    const { id, settings } = emulation;
    const request = withKeyOf(settings, wanted);
    const effect = effectOfChange(changedFields(id, settings, request), request.securityProfile);
    dropImpossibleFault(emulation, request.securityProfile);
    if (effect !== 'restart' && effect !== 'factory') {
      takeSettings(emulation, request, effect);
      return chargePoint.state();
    }
    await remove(id);
    if (effect !== 'factory') {
      return begin(id, { request, memory: memoryForRestart(emulation, request) }, emulation.fault);
    }
    // Its certificate names the old serial number.
    authorities.removeClientIdentity(id);
    return begin(id, { request, memory: factoryMemory() });
  }

  async function replace(id: string, wanted: ChargePointRequest): Promise<ChargePointState> {
    const previous = chargePoints.get(id);
    return previous === undefined
      ? begin(id, { request: wanted, memory: factoryMemory() })
      : change(previous, wanted);
  }

  async function put(id: string, request: ChargePointRequest): Promise<Outcome<ChargePointState>> {
    const problem = settingsProblem(request);
    if (problem !== undefined) return { ok: false, problem };
    return { ok: true, value: await inTurn(id, () => replace(id, request)) };
  }

  async function erase(id: string): Promise<boolean> {
    const wasKnown = await remove(id);
    const wasStored = store.remove(id);
    authorities.removeClientIdentity(id);
    if (wasKnown) dependencies.onMoved();
    return wasKnown || wasStored;
  }

  /** An identity nobody has, taken from now on. */
  function freeId(): string {
    let number = 1;
    while (chargePoints.has(`TRY-${number}`) || tried.has(`TRY-${number}`)) number += 1;
    tried.add(`TRY-${number}`);
    return `TRY-${number}`;
  }

  async function tryIt(
    request: Parameters<ChargePoints['tryIt']>[0],
  ): Promise<Outcome<ChargePointState>> {
    const id = freeId();
    try {
      const prepared = await dependencies.prepareTryIt({ ...request, id });
      if (!prepared.ok) return prepared;
      const settings = chargePointRequest.parse({
        ...prepared.value,
        securityProfile: request.securityProfile,
        firmwareVersion: dependencies.version,
      });
      return await put(id, settings);
    } finally {
      tried.delete(id);
    }
  }

  async function setFault(
    id: string,
    choice: FaultChoice | undefined,
    reconnect: boolean,
  ): Promise<Outcome<{ revocationListPem?: string }>> {
    const chargePoint = chargePoints.get(id);
    if (chargePoint === undefined) return unknown(id);
    const { emulation } = chargePoint;
    const { securityProfile } = emulation.settings;
    if (choice !== undefined && securityProfile < profileToShow(choice.id)) {
      const needed = profileToShow(choice.id);
      const parameters = { fault: choice.id, securityProfile, needed };
      return { ok: false, problem: { code: 'fault-not-applicable', where: id, parameters } };
    }
    const fault = choice && (await makeClientFault(emulation, choice));
    emulation.fault = fault;
    if (reconnect && emulation.link.status !== 'disconnected')
      emulation.background(emulation.link.reconnect());
    emulation.changed();
    const { revocationListPem } = fault ?? {};
    return { ok: true, value: revocationListPem === undefined ? {} : { revocationListPem } };
  }

  return {
    setFault: (id, choice, reconnect) => inTurn(id, () => setFault(id, choice, reconnect)),
    faultOf: (id) => inTurn(id, async () => chargePoints.get(id)?.emulation.fault?.choice.id),
    list: () => [...chargePoints.values()].map((chargePoint) => chargePoint.state()),
    get(id) {
      const chargePoint = chargePoints.get(id);
      return chargePoint === undefined ? unknown(id) : { ok: true, value: chargePoint.state() };
    },
    put,
    delete: (id) => inTurn(id, () => erase(id)),
    async act(id, action: ChargePointAction) {
      const chargePoint = chargePoints.get(id);
      if (chargePoint === undefined) return unknown(id);
      const result = await act(chargePoint.emulation, action);
      if (!result.ok) return result;
      const state = chargePoint.state();
      const { value: outcome } = result;
      return { ok: true, value: outcome === undefined ? { state } : { state, outcome } };
    },
    setKeyLog(id, on) {
      const chargePoint = chargePoints.get(id);
      if (chargePoint === undefined) return unknown(id);
      chargePoint.emulation.keyLog = on;
      chargePoint.emulation.changed();
      return { ok: true, value: chargePoint.state() };
    },
    details(id) {
      const chargePoint = chargePoints.get(id);
      if (chargePoint === undefined) return unknown(id);
      return { ok: true, value: detailsOf(chargePoint.emulation) };
    },
    async compositeSchedule(id, request) {
      const chargePoint = chargePoints.get(id);
      if (chargePoint === undefined) return unknown(id);
      return compositeScheduleOf(chargePoint.emulation, request);
    },
    async security(id) {
      const chargePoint = chargePoints.get(id);
      if (chargePoint === undefined) return unknown(id);
      return { ok: true, value: await securityOf(chargePoint.emulation) };
    },
    tryIt,
    restore() {
      for (const { id, settings } of store.all()) {
        const parsed = parseStoredChargePoint(settings);
        if (parsed.ok) add(id, parsed.value);
        else dependencies.reportProblem(parsed.error);
      }
    },
    async close() {
      closed = true;
      await Promise.all(turns.values());
      await Promise.all([...chargePoints.values()].map((chargePoint) => chargePoint.close()));
    },
  };
}
