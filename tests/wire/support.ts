/**
 * A small Central System for the wire cases: a listener, the engine and a record in memory; and clients made by
 * hand, so that every malformed thing can be sent. Only for tests.
 */
import type { Admission, Admit, UpgradeAttempt } from '../../electron/bench/wire/admission.ts';
import {
  type CallAnswer,
  type CallEngine,
  type CallHandler,
  createCallEngine,
  type EngineProblem,
} from '../../electron/bench/wire/call-engine.ts';
import {
  type ListenerDependencies,
  type ListenerHandle,
  startListener,
} from '../../electron/bench/wire/listener.ts';
import {
  type ListenerConfiguration,
  listenerDefaults,
} from '../../electron/bench/wire/listener-configuration.ts';
import type { OcppConnection } from '../../electron/bench/wire/ocpp-connection.ts';
import { loadValidators } from '../../shared/ocpp/validation.ts';
import type { FrameKind, FrameRecorder, NewFrame } from '../../shared/record/frame.ts';

export type StoredFrame = NewFrame & { seq: number };
export type FrameOf<Kind extends FrameKind> = StoredFrame & { kind: Kind };

export interface MemoryRecorder extends FrameRecorder {
  readonly frames: StoredFrame[];
  /** Frames of a kind, in order. */
  of<Kind extends FrameKind>(kind: Kind): FrameOf<Kind>[];
  /** The first frame of a kind that fits, now or later. */
  next<Kind extends FrameKind>(
    kind: Kind,
    fits?: (frame: FrameOf<Kind>) => boolean,
  ): Promise<FrameOf<Kind>>;
}

/** A record in memory that, like the journal, writes once a turn of the event loop. */
export function createMemoryRecorder(): MemoryRecorder {
  const frames: StoredFrame[] = [];
  const watchers = new Set<(frame: StoredFrame) => void>();
  let waiting: (() => void)[] = [];
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const ready = waiting;
    waiting = [];
    for (const proceed of ready) proceed();
  }

  function of<Kind extends FrameKind>(kind: Kind): FrameOf<Kind>[] {
    // The filter is what makes it true.
    return frames.filter((frame) => frame.kind === kind) as FrameOf<Kind>[];
  }

  return {
    frames,
    of,
    append(frame) {
      const stored = { ...frame, seq: frames.length + 1 };
      frames.push(stored);
      for (const watcher of [...watchers]) watcher(stored);
      return stored.seq;
    },
    afterWrite(proceed) {
      waiting.push(proceed);
      if (!scheduled) setImmediate(flush);
      scheduled = true;
    },
    next(kind, fits = () => true) {
      const found = of(kind).find(fits);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => {
        function watch(frame: StoredFrame): void {
          // The kind is compared before the frame is used as one of that kind.
          if (frame.kind !== kind || !fits(frame as FrameOf<typeof kind>)) return;
          watchers.delete(watch);
          resolve(frame as FrameOf<typeof kind>);
        }
        watchers.add(watch);
      });
    },
  };
}

export interface TestSession {
  connection: OcppConnection;
  engine: CallEngine;
}

export interface TestCsms {
  listener: ListenerHandle;
  recorder: MemoryRecorder;
  port: number;
  sessions: TestSession[];
  attempts: UpgradeAttempt[];
  problems: EngineProblem[];
  stop(): Promise<void>;
}

type Refusal = Omit<Extract<Admission, { admitted: false }>, 'admitted'>;

export interface TestCsmsOptions {
  configuration?: Partial<ListenerConfiguration>;
  tlsMaterial?: ListenerDependencies['tlsMaterial'];
  /** Whom not to admit; everybody is by default. */
  refuse?: (attempt: UpgradeAttempt) => Refusal | undefined;
  handler?: CallHandler;
  /** Throws by default. */
  onListenerProblem?: ListenerDependencies['onProblem'];
}

function result(payload: object): CallAnswer {
  return { kind: 'result', payload };
}

/** Answers what the wire cases send. */
export const plainHandler: CallHandler = ({ action, messageId }) => {
  const currentTime = new Date().toISOString();
  switch (action) {
    case 'BootNotification':
      return result({ status: 'Accepted', currentTime, interval: 300 });
    case 'Heartbeat':
      return result({ currentTime });
    case 'Authorize':
      return result({ idTagInfo: { status: 'Accepted' } });
    case 'StartTransaction':
      return result({ transactionId: 1, idTagInfo: { status: 'Accepted' } });
    case 'DataTransfer':
      return result({ status: 'Accepted', data: messageId });
    default:
      return result({});
  }
};

function failOnProblem(problem: { code: string }): void {
  throw new Error(`listener problem: ${problem.code}`);
}

let connectionNumber = 0;

/** Starts a listener on a free port of 127.0.0.1 with the engine behind it; profile 0 unless told otherwise. */
export async function startTestCsms(options: TestCsmsOptions = {}): Promise<TestCsms> {
  const recorder = createMemoryRecorder();
  const validators = await loadValidators('ocpp1.6');
  const sessions: TestSession[] = [];
  const attempts: UpgradeAttempt[] = [];
  const problems: EngineProblem[] = [];
  const configuration: ListenerConfiguration = {
    ...listenerDefaults,
    id: 'test',
    host: '127.0.0.1',
    port: 0,
    securityProfiles: [0],
    pingIntervalMs: 0,
    ...options.configuration,
  };

  function onOpen(connection: OcppConnection): void {
    const engine = createCallEngine({
      send: connection.send,
      recordTimeout: connection.recordCallTimeout,
      recordWithheld: connection.recordWithheld,
      validators,
      sender: 'csms',
      strictDates: configuration.strictDates,
      handler: options.handler ?? plainHandler,
      onProblem: (problem) => problems.push(problem),
    });
    connection.attach({ onText: engine.receive, onClosed: engine.end });
    sessions.push({ connection, engine });
  }

  const admit: Admit = (attempt) => {
    attempts.push(attempt);
    const refusal = options.refuse?.(attempt);
    if (refusal !== undefined) return { admitted: false, ...refusal };
    const [securityProfile] = attempt.securityProfiles;
    if (securityProfile === undefined) {
      return { admitted: false, status: 403, code: 'profile-not-offered' };
    }
    return { admitted: true, securityProfile, onOpen };
  };

  const started = await startListener(configuration, {
    recorder,
    admit,
    nextConnectionNumber: () => {
      connectionNumber += 1;
      return connectionNumber;
    },
    subprotocols: ['ocpp1.6'],
    version: '0.0.0',
    ...(options.tlsMaterial === undefined ? {} : { tlsMaterial: options.tlsMaterial }),
    onProblem: options.onListenerProblem ?? failOnProblem,
  });
  if (!started.ok) throw new Error(`the listener did not start: ${started.problem.code}`);
  const listener = started.value;
  return {
    listener,
    recorder,
    port: listener.address.port,
    sessions,
    attempts,
    problems,
    stop: () => listener.stop(),
  };
}
