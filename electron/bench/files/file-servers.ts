/**
 * The servers of the files: none listens before it is asked for. Starts, stops and changes them, with the bench's
 * certificates. Knows no transfer.
 */

import type { Server as HttpServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { createSecureContext, type SecureContext, type TlsOptions } from 'node:tls';
import type {
  FileServerName,
  FileServerState,
  FileSettings,
} from '../../../shared/api/files-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import { createTurns } from '../../../shared/in-turn.ts';
import { type FileListener, openListener } from './file-listener.ts';
import { createFtpFiles } from './ftp-files.ts';
import { createHttpFiles } from './http-files.ts';
import type { ContentParts } from './move-content.ts';

export interface FileServersContext {
  content: ContentParts;
  settings(): FileSettings;
  /** Certificates and policy, as the listeners have them. */
  tlsOptions(): Promise<TlsOptions>;
  /** Says more of a problem with a port, where one of the bench's own parts has it. */
  explainPort?(problem: Problem, place: { host: string; port: number }): Promise<Problem>;
  moved(): void;
  onError(error: unknown): void;
}

export interface FileServers {
  states(): FileServerState[];
  /** Ports of those that listen. */
  ports(): ReadonlyMap<FileServerName, number>;
  /** Undefined when it listens; the problem stays in the state as well. */
  start(server: FileServerName): Promise<Problem | undefined>;
  stop(server: FileServerName): Promise<void>;
  /** Opens those anew whose place changed. */
  applySettings(before: FileSettings): Promise<void>;
  refreshCertificates(): Promise<void>;
  close(): Promise<void>;
}

const names: readonly FileServerName[] = ['http', 'https', 'ftp', 'ftps-implicit'];

const portSetting = {
  http: 'httpPort',
  https: 'httpsPort',
  ftp: 'ftpPort',
  'ftps-implicit': 'ftpsImplicitPort',
} as const;

interface Running {
  server: Server;
  listener: FileListener;
}

export function createFileServers(context: FileServersContext): FileServers {
  const running = new Map<FileServerName, Running>();
  const problems = new Map<FileServerName, Problem>();
  let secureContext: SecureContext | undefined;
  /** Changes wait for each other: two transfers at once must not open one server twice. */
  const inTurn = createTurns();

  async function create(name: FileServerName): Promise<Server> {
    const { content, onError } = context;
    const idleTimeoutMs = context.settings().idleTimeoutS * 1000;
    if (name === 'http')
      return createHttpFiles({ ...content, protocol: name, idleTimeoutMs, onError });
    const tls = await context.tlsOptions();
    if (name === 'https') {
      return createHttpFiles({ ...content, protocol: name, tls, idleTimeoutMs, onError });
    }
    secureContext = createSecureContext(tls);
    return createFtpFiles({
      ...{ ...content, idleTimeoutMs, onError },
      implicit: name === 'ftps-implicit',
      secureContext: () => secureContext,
      passive() {
        const { passiveFrom: from, passiveTo: to, passiveAddress: address } = context.settings();
        return { from, to, address };
      },
    });
  }

  async function open(name: FileServerName): Promise<void> {
    const { host, maxConnections, ...settings } = context.settings();
    const server = await create(name);
    const place = { host, port: settings[portSetting[name]], maxConnections };
    const opened = await openListener(server, place);
    if (opened.ok) {
      running.set(name, { server, listener: opened.value });
      problems.delete(name);
    } else {
      const { problem } = opened;
      problems.set(name, (await context.explainPort?.(problem, place)) ?? problem);
    }
    context.moved();
  }

  async function shut(name: FileServerName): Promise<void> {
    const known = running.get(name);
    running.delete(name);
    problems.delete(name);
    await known?.listener.close();
    context.moved();
  }

  function hasMoved(name: FileServerName, before: FileSettings): boolean {
    const now = context.settings();
    const setting = portSetting[name];
    const asked = now[setting];
    const isWhereItIs = asked === before[setting] || asked === running.get(name)?.listener.port;
    return now.host !== before.host || !isWhereItIs;
  }

  return {
    states: () =>
      names.map((server) => {
        const listener = running.get(server)?.listener;
        const problem = problems.get(server);
        return {
          server,
          status: listener ? 'listening' : problem ? 'failed' : 'stopped',
          connections: listener?.connections() ?? 0,
          ...(listener ? { port: listener.port } : {}),
          ...(problem ? { problem } : {}),
        };
      }),
    ports: () => new Map([...running].map(([name, { listener }]) => [name, listener.port])),
    start: (name) =>
      inTurn(async () => {
        if (!running.has(name)) await open(name);
        return problems.get(name);
      }),
    stop: (name) => inTurn(() => shut(name)),
    applySettings: (before) =>
      inTurn(async () => {
        const { maxConnections, idleTimeoutS } = context.settings();
        for (const [name, { server }] of [...running]) {
          if (hasMoved(name, before) || idleTimeoutS !== before.idleTimeoutS) {
            await shut(name);
            await open(name);
          } else {
            server.maxConnections = maxConnections;
          }
        }
      }),
    refreshCertificates: () =>
      inTurn(async () => {
        if (running.size === 0) return;
        const tls = await context.tlsOptions();
        secureContext = createSecureContext(tls);
        for (const { server } of running.values()) {
          if (isHttps(server)) server.setSecureContext(tls);
        }
      }),
    close: () =>
      inTurn(async () => {
        for (const name of names) await shut(name);
      }),
  };
}

function isHttps(server: Server | HttpServer): server is HttpsServer {
  return server instanceof HttpsServer;
}
