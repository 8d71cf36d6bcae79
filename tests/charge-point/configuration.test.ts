/** Every configuration key: access, type, limits and what a change sets off, over a real socket. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { configurationKeys } from '../../shared/ocpp/configuration-keys.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

interface ReportedKey {
  key: string;
  readonly: boolean;
  value?: string;
}

const change = (key: string, value: string) => online.ask('ChangeConfiguration', { key, value });

async function read(...key: string[]): Promise<ReportedKey[]> {
  const answer = await online.ask('GetConfiguration', key.length === 0 ? {} : { key });
  // The answer was validated against its schema.
  return (answer.configurationKey ?? []) as ReportedKey[];
}

/** A value other than the default that the key takes. */
const otherValues: Record<string, string> = {
  AllowOfflineTxForUnknownId: 'true',
  AuthorizationCacheEnabled: 'false',
  AuthorizeRemoteTxRequests: 'true',
  BlinkRepeat: '7',
  ClockAlignedDataInterval: '900',
  ConnectionTimeOut: '90',
  ConnectorPhaseRotation: '0.RST,1.TRS',
  CpoName: 'Another Operator',
  HeartbeatInterval: '77',
  LightIntensity: '40',
  LocalAuthListEnabled: 'false',
  LocalAuthorizeOffline: 'false',
  LocalPreAuthorize: 'true',
  MaxEnergyOnInvalidId: '300',
  MessageTimeout: '20',
  MeterValuesAlignedData: 'Voltage',
  MeterValuesSampledData: 'SoC',
  MeterValueSampleInterval: '61',
  MinimumStatusDuration: '3',
  ResetRetries: '2',
  StopTransactionOnEVSideDisconnect: 'false',
  StopTransactionOnInvalidId: 'false',
  StopTxnAlignedData: 'Voltage',
  StopTxnSampledData: 'SoC',
  TransactionMessageAttempts: '5',
  TransactionMessageRetryInterval: '30',
  UnlockConnectorOnEVSideDisconnect: 'false',
  WebSocketPingInterval: '33',
};

const editionFour = new Set(['AllowCentralSystemTLSWildcards', 'AllowSecurityProfileDowngrade']);
const standard = configurationKeys.filter(({ name }) => !editionFour.has(name));
const readable = standard.filter(({ access }) => access !== 'W');
const writable = readable.filter(({ name }) => name in otherValues);
const readOnly = readable.filter(({ access }) => access === 'R');

describe('every key', () => {
  it('GetConfiguration: every standard key of OCPP 1.6, its errata and the whitepaper', async () => {
    online = await startOnline();
    const names = (await read()).map(({ key }) => key);
    expect(names).toEqual(expect.arrayContaining(readable.map(({ name }) => name)));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(writable.map(({ name }) => name))(
    '%s: a change is taken and outlasts a restart of the bench',
    async (name) => {
      online = await startOnline();
      const value = otherValues[name] ?? '';
      const [before] = await read(name);
      expect(before).toMatchObject({ key: name, readonly: false });
      expect(before?.value).not.toBe(value);
      const { status } = await change(name.toUpperCase(), value);
      expect(status).toBe('Accepted');
      expect(await read(name)).toEqual([{ key: name, readonly: false, value }]);
      // The interval of a new BootNotification.conf rules over what was configured (§4.2).
      if (name === 'HeartbeatInterval') return;
      await online.restartBench();
      expect(await read(name)).toEqual([{ key: name, readonly: false, value }]);
    },
  );

  it.each(readOnly.map(({ name }) => name))('%s: read-only, a change is Rejected', async (name) => {
    online = await startOnline();
    const [before] = await read(name);
    expect(before).toMatchObject({ key: name, readonly: true });
    expect(await change(name, '1')).toEqual({ status: 'Rejected' });
    expect(await read(name)).toEqual([before]);
  });

  it.each(writable.filter(({ type }) => type === 'integer').map(({ name }) => name))(
    '%s: Rejected for what is no whole number from 0',
    async (name) => {
      online = await startOnline();
      for (const value of ['-1', '1.5', 'ten', '', '99999999999']) {
        expect(await change(name, value)).toEqual({ status: 'Rejected' });
      }
    },
  );

  it.each(writable.filter(({ type }) => type === 'boolean').map(({ name }) => name))(
    '%s: Rejected for what is neither true nor false',
    async (name) => {
      online = await startOnline();
      for (const value of ['yes', '1', '']) {
        expect(await change(name, value)).toEqual({ status: 'Rejected' });
      }
      expect(await change(name, 'TRUE')).toEqual({ status: 'Accepted' });
    },
  );
});

describe('single keys', () => {
  it('ChangeConfiguration: NotSupported for a key that is not there (§5.3)', async () => {
    online = await startOnline();
    expect(await change('Nope', '1')).toEqual({ status: 'NotSupported' });
  });

  it('GetConfiguration: unknown keys are named in unknownKey', async () => {
    online = await startOnline();
    expect(await online.ask('GetConfiguration', { key: ['Nope', 'numberofconnectors'] })).toEqual({
      configurationKey: [{ key: 'NumberOfConnectors', readonly: true, value: '1' }],
      unknownKey: ['Nope'],
    });
  });

  it('GetConfigurationMaxKeys: more keys than that are an OccurenceConstraintViolation', async () => {
    online = await startOnline();
    const [most] = await read('GetConfigurationMaxKeys');
    const key = Array.from({ length: Number(most?.value) + 1 }, (_entry, index) => `Key${index}`);
    expect(await online.central.call('GetConfiguration', { key })).toMatchObject({
      outcome: 'error',
      error: { code: 'OccurenceConstraintViolation' },
    });
  });

  it('AuthorizationKey: never in the list; named, without its value', async () => {
    online = await startOnline();
    expect(await change('AuthorizationKey', '0123456789abcdef0123456789abcdef')).toEqual({
      status: 'Accepted',
    });
    expect(JSON.stringify(await read())).not.toMatch(/AuthorizationKey|0123456789abcdef/i);
    expect(await read('authorizationkey')).toEqual([{ key: 'AuthorizationKey', readonly: false }]);
  });

  it('HeartbeatInterval: a change re-times the heartbeat, 0 ends it', async () => {
    online = await startOnline();
    await online.configure({ HeartbeatInterval: 10 });
    online.bench.clock.advance(9999);
    await online.settled();
    expect(online.central.of('Heartbeat')).toEqual([]);
    online.bench.clock.advance(1);
    await online.central.next('Heartbeat');
    await online.configure({ HeartbeatInterval: 0 });
    online.bench.clock.advance(1_000_000);
    await online.settled();
    expect(online.central.of('Heartbeat')).toHaveLength(1);
  });

  it('WebSocketPingInterval: pings come at a changed interval at once, and 0 ends them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      online = await startOnline();
      const { recorder } = online.central.csms;
      const arrived = async (afterMs: number) => {
        vi.advanceTimersByTime(afterMs);
        await online.settled();
        const pings = recorder.frames.filter(({ kind }) => kind === 'ping');
        return pings.map(({ direction }) => direction);
      };
      await online.configure({ WebSocketPingInterval: 2 });
      expect(await arrived(1999)).toEqual([]);
      expect(await arrived(1)).toEqual(['in']);
      expect(await arrived(2000)).toEqual(['in', 'in']);
      await online.configure({ WebSocketPingInterval: 0 });
      expect(await arrived(100_000)).toEqual(['in', 'in']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('MessageTimeout: a silent Central System is given up after it', async () => {
    online = await startOnline();
    expect(await change('MessageTimeout', '0')).toEqual({ status: 'Rejected' });
    expect(await change('MessageTimeout', '1')).toEqual({ status: 'Accepted' });
    let answered = 0;
    online.central.answers.set('Authorize', () => {
      answered += 1;
      return { kind: 'silence' };
    });
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toEqual({
      authorization: 'Invalid',
      result: 'refused',
    });
    expect(answered).toBe(1);
  });

  it.each([
    ['LightIntensity', '101'],
    ['ConnectionTimeOut', '0'],
    ['TransactionMessageAttempts', '0'],
    ['ConnectorPhaseRotation', 'RST'],
    ['ConnectorPhaseRotation', '1.XYZ'],
    ['ConnectorPhaseRotation', '2.RST'],
    ['ConnectorPhaseRotation', '1.RST,1.RTS'],
    ['ConnectorPhaseRotation', ''],
    ['CpoName', ''],
  ])('%s: Rejected for "%s"', async (key, value) => {
    online = await startOnline();
    expect(await change(key, value)).toEqual({ status: 'Rejected' });
  });

  it('ConnectorPhaseRotationMaxLength: one entry for each connector and the charge point', async () => {
    online = await startOnline({ connectors: 3 });
    expect(await read('ConnectorPhaseRotationMaxLength', 'ConnectorPhaseRotation')).toMatchObject([
      { value: '4' },
      { value: '0.RST,1.RST,2.RST,3.RST' },
    ]);
    expect(await change('ConnectorPhaseRotation', '0.RST, 1.RTS, 2.Unknown')).toEqual({
      status: 'Accepted',
    });
  });

  it('NumberOfConnectors: without connector 0', async () => {
    online = await startOnline({ connectors: 3 });
    expect(await read('NumberOfConnectors')).toMatchObject([{ value: '3' }]);
  });

  it('SupportedFeatureProfilesMaxLength: as many as SupportedFeatureProfiles names', async () => {
    online = await startOnline();
    const [profiles, most] = await read(
      'SupportedFeatureProfiles',
      'SupportedFeatureProfilesMaxLength',
    );
    expect(profiles?.value?.split(',')).toHaveLength(Number(most?.value));
  });
});
