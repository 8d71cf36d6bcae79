/** A05: raising the security profile, from 0 to 3 with an emulated charge point, and every way it can fail. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { type CsmsBench, firstKey, startCsmsBench, stepOf, stepsOf } from './support.ts';

const operation = 'raise-security-profile';

let tested: CsmsBench;
let ca: string[];
beforeAll(async () => {
  tested = await startCsmsBench();
  const { pki } = tested.bench;
  ca = [await pki.rootPem('rsa'), await pki.rootPem('ecdsa')];
});
afterEach(closeForeignChargePoints);
afterAll(() => tested.close());

const installed = {
  status: 'Accepted',
  certificateHashData: [
    { hashAlgorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber: '1' },
  ],
};

describe('with an emulated charge point', () => {
  it('A05 ChangeConfiguration: one charge point walks from profile 0 to 3 over OCPP alone', async () => {
    const id = await tested.emulated(0);
    const walk = [
      { operation: 'change-authorization-key' },
      { operation, securityProfile: 1 },
      { operation: 'install-root', root: 'bench-rsa' },
      { operation: 'install-root', root: 'bench-ecdsa' },
      { operation, securityProfile: 2 },
      { operation: 'renew-certificate' },
      { operation, securityProfile: 3 },
    ] as const;
    for (const request of walk) {
      expect(await tested.ended(tested.start(id, request))).toMatchObject({
        status: 'succeeded',
      });
    }
    expect(tested.station(id)).toMatchObject({ securityProfile: 3, connectedProfile: 3 });
  });

  it.each([
    [1, 2],
    [2, 3],
  ] as const)('A05 ChangeConfiguration: from profile %i to %i', async (from, wanted) => {
    const id = await tested.emulated(from);
    for (const root of ['bench-rsa', 'bench-ecdsa'] as const) {
      const install = tested.start(id, { operation: 'install-root', root });
      await tested.ended(install);
    }
    await tested.ended(tested.start(id, { operation: 'renew-certificate' }));
    const state = await tested.ended(tested.start(id, { operation, securityProfile: wanted }));
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(stepsOf(state).map(([code]) => code)).toEqual([
      'check-prerequisites',
      'send-profile',
      'reconnect-on-profile',
    ]);
    expect(tested.station(id)).toMatchObject({ securityProfile: wanted, connectedProfile: wanted });
    expect(await tested.framesOf(state, 'reconnect-on-profile')).toContain('upgrade-request');
  });
});

describe('with a foreign charge point on profile 1', () => {
  async function prepared(identity: string, status: string, listing: object = installed) {
    const point = await tested.foreign(identity);
    point.handle('GetInstalledCertificateIds', () => Promise.resolve(listing));
    point.handle('ChangeConfiguration', () => Promise.resolve({ status }));
    return point;
  }

  const onProfile2 = (identity: string) =>
    foreignChargePoint({
      identity,
      endpoint: `wss://localhost:${tested.port}`,
      password: Buffer.from(firstKey, 'hex'),
      tls: { ca },
    });
  const onProfile1 = (identity: string) =>
    foreignChargePoint({
      identity,
      endpoint: `ws://localhost:${tested.port}`,
      password: Buffer.from(firstKey, 'hex'),
    });

  it('A05 ChangeConfiguration: RebootRequired, it is reset and comes back on profile 2', async () => {
    const point = await prepared('RAISE-1', 'RebootRequired');
    const reset = new Promise((resolve) => {
      point.handle('Reset', ({ params }) => {
        resolve(params);
        return Promise.resolve({ status: 'Accepted' });
      });
    });
    const started = tested.start('RAISE-1', { operation, securityProfile: 2 });
    expect(await reset).toEqual({ type: 'Hard' });
    await tested.waiting(started);
    await point.close();
    await onProfile2('RAISE-1').connect();
    expect((await tested.ended(started)).status).toBe('succeeded');
    // TC_083: the old profile is refused from now on.
    expect(await connectionError(onProfile1('RAISE-1'))).toBe(403);
  });

  it.each(['Rejected', 'NotSupported'])(
    'A05 ChangeConfiguration: %s leaves the profile as it is',
    async (status) => {
      const point = await prepared(`RAISE-${status}`, status);
      const state = await tested.ended(
        tested.start(`RAISE-${status}`, { operation, securityProfile: 2 }),
      );
      expect(state.problem?.parameters).toMatchObject({ action: 'ChangeConfiguration', status });
      expect(tested.station(`RAISE-${status}`).securityProfile).toBe(1);
      await point.close();
    },
  );

  it.each([1, 0] as const)(
    'A00.FR.005 lowering is not sent: profile 1 to %i is no raise',
    async (lower) => {
      await prepared(`RAISE-LOW-${lower}`, 'Accepted');
      if (lower === 0)
        return expect(() =>
          // The contract has no profile 0 to raise to.
          tested.start('RAISE-LOW-0', { operation, securityProfile: 0 as 1 }),
        ).toThrow();
      const state = await tested.ended(
        tested.start('RAISE-LOW-1', { operation, securityProfile: lower }),
      );
      expect(state.problem?.code).toBe('operation-profile-not-higher');
      expect(stepsOf(state)).toEqual([['check-prerequisites', 'failed']]);
    },
  );

  it('A05.FR.03 without a CentralSystemRootCertificate (NotFound) it is not sent', async () => {
    await prepared('RAISE-2', 'Accepted', { status: 'NotFound' });
    const state = await tested.ended(tested.start('RAISE-2', { operation, securityProfile: 2 }));
    expect(state.problem).toMatchObject({
      code: 'operation-prerequisite-missing',
      parameters: { missing: 'root' },
    });
    expect(tested.station('RAISE-2').securityProfile).toBe(1);
  });

  it('A05.FR.04 without a certificate profile 3 is not sent', async () => {
    await prepared('RAISE-3', 'Accepted');
    const state = await tested.ended(tested.start('RAISE-3', { operation, securityProfile: 3 }));
    expect(state.problem?.parameters).toMatchObject({ missing: 'certificate' });
  });

  it('A05.FR.02 without an AuthorizationKey profile 1 is not sent', async () => {
    const point = await tested.foreign('RAISE-4', { securityProfile: 0, bind: false });
    tested.bench.csms.putStation('RAISE-4', { securityProfile: 0 });
    const state = await tested.ended(tested.start('RAISE-4', { operation, securityProfile: 1 }));
    expect(state.problem?.parameters).toMatchObject({ missing: 'key' });
    await point.close();
  });

  it('A05 a missing prerequisite can be ignored, and the Rejected answer is seen', async () => {
    await prepared('RAISE-5', 'Rejected', { status: 'NotFound' });
    const state = await tested.ended(
      tested.start('RAISE-5', { operation, securityProfile: 2, ignorePrerequisites: true }),
    );
    expect(state.problem?.parameters).toMatchObject({ status: 'Rejected' });
    expect(stepOf(state, 'check-prerequisites').parameters.missing).toBe('root');
  });

  it('A05.FR.08 a charge point that falls back is shown, and its profile can be kept', async () => {
    const point = await prepared('RAISE-6', 'Accepted');
    const started = tested.start('RAISE-6', { operation, securityProfile: 2, reset: 'never' });
    await tested.waiting(started);
    await point.close();
    await onProfile1('RAISE-6').connect();
    const fallen = await tested.operation(
      started,
      ({ steps }) => steps.at(-1)?.parameters.fellBackTo === 1,
    );
    expect(fallen.recovery).toContain('keep-former-profile');
    tested.recover(started, 'keep-former-profile');
    const state = await tested.ended(started);
    expect(state.problem?.code).toBe('operation-former-profile-kept');
    expect(tested.station('RAISE-6')).toMatchObject({ securityProfile: 1, connectedProfile: 1 });
  });
});
