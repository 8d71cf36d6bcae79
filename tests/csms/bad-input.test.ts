/** Messages of a charge point that fit their schema and still say something impossible: they are answered all the same. */
import { describe, expect, it } from 'vitest';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { boot, csmsOfEachTest, request } from '../support/csms-of-each-test.ts';

const csms = csmsOfEachTest();
const timestamp = '2026-11-22T10:00:00Z';
const start = { connectorId: 1, idTag: 'TAG-1', meterStart: 0, timestamp };

async function connect() {
  const point = await csms.connect('CP1');
  await point.call('BootNotification', boot);
  return point;
}

const rules = (): string[] => csms.tested.station('CP1').findings.map(({ rule }) => rule);

describe('a transaction that cannot be', () => {
  it('StopTransaction: an Unknown transaction is answered, and is a finding (§4.10)', async () => {
    const point = await connect();
    const stop = { transactionId: 4711, meterStop: 1, timestamp };
    expect(await point.call('StopTransaction', stop)).toEqual({ kind: 'result', payload: {} });
    expect(rules()).toContain('stop-of-unknown-transaction');
  });

  it('StopTransaction: a second stop of the same transaction, as a retry is, is answered (§4.10)', async () => {
    const point = await connect();
    const started = await point.call('StartTransaction', start);
    const transactionId = started.kind === 'result' ? started.payload.transactionId : undefined;
    const stop = { transactionId, meterStop: 1, timestamp };
    await point.call('StopTransaction', stop);
    expect(await point.call('StopTransaction', stop)).toMatchObject({ kind: 'result' });
    expect(rules()).not.toContain('stop-of-unknown-transaction');
  });

  it.each<[string, object]>([
    ['connector 0', { connectorId: 0 }],
    ['a connector nobody has told of', { connectorId: 99 }],
    ['a negative connector', { connectorId: -1 }],
    ['a negative meter', { meterStart: -5 }],
    ['a reservation nobody made', { reservationId: 99 }],
    ['a time long ago', { timestamp: '1970-01-01T00:00:00Z' }],
  ])('StartTransaction: %s is answered with an id (§4.8)', async (_says, change) => {
    const point = await connect();
    const answer = await point.call('StartTransaction', { ...start, ...change });
    expect(answer).toMatchObject({ payload: { idTagInfo: { status: 'Accepted' } } });
    expect(answer.kind === 'result' && Number(answer.payload.transactionId)).toBeGreaterThan(0);
  });

  it('StartTransaction: an id tag that is Blocked is answered Blocked, with an id (§4.8)', async () => {
    csms.tested.role.putIdTag('BAD', { status: 'Blocked' });
    const point = await connect();
    const answer = await point.call('StartTransaction', { ...start, idTag: 'BAD' });
    expect(answer).toMatchObject({ payload: { idTagInfo: { status: 'Blocked' } } });
    expect(answer.kind === 'result' && Number(answer.payload.transactionId)).toBeGreaterThan(0);
  });
});

describe('readings that cannot be', () => {
  const { meterValue } = exampleRequest('MeterValues');
  it.each<[string, object]>([
    ['an Unknown transaction', { transactionId: 4711 }],
    ['a connector nobody has told of', { connectorId: 99 }],
    [
      'a value that is no number',
      { meterValue: [{ timestamp, sampledValue: [{ value: 'much' }] }] },
    ],
    [
      'a value beyond all numbers',
      { meterValue: [{ timestamp, sampledValue: [{ value: '1e999' }] }] },
    ],
  ])('MeterValues: %s is answered (§4.7)', async (_says, change) => {
    const point = await connect();
    const payload = { connectorId: 1, meterValue, ...change };
    expect(await point.call('MeterValues', payload)).toEqual({ kind: 'result', payload: {} });
  });
});

describe('reports that cannot be', () => {
  it.each<[string, string, object]>([
    [
      'StatusNotification',
      'a connector nobody has told of',
      { connectorId: 99, errorCode: 'NoError', status: 'Available' },
    ],
    ['FirmwareStatusNotification', 'an update nobody asked for', { status: 'Installed' }],
    ['DiagnosticsStatusNotification', 'an upload nobody asked for', { status: 'Uploaded' }],
    [
      'LogStatusNotification',
      'a requestId nobody has given',
      { status: 'Uploaded', requestId: 99 },
    ],
    [
      'SignedFirmwareStatusNotification',
      'a requestId nobody has given',
      { status: 'Installed', requestId: 99 },
    ],
    ['SecurityEventNotification', 'an event nobody knows', { type: 'Nonsense', timestamp }],
  ])('%s: %s is answered (§4)', async (action, _says, payload) => {
    const point = await connect();
    expect(await point.call(action, payload)).toEqual({ kind: 'result', payload: {} });
  });

  it('Authorize: an Unknown tag is answered as the policy says (§4.1)', async () => {
    csms.tested.role.setPolicy({ unknownIdTag: 'Invalid' });
    const point = await connect();
    expect(await point.call('Authorize', { idTag: 'NOBODY' })).toMatchObject({
      payload: { idTagInfo: { status: 'Invalid' } },
    });
  });

  it('A02.FR.12 A03.FR.12 SignCertificate: Rejected for what is no request, with a finding', async () => {
    const point = await connect();
    expect(await point.call('SignCertificate', { csr: 'no PEM' })).toMatchObject({
      payload: { status: 'Rejected' },
    });
    await csms.tested.until('CP1', ({ findings }) =>
      findings.some(({ rule }) => rule === 'signing-request-refused'),
    );
  });
});

describe('an answer that is none', () => {
  it.each<[string, object, object]>([
    ['Reset', { type: 'Soft' }, { status: 'Perhaps' }],
    ['GetConfiguration', {}, { configurationKey: [{ key: 'K' }] }],
    ['ClearCache', {}, {}],
  ])(
    '%s: an answer that violates its schema is shown as it came, Invalid in the record',
    async (action, payload, answer) => {
      const point = await connect();
      point.answer(action, answer);
      const called = await csms.tested.role.call('CP1', request(action, payload));
      expect(called).toMatchObject({ ok: true, value: { outcome: 'result', payload: answer } });
    },
  );
});
