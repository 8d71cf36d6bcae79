/**
 * 5,000 emulated charge points in one process, heartbeating, against our CSMS in another: connect time, memory beyond
 * that of bare `ws` clients, processor time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FleetSummary } from '../../shared/api/fleets-contract.ts';
import { type ChildBench, startChildBench } from '../support/child-bench.ts';
import { type Figure, type Measurement, withFolder } from './measurement.ts';
import { processorS, residentKb } from './process-figures.ts';
import { forkHelper } from './throughput.ts';

const budgetKb = 60;
const startsPerS = 250;
const heartbeatS = 30;
/** Memory settles, heartbeats begin. */
const settleMs = 5000;
const longestConnectMs = 180_000;

interface Held {
  residentKb: number;
  /** Processor time in percent of one core. */
  processorPercent: number;
  connectMs: number;
}

async function observe(pid: number, connectMs: number, forMs: number): Promise<Held> {
  await delay(settleMs);
  const before = processorS(pid);
  const startedAt = performance.now();
  await delay(forMs);
  const usedS = processorS(pid) - before;
  const processorPercent = (usedS / ((performance.now() - startedAt) / 1000)) * 100;
  return { residentKb: residentKb(pid), processorPercent, connectMs };
}

function pidOf({ pid }: { pid?: number | undefined }): number {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
}

async function bareClients(port: number, count: number, forMs: number): Promise<Held> {
  const words = [`ws://127.0.0.1:${port}`, String(count), String(startsPerS)];
  const { child, first } = await forkHelper('bare-clients.ts', words);
  try {
    // The helper sends one message of this shape.
    const { connectMs } = first as { connectMs: number };
    return await observe(pidOf(child), connectMs, forMs);
  } finally {
    child.kill('SIGKILL');
  }
}

async function summaryOf(bench: ChildBench): Promise<FleetSummary | undefined> {
  // The shape is that of the contract, which the server checks.
  const [summary] = (await bench.api('GET', '/fleets')) as FleetSummary[];
  return summary;
}

async function whenConnected(bench: ChildBench, count: number): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < longestConnectMs) {
    const summary = await summaryOf(bench);
    if (summary?.registrations.Accepted === count) return performance.now() - startedAt;
    await delay(200);
  }
  throw new Error(`not all connected: ${JSON.stringify((await summaryOf(bench))?.connections)}`);
}

async function fleet(
  folder: string,
  port: number,
  count: number,
  forMs: number,
): Promise<Held & { stormMs: number }> {
  const config = join(folder, 'bench.yaml');
  const profile = `  beating: { behaviour: { heartbeatIntervalS: ${heartbeatS} } }`;
  writeFileSync(config, `version: 1\nchargePointProfiles:\n${profile}\n`);
  const url = `ws://127.0.0.1:${port}`;
  const many = ['--id', 'CP-{00001}', '--count', String(count), '--rate', String(startsPerS)];
  const bench = await startChildBench({
    command: [
      ...['charge-point', '--url', url, ...many],
      ...['--config', config, '--charge-point-profile', 'beating'],
    ],
    dataFolder: join(folder, 'charge-points'),
    built: true,
    readyEvent: 'api',
  });
  try {
    const connectMs = await whenConnected(bench, count);
    const held = await observe(pidOf(bench.process), connectMs, forMs);
    await bench.api('POST', '/fleets/fleet/storm');
    const stormMs = await whenConnectedAgain(bench, count);
    return { ...held, stormMs };
  } finally {
    await bench.stop();
  }
}

async function whenConnectedAgain(bench: ChildBench, count: number): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < longestConnectMs) {
    const summary = await summaryOf(bench);
    if (summary?.connections.connected === count) return performance.now() - startedAt;
    await delay(200);
  }
  throw new Error(`not all came back: ${JSON.stringify((await summaryOf(bench))?.connections)}`);
}

function figuresOf(count: number, bare: Held, ours: Held & { stormMs: number }): Figure[] {
  const perMember = (ours.residentKb - bare.residentKb) / count;
  const many = `${count} charge points`;
  return [
    {
      what: 'memory of a charge point beyond a bare ws client',
      value: perMember,
      unit: 'kB',
      budget: { atMost: budgetKb },
      note: `${Math.round(ours.residentKb / 1024)} MB and ${Math.round(bare.residentKb / 1024)} MB`,
    },
    {
      what: `${many} connected and accepted, ${startsPerS} a second`,
      value: ours.connectMs / 1000,
      unit: 's',
      note: `bare ws: ${(bare.connectMs / 1000).toFixed(1)}`,
    },
    { what: `${many} back after a reconnect storm`, value: ours.stormMs / 1000, unit: 's' },
    {
      what: `${many}, a heartbeat every ${heartbeatS} s: processor`,
      value: ours.processorPercent,
      unit: '% of a core',
      note: `bare ws, silent: ${bare.processorPercent.toFixed(1)}`,
    },
  ];
}

export const measureFleet: Measurement = async ({ quick, progress }) => {
  const count = quick ? 1000 : 5000;
  const forMs = quick ? 5000 : 30_000;
  return withFolder(async (folder) => {
    const csms = await startChildBench({
      command: ['csms', '--listen', '0@127.0.0.1:0'],
      dataFolder: join(folder, 'csms'),
      built: true,
    });
    try {
      progress(`fleet: ${count} bare ws clients`);
      const bare = await bareClients(csms.port, count, forMs);
      progress(`fleet: ${count} charge points`);
      const ours = await fleet(folder, csms.port, count, forMs);
      return figuresOf(count, bare, ours);
    } finally {
      await csms.stop();
    }
  });
};
