/**
 * CALLs a second of the CSMS with validation, both frames in the journal before the answer and the index worker
 * running, next to a bare `ws` echo server and the strict ocpp-rpc pair, in rounds of random order.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ChildBench, startChildBench } from '../support/child-bench.ts';
import type { CallsOrder, CallsReport } from './calls-client.ts';
import {
  type Figure,
  type Measurement,
  type MeasurementOptions,
  median,
  shuffled,
  spread,
  withFolder,
} from './measurement.ts';

interface Variant {
  name: 'ws' | 'csms' | 'ocpp-rpc';
  client: CallsOrder['client'];
  port: number;
}

const connectionCounts = [10, 100] as const;
const pollMs = 50;
const longestSettlingMs = 30_000;

/** A helper process of this folder; resolves with its first message. */
export async function forkHelper(
  name: string,
  words: readonly string[] = [],
): Promise<{ child: ChildProcess; first: unknown }> {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)), words, { execArgv: [] });
  const [first] = await once(child, 'message');
  return { child, first };
}

/** Runs one order in the client process. */
export async function giveOrder(client: ChildProcess, order: CallsOrder): Promise<CallsReport> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const answer = Promise.race([
      once(client, 'message', { signal }),
      once(client, 'exit', { signal }).then(() => {
        throw new Error('the client of the measurement ended');
      }),
    ]);
    client.send(order);
    const [report] = await answer;
    // The only message the client sends for an order.
    return report as CallsReport;
  } finally {
    over.abort();
  }
}

/** Waits until the index has caught up, so that it takes nothing from what is measured next. */
export async function untilIndexed(bench: ChildBench): Promise<number> {
  const deadlineMs = performance.now() + longestSettlingMs;
  for (;;) {
    // Shape of `GET /api/frames-head` in the contract.
    const head = (await bench.api('GET', '/frames-head')) as { head: number; indexedTo: number };
    if (head.head === head.indexedTo) return head.head;
    if (performance.now() > deadlineMs) throw new Error('the index does not catch up');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

type Rates = Map<string, number[]>;

function rateKey(name: Variant['name'], connections: number): string {
  return `${name} ${connections}`;
}

async function measureRounds(
  variants: readonly Variant[],
  client: ChildProcess,
  bench: ChildBench,
  { quick, progress }: MeasurementOptions,
): Promise<Rates> {
  const rounds = quick ? 3 : 9;
  const rates: Rates = new Map();
  const cells = connectionCounts.flatMap((connections) =>
    variants.map((variant) => ({ connections, variant })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    progress(`throughput: round ${round} of ${rounds}`);
    for (const { connections, variant } of shuffled(cells)) {
      const { calls, seconds } = await giveOrder(client, {
        client: variant.client,
        url: `ws://127.0.0.1:${variant.port}`,
        connections,
        warmUpMs: quick ? 200 : 300,
        durationMs: quick ? 500 : 1000,
      });
      await untilIndexed(bench);
      const key = rateKey(variant.name, connections);
      rates.set(key, [...(rates.get(key) ?? []), calls / seconds]);
    }
  }
  return rates;
}

/** The CSMS's rate over another's, round by round. */
function ratios(rates: Rates, other: Variant['name'], connections: number): number[] {
  const own = rates.get(rateKey('csms', connections)) ?? [];
  const others = rates.get(rateKey(other, connections)) ?? [];
  return own.map((rate, round) => rate / (others[round] ?? Number.NaN));
}

function figures(rates: Rates): Figure[] {
  return connectionCounts.flatMap((connections): Figure[] => {
    const overWs = ratios(rates, 'ws', connections);
    const overRpc = ratios(rates, 'ocpp-rpc', connections);
    const calls = (['ws', 'csms', 'ocpp-rpc'] as const).map((name) => {
      const values = rates.get(rateKey(name, connections)) ?? [];
      return {
        what: `${name}, ${connections} connections`,
        value: Math.round(median(values)),
        unit: 'calls/s',
        note: spread(values, 0),
      };
    });
    return [
      ...calls,
      {
        what: `csms / ws echo, ${connections} connections`,
        value: median(overWs),
        unit: '×',
        budget: { atLeast: 0.55 },
        note: spread(overWs),
      },
      {
        what: `csms / ocpp-rpc pair, ${connections} connections`,
        value: median(overRpc),
        unit: '×',
        budget: { atLeast: 2.5 },
        note: spread(overRpc),
      },
    ];
  });
}

/** Budgets: 0.55 × the echo server, 2.5 × the ocpp-rpc pair. */
export const measureThroughput: Measurement = (options) =>
  withFolder(async (folder) => {
    const helpers: ChildProcess[] = [];
    const bench = await startChildBench({
      command: ['csms', '--listen', '0@127.0.0.1:0'],
      dataFolder: folder,
      built: true,
      nodeArguments: (process.env.BENCHPOINT_BENCH_NODE_ARGUMENTS ?? '').split(' ').filter(Boolean),
    });
    try {
      const start = async (name: string, words: readonly string[] = []) => {
        const helper = await forkHelper(name, words);
        helpers.push(helper.child);
        return helper;
      };
      const echo = await start('reference-server.ts', ['ws-echo']);
      const rpc = await start('reference-server.ts', ['ocpp-rpc']);
      const { child: client } = await start('calls-client.ts');
      const variants: Variant[] = [
        { name: 'ws', client: 'ws', port: Number(echo.first) },
        { name: 'csms', client: 'ws', port: bench.port },
        { name: 'ocpp-rpc', client: 'ocpp-rpc', port: Number(rpc.first) },
      ];
      return figures(await measureRounds(variants, client, bench, options));
    } finally {
      for (const helper of helpers) helper.kill();
      await bench.stop();
    }
  });
