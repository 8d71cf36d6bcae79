/**
 * The whole bench in a temporary folder, as `serve` composes it, with its door when asked for. Imported by tests only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, createBench } from '../../electron/bench/bench.ts';
import { type Door, openDoor } from '../../electron/server/server.ts';
import { csmsRequest, type ListenerRequest } from '../../shared/api/csms-contract.ts';
import type { FrameView } from '../../shared/api/frames-contract.ts';

export const testToken = 'a-token-of-a-test-with-enough-characters';

export interface ComposedBench {
  bench: Bench;
  folder: string;
  /** Lines of the program log. */
  log: string[];
  /** Brings the CSMS to these listeners, on 127.0.0.1 and a free port unless said otherwise; resolves with the ports. */
  listen(
    ...listeners: (Partial<ListenerRequest> & Pick<ListenerRequest, 'securityProfiles'>)[]
  ): Promise<number[]>;
  /** The first frame that fits, now or later, as the doors show it. */
  frame(fits: (frame: FrameView) => boolean): Promise<FrameView>;
  /** Every frame of the live capture. */
  frames(): Promise<FrameView[]>;
  close(): Promise<void>;
}

export async function startComposedBench(): Promise<ComposedBench> {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-composed-'));
  const log: string[] = [];
  const built = await createBench({
    dataFolder: folder,
    version: '0.0.0',
    supervised: false,
    restore: false,
    logMirror: (line) => log.push(line),
  });
  if (!built.ok) throw new Error(JSON.stringify(built.problem));
  const bench = built.value;

  async function frames(): Promise<FrameView[]> {
    const all: FrameView[] = [];
    for (let after = 0; ; ) {
      const listed = await bench.frames.list({ after, limit: 1000 });
      if (!listed.ok) throw new Error(listed.problem.code);
      all.push(...listed.value.frames);
      const last = listed.value.frames.at(-1);
      if (last === undefined) return all;
      after = last.seq;
    }
  }

  return {
    bench,
    folder,
    log,
    async listen(...listeners) {
      const wanted = listeners.map((listener) => ({ host: '127.0.0.1', port: 0, ...listener }));
      const state = await bench.csms.configure(csmsRequest.parse({ listeners: wanted }));
      for (const { problem } of state.listeners) if (problem) throw new Error(problem.code);
      return state.listeners.map(({ port }) => port);
    },
    frames,
    async frame(fits) {
      for (;;) {
        const moved = new Promise<void>((resolve) => {
          const stop = bench.onMoved((topic) => {
            if (topic !== 'frames') return;
            stop();
            resolve();
          });
        });
        const found = (await frames()).find(fits);
        if (found) return found;
        await moved;
      }
    },
    async close() {
      await bench.close('test over');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  // What a test asserts on; its shape is what is being tested.
  // biome-ignore lint/suspicious/noExplicitAny: the contract is checked by the assertions themselves
  body: any;
}

export interface OpenedDoor {
  door: Door;
  /** Calls `/api` + path with the token. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

export async function openTestDoor(
  { bench }: Pick<ComposedBench, 'bench'>,
  options: Partial<Parameters<typeof openDoor>[0]> = {},
): Promise<OpenedDoor> {
  const opened = await openDoor({
    bench,
    host: '127.0.0.1',
    port: 0,
    token: testToken,
    version: '0.0.0',
    reportError: (error) => {
      throw error;
    },
    ...options,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const door = opened.value;
  return {
    door,
    async api(method, path, body) {
      const response = await fetch(`${door.url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${testToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      };
    },
  };
}
