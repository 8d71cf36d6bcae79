import { once } from 'node:events';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { listenerConfiguration } from '../../../shared/api/csms-contract.ts';
import { createMemoryRecorder } from '../../../tests/wire/support.ts';
import { openBenchAuthorities } from '../pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../pki/memory-certificate-storage.ts';
import { withoutDesk } from './listener-material.ts';
import { createListeners } from './listeners.ts';

const hourMs = 3_600_000;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Listeners in a time of their own: nothing happens until the test lets it. */
async function startTimed(settings: Record<string, unknown>) {
  const clock = { nowMs: Date.parse('2026-03-01T12:00:00Z') };
  const recorder = createMemoryRecorder();
  const waiting = new Set<{ atMs: number; work: () => void }>();
  const errors: unknown[] = [];
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'CPO',
    now: () => clock.nowMs,
  });
  let settle: () => void = () => undefined;
  const listeners = createListeners({
    recorder,
    authorities,
    desk: withoutDesk,
    admit: () => ({ admitted: false, status: 404, code: 'identity-unknown' }),
    nextConnectionNumber: () => 1,
    version: '0.0.0',
    hostName: () => 'localhost',
    addresses: () => [],
    trustedRoots: async () => [await authorities.rootPem('ecdsa')],
    revocationLists: () => [],
    nowMs: () => clock.nowMs,
    later(delayMs, work) {
      const entry = { atMs: clock.nowMs + delayMs, work };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    moved: () => undefined,
    refreshed: () => settle(),
    onProblem: (problem) => errors.push(problem),
    onError: (error) => errors.push(error),
  });
  ends.push(() => listeners.configure([]));
  await listeners.start(listenerConfiguration.parse({ host: '127.0.0.1', port: 0, ...settings }));
  const state = () => {
    const [first] = listeners.states();
    if (first === undefined) throw new Error('no listener');
    return first;
  };

  /**
   * Lets the time pass; what is due is done in its order. Resolves with how often certificates were renewed.
   * @param leadMs how long before their end that is to be.
   */
  async function pass(durationMs: number, leadMs = 2.3 * hourMs): Promise<number> {
    const endMs = clock.nowMs + durationMs;
    let looks = 0;
    for (;;) {
      const [next] = [...waiting].toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined || next.atMs > endMs) break;
      waiting.delete(next);
      clock.nowMs = Math.max(clock.nowMs, next.atMs);
      const before = recorder.of('listener-started').length;
      const refreshed = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const due = Math.min(
        ...(state().certificates ?? []).map(({ notAfter }) => Date.parse(notAfter)),
      );
      next.work();
      if (clock.nowMs >= due - leadMs) {
        await refreshed;
        looks += recorder.of('listener-started').length - before;
      }
    }
    clock.nowMs = endMs;
    return looks;
  }

  const ca = [await authorities.rootPem('rsa'), await authorities.rootPem('ecdsa')];
  /** The serial number of the certificate that a new handshake is shown. */
  async function shake(): Promise<{ socket: tls.TLSSocket; serialNumber: string }> {
    const socket = tls.connect({
      ...{ host: '127.0.0.1', port: state().port, servername: 'localhost', ca },
      // Its clock is not ours.
      rejectUnauthorized: false,
    });
    ends.push(() => socket.destroy());
    await once(socket, 'secureConnect');
    return { socket, serialNumber: socket.getPeerCertificate().serialNumber };
  }
  return { clock, recorder, errors, state, pass, shake };
}

describe('A00.FR.701 server certificates that live for less than a day', () => {
  it('A00.FR.701 renews them in time: new handshakes get the new ones, open connections stay', async () => {
    const timed = await startTimed({ securityProfiles: [2], certificateValidityHours: 23 });
    const { state, pass, shake, recorder, clock } = timed;
    const [shown] = state().certificates ?? [];
    expect(Date.parse(shown?.notAfter ?? '') - clock.nowMs).toBe(23 * hourMs);
    const first = await shake();
    const { valid_from: from, valid_to: to } = first.socket.getPeerCertificate();
    expect(Date.parse(to) - Date.parse(from)).toBeLessThan(24 * hourMs);

    expect(await pass(20 * hourMs)).toBe(0);
    expect((await shake()).serialNumber).toBe(first.serialNumber);

    expect(await pass(1 * hourMs)).toBe(1);
    const [renewed] = recorder.of('listener-certificates');
    expect(renewed?.detail).toMatchObject({ cause: 'renewed', listener: 'listener-1' });
    expect(renewed?.detail.certificates).toHaveLength(2);
    const second = await shake();
    expect(second.serialNumber).not.toBe(first.serialNumber);
    expect(first.socket.destroyed).toBe(false);
    expect(first.socket.readyState).toBe('open');
    expect(timed.errors).toEqual([]);
  });

  it('A00.FR.701 renews again and again for a week, never later than its end', async () => {
    const timed = await startTimed({ securityProfiles: [2], certificateValidityHours: 23 });
    for (let day = 0; day < 7; day += 1) {
      await timed.pass(24 * hourMs);
      const ends = (timed.state().certificates ?? []).map(({ notAfter }) => Date.parse(notAfter));
      expect(Math.min(...ends)).toBeGreaterThan(timed.clock.nowMs);
    }
    expect(timed.recorder.of('listener-certificates').length).toBe(8);
  });

  it('renews at once after the computer slept through the time', async () => {
    const timed = await startTimed({ securityProfiles: [2], certificateValidityHours: 23 });
    const { serialNumber } = await timed.shake();
    timed.clock.nowMs += 60 * hourMs;
    await timed.pass(hourMs);
    expect((await timed.shake()).serialNumber).not.toBe(serialNumber);
  });

  it('renews those of a year a week before their end', async () => {
    const timed = await startTimed({ securityProfiles: [2] });
    expect(timed.state().certificates?.[0]?.notAfter).toBe('2027-03-01T12:00:00.000Z');
    timed.clock.nowMs = Date.parse('2027-02-22T11:59:00Z');
    await timed.pass(2 * hourMs, 7 * 24 * hourMs);
    expect(timed.state().certificates?.[0]?.notAfter).toMatch(/^2028-02-2/);
  });
});
