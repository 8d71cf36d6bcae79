/**
 * One emulated charge point, put together from its parts: settings and memory in, a state and actions out.
 * Knows nothing of stores, doors or other charge points.
 */
import { serialNumberOf } from '../../../shared/api/charge-point-changes.ts';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { note } from './activity.ts';
import { answerAs, beginBehaviour, clockSkewMs, noteEvent } from './behaviour/behaviour.ts';
import { type Clock, createTimers } from './clock.ts';
import { integerValue } from './configuration.ts';
import { connectorView, createConnectors } from './connectors/connectors.ts';
import { lightOf } from './connectors/light.ts';
import { type Emulation, type EmulationServices, isInService, nothing } from './emulation.ts';
import { answerCall } from './handlers/handlers.ts';
import { createLink } from './link.ts';
import { recallLive, rememberLive } from './live-memory.ts';
import type { StoredChargePoint } from './memory.ts';
import { beginSession, createRegistration, endSession } from './registration.ts';
import { armRenewal, armSwitch } from './security/certificate-switch.ts';
import { settleFallBackRoot } from './security/root-store.ts';
import { confirmProfile, fallBackAfterFailure } from './security/security-change.ts';
import { reportSecurityEvent } from './security/security-events.ts';
import { securityEventsOf } from './security/security-failures.ts';
import { securityState } from './security/security-view.ts';
import { createTransactionQueue } from './transactions/transaction-queue.ts';
import { noteJudged } from './transactions/transactions.ts';
import { endTransfers, lastReport } from './transfers/notices.ts';
import { createTransfers } from './transfers/transfers.ts';

/** What `saveSoon` may leave unsaved when the bench is killed. */
const longestUnsavedMs = 1000;

export interface ChargePointSetup {
  id: string;
  stored: StoredChargePoint;
  services: EmulationServices;
  clock: Clock;
  save(stored: StoredChargePoint): void;
  onMoved(): void;
  reportProblem(error: unknown): void;
}

export interface ChargePoint {
  readonly emulation: Emulation;
  state(): ChargePointState;
  /** Closes the connection and ends every timer. */
  close(): Promise<void>;
}

/** The parts that need each other are made around one object; the link comes last because it acts on all of it. */
function createEmulation(setup: ChargePointSetup, changed: () => void): Emulation {
  const { id, stored, services, clock } = setup;
  const { request, memory } = stored;
  let clockOffsetMs = 0;
  let cancelSaving: (() => void) | undefined;
  const emulation: Omit<Emulation, 'link'> & { link?: Emulation['link'] } = {
    id,
    serialNumber: serialNumberOf(id, request),
    services,
    settings: request,
    memory,
    connectors: createConnectors(stored, clock.nowMs()),
    registration: createRegistration(),
    queue: createTransactionQueue((transaction, info) => noteJudged(whole, transaction, info)),
    authorizationCache: new Map(),
    transferReport: (message) => lastReport(whole, message),
    transfers: createTransfers(),
    activities: [],
    securitySending: { busy: false, cancelRetry: nothing },
    securityTimers: { cancelSwitch: nothing, cancelRenewal: nothing, renewalAskedAtMs: 0 },
    cancelClockAligned: nothing,
    timers: createTimers(clock),
    random: clock.random,
    nowMs: () => clock.nowMs() + clockOffsetMs + clockSkewMs(whole),
    setClock(nowMs) {
      clockOffsetMs = nowMs - clock.nowMs();
    },
    wallMs: clock.nowMs,
    save() {
      cancelSaving?.();
      cancelSaving = undefined;
      rememberLive(whole);
      setup.save({ request: whole.settings, memory: whole.memory });
    },
    saveSoon() {
      cancelSaving ??= whole.timers.after(longestUnsavedMs, () => whole.save());
    },
    saveRest() {
      const isCharging = whole.connectors.some(({ transaction }) => transaction !== undefined);
      if (cancelSaving !== undefined || isCharging) whole.save();
    },
    changed,
    report: setup.reportProblem,
    background(work) {
      work.catch(setup.reportProblem);
    },
  };
  // Complete two lines below; until then nothing reads the link.
  const whole = emulation as Emulation;
  whole.link = linkOf(whole);
  recallLive(whole);
  return whole;
}

function linkOf(emulation: Emulation): Emulation['link'] {
  return createLink(emulation, {
    handler: (call) => answerAs(emulation, call, () => answerCall(emulation, call)),
    onOpen() {
      note(emulation, 'link', `connected on profile ${emulation.settings.securityProfile}`);
      confirmProfile(emulation);
      emulation.background(settleFallBackRoot(emulation));
      armSwitch(emulation);
      armRenewal(emulation);
      beginBehaviour(emulation);
      noteEvent(emulation, 'connected');
      beginSession(emulation);
    },
    onClosed() {
      note(emulation, 'link', 'disconnected');
      endSession(emulation);
    },
    onFailed(failed) {
      const { code } = failed.failure;
      note(emulation, 'link', `connection failed: ${code}`);
      for (const event of securityEventsOf(failed)) reportSecurityEvent(emulation, event, code);
      return fallBackAfterFailure(emulation);
    },
    onInvalidMessage: (errorCode) => reportSecurityEvent(emulation, 'InvalidMessages', errorCode),
    onProblem(problem) {
      const { code, action } = problem;
      if (problem.code === 'handler-failed') emulation.report(problem.error);
      else emulation.report(new Error(`${code}: ${action} ${JSON.stringify(problem.violations)}`));
    },
  });
}

/** Creates a charge point that has just got power and is not connected yet. */
export function createChargePoint(setup: ChargePointSetup): ChargePoint {
  let revision = 1;
  let ended = false;
  const emulation = createEmulation(setup, () => {
    revision += 1;
    if (!ended) setup.onMoved();
  });
  const { securityProfile } = emulation.settings;
  if (securityProfile > 0) reportSecurityEvent(emulation, 'StartupOfTheDevice');
  return {
    emulation,
    state: () => stateOf(emulation, revision),
    async close() {
      ended = true;
      endTransfers(emulation);
      endSession(emulation);
      await emulation.link.stop();
      emulation.saveRest();
      emulation.timers.end();
    },
  };
}

function shownSettings({ settings }: Emulation): ChargePointState['settings'] {
  const { password, authorizationKeyHex, ...shown } = settings;
  return { ...shown, hasAuthorizationKey: (password ?? authorizationKeyHex) !== undefined };
}

function stateOf(emulation: Emulation, revision: number): ChargePointState {
  const { link, registration, session, settings } = emulation;
  const { problem, nextAttemptAtMs } = link;
  const tls = session?.tls;
  return {
    id: emulation.id,
    settings: shownSettings(emulation),
    status: link.status,
    ...(registration.status === undefined ? {} : { registration: registration.status }),
    ...(problem === undefined ? {} : { problem }),
    ...(nextAttemptAtMs === undefined
      ? {}
      : { nextAttemptAt: new Date(nextAttemptAtMs).toISOString() }),
    attempts: link.attempts,
    insecure: settings.trust === 'insecure' && settings.securityProfile >= 2,
    ...(emulation.keyLog === true ? { keyLog: true } : {}),
    ...(emulation.fault === undefined ? {} : { fault: emulation.fault.choice.id }),
    connectors: emulation.connectors.map((connector) => connectorView(emulation, connector)),
    light: lightOf(emulation),
    ...(isInService(emulation)
      ? { heartbeatIntervalS: integerValue(emulation, 'HeartbeatInterval') }
      : {}),
    ...(tls === undefined ? {} : { tls: { version: tls.version, suite: tls.suite } }),
    ...securityState(emulation),
    revision,
  };
}
