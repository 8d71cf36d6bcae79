/**
 * The connection of one charge point: dials, tries again with growing waits, closes, comes back.
 * Knows when to dial; what a session means is told to it as hooks.
 */
import { type CallHandler, createCallEngine, type EngineProblem } from '../wire/call-engine.ts';
import type { DialOutcome } from '../wire/dial-request.ts';
import type { ConnectionClosed, OcppConnection } from '../wire/ocpp-connection.ts';
import { backOffDelayMs } from './back-off.ts';
import { dialCentralSystem } from './dialling.ts';
import {
  type Emulation,
  type Link,
  type LinkProblem,
  nothing,
  type SessionTls,
} from './emulation.ts';
import { violationAnswered } from './security/security-failures.ts';

export interface LinkHooks {
  handler: CallHandler;
  onOpen(): void;
  onClosed(): void;
  /** A dial failed; true asks for another one at once, because something was changed. */
  onFailed(failed: Extract<DialOutcome, { outcome: 'failed' }>): boolean;
  /** The Central System sent what is no valid OCPP; with the error code it was answered with. */
  onInvalidMessage(errorCode: string): void;
  onProblem(problem: EngineProblem): void;
}

/** How long a closing handshake may take before the connection is cut. */
const closeGraceMs = 2000;

/** Creates the link of a charge point; it does nothing until `connect`. */
export function createLink(emulation: Emulation, hooks: LinkHooks): Link {
  let status: Link['status'] = 'disconnected';
  let problem: LinkProblem | undefined;
  let nextAttemptAtMs: number | undefined;
  let attempts = 0;
  /** Attempts in a row without a message from the other side. */
  let failures = 0;
  let cancelRetry = nothing;
  let dialling: { controller: AbortController; over: Promise<void> } | undefined;
  let closed: Promise<void> = Promise.resolve();
  let wanted = false;
  let stopped = false;
  /** Ends that are under way; what is wanted is begun after the last of them. */
  let endings = 0;

  function become(next: Link['status'], why?: LinkProblem, againAtMs?: number): void {
    status = next;
    problem = why;
    nextAttemptAtMs = againAtMs;
    emulation.changed();
  }

  function start(): void {
    cancelRetry();
    cancelRetry = nothing;
    const controller = new AbortController();
    attempts += 1;
    const over = attempt(controller.signal);
    dialling = { controller, over };
    become('connecting', problem);
    emulation.background(over);
  }

  async function attempt(signal: AbortSignal): Promise<void> {
    const validators = await emulation.services.validators;
    const outcome = await dialCentralSystem(emulation, signal, (connection, tls) => {
      if (signal.aborted) connection.terminate();
      else open(connection, tls, validators);
    }).catch((error: unknown): { outcome: 'unusable'; errorCode: string } => {
      // Certificates the user gave are read by OpenSSL only here.
      const errorCode = error instanceof Error && 'code' in error ? String(error.code) : '';
      emulation.report(error);
      return { outcome: 'unusable', errorCode };
    });
    if (signal.aborted || outcome.outcome === 'connected') return;
    dialling = undefined;
    if (outcome.outcome === 'failed') failed(outcome);
    if (outcome.outcome !== 'unusable') return;
    failures += 1;
    const { errorCode } = outcome;
    wait({ code: 'tls-material-invalid', where: emulation.id, parameters: { errorCode } });
  }

  function failed(outcome: Extract<DialOutcome, { outcome: 'failed' }>): void {
    failures += 1;
    const { code, parameters } = outcome.failure;
    const where = emulation.settings.url;
    const why = parameters === undefined ? { code, where } : { code, where, parameters };
    if (hooks.onFailed(outcome)) start();
    else wait(why);
  }

  function wait(why: LinkProblem): void {
    const delayMs = backOffDelayMs(Math.max(1, failures), emulation.random);
    cancelRetry = emulation.timers.after(delayMs, start);
    become('waiting', why, emulation.wallMs() + delayMs);
  }

  function open(
    connection: OcppConnection,
    tls: SessionTls | undefined,
    validators: Awaited<Emulation['services']['validators']>,
  ): void {
    const engine = createCallEngine({
      send(text, options) {
        const violation = violationAnswered(text);
        if (violation !== undefined) hooks.onInvalidMessage(violation);
        return connection.send(text, options);
      },
      recordTimeout: (detail) => connection.recordCallTimeout(detail),
      recordWithheld: (detail) => connection.recordWithheld(detail),
      validators,
      sender: 'charge-point',
      strictDates: false,
      handler: hooks.handler,
      onProblem: hooks.onProblem,
    });
    const session = { connection, engine, ...(tls === undefined ? {} : { tls }) };
    emulation.session = session;
    dialling = undefined;
    closed = new Promise((resolve) => {
      connection.attach({
        onText(text, seq) {
          failures = 0;
          engine.receive(text, seq);
        },
        onClosed(how) {
          emulation.session = undefined;
          engine.end();
          hooks.onClosed();
          lost(how);
          resolve();
        },
      });
    });
    attempts = 0;
    become('connected');
    hooks.onOpen();
  }

  function lost({ end, closeCode }: ConnectionClosed): void {
    // Whoever ends it decides what comes next.
    if (endings > 0) return;
    failures += 1;
    wait({ code: end, parameters: { closeCode } });
  }

  /** Ends whatever is going on; resolves when nothing is left of it. */
  async function end(how: 'close' | 'drop'): Promise<void> {
    cancelRetry();
    cancelRetry = nothing;
    const wasDialling = dialling;
    dialling = undefined;
    wasDialling?.controller.abort();
    const connection = emulation.session?.connection;
    if (how === 'drop') connection?.terminate();
    else connection?.close(1000);
    const cancelGrace =
      connection === undefined
        ? nothing
        : emulation.timers.after(closeGraceMs, () => connection.terminate());
    await Promise.all([wasDialling?.over, closed]);
    cancelGrace();
  }

  async function endAs(
    how: 'close' | 'drop',
    next: { wanted: boolean; stopped?: true },
  ): Promise<void> {
    wanted = next.wanted && !stopped;
    stopped = stopped || next.stopped === true;
    endings += 1;
    if (wanted) become('connecting');
    await end(how);
    endings -= 1;
    if (endings > 0) return;
    if (wanted) start();
    else become(stopped ? 'stopped' : 'disconnected');
  }

  return {
    get status() {
      return status;
    },
    get problem() {
      return problem;
    },
    get nextAttemptAtMs() {
      return nextAttemptAtMs;
    },
    get attempts() {
      return attempts;
    },
    connect() {
      if (stopped) return;
      wanted = true;
      const isUnderWay = emulation.session !== undefined || dialling !== undefined;
      if (endings > 0) become('connecting');
      else if (!isUnderWay) start();
    },
    disconnect: () => endAs('close', { wanted: false }),
    drop: () => emulation.background(endAs('drop', { wanted: false })),
    reconnect() {
      failures = 0;
      return endAs('close', { wanted: true });
    },
    stop: () => endAs('close', { wanted: false, stopped: true }),
  };
}
