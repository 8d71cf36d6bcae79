/** Faults of an emulated charge point: openssl s_server reads them, our own Central System refuses them in words. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainConnectionFailure } from '../../shared/security/connection-words.ts';
import { type FaultId, faultsFor } from '../../shared/security/handshake-faults.ts';
import { opensslAvailable } from '../support/tls-server.ts';
import { type FaultBench, startFaultBench } from './support.ts';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench();
});
afterAll(() => bench.close());

let charger = 0;

async function meet(fault: FaultId, more: object = {}) {
  charger += 1;
  const id = `CP-${charger}`;
  await bench.dialling(id, 3, { autoConnect: false, ...more });
  await bench.set('charge-point', id, { fault });
  await bench.bench.chargePoints.act(id, { action: 'connect' });
  const met = await bench.result((one) => one.name === id && one.judgement !== 'open');
  const refused = bench.bench.csms.attempts().find(({ station }) => station === id);
  await bench.bench.chargePoints.delete(id);
  return { id, met, refused };
}

/** What our own Central System says; it reports weak keys and leaves lists to the desk, so that those connect. */
const refusals = {
  expired: 'client-certificate-expired',
  'not-yet-valid': 'client-certificate-not-yet-valid',
  'cn-not-serial': 'client-certificate-serial-mismatch',
  'another-station': 'client-certificate-serial-mismatch',
  'o-not-cpo': 'client-certificate-organisation-mismatch',
  'wrong-ca': 'client-certificate-untrusted',
  'forged-issuer': 'client-certificate-invalid',
  'self-signed': 'client-certificate-self-signed',
  'no-certificate': 'client-certificate-missing',
  'missing-intermediate': 'client-certificate-untrusted',
  'expired-intermediate': 'client-certificate-expired',
  'issuer-not-authority': 'client-certificate-wrong-purpose',
  'wrong-purpose': 'client-certificate-wrong-purpose',
  'unknown-critical-extension': 'client-certificate-unsupported',
} as const satisfies Partial<Record<FaultId, string>>;

describe('our Central System against a charge point under a fault', () => {
  it.each(Object.entries(refusals))('A00.FR.407 refuses %s as %s', async (fault, code) => {
    // Object.entries loses the key type.
    const { met, refused } = await meet(fault as FaultId);
    expect(met).toMatchObject({ judgement: 'as-it-must', target: 'charge-point' });
    expect(refused?.code).toBe(code);
    expect(explainConnectionFailure({ code }).title).not.toBe(code);
  });

  it.each(['wrong-order', 'oversized-chain', 'root-in-chain', 'one-suite-only'] as const)(
    'takes %s',
    async (fault) => {
      const { met } = await meet(fault);
      expect(met.reaction).toBe('took-it');
      expect(met.judgement).not.toBe('must-not');
    },
  );

  it.each(['tls-1.1-only', 'no-shared-suite'] as const)('A00.FR.418 ends %s', async (fault) => {
    const { met } = await meet(fault);
    expect(met).toMatchObject({ judgement: 'as-it-must' });
  });

  it('every fault of a charge point gives a verdict', async () => {
    for (const fault of faultsFor('charge-point')) {
      const { met } = await meet(fault);
      expect(['as-it-must', 'either-way', 'must-not'], fault).toContain(met.judgement);
    }
  });

  it('profile 2 shows no certificate, so that no certificate can be wrong', async () => {
    await bench.dialling('CP-TWO', 2, { autoConnect: false });
    const request = { fault: 'expired', reconnect: false } as const;
    const refused = await bench.bench.faults.set('charge-point', 'CP-TWO', request);
    expect(refused).toMatchObject({ ok: false, problem: { code: 'fault-not-applicable' } });
    const taken = await bench.bench.faults.set('charge-point', 'CP-TWO', {
      ...{ fault: 'tls-1.1-only', reconnect: false },
    });
    expect(taken.ok).toBe(true);
    await bench.bench.chargePoints.delete('CP-TWO');
  });

  it.each([
    ['expired', 2],
    ['tls-1.1-only', 1],
  ] as const)('%s is switched off when the profile is lowered to %i', async (fault, lower) => {
    const id = `CP-LOWER-${lower}`;
    await bench.dialling(id, 3, { autoConnect: false });
    await bench.set('charge-point', id, { fault });
    const before = bench.bench.chargePoints.get(id);
    const settings = before.ok ? before.value.settings : expect.fail('no charge point');
    const url = lower === 1 ? settings.url.replace('wss:', 'ws:') : settings.url;
    const lowered = {
      ...settings,
      url,
      securityProfile: lower,
      password: 'a-password-of-24-letters',
    };
    expect((await bench.bench.chargePoints.put(id, lowered)).ok).toBe(true);
    await bench.until(() => bench.bench.faults.state().on.length === 0);
    expect(await bench.switched(id)).toEqual([fault, 'off']);
    await bench.bench.chargePoints.put(id, { ...settings, securityProfile: 3 });
    const raised = bench.bench.chargePoints.get(id);
    expect(raised.ok && raised.value.fault).toBeUndefined();
    await bench.bench.chargePoints.delete(id);
  });

  it('a fault outlives a change of settings that begins the charge point anew, and is listed', async () => {
    await bench.dialling('CP-ANEW', 3, { autoConnect: false });
    await bench.set('charge-point', 'CP-ANEW', { fault: 'expired' });
    const before = bench.bench.chargePoints.get('CP-ANEW');
    const settings = before.ok ? before.value.settings : expect.fail('no charge point');
    const done = bench.bench.chargePoints.put('CP-ANEW', { ...settings, connectors: 2 });
    expect(bench.bench.faults.state().on).toMatchObject([{ name: 'CP-ANEW' }]);
    expect(await done).toMatchObject({ ok: true, value: { fault: 'expired' } });
    expect(bench.bench.faults.state().on).toMatchObject([{ name: 'CP-ANEW' }]);
    await bench.bench.chargePoints.delete('CP-ANEW');
    await bench.until(() => bench.bench.faults.state().on.length === 0);
  });

  it('PEM with CRLF reaches the other side in SignCertificate, flagged', async () => {
    await bench.dialling('CP-CRLF', 3);
    await bench.until(() => {
      const state = bench.bench.chargePoints.get('CP-CRLF');
      return state.ok && state.value.registration === 'Accepted';
    });
    await bench.set('charge-point', 'CP-CRLF', { fault: 'crlf-pem', reconnect: true });
    await bench.result((one) => one.name === 'CP-CRLF' && one.judgement === 'as-it-must');
    await bench.bench.chargePoints.act('CP-CRLF', { action: 'renew-certificate' });
    const frame = await bench.frame(
      ({ action, direction, role }) =>
        action === 'SignCertificate' && direction === 'in' && role === 'csms',
    );
    expect(frame.text).toContain('-----BEGIN CERTIFICATE REQUEST-----\\r\\n');
    const sent = (await bench.frames()).find(
      ({ action, role, text }) =>
        action === 'SignCertificate' && role === 'charge-point' && text?.startsWith('[2'),
    );
    expect(sent?.tampered).toBe(true);
  });
});

describe.skipIf(!opensslAvailable)('openssl s_server against a charge point under a fault', () => {
  it.each([
    ['expired', /error:num=10|verify error:num=10:certificate has expired/],
    ['wrong-ca', /unable to get local issuer certificate|self-signed certificate in/],
    ['self-signed', /self-signed certificate/],
    ['missing-intermediate', /unable to get local issuer certificate/],
    ['wrong-purpose', /unsuitable certificate purpose/],
    ['unknown-critical-extension', /unhandled critical extension/],
    ['no-certificate', /peer did not return a certificate/],
    ['weak-rsa-1024', /EE certificate key too weak/],
    ['weak-p192', /EE certificate key too weak/],
    ['sha-1', /CA signature digest algorithm too weak/],
    ['tls-1.1-only', /unsupported protocol|wrong version|no suitable signature algorithm/],
    ['no-shared-suite', /no shared cipher/],
  ] as const)('%s reads %s', async (fault, words) => {
    const { pki, chargePoints } = bench.bench;
    const file = (name: string, text: string) => {
      writeFileSync(`${bench.folder}/${name}`, text);
      return `${bench.folder}/${name}`;
    };
    const roots = (await pki.rootPem('rsa')) + (await pki.rootPem('ecdsa'));
    const server = spawn('openssl', [
      ...['s_server', '-accept', '127.0.0.1:0', '-Verify', '5', '-verify_return_error'],
      ...['-auth_level', '2', '-CAfile', file('roots.pem', roots)],
      ...['-cert', 'server.pem', '-key', 'server.key'].map((word) =>
        word.startsWith('server') ? `${bench.folder}/${word}` : word,
      ),
    ]);
    let output = '';
    server.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    const port = await portOf(server);
    charger += 1;
    const id = `CP-${charger}`;
    await bench.dialling(id, 3, {
      ...{ autoConnect: false, trust: 'insecure' },
      url: `wss://127.0.0.1:${port}/`,
    });
    await bench.set('charge-point', id, { fault });
    await chargePoints.act(id, { action: 'connect' });
    const met = await bench.result((one) => one.name === id && one.judgement !== 'open');
    await chargePoints.delete(id);
    server.kill();
    await once(server, 'close');
    expect(output).toMatch(words);
    expect(met.judgement).not.toBe('must-not');
  });

  beforeAll(async () => {
    const identity = await bench.bench.doorIdentity('127.0.0.1');
    writeFileSync(`${bench.folder}/server.pem`, identity.certificatePem);
    writeFileSync(`${bench.folder}/server.key`, identity.privateKeyPem);
  });
});

/** `ACCEPT 127.0.0.1:41234` is what it prints once it listens. */
async function portOf(server: ReturnType<typeof spawn>): Promise<number> {
  if (server.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /^ACCEPT .*:(\d+)$/.exec(line)?.[1];
    if (port !== undefined) {
      server.stdout.resume();
      return Number(port);
    }
  }
  throw new Error('s_server does not listen');
}
