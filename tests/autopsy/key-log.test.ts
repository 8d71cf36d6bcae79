/**
 * The key log: off by itself, on by explicit switch, masked at every door, exported only by a call that is recorded;
 * what it writes opens the very session that is on record.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';
import { type ComposedBench, openTestDoor, startComposedBench } from '../support/composed-bench.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { headOf } from './support.ts';

let composed: ComposedBench;
let port: number;
let listener: string;

beforeAll(async () => {
  composed = await startComposedBench();
  [port = 0] = await composed.listen({ securityProfiles: [2] });
  listener = composed.bench.csms.state().listeners[0]?.id ?? '';
});
afterAll(() => composed.close());

/** Bytes 11 to 43 of a TLS record with a ClientHello: its random, as the key log names the session. */
const randomOf = (base64: string): string =>
  Buffer.from(base64, 'base64').subarray(11, 43).toString('hex');

async function helloAfter(after: number) {
  return composed.frame(({ seq, kind }) => seq > after && kind === 'client-hello');
}

describe.skipIf(!opensslAvailable)('the key log of a listener', () => {
  it('is off, and a session leaves no keys', async () => {
    const after = headOf(composed);
    await runSClient(port, ['-tls1_2']);
    await composed.frame(({ seq, kind }) => seq > after && kind === 'connection-closed');
    expect((await composed.frames()).some(({ kind }) => kind === 'tls-keys')).toBe(false);
    expect(composed.bench.attempts.keyLog()).toEqual({ listeners: [], chargePoints: [] });
  });

  it.each(['-tls1_2', '-tls1_3'])(
    'on, names the random of the ClientHello on record: %s',
    async (version) => {
      const { attempts } = composed.bench;
      expect(attempts.setKeyLog({ listener, on: true })).toEqual({
        ok: true,
        value: { listeners: [listener], chargePoints: [] },
      });
      const after = headOf(composed);
      await runSClient(port, [version]);
      const hello = await helloAfter(after);
      const keys = await composed.frame(({ seq, kind }) => seq > after && kind === 'tls-keys');
      expect(keys).toMatchObject({ masked: true, text: '•••', connection: hello.connection });
      const exported = await attempts.exportKeyLog({ connection: hello.connection });
      if (!exported.ok) throw new Error(exported.problem.code);
      const lines = exported.value.text.trimEnd().split('\n');
      const random = randomOf(hello.base64 ?? '');
      for (const line of lines) {
        const [label = '', clientRandom, secret = ''] = line.split(' ');
        expect(label).toMatch(/^[A-Z0-9_]+$/);
        expect(clientRandom).toBe(random);
        expect(secret).toMatch(/^([0-9a-f]{2})+$/);
      }
      expect(lines.length).toBeGreaterThanOrEqual(version === '-tls1_2' ? 1 : 4);
      const audit = await composed.frame(
        ({ seq, kind }) => seq > keys.seq && kind === 'secret-revealed',
      );
      expect(audit.detail).toMatchObject({ what: 'tls-keys', sessions: 1 });
    },
  );

  it('no door gives the keys: frames, export of the capture, autopsy, search', async () => {
    const exported = await composed.bench.attempts.exportKeyLog({});
    if (!exported.ok) throw new Error(exported.problem.code);
    const secret = exported.value.text.split(' ')[2]?.slice(0, 40) ?? '?';
    expect(secret).toHaveLength(40);
    expect(JSON.stringify(await composed.frames())).not.toContain(secret);
    const found = await composed.bench.frames.list({ filter: secret, limit: 10 });
    expect(found).toMatchObject({ ok: true, value: { frames: [] } });
    const copy = await composed.bench.captures.export(
      (await composed.bench.captures.list())[0]?.id ?? '',
    );
    if (!copy.ok) throw new Error(copy.problem.code);
    let text = '';
    for await (const chunk of copy.value.content) text += Buffer.from(chunk).toString();
    expect(text).toContain('tls-keys');
    expect(text).not.toContain(secret);
  });

  it('off again, nothing more is recorded; the switch itself is on record', async () => {
    const { attempts } = composed.bench;
    expect(attempts.setKeyLog({ listener, on: false })).toMatchObject({
      value: { listeners: [] },
    });
    const after = headOf(composed);
    await runSClient(port, ['-tls1_2']);
    await composed.frame(({ seq, kind }) => seq > after && kind === 'connection-closed');
    const frames = await composed.frames();
    expect(frames.filter(({ seq, kind }) => seq > after && kind === 'tls-keys')).toEqual([]);
    expect(frames.filter(({ kind }) => kind === 'key-log-switched').length).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('with handshakes in full it works all the same', async () => {
    const [other = 0] = await composed.listen({
      securityProfiles: [2],
      handshakeRecording: 'full',
    });
    const id = composed.bench.csms.state().listeners[0]?.id ?? '';
    composed.bench.attempts.setKeyLog({ listener: id, on: true });
    const after = headOf(composed);
    await runSClient(other, ['-tls1_2']);
    const keys = await composed.frame(({ seq, kind }) => seq > after && kind === 'tls-keys');
    expect(keys.detail).toMatchObject({ labels: ['CLIENT_RANDOM'] });
  });
});

describe('the switch', () => {
  it('of an emulated charge point records the sessions it dials', async () => {
    const [own = 0] = await composed.listen({ securityProfiles: [2] });
    const { bench } = composed;
    const request = chargePointRequest.parse({
      url: `wss://localhost:${own}/`,
      securityProfile: 2,
      password: 'sixteen-bytes-ok',
      autoConnect: false,
    });
    await bench.chargePoints.put('KEYS', request);
    expect(bench.attempts.setKeyLog({ chargePoint: 'KEYS', on: true })).toMatchObject({
      value: { chargePoints: ['KEYS'] },
    });
    const after = headOf(composed);
    await bench.chargePoints.act('KEYS', { action: 'connect' });
    const isOwn = ({ seq, role }: { seq: number; role: string }) =>
      seq > after && role === 'charge-point';
    const keys = await composed.frame((frame) => isOwn(frame) && frame.kind === 'tls-keys');
    const hello = await composed.frame((frame) => isOwn(frame) && frame.kind === 'client-hello');
    const exported = await bench.attempts.exportKeyLog({ connection: keys.connection });
    if (!exported.ok) throw new Error(exported.problem.code);
    expect(exported.value.text).toContain(randomOf(hello.base64 ?? ''));
    await bench.chargePoints.delete('KEYS');
    expect(bench.attempts.keyLog().chargePoints).toEqual([]);
  });

  it('names what it cannot find, and wants one target', async () => {
    const { attempts } = composed.bench;
    expect(attempts.setKeyLog({ listener: 'none', on: true })).toMatchObject({
      problem: { code: 'listener-unknown' },
    });
    expect(attempts.setKeyLog({ on: true })).toMatchObject({ problem: { code: 'key-log-target' } });
    const { door, api } = await openTestDoor(composed);
    expect((await api('PUT', '/key-log', { on: true })).status).toBe(422);
    expect((await api('GET', '/attempts/live/999999')).status).toBe(404);
    expect((await api('GET', '/attempts?outcome=failed&limit=1')).body.attempts.length).toBe(1);
    await door.close();
  });
});
