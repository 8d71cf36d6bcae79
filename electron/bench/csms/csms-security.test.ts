/** The role over real sockets: changes of key and profile, Adopt, factory certificates, the newest wins. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BarePoint,
  connectBarePoint,
  cutBarePoints,
  type RefusedConnection,
  type RoleUnderTest,
  startCsmsRole,
} from '../../../tests/support/csms-role.ts';

let tested: RoleUnderTest;
let port: number;
beforeEach(async () => {
  tested = await startCsmsRole();
  port = await tested.listen([0, 1]);
});
afterEach(async () => {
  cutBarePoints();
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const boot = { chargePointVendor: 'Maker', chargePointModel: 'M1' };
const key = '000102030405060708090a0b0c0d0e0f10111213';
const bytesOf = (hex: string) => Buffer.from(hex, 'hex');

function connect(id: string, password?: Uint8Array | string): Promise<BarePoint> {
  return connectBarePoint(
    `ws://127.0.0.1:${port}/${id}`,
    password === undefined ? {} : { credentials: { userName: id, password } },
  );
}

async function refused(attempt: Promise<BarePoint>): Promise<RefusedConnection> {
  return attempt.then(
    () => {
      throw new Error('it was admitted');
    },
    (error: RefusedConnection) => error,
  );
}

function request(action: string, payload: unknown, validate = true) {
  return { action, payload, validate };
}

describe('A01 change of the AuthorizationKey', () => {
  const newKey = 'ffeeddccbbaa99887766554433221100';
  const change = request('ChangeConfiguration', { key: 'AuthorizationKey', value: newKey });

  async function changeWith(status: string): Promise<void> {
    tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    const point = await connect('CP1', bytesOf(key));
    point.answer('ChangeConfiguration', { status });
    expect(await tested.role.call('CP1', change)).toMatchObject({
      value: { outcome: 'result', payload: { status } },
    });
    await point.close();
  }

  it.each(['Accepted', 'RebootRequired'])(
    'A01.FR.03 after %s the old key is refused and the new one passes',
    async (status) => {
      await changeWith(status);
      expect(await refused(connect('CP1', bytesOf(key)))).toMatchObject({ status: 401 });
      await connect('CP1', bytesOf(newKey));
    },
  );

  it.each(['Rejected', 'NotSupported'])('A01.FR.04 after %s the old key stays', async (status) => {
    await changeWith(status);
    expect(await refused(connect('CP1', bytesOf(newKey)))).toMatchObject({ status: 401 });
    await connect('CP1', bytesOf(key));
  });

  it('the new key survives a restart', async () => {
    await changeWith('Accepted');
    await tested.restart();
    port = await tested.listen([0, 1]);
    await connect('CP1', bytesOf(newKey));
  });
});

describe('A05 change of the security profile', () => {
  async function change(value: string, status: string, from: 0 | 1 | 2 = 1): Promise<void> {
    tested.role.putStation('CP1', { securityProfile: from, authorizationKeyHex: key });
    const point = await connect('CP1', bytesOf(key));
    point.answer('ChangeConfiguration', { status });
    await tested.role.call(
      'CP1',
      request('ChangeConfiguration', { key: 'SecurityProfile', value }),
    );
    await point.close();
  }

  it('after Accepted the old profile is refused', async () => {
    await change('2', 'Accepted');
    expect(tested.station('CP1').securityProfile).toBe(2);
    expect(await refused(connect('CP1', bytesOf(key)))).toMatchObject({ status: 403 });
  });

  it('after Rejected the old profile stays', async () => {
    await change('2', 'Rejected');
    expect(tested.station('CP1').securityProfile).toBe(1);
    await connect('CP1', bytesOf(key));
  });

  it('34 A00.FR.005 it is never lowered over OCPP, even when the charge point accepts', async () => {
    await change('0', 'Accepted');
    expect(tested.station('CP1').securityProfile).toBe(1);
    expect(tested.station('CP1').findings.map(({ rule }) => rule)).toContain(
      'security-profile-lowered',
    );
    await connect('CP1', bytesOf(key));
  });

  it('a profile set by a person closes the connection on the other one', async () => {
    const point = await connect('CP1');
    tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    expect(await point.closed).toMatchObject({ code: 1000, reason: 'security profile changed' });
    await connect('CP1', bytesOf(key));
  });
});

describe('Adopt', () => {
  it.each(['pin 4711', 'a-key-that-is-longer-than-twenty-bytes'])(
    'takes over a key of any length (%s) with a finding',
    async (sent) => {
      expect(await refused(connect('CP1', sent))).toMatchObject({ status: 401 });
      const [attempt] = tested.role.attempts();
      expect(attempt).toMatchObject({
        station: 'CP1',
        code: 'password-not-set',
        adopt: { kind: 'key', keyBytes: sent.length, keyForm: 'bytes' },
      });
      expect(JSON.stringify(attempt)).not.toContain(sent);
      const adopted = tested.role.adopt(attempt?.seq ?? 0);
      expect(adopted).toMatchObject({ ok: true, value: { authorizationKeyBytes: sent.length } });
      expect(tested.station('CP1').findings.map(({ rule }) => rule)).toContainEqual(
        expect.stringMatching(/^authorization-key-too-(short|long)$/),
      );
      await connect('CP1', sent);
      expect(tested.role.attempts()).toEqual([]);
    },
  );

  it('a finding about a key goes when the key is replaced', async () => {
    tested.role.putStation('CP1', { password: 'short' });
    const point = await connect('CP1', 'short');
    expect(tested.station('CP1').findings).toHaveLength(1);
    await point.close();
    tested.role.putStation('CP1', { authorizationKeyHex: key });
    await connect('CP1', bytesOf(key));
    expect(tested.station('CP1').findings).toEqual([]);
  });

  it('lets an unknown identity in', async () => {
    tested.role.setPolicy({ knownOnly: true });
    expect(await refused(connect('CP1'))).toMatchObject({ status: 404 });
    const [attempt] = tested.role.attempts();
    expect(attempt?.adopt?.kind).toBe('identity');
    tested.role.adopt(attempt?.seq ?? 0);
    await connect('CP1');
  });

  it('binds the station to the profile it came on', async () => {
    tested.role.putStation('CP1', { securityProfile: 2 });
    expect(await refused(connect('CP1'))).toMatchObject({ status: 403 });
    const [attempt] = tested.role.attempts();
    expect(attempt).toMatchObject({ code: 'profile-mismatch', adopt: { kind: 'profile' } });
    expect(tested.role.adopt(attempt?.seq ?? 0)).toMatchObject({ value: { securityProfile: 0 } });
    await connect('CP1');
  });

  it('counts repeats instead of listing them', async () => {
    for (let repeat = 0; repeat < 3; repeat += 1) await refused(connect('CP1', 'wrong'));
    expect(tested.role.attempts()).toMatchObject([{ station: 'CP1', count: 3 }]);
  });

  it('says what cannot be adopted', async () => {
    tested.role.putStation('CP1', { securityProfile: 1 });
    await refused(connect('CP1'));
    const [attempt] = tested.role.attempts();
    expect(tested.role.adopt(attempt?.seq ?? 0)).toMatchObject({
      ok: false,
      problem: { code: 'attempt-not-adoptable' },
    });
    expect(tested.role.adopt(999)).toMatchObject({ problem: { code: 'attempt-unknown' } });
  });
});

describe('factory certificates', () => {
  it('Boot is Pending until the certificate was renewed, and SignCertificate passes', async () => {
    tested.role.putStation('CP1', { factory: true });
    const point = await connect('CP1');
    expect(await point.call('BootNotification', boot)).toMatchObject({
      payload: { status: 'Pending' },
    });
    const answer = await point.call('SignCertificate', { csr: 'not a request' });
    expect(answer).toMatchObject({ payload: { status: 'Accepted' } });
    const station = await tested.until('CP1', ({ findings }) => findings.length > 0);
    expect(station.findings).toMatchObject([{ rule: 'signing-request-refused' }]);
    expect(station.factory).toBe(true);
  });
});

describe('W13 the same identity connects twice', () => {
  it('the newest wins and the old one is closed with a reason', async () => {
    const first = await connect('CP1');
    const second = await connect('CP1');
    expect(await first.closed).toEqual({ code: 1008, reason: 'replaced by a newer connection' });
    expect(await second.call('Heartbeat')).toMatchObject({ kind: 'result' });
    expect(tested.station('CP1').connected).toBe(true);
    const closed = await tested.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('replaced');
  });

  it('a refused attempt never displaces a live session', async () => {
    tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    const first = await connect('CP1', bytesOf(key));
    expect(await refused(connect('CP1', 'wrong'))).toMatchObject({ status: 401 });
    expect(await first.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });
});
