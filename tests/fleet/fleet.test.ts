/** Fleets against a Central System on a real socket, with the clock in the test's hand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createFleets, type Fleets } from '../../electron/bench/charge-point/fleet/fleets.ts';
import { openBenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../electron/bench/pki/memory-certificate-storage.ts';
import { type FleetSummary, fleetRequest, memberQuery } from '../../shared/api/fleets-contract.ts';
import { type CentralSystem, result, startCentralSystem } from '../charge-point/central-system.ts';
import { createManualClock, type ManualClock } from '../charge-point/support.ts';
import { createMemoryRecorder } from '../wire/support.ts';

let central: CentralSystem;
let fleets: Fleets;
let clock: ManualClock;
const problems: unknown[] = [];
/** Client certificates that are asked for; call one to make it. */
const certificates: (() => void)[] = [];
const asked = new Set<string>();
const watchers = new Set<() => void>();
let lastConnection = 50_000;

beforeEach(async () => {
  central = await startCentralSystem();
  central.answers.set('BootNotification', () =>
    result({ status: 'Accepted', currentTime: new Date().toISOString(), interval: 600 }),
  );
  // On a tenth of a second, as the timers of a fleet are.
  clock = createManualClock(Math.floor(Date.now() / 1000) * 1000);
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Example Mobility',
  });
  fleets = createFleets({
    recorder: createMemoryRecorder(),
    authorities: () =>
      Promise.resolve({
        ...authorities,
        clientIdentity(request) {
          // Its connection asks again for what is there.
          if (asked.has(request.station)) return authorities.clientIdentity(request);
          asked.add(request.station);
          const made = new Promise<void>((resolve) => certificates.push(resolve));
          return made.then(() => authorities.clientIdentity(request));
        },
      }),
    prepareMembers: () => ({ ok: false, problem: { code: 'listener-for-profile-missing' } }),
    benchRootsPem: () => Promise.resolve([]),
    nextConnectionNumber: () => {
      lastConnection += 1;
      return lastConnection;
    },
    profile: (name) => (name === 'two' ? { connectors: 2 } : undefined),
    onMoved() {
      for (const watcher of [...watchers]) watcher();
    },
    reportProblem: (error) => problems.push(error),
    clock,
  });
});

afterEach(async () => {
  for (const make of certificates.splice(0)) make();
  await fleets.close();
  await central.stop();
  expect(problems.splice(0)).toEqual([]);
  expect(clock.waiting).toBe(0);
});

async function start(request: Partial<z.input<typeof fleetRequest>> = {}): Promise<FleetSummary> {
  const wanted = fleetRequest.parse({ url: central.url, count: 20, bootsPerS: 1000, ...request });
  const put = await fleets.put('test', wanted);
  if (!put.ok) throw new Error(put.problem.code);
  return put.value;
}

/** The summary as soon as it fits. */
function when(fits: (summary: FleetSummary) => boolean): Promise<FleetSummary> {
  return new Promise((resolve) => {
    function look(): void {
      const [summary] = fleets.list();
      if (summary === undefined || !fits(summary)) return;
      watchers.delete(look);
      resolve(summary);
    }
    watchers.add(look);
    look();
  });
}

const accepted = (count: number) => when(({ registrations }) => registrations.Accepted === count);
const page = (query: z.input<typeof memberQuery> = {}) => {
  const answer = fleets.members('test', memberQuery.parse(query));
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.value;
};

describe('A fleet', () => {
  it('BootNotification: members get their power one after the other, with the ids of the pattern', async () => {
    const first = await start({ ids: 'EV-{0007}-X', bootsPerS: 40, count: 10 });
    expect(first).toMatchObject({ started: 4, connections: { 'not-started': 6 } });
    clock.advance(100);
    expect(fleets.list()[0]).toMatchObject({ started: 8, connections: { 'not-started': 2 } });
    clock.advance(200);
    const all = await accepted(10);
    expect(all.connections).toEqual({ connected: 10 });
    expect(
      page()
        .members.map(({ id }) => id)
        .slice(0, 4),
    ).toEqual(['EV-0007-X', 'EV-0008-X', 'EV-0009-X', 'EV-0010-X']);
    expect(central.of('BootNotification')).toHaveLength(10);
  });

  it('Heartbeat: beats as the members were told, or at an interval of its own', async () => {
    await start({ count: 3, settings: { behaviour: { heartbeatIntervalS: 30 } } });
    await accepted(3);
    clock.advance(30_100);
    for (let beat = 0; beat < 3; beat += 1) await central.next('Heartbeat');
    expect(central.of('Heartbeat')).toHaveLength(3);
  });

  it('all come back with growing waits after a storm, without another boot', async () => {
    await start();
    await accepted(20);
    expect(fleets.storm('test').ok).toBe(true);
    await when(({ connections }) => connections.waiting === 20);
    // Half a second at least, one at most, and chance is one half here.
    clock.advance(400);
    expect(fleets.list()[0]?.connections).toEqual({ waiting: 20 });
    clock.advance(500);
    const back = await when(({ connections }) => connections.connected === 20);
    expect(back.problems).toEqual([]);
    expect(central.of('BootNotification')).toHaveLength(20);
  });

  it('counts why members are not connected', async () => {
    await start({ url: 'ws://127.0.0.1:1/' });
    const down = await when(({ connections }) => connections.waiting === 20);
    expect(down.problems).toEqual([{ code: 'connection-refused', count: 20 }]);
  });

  it('StartTransaction: drivers come and go by chance', async () => {
    let lastId = 0;
    central.answers.set('StartTransaction', () => {
      lastId += 1;
      return result({ transactionId: lastId, idTagInfo: { status: 'Accepted' } });
    });
    // Chance is always one half in a test: whatever is likelier than that happens at once.
    await start({ count: 5, profile: 'two', sessions: { idleS: 1, chargeS: 1 } });
    await accepted(5);
    clock.advance(1100);
    const charging = await when(({ connectors }) => connectors.Charging === 10);
    expect(charging.transactions).toBe(10);
    for (let started = 0; started < 10; started += 1) await central.next('StartTransaction');
    clock.advance(1100);
    for (let stopped = 0; stopped < 10; stopped += 1) await central.next('StopTransaction');
  });

  it('gives its members page by page, and by state', async () => {
    await start({ count: 25 });
    await accepted(25);
    const first = page({ limit: 10 });
    expect(first.members).toHaveLength(10);
    expect(first.next).toBe(10);
    const last = page({ after: 20, limit: 10 });
    expect(last.members).toHaveLength(5);
    expect(last.next).toBeUndefined();
    expect(page({ status: 'waiting' }).members).toEqual([]);
    expect(memberQuery.safeParse({ limit: 5000 }).success).toBe(false);
  });

  it('does something to one member, or to all', async () => {
    await start({ count: 5 });
    await accepted(5);
    const one = await fleets.act('test', {
      member: 'CP-0002',
      action: { action: 'plug-in', connectorId: 1 },
    });
    expect(one).toEqual({ ok: true, value: { done: 1, failed: 0 } });
    const all = { action: { action: 'plug-in', connectorId: 1 } } as const;
    expect(await fleets.act('test', all)).toEqual({ ok: true, value: { done: 4, failed: 1 } });
    expect(fleets.list()[0]?.connectors).toEqual({ Preparing: 5 });
  });

  it('on profile 3 a member starts when it has a certificate, and two are made at a time', async () => {
    const url = central.url.replace('ws:', 'wss:');
    await start({ url, securityProfile: 3, count: 5 });
    expect(certificates).toHaveLength(2);
    expect(fleets.list()[0]).toMatchObject({ started: 0, certificates: 0 });
    certificates[0]?.();
    await when(({ started }) => started === 1);
    expect(fleets.list()[0]).toMatchObject({ certificates: 1, connections: { 'not-started': 4 } });
    expect(certificates).toHaveLength(3);
  });

  it('stops with every connection closed', async () => {
    await start({ count: 5 });
    await accepted(5);
    expect(await fleets.delete('test')).toBe(true);
    expect(fleets.list()).toEqual([]);
    expect(await fleets.delete('test')).toBe(false);
  });

  it('refuses a profile nobody knows, and settings that make no charge point', async () => {
    const request = { url: central.url, count: 1 };
    const unknown = await fleets.put('test', fleetRequest.parse({ ...request, profile: 'nobody' }));
    expect(unknown).toMatchObject({ problem: { code: 'charge-point-profile-unknown' } });
    const wrong = await fleets.put(
      'test',
      fleetRequest.parse({ ...request, url: 'ws://127.0.0.1/', securityProfile: 2 }),
    );
    expect(wrong.ok).toBe(false);
    expect(fleets.storm('nobody')).toMatchObject({ problem: { code: 'fleet-unknown' } });
  });
});
