/** A Central System of our own wire for charge point tests: answers as told, remembers what it was asked. */
import type {
  CallAnswer,
  CallHandler,
  CallOutcome,
} from '../../electron/bench/wire/call-engine.ts';
import {
  plainHandler,
  startTestCsms,
  type TestCsms,
  type TestCsmsOptions,
} from '../wire/support.ts';
import { type CallLog, createCallLog } from './support.ts';

export interface CentralSystem extends CallLog {
  csms: TestCsms;
  url: string;
  /** Sends a CALL over the newest connection. */
  call(action: string, payload: object): Promise<CallOutcome>;
  /** The payload of the answer; fails when there was none. */
  ask(action: string, payload: object): Promise<Record<string, unknown>>;
  /** Answers of this action from now on; undefined brings the usual ones back. */
  answers: Map<string, (payload: Record<string, unknown>) => CallAnswer>;
  stop(): Promise<void>;
}

export function result(payload: object): CallAnswer {
  return { kind: 'result', payload };
}

/** Starts it on a free port; on the given one when it comes back. */
export async function startCentralSystem(
  options: TestCsmsOptions & { scheme?: 'ws' | 'wss'; host?: string } = {},
): Promise<CentralSystem> {
  const log = createCallLog();
  const answers: CentralSystem['answers'] = new Map();
  const handler: CallHandler = (call) => {
    // Payloads are JSON objects.
    const payload = call.payload as Record<string, unknown>;
    log.add({ action: call.action, payload });
    return answers.get(call.action)?.(payload) ?? plainHandler(call);
  };
  const csms = await startTestCsms({ handler, ...options });

  async function call(action: string, payload: object): Promise<CallOutcome> {
    const session = csms.sessions.at(-1);
    if (session === undefined) throw new Error('nobody is connected');
    return session.engine.call(action, payload);
  }

  return {
    ...log,
    csms,
    url: `${options.scheme ?? 'ws'}://${options.host ?? '127.0.0.1'}:${csms.port}/ocpp`,
    answers,
    call,
    async ask(action, payload) {
      const outcome = await call(action, payload);
      if (outcome.outcome !== 'result') throw new Error(`${action}: ${JSON.stringify(outcome)}`);
      if (outcome.violations.length > 0) throw new Error(`${action}: answer violates its schema`);
      // Payloads are JSON objects.
      return outcome.payload as Record<string, unknown>;
    },
    stop: () => csms.stop(),
  };
}
