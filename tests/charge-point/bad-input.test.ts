/** Requests that fit their schema and still cannot be done: the answer that the specification has for each. */
import { afterEach, describe, expect, it } from 'vitest';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const future = '2099-01-01T00:00:00Z';
const past = '2020-01-01T00:00:00Z';
const noConnector = [3, 99, -1];

const reservation = { connectorId: 1, expiryDate: future, idTag: 'TAG-1', reservationId: 1 };
const { csChargingProfiles } = exampleRequest('SetChargingProfile');
const schedule = csChargingProfiles.chargingSchedule;

const profile = (change: object, connectorId = 1) => ({
  connectorId,
  csChargingProfiles: { ...csChargingProfiles, ...change },
});

const periods = (...chargingSchedulePeriod: object[]) =>
  profile({ chargingSchedule: { ...schedule, chargingSchedulePeriod } });

describe('an unknown connector', () => {
  const cases = noConnector.flatMap((connectorId): [string, object, string, string][] => [
    ['ChangeAvailability', { connectorId, type: 'Inoperative' }, 'Rejected', '§5.2'],
    ['GetCompositeSchedule', { connectorId, duration: 60 }, 'Rejected', '§5.7'],
    ['RemoteStartTransaction', { connectorId, idTag: 'TAG-1' }, 'Rejected', '§5.11'],
    ['ReserveNow', { ...reservation, connectorId }, 'Rejected', '§5.13'],
    ['SetChargingProfile', profile({}, connectorId), 'Rejected', '§5.16'],
    ['TriggerMessage', { requestedMessage: 'MeterValues', connectorId }, 'Rejected', '§5.17'],
    ['UnlockConnector', { connectorId }, 'NotSupported', '§5.18'],
  ]);
  it.each(cases)('%s: %j is %s (%s)', async (action, payload, status) => {
    online = await startOnline({ connectors: 2 });
    expect(await online.ask(action, payload)).toEqual({ status });
  });
});

describe('connector 0', () => {
  it.each<[string, object, string, string]>([
    ['RemoteStartTransaction', { connectorId: 0, idTag: 'TAG-1' }, 'Rejected', '§6.33'],
    ['UnlockConnector', { connectorId: 0 }, 'NotSupported', '§6.53'],
    [
      'SetChargingProfile',
      profile({ chargingProfilePurpose: 'TxProfile', transactionId: 1 }, 0),
      'Rejected',
      '§3.13.1',
    ],
    ['TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 0 }, 'Rejected', '§6.51'],
  ])('%s: %j is %s (%s)', async (action, payload, status) => {
    online = await startOnline();
    expect(await online.ask(action, payload)).toEqual({ status });
  });
});

describe('something that is not there', () => {
  it.each<[string, object, object, string]>([
    ['RemoteStopTransaction', { transactionId: 99 }, { status: 'Rejected' }, '§5.12'],
    ['RemoteStopTransaction', { transactionId: -1 }, { status: 'Rejected' }, '§5.12'],
    ['CancelReservation', { reservationId: 99 }, { status: 'Rejected' }, '§5.1'],
    ['ClearChargingProfile', { id: 99 }, { status: 'Unknown' }, '§5.5'],
    ['ChangeConfiguration', { key: 'Nope', value: '1' }, { status: 'NotSupported' }, '§5.3'],
    ['GetConfiguration', { key: ['Nope'] }, { unknownKey: ['Nope'] }, '§5.8, Unknown'],
    ['DataTransfer', { vendorId: 'org.nobody' }, { status: 'UnknownVendorId' }, '§5.6'],
    ['DeleteCertificate', exampleRequest('DeleteCertificate'), { status: 'NotFound' }, 'M04.FR.04'],
  ])('%s: %j is answered %j (%s)', async (action, payload, answer) => {
    online = await startOnline();
    expect(await online.ask(action, payload)).toEqual(answer);
  });
});

describe('a time that has passed', () => {
  it('ReserveNow: an expiryDate in the past is Rejected (§5.13)', async () => {
    online = await startOnline();
    expect(await online.ask('ReserveNow', { ...reservation, expiryDate: past })).toEqual({
      status: 'Rejected',
    });
    expect(online.connector().status).toBe('Available');
  });

  it('CancelReservation: a reservation that has expired is Rejected (§5.1)', async () => {
    online = await startOnline();
    const expiryDate = new Date(online.bench.clock.nowMs() + 60_000).toISOString();
    await online.ask('ReserveNow', { ...reservation, expiryDate });
    online.bench.clock.advance(60_000);
    await online.reported('Available');
    expect(await online.ask('CancelReservation', { reservationId: 1 })).toEqual({
      status: 'Rejected',
    });
  });

  it('GetLog: a period that ends before it begins is Rejected (N01.FR.01)', async () => {
    online = await startOnline();
    const log = {
      remoteLocation: 'http://127.0.0.1:1/',
      oldestTimestamp: future,
      latestTimestamp: past,
    };
    expect(await online.ask('GetLog', { log, logType: 'SecurityLog', requestId: 1 })).toEqual({
      status: 'Rejected',
    });
  });
});

describe('an impossible charging profile', () => {
  it.each<[string, object]>([
    ['a first period that does not begin at 0', periods({ startPeriod: 5, limit: 6 })],
    [
      'periods that go backwards',
      periods(
        { startPeriod: 0, limit: 6 },
        { startPeriod: 60, limit: 8 },
        { startPeriod: 30, limit: 9 },
      ),
    ],
    ['a negative limit', periods({ startPeriod: 0, limit: -6 })],
    ['no periods at all', periods()],
    ['a negative stack level', profile({ stackLevel: -1 })],
    ['a stack level above ChargeProfileMaxStackLevel', profile({ stackLevel: 999 })],
    ['TxProfile without a transaction', profile({ chargingProfilePurpose: 'TxProfile' })],
    [
      'TxProfile of another transaction',
      profile({ chargingProfilePurpose: 'TxProfile', transactionId: 99 }),
    ],
    [
      'ChargePointMaxProfile on a connector',
      profile({ chargingProfilePurpose: 'ChargePointMaxProfile' }),
    ],
    ['Recurring without recurrencyKind', profile({ chargingProfileKind: 'Recurring' })],
    ['validTo before validFrom', profile({ validFrom: future, validTo: past })],
  ])('SetChargingProfile: %s is Rejected (§3.13, §5.16)', async (_says, payload) => {
    online = await startOnline();
    const outcome = await online.central.call('SetChargingProfile', payload);
    // An empty list already fails the schema of some; either way it is not taken.
    if (outcome.outcome === 'error') {
      expect(outcome.error.code).toBe('OccurenceConstraintViolation');
    } else expect(outcome).toMatchObject({ payload: { status: 'Rejected' } });
    expect(await online.ask('ClearChargingProfile', {})).toEqual({ status: 'Unknown' });
  });

  it.each([0, -60])(
    'GetCompositeSchedule: a duration of %i is Rejected (§5.7)',
    async (duration) => {
      online = await startOnline();
      expect(await online.ask('GetCompositeSchedule', { connectorId: 1, duration })).toEqual({
        status: 'Rejected',
      });
    },
  );
});

describe('a list that is too long', () => {
  it('SendLocalList: more entries than SendLocalListMaxLength is Failed (§5.15)', async () => {
    online = await startOnline();
    const { configurationKey } = await online.ask('GetConfiguration', {
      key: ['SendLocalListMaxLength'],
    });
    const [most] = configurationKey as { value: string }[];
    const localAuthorizationList = Array.from(
      { length: Number(most?.value) + 1 },
      (_entry, index) => ({ idTag: `TAG-${index}`, idTagInfo: { status: 'Accepted' } }),
    );
    const list = { listVersion: 1, updateType: 'Full', localAuthorizationList };
    expect(await online.ask('SendLocalList', list)).toEqual({ status: 'Failed' });
    expect(await online.ask('GetLocalListVersion')).toEqual({ listVersion: 0 });
  });

  it('GetConfiguration: more keys than GetConfigurationMaxKeys get CALLERROR OccurenceConstraintViolation (§5.8)', async () => {
    online = await startOnline();
    const key = Array.from({ length: 500 }, (_entry, index) => `Key${index}`);
    expect(await online.central.call('GetConfiguration', { key })).toMatchObject({
      error: { code: 'OccurenceConstraintViolation' },
    });
  });
});

describe('certificates that are none', () => {
  const garbage = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';

  it.each(['CentralSystemRootCertificate', 'ManufacturerRootCertificate'])(
    'M05.FR.06 InstallCertificate: garbage as %s is Rejected',
    async (certificateType) => {
      online = await startOnline();
      for (const certificate of ['', 'no PEM', garbage]) {
        expect(await online.ask('InstallCertificate', { certificateType, certificate })).toEqual({
          status: 'Rejected',
        });
      }
    },
  );

  it('A02.FR.07 A03.FR.07 CertificateSigned: garbage is Rejected', async () => {
    online = await startOnline();
    for (const certificateChain of ['', 'no PEM', garbage]) {
      expect(await online.ask('CertificateSigned', { certificateChain })).toEqual({
        status: 'Rejected',
      });
    }
    await online.central.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidChargePointCertificate',
    );
  });

  it('L01.FR.24 SignedUpdateFirmware: garbage as signing certificate is InvalidCertificate', async () => {
    online = await startOnline();
    const { firmware } = exampleRequest('SignedUpdateFirmware');
    for (const signingCertificate of ['', 'no PEM', garbage]) {
      const request = { requestId: 1, firmware: { ...firmware, signingCertificate } };
      expect(await online.ask('SignedUpdateFirmware', request)).toEqual({
        status: 'InvalidCertificate',
      });
    }
  });
});
