/**
 * The CSMS role alone: a store in a temporary folder, a record in memory, real sockets; and a charge point made of
 * nothing but `ws`. Imported by tests only.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type CsmsRole, createCsms } from '../../electron/bench/csms/csms.ts';
import { openBenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../electron/bench/pki/memory-certificate-storage.ts';
import { openStore, type Store } from '../../electron/bench/store/store.ts';
import { csmsRequest, type StationState } from '../../shared/api/csms-contract.ts';
import { createMemoryRecorder, type MemoryRecorder } from '../wire/support.ts';

export interface RoleUnderTest {
  role: CsmsRole;
  recorder: MemoryRecorder;
  /** Sets the time the role sees. */
  clock: { nowMs: number };
  problems: unknown[];
  /** Of the machine, as the role sees it. */
  addresses: string[];
  /** Authorities (PEM) that were made trusted. */
  trusted: readonly string[];
  errors: unknown[];
  /** Starts one listener on 127.0.0.1 and resolves with its port. */
  listen(securityProfiles: number[], settings?: Record<string, unknown>): Promise<number>;
  station(id: string): StationState;
  /** Resolves when the predicate holds of the station, now or after something moved. */
  until(id: string, holds: (station: StationState) => boolean): Promise<StationState>;
  /** Ends the role and starts another one on the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

function openTestStore(directory: string): Store {
  const opened = openStore({ directory });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
}

export async function startCsmsRole(): Promise<RoleUnderTest> {
  const directory = mkdtempSync(join(tmpdir(), 'benchpoint-csms-'));
  const recorder = createMemoryRecorder();
  const clock = { nowMs: Date.now() };
  const problems: unknown[] = [];
  const errors: unknown[] = [];
  const addresses = ['127.0.0.1'];
  const watchers = new Set<() => void>();
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Benchpoint CPO',
  });
  let store = openTestStore(directory);
  let connectionNumber = 0;
  const trusted: string[] = [];

  const createRole = () =>
    createCsms({
      recorder,
      store,
      authorities,
      otherRoots: () => trusted,
      trustRoot: (pem) => {
        trusted.push(pem);
        return { ok: true, value: undefined };
      },
      namedRoots: () => [],
      nextConnectionNumber: () => {
        connectionNumber += 1;
        return connectionNumber;
      },
      version: '0.0.0',
      hostName: () => 'localhost',
      addresses: () =>
        addresses.map((address) => ({ address, family: 'ipv4', network: 'lo', loopback: true })),
      nowMs: () => clock.nowMs,
      moved: () => {
        for (const watcher of [...watchers]) watcher();
      },
      onProblem: (problem) => problems.push(problem),
      onError: (error) => errors.push(error),
    });
  const tested: RoleUnderTest = {
    role: await createRole(),
    recorder,
    clock,
    problems,
    addresses,
    trusted,
    errors,
    async listen(securityProfiles, settings = {}) {
      const listener = { host: '127.0.0.1', port: 0, securityProfiles, ...settings };
      const state = await tested.role.configure(csmsRequest.parse({ listeners: [listener] }));
      const [started] = state.listeners;
      if (started?.status !== 'listening') throw new Error(JSON.stringify(started?.problem));
      return started.port;
    },
    station(id) {
      const state = tested.role.station(id);
      if (!state.ok) throw new Error(`no station ${id}`);
      return state.value;
    },
    until: (id, holds) =>
      new Promise((resolve) => {
        function look(): void {
          const state = tested.role.station(id);
          if (!state.ok || !holds(state.value)) return;
          watchers.delete(look);
          resolve(state.value);
        }
        watchers.add(look);
        look();
      }),
    async restart() {
      await tested.role.close();
      store.close();
      store = openTestStore(directory);
      tested.role = await createRole();
    },
    async close() {
      await tested.role.close();
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return tested;
}

export type Answer =
  | { kind: 'result'; payload: Record<string, unknown> }
  | { kind: 'error'; code: string; description: string };

export interface BarePoint {
  /** Sends a CALL and resolves with its answer. */
  call(action: string, payload?: object): Promise<Answer>;
  /** Answers CALLs of this action. */
  answer(action: string, payload: object): void;
  /** The next CALL of this action that arrives. */
  received(action: string): Promise<unknown>;
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** What the server said instead of 101. */
export class RefusedConnection extends Error {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  constructor(status: number, headers: NodeJS.Dict<string | string[]>) {
    super(`refused with ${status}`);
    this.status = status;
    this.headers = headers;
  }
}

const open = new Set<WebSocket>();

/** Cuts every connection that a test left open. */
export function cutBarePoints(): void {
  for (const socket of open) socket.terminate();
  open.clear();
}

/** Connects; rejects with `RefusedConnection` when the upgrade is refused. */
export function connectBarePoint(
  url: string,
  options: {
    credentials?: { userName: string; password: Uint8Array | string };
    /** PEM; the certificate with what is sent along. */
    clientCertificate?: { cert: string; key: string };
  } = {},
): Promise<BarePoint> {
  const { credentials } = options;
  const headers: Record<string, string> = {};
  if (credentials) {
    const bytes = Buffer.concat([
      Buffer.from(`${credentials.userName}:`),
      Buffer.from(credentials.password),
    ]);
    headers.Authorization = `Basic ${bytes.toString('base64')}`;
  }
  // The role is tested here, not the charge point: it believes any server.
  const socket = new WebSocket(url, ['ocpp1.6'], {
    headers,
    rejectUnauthorized: false,
    ...options.clientCertificate,
  });
  open.add(socket);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('unexpected-response', (request, response) => {
      reject(new RefusedConnection(response.statusCode ?? 0, response.headers));
      request.destroy();
    });
    socket.once('open', () => resolve(barePoint(socket)));
  });
}

function barePoint(socket: WebSocket): BarePoint {
  const waiting = new Map<string, (answer: Answer) => void>();
  const answers = new Map<string, object>();
  const seen: { action: string; payload: unknown }[] = [];
  const watchers = new Set<() => void>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => {
      open.delete(socket);
      resolve({ code, reason: reason.toString() });
    });
  });
  socket.on('message', (data) => {
    const message: unknown[] = JSON.parse(String(data));
    const [type, id] = message;
    if (type === 2) {
      seen.push({ action: String(message[2]), payload: message[3] });
      for (const watcher of [...watchers]) watcher();
      const payload = answers.get(String(message[2]));
      if (payload !== undefined) socket.send(JSON.stringify([3, id, payload]));
      return;
    }
    const settle = waiting.get(String(id));
    waiting.delete(String(id));
    settle?.(
      type === 3
        ? // The bench answers with objects only; the tests look at what is in them.
          { kind: 'result', payload: message[2] as Record<string, unknown> }
        : { kind: 'error', code: String(message[2]), description: String(message[3]) },
    );
  });
  return {
    call: (action, payload = {}) =>
      new Promise((resolve) => {
        const id = randomUUID();
        waiting.set(id, resolve);
        socket.send(JSON.stringify([2, id, action, payload]));
      }),
    answer: (action, payload) => {
      answers.set(action, payload);
    },
    received: (action) =>
      new Promise((resolve) => {
        function look(): void {
          const index = seen.findIndex((call) => call.action === action);
          if (index < 0) return;
          watchers.delete(look);
          resolve(seen.splice(index, 1)[0]?.payload);
        }
        watchers.add(look);
        look();
      }),
    closed,
    async close() {
      socket.close();
      await closed;
    },
  };
}
