/**
 * The table of faults in the guide, fault by fault: each is made by a foreign program over real sockets, the attempt is
 * read through the API as the screen reads it, and what it says is what the table says.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AutopsyStep } from '../../shared/security/autopsy/model.ts';
import type { Fault } from './table/fault.ts';
import { faults, numberOf } from './table/faults.ts';
import { faultsPage } from './table/page.ts';
import { alert, isHere, plainHello } from './table/peers.ts';
import { wordsOf, wordsOnPage } from './table/words.ts';
import { type FaultWorld, startFaultWorld } from './table/world.ts';

let world: FaultWorld;
const begun = new Map<string, Promise<number>>();
beforeAll(async () => {
  world = await startFaultWorld();
  for (const fault of faults) {
    if (fault.slowMs === undefined) continue;
    const provoked = fault.provoke(world);
    // Whoever waits for it hears of its failure; nobody does when the test is not among those that run.
    provoked.catch(() => undefined);
    begun.set(fault.id, provoked);
  }
});
afterAll(() => world.close());

/** Red, and more than the outcome of what was red before: the alert that was sent, the status that was answered. */
const isFirstCause =
  (wanted: string) =>
  ({ id, tone }: AutopsyStep): boolean =>
    tone === 'red' && (id === wanted || (id !== 'alert' && id !== 'answer'));

describe('faults', () => {
  for (const fault of faults) {
    const { id, wrong, seen, peer, slowMs = 0 } = fault;
    it.skipIf(!isHere(peer))(
      `fault ${numberOf(fault)} (${peer}): ${wrong}`,
      async () => {
        const { autopsy } = await world.autopsy(await (begun.get(id) ?? fault.provoke(world)));
        expect(autopsy.role).toBe(fault.weAre);
        const step = autopsy.steps.find((one) => one.id === seen.step);
        expect(step).toMatchObject({ tone: seen.tone, code: seen.code });
        expect(step?.parameters).toMatchObject(seen.parameters ?? {});
        if (seen.tone === 'red') expect(autopsy.side).toBe(seen.side);
        if (seen.alert !== undefined) expect(autopsy.failure?.alert).toMatchObject(seen.alert);
        if (step !== undefined) expect(wordsOnPage(autopsy, step)).toEqual(wordsOf(fault));
        if (seen.tone === 'red')
          expect(autopsy.steps.filter(isFirstCause(seen.step))).toEqual([step]);
      },
      20_000 + slowMs,
    );
  }
});

describe('what is no fault', () => {
  it('a ClientHello that comes byte by byte is read like any other', async () => {
    const connection = await world.connection(async () => {
      const socket = net.connect(world.ports.full, '127.0.0.1');
      await once(socket, 'connect');
      socket.setNoDelay(true);
      for (const byte of plainHello()) {
        await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
      }
      await once(socket, 'data');
      socket.end(alert(0));
      await once(socket, 'close');
    });
    const { autopsy } = await world.autopsy(connection);
    const tones = autopsy.steps.map(({ id, tone }): [string, string] => [id, tone]);
    const hello = ['first-byte', 'client-hello', 'offered-version', 'offered-suites'];
    for (const id of [...hello, 'server-hello']) expect(tones).toContainEqual([id, 'green']);
  });
});

describe('the table of faults', () => {
  it('gives each fault a number and a name of its own', () => {
    expect(faults.length).toBeGreaterThanOrEqual(30);
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  });

  it('says to each what to do, and on which side', () => {
    const silent = faults.filter((fault) => wordsOf(fault).todo.length === 0);
    expect(silent.map(({ id }) => id)).toEqual([]);
    const first = (fault: Fault) => wordsOf(fault).todo[0]?.side;
    const elsewhere = faults.filter((one) => one.seen.side && first(one) !== one.seen.side);
    expect(elsewhere.map(({ id }) => id)).toEqual([]);
  });

  it('stands in the guide as these tests make it', () => {
    const page = readFileSync(new URL('../../docs/guide/faults-seen.md', import.meta.url), 'utf8');
    const isFresh = page.replaceAll('\r\n', '\n') === faultsPage(faults);
    expect(isFresh, 'bring it up to date with: node build/run.mjs fault-table').toBe(true);
  });
});
