/** The role over real sockets: changes of key and profile, Adopt, factory certificates, the newest wins. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boot, csmsOfEachTest, key, request } from '../../../tests/support/csms-of-each-test.ts';
import {
  type BarePoint,
  connectBarePoint,
  type RefusedConnection,
} from '../../../tests/support/csms-role.ts';
import { createAuthority, type TestAuthority } from '../../../tests/support/tls-certificates.ts';
import type { TlsIdentity } from '../wire/tls-policy.ts';

const csms = csmsOfEachTest();
const { connect } = csms;
const bytesOf = (hex: string) => Buffer.from(hex, 'hex');

async function refused(attempt: Promise<BarePoint>): Promise<RefusedConnection> {
  return attempt.then(
    () => {
      throw new Error('it was admitted');
    },
    (error: RefusedConnection) => error,
  );
}

describe('A01 change of the AuthorizationKey', () => {
  const newKey = 'ffeeddccbbaa99887766554433221100';
  const change = request('ChangeConfiguration', { key: 'AuthorizationKey', value: newKey });

  async function changeWith(status: string): Promise<void> {
    csms.tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    const point = await connect('CP1', bytesOf(key));
    point.answer('ChangeConfiguration', { status });
    expect(await csms.tested.role.call('CP1', change)).toMatchObject({
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
    await csms.tested.restart();
    csms.port = await csms.tested.listen([0, 1]);
    await connect('CP1', bytesOf(newKey));
  });
});

describe('A05 change of the security profile', () => {
  async function change(value: string, status: string, from: 0 | 1 | 2 = 1): Promise<void> {
    csms.tested.role.putStation('CP1', { securityProfile: from, authorizationKeyHex: key });
    const point = await connect('CP1', bytesOf(key));
    point.answer('ChangeConfiguration', { status });
    await csms.tested.role.call(
      'CP1',
      request('ChangeConfiguration', { key: 'SecurityProfile', value }),
    );
    await point.close();
  }

  const rulesOf = () => csms.tested.station('CP1').findings.map(({ rule }) => rule);

  it.each(['Accepted', 'RebootRequired'])(
    'A05.FR.08 after %s it may fall back to the profile it had, as a finding',
    async (status) => {
      await change('2', status);
      expect(csms.tested.station('CP1')).toMatchObject({
        securityProfile: 2,
        formerSecurityProfile: 1,
      });
      const point = await connect('CP1', bytesOf(key));
      expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
      expect(csms.tested.station('CP1')).toMatchObject({ connectedProfile: 1, securityProfile: 2 });
      expect(rulesOf()).toContain('security-profile-fallback');
    },
  );

  it('A05.FR.08 fallen back, it needs its key as ever, and no other profile will do', async () => {
    await change('2', 'Accepted');
    expect(await refused(connect('CP1', 'wrong'))).toMatchObject({ status: 401 });
    expect(await refused(connect('CP1'))).toMatchObject({ status: 403 });
  });

  it('A05.FR.08 a wrong key on the new profile is no way back to profile 0', async () => {
    await change('1', 'Accepted', 0);
    expect(await refused(connect('CP1', 'wrong'))).toMatchObject({ status: 401 });
    await connect('CP1');
    expect(csms.tested.station('CP1').connectedProfile).toBe(0);
  });

  it('A05.FR.08 the way back survives a restart, and a change of something else', async () => {
    await change('2', 'Accepted');
    await csms.tested.restart();
    csms.port = await csms.tested.listen([0, 1]);
    const point = await connect('CP1', bytesOf(key));
    csms.tested.role.putStation('CP1', { serialNumber: 'SN-1' });
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });

  it('A05.FR.09 once it has connected on the new profile the old one is refused for good', async () => {
    await change('2', 'Accepted');
    csms.port = await csms.tested.listen([0, 1, 2]);
    const raised = await connectBarePoint(`wss://127.0.0.1:${csms.port}/CP1`, {
      credentials: { userName: 'CP1', password: bytesOf(key) },
    });
    expect(csms.tested.station('CP1')).toMatchObject({ connectedProfile: 2, securityProfile: 2 });
    expect(csms.tested.station('CP1').formerSecurityProfile).toBeUndefined();
    expect(rulesOf()).not.toContain('security-profile-fallback');
    await raised.close();
    expect(await refused(connect('CP1', bytesOf(key)))).toMatchObject({ status: 403 });
    await csms.tested.restart();
    csms.port = await csms.tested.listen([0, 1]);
    expect(await refused(connect('CP1', bytesOf(key)))).toMatchObject({ status: 403 });
  });

  it('A05.FR.09 a refused attempt on the new profile is no success', async () => {
    await change('1', 'Accepted', 0);
    await refused(connect('CP1', 'wrong'));
    await connect('CP1');
    const raised = await connect('CP1', bytesOf(key));
    await raised.close();
    expect(await refused(connect('CP1'))).toMatchObject({ status: 401 });
  });

  it('A05.FR.08 raised again after a fall-back, the way back is the profile it is on', async () => {
    await change('2', 'Accepted');
    const point = await connect('CP1', bytesOf(key));
    point.answer('ChangeConfiguration', { status: 'Accepted' });
    await csms.tested.role.call(
      'CP1',
      request('ChangeConfiguration', { key: 'SecurityProfile', value: '3' }),
    );
    await point.close();
    expect(csms.tested.station('CP1')).toMatchObject({
      securityProfile: 3,
      formerSecurityProfile: 1,
    });
    await connect('CP1', bytesOf(key));
  });

  it('a profile set by a person leaves no way back', async () => {
    await change('2', 'Accepted');
    csms.tested.role.putStation('CP1', { securityProfile: 2 });
    expect(await refused(connect('CP1', bytesOf(key)))).toMatchObject({ status: 403 });
  });

  it('after Rejected the old profile stays', async () => {
    await change('2', 'Rejected');
    expect(csms.tested.station('CP1').securityProfile).toBe(1);
    await connect('CP1', bytesOf(key));
  });

  it('34 A00.FR.005 it is never lowered over OCPP, even when the charge point accepts', async () => {
    await change('0', 'Accepted');
    expect(csms.tested.station('CP1').securityProfile).toBe(1);
    expect(csms.tested.station('CP1').findings.map(({ rule }) => rule)).toContain(
      'security-profile-lowered',
    );
    await connect('CP1', bytesOf(key));
  });

  it('a profile set by a person closes the connection on the other one', async () => {
    const point = await connect('CP1');
    csms.tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    expect(await point.closed).toMatchObject({ code: 1000, reason: 'security profile changed' });
    await connect('CP1', bytesOf(key));
  });
});

describe('Adopt', () => {
  it.each(['pin 4711', 'a-key-that-is-longer-than-twenty-bytes'])(
    'takes over a key of any length (%s) with a finding',
    async (sent) => {
      expect(await refused(connect('CP1', sent))).toMatchObject({ status: 401 });
      const [attempt] = csms.tested.role.attempts();
      expect(attempt).toMatchObject({
        station: 'CP1',
        code: 'password-not-set',
        adopt: { kind: 'key', keyBytes: sent.length, keyForm: 'bytes' },
      });
      expect(JSON.stringify(attempt)).not.toContain(sent);
      const adopted = csms.tested.role.adopt(attempt?.seq ?? 0);
      expect(adopted).toMatchObject({ ok: true, value: { authorizationKeyBytes: sent.length } });
      expect(csms.tested.station('CP1').findings.map(({ rule }) => rule)).toContainEqual(
        expect.stringMatching(/^authorization-key-too-(short|long)$/),
      );
      await connect('CP1', sent);
      expect(csms.tested.role.attempts()).toEqual([]);
    },
  );

  it('a finding about a key goes when the key is replaced', async () => {
    csms.tested.role.putStation('CP1', { password: 'short' });
    const point = await connect('CP1', 'short');
    expect(csms.tested.station('CP1').findings).toHaveLength(1);
    await point.close();
    csms.tested.role.putStation('CP1', { authorizationKeyHex: key });
    await connect('CP1', bytesOf(key));
    expect(csms.tested.station('CP1').findings).toEqual([]);
  });

  it('lets an unknown identity in', async () => {
    csms.tested.role.setPolicy({ knownOnly: true });
    expect(await refused(connect('CP1'))).toMatchObject({ status: 404 });
    const [attempt] = csms.tested.role.attempts();
    expect(attempt?.adopt?.kind).toBe('identity');
    csms.tested.role.adopt(attempt?.seq ?? 0);
    await connect('CP1');
  });

  it('binds the station to the profile it came on', async () => {
    csms.tested.role.putStation('CP1', { securityProfile: 2 });
    expect(await refused(connect('CP1'))).toMatchObject({ status: 403 });
    const [attempt] = csms.tested.role.attempts();
    expect(attempt).toMatchObject({ code: 'profile-mismatch', adopt: { kind: 'profile' } });
    expect(csms.tested.role.adopt(attempt?.seq ?? 0)).toMatchObject({
      value: { securityProfile: 0 },
    });
    await connect('CP1');
  });

  it('counts repeats instead of listing them', async () => {
    for (let repeat = 0; repeat < 3; repeat += 1) await refused(connect('CP1', 'wrong'));
    expect(csms.tested.role.attempts()).toMatchObject([{ station: 'CP1', count: 3 }]);
  });

  it('says what cannot be adopted', async () => {
    csms.tested.role.putStation('CP1', { securityProfile: 1 });
    await refused(connect('CP1'));
    const [attempt] = csms.tested.role.attempts();
    expect(csms.tested.role.adopt(attempt?.seq ?? 0)).toMatchObject({
      ok: false,
      problem: { code: 'attempt-not-adoptable' },
    });
    expect(csms.tested.role.adopt(999)).toMatchObject({ problem: { code: 'attempt-unknown' } });
  });
});

describe('Adopt of a client certificate whose authority is not trusted', () => {
  let maker: TestAuthority;
  let lower: TestAuthority;
  let identity: TlsIdentity;
  beforeAll(async () => {
    maker = await createAuthority('ecdsa', 'Maker root');
    lower = await maker.issueAuthority('Maker factory 7');
    const organisation = 'Benchpoint CPO';
    identity = await lower.issue({ commonName: 'SN-1', organisation, purpose: 'client' });
  });
  beforeEach(async () => {
    csms.port = await csms.tested.listen([3]);
  });

  function show(...authorities: TestAuthority[]): Promise<BarePoint> {
    const cert = [identity.certPem, ...authorities.map(({ certPem }) => certPem)].join('\n');
    const clientCertificate = { cert, key: identity.keyPem };
    return connectBarePoint(`wss://127.0.0.1:${csms.port}/CP1`, { clientCertificate });
  }

  async function refusedShowing(...authorities: TestAuthority[]) {
    expect(await refused(show(...authorities))).toMatchObject({ status: 403 });
    const [attempt] = csms.tested.role.attempts();
    if (attempt === undefined) throw new Error('no attempt is listed');
    expect(attempt.code).toBe('client-certificate-untrusted');
    return attempt;
  }

  it('trusts the root it came with, in one step, and the next attempt passes', async () => {
    const attempt = await refusedShowing(lower, maker);
    expect(attempt.adopt).toMatchObject({
      kind: 'issuer',
      issuer: { subject: { text: expect.stringContaining('Maker root') }, selfIssued: true },
    });
    expect(csms.tested.role.adopt(attempt.seq).ok).toBe(true);
    await show(lower, maker);
    expect(csms.tested.station('CP1')).toMatchObject({ connectedProfile: 3, serialNumber: 'SN-1' });
    expect(csms.tested.role.attempts()).toEqual([]);
  });

  it('trusts the intermediate it came with when the root was not sent', async () => {
    const attempt = await refusedShowing(lower);
    expect(attempt.adopt?.issuer?.subject.text).toContain('Maker factory 7');
    expect(attempt.adopt?.issuerName).toContain('Maker root');
    expect(csms.tested.role.adopt(attempt.seq).ok).toBe(true);
    await show(lower);
  });

  it('with the leaf alone it says whose certificate is missing, and takes it from a person', async () => {
    const attempt = await refusedShowing();
    expect(attempt.adopt).toMatchObject({
      kind: 'issuer',
      issuer: undefined,
      issuerName: expect.stringContaining('Maker factory 7'),
    });
    expect(csms.tested.role.adopt(attempt.seq)).toMatchObject({
      problem: { code: 'issuer-missing', parameters: { issuer: expect.stringContaining('7') } },
    });
    const issuerPem = `${maker.certPem}\n${lower.certPem}`;
    expect(csms.tested.role.adopt(attempt.seq, { issuerPem }).ok).toBe(true);
    await show();
  });

  it('trusts nothing that did not sign it: strangers, look-alikes, leaves, no certificates', async () => {
    const attempt = await refusedShowing();
    const lookAlike = await createAuthority('ecdsa', 'Maker factory 7');
    for (const [issuerPem, code] of [
      [lookAlike.certPem, 'issuer-does-not-fit'],
      [maker.certPem, 'issuer-does-not-fit'],
      [identity.certPem, 'not-an-authority'],
      ['no certificate', 'certificate-unreadable'],
    ] as const) {
      expect(csms.tested.role.adopt(attempt.seq, { issuerPem })).toMatchObject({
        problem: { code },
      });
    }
    expect(csms.tested.trusted).toEqual([]);
    await refused(show());
  });

  it('a stranger sent along is not offered', async () => {
    const stranger = await createAuthority('ecdsa', 'Stranger');
    const attempt = await refusedShowing(stranger);
    expect(attempt.adopt?.issuer).toBeUndefined();
  });
});

describe('factory certificates', () => {
  it('A00.FR.406 A00.FR.805 A00.FR.806 BootNotification: Pending until the certificate was renewed, and SignCertificate passes', async () => {
    csms.tested.role.putStation('CP1', { factory: true });
    const point = await connect('CP1');
    expect(await point.call('BootNotification', boot)).toMatchObject({
      payload: { status: 'Pending' },
    });
    const answer = await point.call('SignCertificate', { csr: 'not a request' });
    expect(answer).toMatchObject({ payload: { status: 'Rejected' } });
    const station = await csms.tested.until('CP1', ({ findings }) => findings.length > 0);
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
    expect(csms.tested.station('CP1').connected).toBe(true);
    const closed = await csms.tested.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('replaced');
  });

  it('a refused attempt never displaces a live session', async () => {
    csms.tested.role.putStation('CP1', { securityProfile: 1, authorizationKeyHex: key });
    const first = await connect('CP1', bytesOf(key));
    expect(await refused(connect('CP1', 'wrong'))).toMatchObject({ status: 401 });
    expect(await first.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });
});
