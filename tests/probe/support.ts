/** Probes of servers that are not ours, with a record that keeps its frames. Imported by tests only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { readTarget } from '../../electron/bench/probe/probe-target.ts';
import { runProbe } from '../../electron/bench/probe/run-probe.ts';
import { probeRequest } from '../../shared/api/probe-contract.ts';
import type { NewFrame } from '../../shared/record/frame.ts';
import { judgeEndpoint } from '../../shared/security/probe/judge-endpoint.ts';
import {
  type ProbeLine,
  type ProfileSummary,
  summariseProfiles,
} from '../../shared/security/probe/probe-line.ts';
import { probeLineWords } from '../../shared/security/probe/probe-words.ts';

export interface Probed {
  lines: ProbeLine[];
  summaries: ProfileSummary[];
  frames: NewFrame[];
  connections: number;
  /** `verdict finding` of a line, by id and variant. */
  of(id: string, variant?: string): string;
}

/** Probes and judges; every line has to have words and evidence that exists. */
export async function probe(request: object, signal?: AbortSignal): Promise<Probed> {
  const target = readTarget(probeRequest.parse(request), { rootsPem: [] });
  if (!target.ok) throw new Error(JSON.stringify(target.problem));
  const frames: NewFrame[] = [];
  let number = 0;
  const { facts, connections } = await runProbe(target.value, {
    recorder: { append: (frame) => frames.push(frame), afterWrite: (proceed) => proceed() },
    nextConnectionNumber: () => ++number,
    nowMs: Date.now,
    ...(signal === undefined ? {} : { signal }),
  });
  const lines = judgeEndpoint(facts);
  for (const line of lines) {
    const words = probeLineWords(line);
    if (words.line === line.id || words.found.startsWith(line.finding)) {
      throw new Error(`no words: ${line.id} ${line.finding}`);
    }
  }
  return {
    lines,
    summaries: summariseProfiles(lines),
    frames,
    connections,
    of(id, variant) {
      const line = lines.find((one) => one.id === id && (variant ?? one.variant) === one.variant);
      return line === undefined ? 'no line' : `${line.verdict} ${line.finding}`;
    },
  };
}

export interface Closable {
  port: number;
  close(): Promise<void>;
}

/** `openssl s_server` with these options on a free port, answering HTTP. */
export async function startSServer(...options: string[]): Promise<Closable> {
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-www', ...options]);
  let output = '';
  const ready = new Promise<number>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += String(chunk);
      const port = /ACCEPT \S+:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => reject(new Error(output)));
  });
  const port = await ready;
  return {
    port,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A TCP server that does this with each connection. */
export async function startTcpServer(handle: (socket: net.Socket) => void): Promise<Closable> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
