/**
 * The CSMS's listeners: starts, changes and stops them with their certificates, and says under which URLs they are
 * reached. Knows wire and pki; who may connect is handed through.
 */

import type { ListenerSettings, ListenerState } from '../../../shared/api/csms-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { createTurns } from '../../../shared/in-turn.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import type { RevocationInput } from '../pki/revocation-check.ts';
import type { Admit } from '../wire/admission.ts';
import type { FaultChoice } from '../wire/handshake-fault.ts';
import { type ListenerHandle, startListener } from '../wire/listener.ts';
import { type ListenerConfiguration, servesTls } from '../wire/listener-configuration.ts';
import {
  isSameMaterial,
  type ListenerMaterial,
  listenerMaterial,
  type MaterialContext,
} from './listener-material.ts';
import { listenerUrls } from './listener-urls.ts';
import { createWaker, type Later } from './waker.ts';

const maxFragments = 1024;

export interface ListenersContext extends MaterialContext {
  recorder: FrameRecorder;
  admit: Admit;
  nextConnectionNumber(): number;
  version: string;
  /** Does something later; `setTimeout` unless a test has a time of its own. */
  later?: Later | undefined;
  /** Says more of a problem with a port, where one of the bench's own parts has it. */
  explainPort?(problem: Problem, place: { host: string; port: number }): Promise<Problem>;
  moved(): void;
  /** Certificates, roots or revocation lists may be others now. */
  refreshed(): void;
  onProblem(problem: Problem): void;
  onError(error: unknown): void;
}

interface Listener {
  id: string;
  settings: ListenerSettings;
  handle?: ListenerHandle;
  problem?: Problem;
  /** What it shows wrong on purpose; never stored. */
  fault?: FaultChoice | undefined;
  /** What it shows at present, and when to look at that again. */
  shown?: ListenerMaterial | undefined;
}

export interface Listeners {
  states(): ListenerState[];
  settings(): ListenerSettings[];
  /** Brings the set to what is asked: what stays keeps its connections. */
  configure(wanted: readonly ListenerSettings[]): Promise<void>;
  start(settings: ListenerSettings): Promise<void>;
  /** False when there is no such listener. */
  stop(id: string): Promise<boolean>;
  /** Gives listeners certificates anew after roots, names or addresses changed. */
  refreshCertificates(): Promise<void>;
  /** Whether the secrets of its TLS sessions go into the record, until it stops. False when no such listener runs. */
  setKeyLog(id: string, on: boolean): boolean;
  /**
   * Shows a fault to new connections, or the usual again; with `reconnect` the open ones are closed. Problems:
   * `listener-unknown` when no such listener runs, `fault-not-applicable` without TLS, those of the certificates.
   */
  setFault(
    id: string,
    fault: FaultChoice | undefined,
    reconnect: boolean,
  ): Promise<Outcome<{ revocationListPem?: string }>>;
  /** Listener settings of a running one, and what its client certificates are held against. */
  find(id: string): RunningListener | undefined;
}

export interface RunningListener {
  settings: ListenerSettings;
  port: number;
  revocation?: RevocationInput | undefined;
}

function toConfiguration(id: string, settings: ListenerSettings): ListenerConfiguration {
  return {
    id,
    host: settings.host,
    port: settings.port,
    securityProfiles: settings.securityProfiles,
    hostName: settings.hostName,
    policy: settings.tlsPolicy,
    tls13: settings.tls13,
    legacyTls: settings.legacyTls,
    clientCertificate: settings.securityProfiles.includes(3) ? settings.clientCertificate : 'never',
    handshakeTimeoutMs: settings.handshakeTimeoutMs,
    upgradeTimeoutMs: settings.upgradeTimeoutMs ?? settings.handshakeTimeoutMs,
    handshakeRecording: settings.handshakeRecording,
    pingIntervalMs: settings.pingIntervalMs,
    pongTimeoutMs: settings.pongTimeoutMs,
    maxMessageBytes: settings.maxMessageBytes,
    maxFragments,
    withoutSubprotocol: settings.withoutSubprotocol,
    unknownSubprotocol: settings.unknownSubprotocol,
    lenientWebSocket: settings.lenientWebSocket,
    refuseBrowsers: settings.refuseBrowsers,
    strictDates: settings.strictDates,
    emptyIdentityStation: settings.emptyIdentityStation,
  };
}

/** The real port when listening. */
function portOf({ handle, settings }: Listener): number {
  return handle?.address.port ?? settings.port;
}

/** What it is to show now; undefined without TLS, and with the problem where it cannot be had. */
async function prepare(
  listener: Listener,
  context: ListenersContext,
): Promise<Outcome<ListenerMaterial | undefined>> {
  const { id, settings } = listener;
  if (!servesTls(toConfiguration(id, settings))) return { ok: true, value: undefined };
  const made = await listenerMaterial(listener, context);
  return made.ok ? made : { ok: false, problem: { where: id, ...made.problem } };
}

export function createListeners(context: ListenersContext): Listeners {
  const listeners = new Map<string, Listener>();
  const waker = createWaker(context, () => {
    inTurn(() => refreshCertificates('renewed')).catch(context.onError);
  });

  /** Changes wait for each other: two requests at once must not open one port twice. */
  const inTurn = createTurns();

  function freeId(taken: ReadonlySet<string>): string {
    for (let number = 1; ; number += 1) {
      const id = `listener-${number}`;
      if (!listeners.has(id) && !taken.has(id)) return id;
    }
  }

  /** What is asked for with an id each: one without is the listener on the same port, or a new one. */
  function withIds(wanted: readonly ListenerSettings[]): (ListenerSettings & { id: string })[] {
    const taken = new Set(wanted.flatMap(({ id }) => id ?? []));
    return wanted.map((settings) => {
      if (settings.id !== undefined) return { ...settings, id: settings.id };
      const same = [...listeners.values()].find(
        (listener) =>
          settings.port !== 0 &&
          listener.settings.host === settings.host &&
          portOf(listener) === settings.port &&
          !taken.has(listener.id),
      );
      const id = same?.id ?? freeId(taken);
      taken.add(id);
      return { ...settings, id };
    });
  }

  /** Notes what it shows now, and in the record when a running one shows something else than before. */
  function note(
    listener: Listener,
    shown: ListenerMaterial | undefined,
    cause: 'renewed' | 'chosen',
  ): void {
    const before = listener.shown;
    listener.shown = shown;
    waker.set(listener.id, listener.handle === undefined ? undefined : shown?.wakeAtMs);
    const print = (material: ListenerMaterial | undefined) =>
      material?.served.map(({ fingerprintSha256 }) => fingerprintSha256).join();
    if (before === undefined || shown === undefined || print(before) === print(shown)) return;
    const certificates = shown.served.map(({ entry: _entry, ...certificate }) => certificate);
    const detail = { listener: listener.id, cause, certificates };
    context.recorder.append({ role: 'csms', kind: 'listener-certificates', detail });
  }

  /** Gives a running one its certificates and settings; live sessions stay. */
  async function show(
    listener: Listener,
    settings: ListenerSettings,
    cause: 'renewed' | 'chosen',
  ): Promise<Outcome<void>> {
    const { handle, id } = listener;
    const prepared = await prepare({ ...listener, settings }, context);
    if (!prepared.ok) return prepared;
    const material = prepared.value?.material;
    // Nothing new: sessions that can be resumed stay so.
    if (settings === listener.settings && isSameMaterial(listener.shown?.material, material)) {
      note(listener, prepared.value, cause);
      return { ok: true, value: undefined };
    }
    const changed = handle?.reconfigure(toConfiguration(id, settings), material);
    if (changed?.ok) note(listener, prepared.value, cause);
    return changed ?? { ok: true, value: undefined };
  }

  async function open(listener: Listener): Promise<void> {
    const { id, settings } = listener;
    const prepared = await prepare(listener, context);
    if (!prepared.ok) {
      listener.problem = prepared.problem;
      context.moved();
      return;
    }
    const started = await startListener(toConfiguration(id, settings), {
      recorder: context.recorder,
      admit: context.admit,
      nextConnectionNumber: context.nextConnectionNumber,
      subprotocols: ['ocpp1.6'],
      version: context.version,
      tlsMaterial: prepared.value?.material,
      onProblem: (problem) => {
        listener.problem = problem;
        context.moved();
        context.onProblem(problem);
      },
    });
    listener.handle = started.ok ? started.value : undefined;
    listener.problem = started.ok ? undefined : await explained(started.problem, settings);
    if (started.ok) note(listener, prepared.value, 'chosen');
    context.moved();
  }

  const explained = async (problem: Problem, place: ListenerSettings): Promise<Problem> =>
    (await context.explainPort?.(problem, place)) ?? problem;

  async function close(listener: Listener): Promise<void> {
    const { handle } = listener;
    listener.handle = undefined;
    note(listener, undefined, 'chosen');
    await handle?.stop();
    context.moved();
  }

  /** Takes new settings on the open port; false when the port has to change. */
  async function change(listener: Listener, settings: ListenerSettings): Promise<boolean> {
    const { handle } = listener;
    const samePlace =
      settings.host === listener.settings.host &&
      (settings.port === listener.settings.port || settings.port === handle?.address.port);
    if (!handle || !samePlace) return false;
    // Without TLS there is nothing left to show.
    if (!settings.securityProfiles.some((profile) => profile >= 2)) listener.fault = undefined;
    const changed = await show(listener, settings, 'chosen');
    listener.settings = settings;
    listener.problem = changed.ok ? undefined : changed.problem;
    context.moved();
    return true;
  }

  async function put(settings: ListenerSettings & { id: string }): Promise<void> {
    const { id } = settings;
    const known = listeners.get(id);
    if (known && (await change(known, settings))) return;
    if (known) await close(known);
    const listener: Listener = { id, settings };
    if (servesTls(toConfiguration(id, settings))) listener.fault = known?.fault;
    listeners.set(id, listener);
    await open(listener);
  }

  async function stop(id: string): Promise<boolean> {
    const listener = listeners.get(id);
    if (!listener) return false;
    listeners.delete(id);
    await close(listener);
    return true;
  }

  async function refreshCertificates(cause: 'renewed' | 'chosen'): Promise<void> {
    for (const listener of listeners.values()) {
      if (!listener.handle) continue;
      const changed = await show(listener, listener.settings, cause);
      if (changed.ok && listener.problem?.code.startsWith('certificate-'))
        listener.problem = undefined;
      if (changed.ok) continue;
      listener.problem = changed.problem;
      context.onProblem(changed.problem);
    }
    context.refreshed();
    context.moved();
  }

  async function setFault(
    id: string,
    fault: FaultChoice | undefined,
    reconnect: boolean,
  ): Promise<Outcome<{ revocationListPem?: string }>> {
    const listener = listeners.get(id);
    const handle = listener?.handle;
    if (listener === undefined || handle === undefined)
      return { ok: false, problem: { code: 'listener-unknown', where: id } };
    if (fault !== undefined && !servesTls(handle.configuration)) {
      const parameters = { fault: fault.id, needed: 2 };
      return { ok: false, problem: { code: 'fault-not-applicable', where: id, parameters } };
    }
    const before = listener.fault;
    listener.fault = fault;
    const changed = await show(listener, listener.settings, 'chosen');
    if (!changed.ok) {
      listener.fault = before;
      return changed;
    }
    if (reconnect)
      for (const connection of handle.connections()) connection.close(1012, 'fault-switched');
    context.moved();
    const revocationListPem = listener.shown?.revocationListPem;
    return { ok: true, value: revocationListPem === undefined ? {} : { revocationListPem } };
  }

  function state(listener: Listener): ListenerState {
    const { id, settings, handle, problem, shown } = listener;
    return {
      id,
      settings,
      status: handle ? 'listening' : problem ? 'failed' : 'stopped',
      port: portOf(listener),
      urls: handle ? listenerUrls(settings, handle.address.port, context) : [],
      connections: handle?.connections().length ?? 0,
      ...(handle?.keyLog === true ? { keyLog: true } : {}),
      ...(listener.fault ? { fault: listener.fault.id } : {}),
      ...(shown === undefined ? {} : { certificates: shown.served, findings: shown.findings }),
      problem,
    };
  }

  return {
    states: () => [...listeners.values()].map(state),
    settings: () => [...listeners.values()].map(({ settings }) => settings),
    configure: (wanted) =>
      inTurn(async () => {
        const named = withIds(wanted);
        const kept = new Set(named.map(({ id }) => id));
        await Promise.all([...listeners.keys()].filter((id) => !kept.has(id)).map(stop));
        for (const settings of named) await put(settings);
      }),
    start: (settings) =>
      inTurn(async () => {
        await put({ ...settings, id: settings.id ?? freeId(new Set()) });
      }),
    stop: (id) => inTurn(() => stop(id)),
    refreshCertificates: () => inTurn(() => refreshCertificates('chosen')),
    setFault: (id, fault, reconnect) => inTurn(() => setFault(id, fault, reconnect)),
    setKeyLog(id, on) {
      const handle = listeners.get(id)?.handle;
      if (handle === undefined) return false;
      handle.keyLog = on;
      context.moved();
      return true;
    },
    find(id) {
      const listener = listeners.get(id);
      if (!listener?.handle) return undefined;
      const revocation = listener.shown?.material.revocation;
      return { settings: listener.settings, port: listener.handle.address.port, revocation };
    },
  };
}
