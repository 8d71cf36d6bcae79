/**
 * The bench that is fuzzed, as the tests see it: its ports and its answers about its own health.
 * Fails loudly when the process ends before it is told to.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Question } from './bench-process.fixture.ts';

export interface FuzzedBench {
  ports: { strict: number; lenient: number; tls: number };
  /** Bytes in use after garbage collection. */
  heapBytes(): Promise<number>;
  /** Waits for the index, reads every frame and the stations; `problems` are lines of the program log so far. */
  settle(): Promise<{
    head: number;
    read: number;
    stationsCharacters: number;
    problems: string[];
  }>;
  stop(): Promise<void>;
}

const fixture = fileURLToPath(new URL('bench-process.fixture.ts', import.meta.url));

async function nextValue(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code, killedBy]) => {
        throw new Error(`the bench ended with ${code ?? killedBy}`);
      }),
    ]);
    return message.value;
  } finally {
    over.abort();
  }
}

export async function startFuzzedBench(): Promise<FuzzedBench> {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-fuzz-'));
  const child = fork(fixture, [folder], { execArgv: ['--expose-gc'] });
  // The shapes below are those of the fixture beside this file.
  const ports = (await nextValue(child)) as FuzzedBench['ports'];
  async function ask(question: Question): Promise<unknown> {
    child.send(question);
    return nextValue(child);
  }
  return {
    ports,
    heapBytes: async () => (await ask('heap')) as number,
    settle: async () => (await ask('settle')) as Awaited<ReturnType<FuzzedBench['settle']>>,
    async stop() {
      const ended = once(child, 'exit');
      child.send('stop' satisfies Question);
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
