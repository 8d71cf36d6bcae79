/** Security events of an emulated charge point (Whitepaper A04): what is told, what is only logged, what survives. */
import { afterEach, describe, expect, it } from 'vitest';
import { securityEvents } from '../../../shared/ocpp/security-events.ts';
import { type CentralSystem, result, startCentralSystem } from '../central-system.ts';
import { createMemoryStore, createTestBench, type TestBench } from '../support.ts';

let bench: TestBench;
let central: CentralSystem | undefined;

afterEach(async () => {
  await bench.chargePoints.close();
  await central?.stop();
  central = undefined;
  expect(bench.problems).toEqual([]);
});

const accepted = ({ registration }: { registration?: string }) => registration === 'Accepted';

async function start(
  settings: Partial<Parameters<TestBench['put']>[1]> = {},
): Promise<CentralSystem> {
  bench = createTestBench();
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', accepted);
  return central;
}

const raise = (type: string, techInfo?: string) =>
  bench.act('CP-1', {
    action: 'raise-security-event',
    type,
    ...(techInfo === undefined ? {} : { techInfo }),
  });

async function securityLog(): Promise<string[]> {
  const security = await bench.chargePoints.security('CP-1');
  if (!security.ok) throw new Error(security.problem.code);
  return security.value.securityLog.map(({ type }) => type);
}

const typesTold = (system: CentralSystem): unknown[] =>
  system.of('SecurityEventNotification').map(({ payload }) => payload.type);

describe('SecurityEventNotification', () => {
  const critical = securityEvents.filter((event) => event.critical).map(({ name }) => name);

  it.each(critical)(
    'A04.FR.01 A04.FR.04 N01.FR.05 SecurityEventNotification: the critical event %s is told at once and logged',
    async (type) => {
      const system = await start();
      await raise(type, 'by hand');
      const { payload } = await system.next('SecurityEventNotification');
      expect(payload).toMatchObject({ type, techInfo: 'by hand' });
      expect(Date.parse(String(payload.timestamp))).not.toBeNaN();
      expect(await securityLog()).toEqual([type]);
    },
  );

  it.each([
    'FailedToAuthenticationAtCentralSystem',
    'CentralSystemFailedToAuthentication',
    'ReconfigurationOfSecurityParameters',
    'InvalidMessages',
    'AttemptedReplayAttacks',
  ])('A04.FR.04 N01.FR.05 SecurityEventNotification: %s is only logged', async (type) => {
    const system = await start();
    await raise(type);
    await raise('TamperDetectionActivated');
    await system.next('SecurityEventNotification');
    expect(typesTold(system)).toEqual(['TamperDetectionActivated']);
    expect(await securityLog()).toEqual([type, 'TamperDetectionActivated']);
  });

  it('SecurityEventNotification: every event is told if it is set so', async () => {
    const system = await start({ sendsEverySecurityEvent: true });
    await raise('InvalidMessages');
    expect((await system.next('SecurityEventNotification')).payload.type).toBe('InvalidMessages');
  });

  it('A04.FR.02 SecurityEventNotification: what happens offline is told in order after the next connection', async () => {
    const system = await start();
    await bench.act('CP-1', { action: 'disconnect' });
    await raise('TamperDetectionActivated', 'first');
    await raise('MemoryExhaustion');
    await raise('TamperDetectionActivated', 'second');
    expect(bench.state('CP-1').waitingSecurityEvents).toBe(3);
    await bench.act('CP-1', { action: 'connect' });
    await system.next('SecurityEventNotification', ({ techInfo }) => techInfo === 'second');
    expect(typesTold(system)).toEqual([
      'TamperDetectionActivated',
      'MemoryExhaustion',
      'TamperDetectionActivated',
    ]);
    await bench.when('CP-1', ({ waitingSecurityEvents }) => waitingSecurityEvents === 0);
  });

  it('A04.FR.02 SecurityEventNotification: a critical event that was not told survives a restart of the bench', async () => {
    const store = createMemoryStore();
    const system = await startCentralSystem();
    bench = createTestBench({ store });
    await bench.put('CP-1', { url: system.url, securityProfile: 0, autoConnect: false });
    await raise('TamperDetectionActivated', 'while nobody listened');
    // As a kill leaves it: what is in the store now is all there is.
    const left = createMemoryStore();
    for (const [id, stored] of store.saved) left.save(id, stored);
    await bench.chargePoints.close();
    bench = createTestBench({ store: left });
    bench.chargePoints.restore();
    await bench.act('CP-1', { action: 'connect' });
    central = system;
    expect((await system.next('SecurityEventNotification')).payload).toMatchObject({
      type: 'TamperDetectionActivated',
      techInfo: 'while nobody listened',
    });
    expect(await securityLog()).toContain('TamperDetectionActivated');
  });

  it('A04.FR.02 SecurityEventNotification: a CALLERROR is an answer, a lost connection is none', async () => {
    const system = await start();
    system.answers.set('SecurityEventNotification', () => ({
      kind: 'error',
      errorCode: 'InternalError',
    }));
    await raise('TamperDetectionActivated');
    await system.next('SecurityEventNotification');
    // A CALLERROR is an answer.
    await bench.when('CP-1', ({ waitingSecurityEvents }) => waitingSecurityEvents === 0);
    system.answers.set('SecurityEventNotification', () => result({}));
    await bench.act('CP-1', { action: 'go-offline' });
    await raise('MemoryExhaustion');
    await bench.act('CP-1', { action: 'go-online' });
    await system.next('SecurityEventNotification', ({ type }) => type === 'MemoryExhaustion');
  });

  it('A04 SecurityLogWasCleared: clearing the log empties it, is told, and is its first entry', async () => {
    const system = await start();
    await raise('InvalidMessages');
    await bench.act('CP-1', { action: 'clear-security-log' });
    expect((await system.next('SecurityEventNotification')).payload.type).toBe(
      'SecurityLogWasCleared',
    );
    expect(await securityLog()).toEqual(['SecurityLogWasCleared']);
  });

  it('A04.FR.04 the security log keeps the newest 100 entries', async () => {
    await start();
    for (let number = 0; number < 120; number += 1) await raise('InvalidMessages', String(number));
    const security = await bench.chargePoints.security('CP-1');
    if (!security.ok) throw new Error(security.problem.code);
    const { securityLog: log } = security.value;
    expect(log).toHaveLength(100);
    expect(log.at(-1)?.techInfo).toBe('119');
  });

  it('A01.FR.11 A01.FR.12 ReconfigurationOfSecurityParameters: a changed AuthorizationKey is logged without the key', async () => {
    const system = await start({
      securityProfile: 1,
      authorizationKeyHex: '000102030405060708090a0b0c0d0e0f10111213',
    });
    const value = 'ab'.repeat(16);
    await system.ask('ChangeConfiguration', { key: 'AuthorizationKey', value });
    expect(await securityLog()).toContain('ReconfigurationOfSecurityParameters');
    expect(JSON.stringify(await bench.chargePoints.security('CP-1'))).not.toContain(value);
  });

  it('A04 InvalidMessages: a message that is no valid OCPP is answered with its violation, and logged', async () => {
    const system = await start();
    const answer = await system.call('ChangeConfiguration', { key: 7 });
    expect(answer).toMatchObject({ outcome: 'error' });
    expect(await securityLog()).toEqual(['InvalidMessages']);
    await system.ask('GetLocalListVersion', {});
    expect(await securityLog()).toHaveLength(1);
  });

  it('A00 FailedToAuthenticationAtCentralSystem: a refused password is logged', async () => {
    bench = createTestBench();
    central = await startCentralSystem({
      configuration: { securityProfiles: [1] },
      refuse: () => ({ status: 401, code: 'password-wrong' }),
    });
    await bench.put('CP-1', {
      url: central.url,
      securityProfile: 1,
      password: 'a wrong password',
    });
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    expect(await securityLog()).toContain('FailedToAuthenticationAtCentralSystem');
  });
});
