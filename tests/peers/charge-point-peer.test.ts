/** The foreign `ocpp-rpc` client against our CSMS, composed as it ships, on every security profile. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOpenSslFolder } from '../../electron/bench/pki/openssl-support.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import {
  closeForeignChargePoints,
  closeOf,
  connectionError,
  type ForeignChargePointOptions,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { opensslAvailable } from '../support/tls-server.ts';

let composed: ComposedBench;
let ca: string[];
let port: number;
const openssl = createOpenSslFolder();
beforeAll(async () => {
  composed = await startComposedBench();
  const { pki } = composed.bench;
  ca = [await pki.rootPem('rsa'), await pki.rootPem('ecdsa')];
  [port = 0] = await composed.listen({ securityProfiles: [0, 1, 2, 3] });
});
afterEach(closeForeignChargePoints);
afterAll(async () => {
  await composed.close();
  openssl.remove();
});

const key = Buffer.from('00ff3a0102030405060708090a0b0c0d0e0f1011', 'hex');
const boot = { chargePointVendor: 'Elsewhere', chargePointModel: 'Foreign' };
const timestamp = '2026-11-22T10:00:00Z';

function pointOn(
  identity: string,
  profile: 0 | 1 | 2 | 3,
  options: Partial<ForeignChargePointOptions> = {},
) {
  const scheme = profile >= 2 ? 'wss' : 'ws';
  const password = profile === 1 || profile === 2 ? { password: key } : {};
  const endpoint = `${scheme}://localhost:${port}`;
  return foreignChargePoint({
    identity,
    endpoint,
    ...password,
    ...options,
    tls: { ca, ...options.tls },
  });
}

function bind(id: string, securityProfile: 0 | 1 | 2 | 3): void {
  const put = composed.bench.csms.putStation(id, {
    securityProfile,
    authorizationKeyHex: key.toString('hex'),
  });
  expect(put.ok).toBe(true);
}

/** A client certificate by the way of the whitepaper: SignCertificate, CertificateSigned (A02, A03). */
async function renewedCertificate(identity: string): Promise<{ cert: string; key: string }> {
  const name = identity.toLowerCase();
  const made = await openssl.run(
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/O=Benchpoint CPO/CN=SN-77'],
  );
  expect(made.exitCode).toBe(0);
  const csr = (await openssl.run('req', '-in', `${name}.csr`)).output;
  const keyPem = (await openssl.run('pkey', '-in', `${name}.key`)).output;
  const point = pointOn(identity, 2);
  const signed = new Promise<string>((resolve) => {
    point.handle('CertificateSigned', ({ params }) => {
      resolve(String(Reflect.get(Object(params), 'certificateChain')));
      return Promise.resolve({ status: 'Accepted' });
    });
  });
  await point.connect();
  expect(await point.call('SignCertificate', { csr })).toEqual({ status: 'Accepted' });
  const cert = await signed;
  await point.close();
  return { cert, key: keyPem };
}

async function chargeOnce(point: ReturnType<typeof foreignChargePoint>): Promise<void> {
  expect(await point.call('BootNotification', boot)).toMatchObject({ status: 'Accepted' });
  const { currentTime } = (await point.call('Heartbeat', {})) as { currentTime: string };
  expect(Math.abs(Date.now() - Date.parse(currentTime))).toBeLessThan(5000);
  const start = { connectorId: 1, idTag: 'T', meterStart: 0, timestamp };
  const started = (await point.call('StartTransaction', start)) as { transactionId: number };
  expect(started.transactionId).toBeGreaterThan(0);
  const stop = { transactionId: started.transactionId, meterStop: 10, timestamp };
  expect(await point.call('StopTransaction', stop)).toBeDefined();
}

describe('a foreign charge point charges on', () => {
  it.each([0, 1, 2] as const)('profile %i, and is called back', async (profile) => {
    const id = `FOREIGN-${profile}`;
    bind(id, profile);
    const point = pointOn(id, profile);
    point.handle('GetConfiguration', () =>
      Promise.resolve({ configurationKey: [{ key: 'K', readonly: true, value: '1' }] }),
    );
    await point.connect();
    expect(point.protocol).toBe('ocpp1.6');
    await chargeOnce(point);
    const called = await composed.bench.csms.call(id, {
      action: 'GetConfiguration',
      payload: {},
      validate: true,
    });
    expect(called).toMatchObject({
      ok: true,
      value: { outcome: 'result', payload: { configurationKey: [{ key: 'K' }] } },
    });
    const call = await composed.frame(
      ({ station, action, messageType }) =>
        station === id && action === 'GetConfiguration' && messageType === 'result',
    );
    if (called.ok) expect(called.value.frames).toEqual([call.pairSeq, call.seq]);
    expect(composed.bench.csms.station(id)).toMatchObject({
      value: { connected: true, connectedProfile: profile, findings: [] },
    });
  });

  it.skipIf(!opensslAvailable)('profile 3, with a certificate it asked our CSMS for', async () => {
    bind('FOREIGN-3', 2);
    const { cert, key: keyPem } = await renewedCertificate('FOREIGN-3');
    bind('FOREIGN-3', 3);
    const point = pointOn('FOREIGN-3', 3, { tls: { cert, key: keyPem } });
    await point.connect();
    await chargeOnce(point);
    const station = composed.bench.csms.station('FOREIGN-3');
    expect(station).toMatchObject({ value: { connectedProfile: 3, serialNumber: 'SN-77' } });
    const tls = await composed.frame(
      ({ kind, connection }) =>
        kind === 'tls-established' && station.ok && connection === station.value.connection,
    );
    expect(tls.detail).toMatchObject({ peerVerification: 'ok' });
  });
});

describe('a refused attempt', () => {
  it('with a wrong password gets 401 and the key can be adopted', async () => {
    bind('WRONG-1', 1);
    const point = pointOn('WRONG-1', 1, { password: Buffer.alloc(20, 7) });
    expect(await connectionError(point)).toBe(401);
    const answer = await composed.frame(
      ({ kind, station }) => kind === 'upgrade-response' && station === 'WRONG-1',
    );
    expect(answer.detail).toMatchObject({ status: 401, code: 'password-wrong' });
    expect(answer.severity).not.toBe('info');
    const attempt = composed.bench.csms.attempts().find(({ station }) => station === 'WRONG-1');
    expect(composed.bench.csms.adopt(attempt?.seq ?? 0).ok).toBe(true);
    expect(await connectionError(pointOn('WRONG-1', 1, { password: Buffer.alloc(20, 7) }))).toBe(
      undefined,
    );
  });

  it('by an unknown authority names the side that has to change something', async () => {
    bind('STRANGER', 2);
    const point = pointOn('STRANGER', 2, { tls: { ca: [] } });
    expect(await connectionError(point)).toMatch(/UNABLE_TO_|SELF_SIGNED/);
    const failed = await composed.frame(({ kind }) => kind === 'connection-failed');
    // Node's client checks after the handshake and leaves without an alert; OpenSSL's own tells (see tls-peer.test.ts).
    expect(failed.detail).toMatchObject({
      code: expect.stringMatching(/^tls-(closed-after-handshake|handshake-abandoned)$/),
      side: 'charge-point',
    });
  });

  it('without a client certificate on 3 gets 403 by name', async () => {
    bind('NO-CERT', 3);
    expect(await connectionError(pointOn('NO-CERT', 3))).toBe(403);
    const answer = await composed.frame(
      ({ kind, station }) => kind === 'upgrade-response' && station === 'NO-CERT',
    );
    expect(answer.detail).toMatchObject({ code: 'client-certificate-missing' });
  });
});

describe('one port with several profiles', () => {
  it('a station is raised from 1 to 2 between two connections, the port stays open', async () => {
    bind('RAISED', 1);
    bind('WITNESS', 0);
    const witness = pointOn('WITNESS', 0);
    await witness.connect();
    const point = pointOn('RAISED', 1);
    point.handle('ChangeConfiguration', () => Promise.resolve({ status: 'Accepted' }));
    await point.connect();
    const change = { key: 'SecurityProfile', value: '2' };
    await composed.bench.csms.call('RAISED', {
      action: 'ChangeConfiguration',
      payload: change,
      validate: true,
    });
    await point.close();
    const raised = pointOn('RAISED', 2);
    await raised.connect();
    expect(composed.bench.csms.station('RAISED')).toMatchObject({
      value: { connectedProfile: 2, securityProfile: 2 },
    });
    expect(await connectionError(pointOn('RAISED', 1))).toBe(403);
    expect(await witness.call('Heartbeat', {})).toBeDefined();
  });

  it('A00.FR.006 listeners are added, changed and stopped without dropping anybody else', async () => {
    bind('STAYS', 0);
    const stays = pointOn('STAYS', 0);
    await stays.connect();
    const first = { securityProfiles: [0, 1, 2, 3] as (0 | 1 | 2 | 3)[], port };
    const [, second = 0] = await composed.listen(first, { securityProfiles: [0] });
    const goes = foreignChargePoint({ identity: 'GOES', endpoint: `ws://localhost:${second}` });
    await goes.connect();
    const closed = closeOf(goes);
    await composed.listen({ ...first, pingIntervalMs: 0 });
    expect(await closed).toMatchObject({ code: 1001 });
    expect(await stays.call('Heartbeat', {})).toBeDefined();
    expect(composed.bench.csms.state().listeners).toHaveLength(1);
  });
});

describe('W13', () => {
  it('the newest connection of an identity wins, the old one is told why', async () => {
    bind('TWICE', 0);
    const first = pointOn('TWICE', 0);
    await first.connect();
    const closed = closeOf(first);
    const second = pointOn('TWICE', 0);
    await second.connect();
    expect(await closed).toMatchObject({ code: 1008, reason: 'replaced by a newer connection' });
    expect(await second.call('Heartbeat', {})).toBeDefined();
  });
});

it('S11 a reconnect without BootNotification is served', async () => {
  bind('AGAIN', 1);
  const first = pointOn('AGAIN', 1);
  await first.connect();
  await first.call('BootNotification', boot);
  await first.close();
  const second = pointOn('AGAIN', 1);
  await second.connect();
  expect(await second.call('Heartbeat', {})).toBeDefined();
  expect(composed.bench.csms.station('AGAIN')).toMatchObject({ value: { findings: [] } });
});

it('what was recorded is a chain that checks, and nothing went wrong unnoticed', async () => {
  const { capture } = composed.bench.state().recording;
  const check = await composed.bench.captures.check(capture);
  expect(check).toMatchObject({ ok: true, value: { intact: true } });
  if (check.ok)
    expect(check.value.chainHead).toHaveLength(createHash('sha256').digest('hex').length);
  expect(composed.log.filter((line) => line.includes('"error"'))).toEqual([]);
});
