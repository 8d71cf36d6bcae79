/** Faults of a listener: judged by openssl s_client, refused by the emulated charge point, reported once it is back. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FaultId,
  faultsFor,
  handshakeFaults,
  ruleOfFault,
} from '../../shared/security/handshake-faults.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { type FaultBench, hostName, startFaultBench } from './support.ts';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench();
});
afterAll(() => bench.close());

let charger = 0;

function isSettled(id: string): boolean {
  const state = bench.bench.chargePoints.get(id);
  return state.ok && ['waiting', 'connected'].includes(state.value.status);
}

/** An emulated charge point dials into the fault and comes back when it is off. */
async function meet(fault: FaultId, more: object = {}) {
  charger += 1;
  const id = `CP-${charger}`;
  const before = bench.bench.faults.state().results[0]?.connection ?? 0;
  await bench.set('listener', bench.listener, { fault });
  await bench.dialling(id, 2, more);
  const met = await bench.result(
    (one) => one.connection > before && one.fault === fault && one.judgement !== 'open',
  );
  await bench.set('listener', bench.listener, { fault: null });
  // Its own side of the failure may come a moment later; asked before, it would wait first.
  await bench.until(() => isSettled(id));
  await bench.bench.chargePoints.act(id, { action: 'connect' });
  return { id, met };
}

describe('an emulated charge point against a listener under a fault', () => {
  const refused = faultsFor('listener').filter(
    (id) => ruleOfFault(id, 'listener')?.demand === 'refuse',
  );

  it.each(refused)('A00.FR.310 refuses %s and reports it once it is back', async (fault) => {
    const { id, met } = await meet(fault, fault === 'weak-rsa-1024' ? { keyFamily: 'rsa' } : {});
    expect(met).toMatchObject({ judgement: 'as-it-must', target: 'listener' });
    const isRefusedByOffer = fault === 'weak-p192' || !handshakeFaults[fault].certificate;
    expect(met.reaction === 'no-agreement').toBe(isRefusedByOffer);
    if (fault !== 'weak-p192') {
      const told = await bench.result((one) => one.fault === fault && one.event === 'seen');
      expect(told.connection).toBe(met.connection);
    }
    await bench.bench.chargePoints.delete(id);
  });

  it('connects where nothing forbids it, and the verdict says so', async () => {
    const { met } = await meet('root-in-chain');
    expect(met).toMatchObject({ judgement: 'as-it-must', reaction: 'took-it' });
    const { met: large } = await meet('oversized-chain');
    expect(large).toMatchObject({ judgement: 'either-way', reaction: 'took-it' });
  });

  it('that believes everybody is told that it must not', async () => {
    const { met } = await meet('expired', { trust: 'insecure' });
    expect(met).toMatchObject({ judgement: 'must-not', reaction: 'took-it' });
  });

  it('every frame of a connection under a fault is flagged tampered, and none without', async () => {
    const { met } = await meet('wrong-ca');
    const frames = await bench.frames();
    const under = frames.filter(
      ({ connection, role }) => connection === met.connection && role === 'csms',
    );
    expect(under.length).toBeGreaterThan(2);
    expect(under.every(({ tampered }) => tampered)).toBe(true);
    const usual = frames.filter(
      ({ kind, role, tampered }) => kind === 'message' && role === 'csms' && !tampered,
    );
    expect(usual.length).toBeGreaterThan(0);
    expect(frames.filter(({ kind }) => kind === 'fault-switched').length).toBeGreaterThan(1);
    const listed = await bench.bench.attempts.list({ outcome: 'failed', limit: 200 });
    const attempts = listed.ok ? listed.value.attempts : [];
    const ofIt = attempts.filter(
      ({ role, connection }) => role === 'csms' && connection === met.connection,
    );
    expect(ofIt).toMatchObject([{ fault: 'wrong-ca', tampered: true }]);
  });
});

describe.skipIf(!opensslAvailable)('openssl s_client against a listener under a fault', () => {
  const verify = [
    ...[
      '-verify',
      '5',
      '-verify_hostname',
      hostName,
      '-verify_return_error',
      '-servername',
      hostName,
    ],
  ];
  async function seen(fault: FaultId | null, ...options: string[]): Promise<string> {
    await bench.set('listener', bench.listener, { fault });
    const root = `${bench.folder}/roots.pem`;
    const { pki } = bench.bench;
    writeFileSync(root, (await pki.rootPem('rsa')) + (await pki.rootPem('ecdsa')));
    return runSClient(bench.port, [...verify, '-CAfile', root, ...options]);
  }

  it.each([
    [null, /Verify return code: 0 \(ok\)|Verification: OK/],
    ['expired', /certificate has expired/],
    ['not-yet-valid', /certificate is not yet valid/],
    ['wrong-host', /hostname mismatch/i],
    ['wrong-ca', /unable to get local issuer certificate/],
    ['forged-issuer', /certificate signature failure/],
    ['self-signed', /self-signed certificate/],
    ['missing-intermediate', /unable to get local issuer certificate|unable to verify the first/],
    ['expired-intermediate', /certificate has expired/],
    ['issuer-not-authority', /invalid CA certificate/],
    ['wrong-purpose', /unsuitable certificate purpose/],
    ['unknown-critical-extension', /unhandled critical extension/],
    ['wrong-order', /Verify return code: 0 \(ok\)|Verification: OK/],
    ['oversized-chain', /Verify return code: 0 \(ok\)|Verification: OK/],
    ['root-in-chain', /Verify return code: 0 \(ok\)|Verification: OK/],
    ['no-shared-suite', /alert handshake failure/],
    ['tls-1.1-only', /Protocol {2}: TLSv1\.1/],
  ] as const)('%s reads %s', async (fault, words) => {
    expect(await seen(fault)).toMatch(words);
  });

  it('an alert that the device sent is named', async () => {
    const before = bench.bench.faults.state().results[0]?.connection ?? 0;
    await seen('wrong-ca');
    const told = await bench.result(
      ({ connection, judgement }) => connection > before && judgement !== 'open',
    );
    expect(told).toMatchObject({
      ...{ judgement: 'as-it-must', reaction: 'alert', alert: 'unknown_ca' },
    });
  });

  it('weak keys are shown to a client that lowers its level, and named', async () => {
    const weak = ['-cipher', 'DEFAULT@SECLEVEL=0', '-tls1_2'];
    expect(await seen('weak-rsa-1024', ...weak)).toMatch(/Server public key is 1024 bit/);
    const p192 = await seen('weak-p192', ...weak, '-curves', 'prime192v1:X25519:P-256');
    expect(p192).toMatch(/Server public key is 192 bit/);
    expect(await seen('sha-1', ...weak)).toMatch(/a:PKEY[^\n]*sigalg: (RSA-SHA1|ecdsa-with-SHA1)/);
    expect(await seen('tls-1.1-only', '-cipher', 'DEFAULT@SECLEVEL=0', '-tls1_1')).toMatch(
      /Protocol +: TLSv1\.1/,
    );
  });

  it('one suite only: that one and no other', async () => {
    await bench.set('listener', bench.listener, {
      fault: 'one-suite-only',
      suite: 'AES256-GCM-SHA384',
    });
    expect(await runSClient(bench.port, [])).toMatch(/Cipher is AES256-GCM-SHA384/);
    expect(await runSClient(bench.port, ['-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256'])).toMatch(
      /alert handshake failure/,
    );
  });

  it('switching off brings the usual certificates back, the port stayed open', async () => {
    await bench.set('listener', bench.listener, { fault: null });
    const before = await fingerprint();
    await bench.set('listener', bench.listener, { fault: 'self-signed' });
    expect(await fingerprint()).not.toBe(before);
    await bench.set('listener', bench.listener, { fault: null });
    expect(await fingerprint()).toBe(before);
  });

  async function fingerprint(): Promise<string> {
    const socket = tls.connect({ host: '127.0.0.1', port: bench.port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  }
});

describe('a fault of a listener', () => {
  it('ends by itself after so many connections', async () => {
    await bench.set('listener', bench.listener, { fault: 'expired', connections: 1 });
    const on = () => bench.bench.faults.state().on;
    expect(on()).toMatchObject([{ connectionsLeft: 1, fault: 'expired', name: bench.listener }]);
    const socket = tls.connect({ host: '127.0.0.1', port: bench.port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    await bench.until(() => on().length === 0);
    socket.destroy();
  });

  it('closes open connections when that is asked for', async () => {
    await bench.dialling('CP-OPEN', 2);
    await bench.until(() => bench.bench.csms.station('CP-OPEN').ok && isConnected('CP-OPEN'));
    await bench.set('listener', bench.listener, { fault: 'expired', reconnect: true });
    await bench.until(() => !isConnected('CP-OPEN'));
    await bench.set('listener', bench.listener, { fault: null });
    await bench.bench.chargePoints.delete('CP-OPEN');
  });

  const isConnected = (id: string) => {
    const station = bench.bench.csms.station(id);
    return station.ok && station.value.connected;
  };

  it('is gone with the listener', async () => {
    const { settings } = bench.bench.csms.state().listeners[0] ?? expect.fail('no listener');
    await bench.bench.csms.startListener({ ...settings, id: 'short-lived', port: 0 });
    await bench.set('listener', 'short-lived', { fault: 'expired' });
    expect(bench.bench.faults.state().on).toMatchObject([{ name: 'short-lived' }]);
    await bench.bench.csms.stopListener('short-lived');
    await bench.until(() => bench.bench.faults.state().on.length === 0);
    expect(await bench.switched('short-lived')).toEqual(['expired', 'off']);
  });

  it('stays on, and listed, while the port changes', async () => {
    const { settings } = bench.bench.csms.state().listeners[0] ?? expect.fail('no listener');
    const moving = { ...settings, id: 'moving', port: 0 };
    await bench.bench.csms.startListener(moving);
    await bench.set('listener', 'moving', { fault: 'expired' });
    const stop = bench.bench.onMoved(() => {
      expect.soft(bench.bench.faults.state().on).toMatchObject([{ name: 'moving' }]);
    });
    await bench.bench.csms.startListener({ ...moving, host: '127.0.0.1' });
    stop();
    await bench.bench.csms.stopListener('moving');
    await bench.until(() => bench.bench.faults.state().on.length === 0);
  });

  it('of TLS 1.1 goes with the last profile that has TLS', async () => {
    const { settings } = bench.bench.csms.state().listeners[0] ?? expect.fail('no listener');
    const lowered = { ...settings, id: 'lowered', port: 0 };
    await bench.bench.csms.startListener(lowered);
    await bench.set('listener', 'lowered', { fault: 'tls-1.1-only' });
    await bench.bench.csms.startListener({ ...lowered, securityProfiles: [0, 1] });
    await bench.until(() => bench.bench.faults.state().on.length === 0);
    expect(await bench.switched('lowered')).toEqual(['tls-1.1-only', 'off']);
    await bench.bench.csms.stopListener('lowered');
  });

  it('stays on over a change of settings', async () => {
    const { settings } = bench.bench.csms.state().listeners[0] ?? expect.fail('no listener');
    await bench.set('listener', bench.listener, { fault: 'self-signed' });
    await bench.bench.csms.startListener({ ...settings, id: bench.listener, tls13: false });
    expect(bench.bench.faults.state().on).toMatchObject([{ name: bench.listener }]);
    await bench.set('listener', bench.listener, { fault: null });
  });

  it('is refused for a listener that is not there, and for one without TLS', async () => {
    const request = { fault: 'expired', reconnect: false } as const;
    const none = await bench.bench.faults.set('listener', 'nowhere', request);
    expect(none).toMatchObject({ ok: false, problem: { code: 'listener-unknown' } });
    await bench.bench.csms.startListener({
      ...(bench.bench.csms.state().listeners[0]?.settings ?? expect.fail('no listener')),
      ...{ id: 'plain', port: 0, securityProfiles: [0, 1] },
    });
    const plain = await bench.bench.faults.set('listener', 'plain', request);
    expect(plain).toMatchObject({ ok: false, problem: { code: 'fault-not-applicable' } });
  });
});
