/** A01: changing the AuthorizationKey, with emulated and foreign charge points over real sockets. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hexToBytes } from '../../shared/security/authorization-key.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { type CsmsBench, firstKey, startCsmsBench, stepOf, stepsOf } from './support.ts';

const nextKey = 'ffeeddccbbaa99887766554433221100';
const operation = 'change-authorization-key';

let tested: CsmsBench;
beforeAll(async () => {
  tested = await startCsmsBench();
});
afterEach(closeForeignChargePoints);
afterAll(() => tested.close());

/** A foreign charge point that answers ChangeConfiguration so and tells what it was sent. */
async function answering(identity: string, status: string) {
  const point = await tested.foreign(identity);
  const sent = new Promise<Record<string, unknown>>((resolve) => {
    point.handle('ChangeConfiguration', ({ params }) => {
      resolve({ ...Object(params) });
      return Promise.resolve({ status });
    });
  });
  return { point, sent };
}

function again(identity: string, key: string) {
  const password = Buffer.from(hexToBytes(key) ?? []);
  return foreignChargePoint({ identity, endpoint: `ws://localhost:${tested.port}`, password });
}

describe('with an emulated charge point', () => {
  it.each([1, 2] as const)(
    'A01.FR.02 ChangeConfiguration: the charge point comes back with the new key on profile %i',
    async (profile) => {
      const id = await tested.emulated(profile);
      const before = tested.station(id).connection;
      const state = await tested.ended(tested.start(id, { operation }));
      expect(state.status).toBe('succeeded');
      expect(stepsOf(state)).toEqual([
        ['prepare-key', 'done'],
        ['send-key', 'done'],
        ['reconnect-with-new-key', 'done'],
      ]);
      expect(stepOf(state, 'prepare-key').parameters).toMatchObject({ bytes: 20, made: true });
      expect(await tested.framesOf(state, 'send-key')).toEqual([
        'ChangeConfiguration',
        'ChangeConfiguration',
      ]);
      expect(await tested.framesOf(state, 'reconnect-with-new-key')).toEqual(['upgrade-request']);
      expect(tested.station(id).connection).not.toBe(before);
    },
  );

  it('A01 ChangeConfiguration: on profile 3 the key is kept for later', async () => {
    const id = await tested.emulated(3);
    const state = await tested.ended(tested.start(id, { operation, authorizationKeyHex: nextKey }));
    expect(state.status).toBe('succeeded');
    expect(stepOf(state, 'send-key').parameters).toMatchObject({ notUsedOnProfile: 3 });
    expect(tested.station(id).authorizationKeyBytes).toBe(16);
  });
});

describe('with a foreign charge point', () => {
  it('A01.FR.03 ChangeConfiguration: Accepted, the old key is refused and shown, the new one ends it', async () => {
    const { point, sent } = await answering('KEY-1', 'Accepted');
    const started = tested.start('KEY-1', { operation, authorizationKeyHex: nextKey });
    expect(await sent).toEqual({ key: 'AuthorizationKey', value: nextKey });
    await tested.waiting(started);
    await point.close();
    expect(await connectionError(again('KEY-1', firstKey))).toBe(401);
    const refused = await tested.operation(
      started,
      ({ steps }) => steps.at(-1)?.parameters.refused !== undefined,
    );
    expect(refused.status).toBe('waiting');
    expect(stepOf(refused, 'reconnect-with-new-key').parameters.refused).toBe('password-wrong');
    await again('KEY-1', nextKey).connect();
    expect((await tested.ended(started)).status).toBe('succeeded');
  });

  it.each(['Rejected', 'NotSupported'])(
    'A01.FR.04 ChangeConfiguration: %s keeps the old key',
    async (status) => {
      const { point } = await answering(`KEY-${status}`, status);
      const state = await tested.ended(tested.start(`KEY-${status}`, { operation }));
      expect(state).toMatchObject({
        status: 'failed',
        problem: {
          code: 'operation-refused',
          parameters: { action: 'ChangeConfiguration', status },
        },
      });
      await point.close();
      expect(await connectionError(again(`KEY-${status}`, firstKey))).toBeUndefined();
    },
  );

  it('A01.FR.04 ChangeConfiguration: a CALLERROR NotImplemented keeps the old key', async () => {
    const point = await tested.foreign('KEY-2');
    const state = await tested.ended(tested.start('KEY-2', { operation }));
    expect(state.problem).toMatchObject({
      code: 'operation-call-error',
      parameters: { error: 'NotImplemented' },
    });
    await point.close();
    expect(await connectionError(again('KEY-2', firstKey))).toBeUndefined();
  });

  it('A01.FR.05 ChangeConfiguration: RebootRequired, the charge point is reset and comes with the new key', async () => {
    const { point } = await answering('KEY-3', 'RebootRequired');
    const reset = new Promise((resolve) => {
      point.handle('Reset', ({ params }) => {
        resolve(params);
        return Promise.resolve({ status: 'Accepted' });
      });
    });
    const started = tested.start('KEY-3', { operation, authorizationKeyHex: nextKey });
    expect(await reset).toEqual({ type: 'Soft' });
    await tested.waiting(started);
    await point.close();
    await again('KEY-3', nextKey).connect();
    const state = await tested.ended(started);
    expect(stepsOf(state).map(([code]) => code)).toEqual([
      'prepare-key',
      'send-key',
      'reset',
      'reconnect-with-new-key',
    ]);
    expect(state.status).toBe('succeeded');
  });

  it('A01 a key that never comes into use: the old one can be restored', async () => {
    const { point } = await answering('KEY-4', 'Accepted');
    const started = tested.start('KEY-4', {
      operation,
      authorizationKeyHex: nextKey,
      resetWhenNeeded: false,
      reconnectTimeoutMs: 100,
    });
    await tested.waiting(started);
    await point.close();
    const overdue = await tested.operation(
      started,
      ({ steps }) => steps.at(-1)?.parameters.overdue === true,
    );
    expect(overdue.status).toBe('waiting');
    expect(overdue.recovery).toContain('restore-old-key');
    expect(await connectionError(again('KEY-4', firstKey))).toBe(401);
    tested.recover(started, 'restore-old-key');
    const state = await tested.ended(started);
    expect(state.problem?.code).toBe('operation-old-key-restored');
    expect(await connectionError(again('KEY-4', firstKey))).toBeUndefined();
  });

  it('A01 a grace period admits both keys, shows which came, and can be ended', async () => {
    const { point } = await answering('KEY-5', 'Accepted');
    const started = tested.start('KEY-5', { operation, authorizationKeyHex: nextKey });
    await tested.operation(started, ({ recovery }) => recovery.includes('admit-both-keys'));
    await point.close();
    tested.recover(started, 'admit-both-keys');
    await tested.operation(started, ({ recovery }) => recovery.includes('end-grace'));
    const withOld = again('KEY-5', firstKey);
    await withOld.connect();
    const seen = await tested.operation(
      started,
      ({ steps }) => steps.at(-1)?.parameters.withFormerKey === true,
    );
    expect(seen.status).toBe('waiting');
    await withOld.close();
    tested.recover(started, 'end-grace');
    await tested.operation(started, ({ recovery }) => !recovery.includes('end-grace'));
    expect(await connectionError(again('KEY-5', firstKey))).toBe(401);
    await again('KEY-5', nextKey).connect();
    expect((await tested.ended(started)).status).toBe('succeeded');
  });

  it('A01 cancelled while it waits, the accepted key stays in force', async () => {
    const { point } = await answering('KEY-6', 'Accepted');
    const started = tested.start('KEY-6', { operation, authorizationKeyHex: nextKey });
    await tested.waiting(started);
    await point.close();
    tested.bench.csms.cancelOperation('KEY-6', started.id);
    expect((await tested.ended(started)).status).toBe('cancelled');
    expect(await connectionError(again('KEY-6', nextKey))).toBeUndefined();
  });

  it.each(['00112233', '00'.repeat(21), 'abc'])(
    'A00.FR.205 the key %s is not sent',
    async (authorizationKeyHex) => {
      const { point } = await answering(`KEY-7-${authorizationKeyHex.length}`, 'Accepted');
      const state = await tested.ended(
        tested.start(`KEY-7-${authorizationKeyHex.length}`, { operation, authorizationKeyHex }),
      );
      expect(state.problem?.code).toBe('operation-key-invalid');
      expect(stepsOf(state)).toEqual([['prepare-key', 'failed']]);
      await point.close();
    },
  );

  it('a second operation waits for the end of the first', async () => {
    await answering('KEY-8', 'Accepted');
    const started = tested.start('KEY-8', { operation });
    const second = tested.bench.csms.startOperation('KEY-8', {
      operation: 'renew-certificate',
      setCpoName: 'never',
      requestTimeoutMs: 1000,
      reconnectTimeoutMs: 1000,
    });
    expect(second).toMatchObject({ ok: false, problem: { code: 'operation-running' } });
    tested.bench.csms.cancelOperation('KEY-8', started.id);
    await tested.ended(started);
  });

  it('no state of an operation holds the key', async () => {
    await answering('KEY-9', 'Rejected');
    const started = tested.start('KEY-9', { operation, authorizationKeyHex: nextKey });
    const state = await tested.ended(started);
    expect(JSON.stringify([started, state])).not.toContain(nextKey);
    expect(state.request).toMatchObject({ authorizationKeyGiven: true });
  });
});
