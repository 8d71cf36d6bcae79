/** Raising the security profile of an emulated charge point (Whitepaper A05): order of the checks, trial, way back. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { materialOf } from '../secure-central-system.ts';
import { createMemoryStore, createTestBench, type TestBench } from '../support.ts';

let bench: TestBench;
let central: CentralSystem;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
});

const authorizationKeyHex = '000102030405060708090a0b0c0d0e0f10111213';

async function start(
  securityProfiles: SecurityProfile[],
  settings: Partial<Parameters<TestBench['put']>[1]>,
  overrides: Parameters<typeof createTestBench>[0] = {},
): Promise<void> {
  bench = createTestBench(overrides);
  central = await startCentralSystem({
    scheme: securityProfiles.some((profile) => profile < 2) ? 'ws' : 'wss',
    configuration: { securityProfiles },
    tlsMaterial: await materialOf(bench.authorities),
  });
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
}

const raise = (value: number | string) =>
  central.ask('ChangeConfiguration', { key: 'SecurityProfile', value: String(value) });

const rejected = { status: 'Rejected' };

describe('A05 ChangeConfiguration SecurityProfile', () => {
  it('A00.FR.005 A05.FR.01 SecurityProfile: Rejected for an equal or lower value, also for what is no profile', async () => {
    await start([1], { securityProfile: 1, authorizationKeyHex });
    for (const value of [0, 1, 4, -1, '', '2.0', 'two'])
      expect(await raise(value)).toEqual(rejected);
  });

  it.each([1, 2])(
    'A05.FR.02 SecurityProfile: %i without a valid AuthorizationKey is Rejected',
    async (profile) => {
      await start([0], {});
      expect(await raise(profile)).toEqual(rejected);
      await bench.put('CP-1', { url: central.url, securityProfile: 0, password: 'too short' });
      await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
      expect(await raise(profile)).toEqual(rejected);
    },
  );

  it.each([2, 3])(
    'A05.FR.03 SecurityProfile: %i without a CentralSystemRootCertificate is Rejected',
    async (profile) => {
      await start([1], { securityProfile: 1, authorizationKeyHex, trust: 'insecure' });
      expect(await raise(profile)).toEqual(rejected);
    },
  );

  it('A05.FR.04 SecurityProfile: 3 without a certificate of its own is Rejected', async () => {
    await start([1], { securityProfile: 1, authorizationKeyHex, trust: 'insecure' });
    const certificate = await bench.authorities.rootPem('rsa');
    const certificateType = 'CentralSystemRootCertificate';
    await central.ask('InstallCertificate', { certificateType, certificate });
    expect(await raise(3)).toEqual(rejected);
  });

  it('A05.FR.08 SecurityProfile: a raise that does not connect is shown as a trial, falls back, and says so in no lower profile than before', async () => {
    await start([1], { securityProfile: 1, authorizationKeyHex });
    expect(await raise(2)).toEqual({ status: 'Accepted' });
    const onTrial = await bench.when('CP-1', ({ status }) => status === 'waiting');
    expect(onTrial.profileTrial).toEqual({ from: 1, to: 2, failures: 1 });
    bench.clock.advance(1000);
    const back = await bench.when(
      'CP-1',
      ({ status, settings }) => status === 'connected' && settings.securityProfile === 1,
    );
    expect(back.profileTrial).toBeUndefined();
  });

  it('A05.FR.08 SecurityProfile: the way back survives a restart of the bench', async () => {
    const store = createMemoryStore();
    await start([1], { securityProfile: 1, authorizationKeyHex }, { store });
    const { authorities } = bench;
    expect(await raise(2)).toEqual({ status: 'Accepted' });
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    await bench.chargePoints.close();
    bench = createTestBench({ store, authorities });
    bench.chargePoints.restore();
    await bench.when(
      'CP-1',
      ({ status, settings }) => status === 'connected' && settings.securityProfile === 1,
    );
  });

  it('A05 SecurityProfile: once it has connected there is no way back any more', async () => {
    await start([1, 2], { securityProfile: 1, authorizationKeyHex });
    expect(await raise(2)).toEqual({ status: 'Accepted' });
    await bench.when(
      'CP-1',
      ({ status, settings, profileTrial }) =>
        status === 'connected' && settings.securityProfile === 2 && profileTrial === undefined,
    );
    const { listener } = central.csms;
    listener.reconfigure({ ...listener.configuration, securityProfiles: [1] }, undefined);
    await bench.act('CP-1', { action: 'disconnect' });
    await bench.act('CP-1', { action: 'connect' });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await bench.when(
        'CP-1',
        ({ status, attempts }) => status === 'waiting' && attempts >= attempt,
      );
      expect(bench.state('CP-1').settings.securityProfile).toBe(2);
      bench.clock.advance(60_000);
    }
  });
});
