/** The desk for signing requests: openssl makes the requests, a foreign client sends them, openssl checks the answers. */

import type { RPCClient } from 'ocpp-rpc';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenSslFolder } from '../../electron/bench/pki/openssl-support.ts';
import {
  issueForRequest,
  type SigningRequestDetail,
} from '../../shared/api/signing-requests-contract.ts';
import { connectBarePoint } from '../support/csms-role.ts';
import { closeForeignChargePoints, foreignChargePoint } from '../support/foreign-charge-point.ts';
import { boot, type CsmsBench, firstKey, startCsmsBench, stepOf, value } from './support.ts';

let tested: CsmsBench;
const openssl = createOpenSslFolder();
beforeAll(async () => {
  tested = await startCsmsBench();
});
beforeEach(() => {
  requests().putPolicy({ mode: 'automatic', subject: 'replace', lineEndings: 'lf' });
});
afterEach(closeForeignChargePoints);
afterAll(async () => {
  await tested.close();
  openssl.remove();
});

const requests = () => tested.bench.csms.signingRequests;
const usual = issueForRequest.parse({});
const choices = { ...usual, evenTooLong: false };

/** The newest request of a station as soon as it fits. */
function until(
  station: string,
  fits: (request: SigningRequestDetail) => boolean,
): Promise<SigningRequestDetail> {
  return new Promise((resolve) => {
    const stop = tested.bench.onMoved(look);
    function look(): void {
      const [row] = requests().list({ station, limit: 1 }).requests;
      const detail = row && value(requests().get(row.id));
      if (detail === undefined || !fits(detail)) return;
      stop();
      resolve(detail);
    }
    look();
  });
}

const newKey: Readonly<Record<string, string[]>> = {
  'RSA 2048': ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'RSA 1024': ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  'P-224': ['ecparam', '-genkey', '-noout', '-name', 'secp224r1'],
  'P-256': ['ecparam', '-genkey', '-noout', '-name', 'prime256v1'],
  'P-384': ['ecparam', '-genkey', '-noout', '-name', 'secp384r1'],
  'P-521': ['ecparam', '-genkey', '-noout', '-name', 'secp521r1'],
  brainpoolP256r1: ['ecparam', '-genkey', '-noout', '-name', 'brainpoolP256r1'],
  brainpoolP384r1: ['ecparam', '-genkey', '-noout', '-name', 'brainpoolP384r1'],
  brainpoolP512r1: ['ecparam', '-genkey', '-noout', '-name', 'brainpoolP512r1'],
  Ed25519: ['genpkey', '-algorithm', 'ED25519'],
};

let made = 0;

/** A request of openssl; its private key stays in the folder under the same name. */
async function openSslRequest(
  kind = 'P-256',
  subject = '/O=Benchpoint CPO/CN=SN-1',
  ...more: string[]
): Promise<{ name: string; csr: string }> {
  made += 1;
  const name = `request-${made}`;
  await openssl.run(...(newKey[kind] ?? []), '-out', `${name}.key`);
  const request = ['req', '-new', '-key', `${name}.key`, '-out', `${name}.csr`];
  await openssl.run(...request, '-subj', subject, ...more);
  return { name, csr: (await openssl.run('req', '-in', `${name}.csr`)).output };
}

/** A foreign charge point that notes the chains it gets. */
async function pointThatTakes(
  id: string,
  status = 'Accepted',
): Promise<{ point: RPCClient; chains: string[] }> {
  const point = await tested.foreign(id);
  const chains: string[] = [];
  point.handle('CertificateSigned', ({ params }) => {
    chains.push(String(params?.certificateChain));
    return Promise.resolve({ status });
  });
  return { point, chains };
}

const send = (point: RPCClient, csr: string) => point.call('SignCertificate', { csr });
const failing = ({ rules }: SigningRequestDetail) =>
  rules.filter(({ state }) => state === 'fails').map(({ rule }) => rule);

async function verifies(chain: string, family: 'rsa' | 'ecdsa'): Promise<string> {
  openssl.write('leaf.pem', chain);
  openssl.write('root.pem', await tested.bench.pki.rootPem(family));
  const verify = ['verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'leaf.pem'];
  return (await openssl.run(...verify, 'leaf.pem')).output;
}

describe('A02.FR.04 A02.FR.11 A03.FR.04 SignCertificate of openssl', () => {
  it.each(Object.keys(newKey).filter((kind) => kind !== 'RSA 1024'))(
    '%s is accepted, signed for this key and verifies with openssl',
    async (kind) => {
      const { name, csr } = await openSslRequest(kind);
      const id = `KEY-${kind.replace(' ', '')}`;
      const { point, chains } = await pointThatTakes(id);
      expect(await send(point, csr)).toEqual({ status: 'Accepted' });
      const detail = await until(id, ({ state }) => state === 'accepted');
      const [chain = ''] = chains;
      expect(await verifies(chain, kind.startsWith('RSA') ? 'rsa' : 'ecdsa')).toContain('OK');
      const ofKey = await openssl.run('pkey', '-in', `${name}.key`, '-pubout');
      const ofCertificate = await openssl.run('x509', '-in', 'leaf.pem', '-noout', '-pubkey');
      expect(ofCertificate.output).toBe(ofKey.output);
      expect(chain).not.toContain('\r');
      expect(chain.endsWith('-----END CERTIFICATE-----\n')).toBe(true);
      expect(failing(detail)).toEqual(
        /P-224|brainpool|Ed25519/.test(kind) ? ['request-key-usable'] : [],
      );
      expect(detail.steps.map(({ code }) => code)).toEqual([
        'requested',
        'answered',
        'decided',
        'signed',
        'sent',
        'accepted',
      ]);
      const frames = detail.steps.flatMap((step) => step.frames);
      expect(frames).toHaveLength(3);
    },
  );
});

describe('A02.FR.12 SignCertificate that cannot be signed', () => {
  const broken = (csr: string) => {
    const lines = csr.trim().split('\n');
    const der = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    der[der.length - 3] = (der[der.length - 3] ?? 0) ^ 0x55;
    const body = der.toString('base64').match(/.{1,64}/g) ?? [];
    return [lines[0], ...body, lines.at(-1), ''].join('\n');
  };
  const cases: [string, (csr: string) => string, string, string][] = [
    ['a broken signature', broken, 'bad-signature', 'request-possession'],
    [
      'a truncated body',
      (csr) =>
        csr
          .replace(/\n.{64}\n-----END/, '\n-----END')
          .replace(/\n[^\n]{5,64}\n-----END/, '\n-----END'),
      'unreadable',
      'request-readable',
    ],
    [
      'a wrong label',
      (csr) => csr.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'),
      'wrong-form',
      'request-form',
    ],
    [
      'base64 without PEM',
      (csr) => csr.split('\n').slice(1, -2).join(''),
      'wrong-form',
      'request-form',
    ],
    ['no first line', (csr) => csr.slice(csr.indexOf('\n') + 1), 'wrong-form', 'request-form'],
    ['no request at all', () => 'please', 'unreadable', 'request-readable'],
  ];
  it.each(cases)('%s: Rejected, kept, and the reason named', async (_, spoil, reason, rule) => {
    const { csr } = await openSslRequest();
    const id = `BAD-${made}`;
    const { point, chains } = await pointThatTakes(id);
    const spoiled = spoil(csr);
    expect(await send(point, spoiled)).toEqual({ status: 'Rejected' });
    const detail = await until(id, ({ state }) => state === 'refused');
    expect(detail.csr).toBe(spoiled);
    expect(failing(detail)).toContain(rule);
    expect(detail.lastStep.parameters).toMatchObject({ decision: 'refused', reason });
    expect(tested.station(id).findings).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'signing-request-refused', parameters: { reason } }),
      ]),
    );
    expect(await point.call('Heartbeat', {})).toHaveProperty('currentTime');
    expect(chains).toEqual([]);
  });

  it('5501 characters: Rejected and kept, with what is too long about it', async () => {
    const { csr } = await openSslRequest();
    tested.bench.csms.putStation('LONG', { securityProfile: 1, authorizationKeyHex: firstKey });
    const point = await connectBarePoint(`ws://127.0.0.1:${tested.port}/LONG`, {
      credentials: { userName: 'LONG', password: Buffer.from(firstKey, 'hex') },
    });
    const answer = await point.call('SignCertificate', { csr: csr.padEnd(5501, '\n') });
    expect(answer).toEqual({ kind: 'result', payload: { status: 'Rejected' } });
    const detail = await until('LONG', ({ state }) => state === 'refused');
    expect(failing(detail)).toEqual(['request-size']);
    expect(detail.lastStep.parameters).toMatchObject({ reason: 'too-long' });
    await point.close();
  });

  it('A00.FR.501 A00.FR.502 RSA 1024 is weak: Rejected; with "always" it is signed', async () => {
    const { csr } = await openSslRequest('RSA 1024');
    const { point, chains } = await pointThatTakes('WEAK');
    expect(await send(point, csr)).toEqual({ status: 'Rejected' });
    await until('WEAK', ({ state }) => state === 'refused');
    requests().putStationPolicy('WEAK', { mode: 'always' });
    expect(await send(point, csr)).toEqual({ status: 'Accepted' });
    const detail = await until('WEAK', ({ state }) => state === 'accepted');
    expect(failing(detail)).toContain('request-key-strength');
    expect(failing(detail)).toContain('request-not-repeated');
    expect(chains).toHaveLength(1);
  });

  it('an authority is asked for, and absurd extensions: Rejected', async () => {
    const authority = await openSslRequest(
      'P-256',
      '/CN=SN-1',
      '-addext',
      'basicConstraints=CA:TRUE',
    );
    const names = Array.from({ length: 150 }, (_, index) => `DNS:host-number-${index}.example`);
    const absurd = await openSslRequest(
      'P-256',
      '/CN=SN-1',
      '-addext',
      `subjectAltName=${names.join()}`,
    );
    const { point } = await pointThatTakes('ABSURD');
    expect(await send(point, authority.csr)).toEqual({ status: 'Rejected' });
    expect(failing(await until('ABSURD', ({ state }) => state === 'refused'))).toContain(
      'request-no-authority',
    );
    expect(await send(point, absurd.csr)).toEqual({ status: 'Rejected' });
    const detail = await until(
      'ABSURD',
      ({ request }) => (request?.alternativeNames.length ?? 0) > 50,
    );
    expect(failing(detail)).toContain('request-extensions');
  });
});

describe('what is only remarked', () => {
  it('CRLF is signed as ever, and named', async () => {
    const { csr } = await openSslRequest();
    const { point } = await pointThatTakes('CRLF');
    expect(await send(point, csr.replaceAll('\n', '\r\n'))).toEqual({ status: 'Accepted' });
    const detail = await until('CRLF', ({ state }) => state === 'accepted');
    expect(failing(detail)).toEqual(['request-line-endings']);
    expect(detail.form).toMatchObject({ kind: 'pem', lineEndings: 'crlf' });
  });

  it('A02.FR.13 other names are replaced, or refused with "match"', async () => {
    const { csr } = await openSslRequest('P-256', '/O=Somebody/CN=192.0.2.1');
    tested.bench.csms.putStation('NAMES', { serialNumber: 'SN-7' });
    const { point } = await pointThatTakes('NAMES');
    expect(await send(point, csr)).toEqual({ status: 'Accepted' });
    const detail = await until('NAMES', ({ state }) => state === 'accepted');
    expect(failing(detail)).toEqual([
      'request-organisation',
      'request-serial-number',
      'request-common-name-address',
    ]);
    expect(detail.issued?.certificate.subject.text).toBe('O=Benchpoint CPO, CN=SN-7');
    requests().putPolicy({ subject: 'match' });
    expect(await send(point, csr)).toEqual({ status: 'Rejected' });
    expect(
      (await until('NAMES', ({ state }) => state === 'refused')).lastStep.parameters,
    ).toMatchObject({ reason: 'subject-mismatch' });
  });

  it('A02.FR.02 the key of another station, and the same key again, are named', async () => {
    const { name, csr } = await openSslRequest();
    const { point } = await pointThatTakes('SAME-1');
    const { point: other } = await pointThatTakes('SAME-2');
    await send(point, csr);
    await until('SAME-1', ({ state }) => state === 'accepted');
    await openssl.run('req', '-new', '-key', `${name}.key`, '-out', 'again.csr', '-subj', '/CN=A');
    const again = (await openssl.run('req', '-in', 'again.csr')).output;
    await send(point, again);
    const keyOf = (detail: SigningRequestDetail) =>
      detail.rules.find(({ rule }) => rule === 'request-new-key')?.parameters.where;
    expect(keyOf(await until('SAME-1', ({ csr: text }) => text === again))).toBe('request');
    await send(other, again);
    expect(keyOf(await until('SAME-2', () => true))).toBe('other-station');
  });
});

describe('by hand', () => {
  it('Accepted at once, signed later with what a person chose, after a preview that keeps nothing', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const { csr } = await openSslRequest('P-384');
    const { point, chains } = await pointThatTakes('HAND');
    expect(await send(point, csr)).toEqual({ status: 'Accepted' });
    const waiting = await until('HAND', ({ steps }) => steps.length === 2);
    expect(waiting.state).toBe('waiting');
    const authority = value(
      await tested.bench.pki.desk.create({
        ...{ role: 'sub-authority', issuer: 'root:ecdsa', revocationListUrls: [] },
        ...{ subject: { commonName: 'Charge points', more: [] }, keyType: 'p-256' },
        ...{ rsaSignature: 'pkcs1', hash: 'sha-256' },
      }),
    );
    const wanted = {
      ...choices,
      commonName: 'SN-HAND',
      issuer: authority.id,
      hash: 'sha-384' as const,
      notBefore: '2026-01-01T00:00:00Z',
      alternativeNames: [{ type: 'dns' as const, value: 'charger.example' }],
      extendedKeyUsage: ['clientAuth', '1.2.3.4'],
    };
    const preview = value(await requests().preview(waiting.id, wanted));
    expect(preview.certificates).toBe(2);
    expect(
      preview.rules.filter(({ state }) => state === 'fails').map(({ rule }) => rule),
    ).toContain('no-alternative-dns-name');
    expect(value(requests().get(waiting.id)).issued).toBeUndefined();
    value(await requests().sign(waiting.id, { ...wanted, send: true }));
    const detail = await until('HAND', ({ state }) => state === 'accepted');
    expect(detail.issued?.certificate).toMatchObject({
      extendedKeyUsage: ['clientAuth', '1.2.3.4'],
      signature: { algorithm: 'ecdsa', hash: 'SHA-384' },
      notBefore: '2026-01-01T00:00:00.000Z',
    });
    expect(chains[0]?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(await verifies(chains[0] ?? '', 'ecdsa')).toContain('OK');
    const kept = await tested.bench.pki.desk.entries({ issuer: authority.id, offset: 0, limit: 9 });
    expect(kept.entries).toMatchObject([{ origin: 'signed-request', owner: 'HAND' }]);
  });

  it('the guided operation waits without a time limit for the person, and goes on', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const id = await tested.emulated(3);
    const started = tested.start(id, { operation: 'renew-certificate', requestTimeoutMs: 1500 });
    const waiting = await until(
      id,
      ({ state, steps }) => state === 'waiting' && steps.length === 2,
    );
    await tested.operation(
      started,
      (state) => stepOf(state, 'send-certificate').parameters.awaitsDecision === true,
    );
    value(await requests().sign(waiting.id, { ...choices, send: true }));
    expect(await tested.ended(started)).toMatchObject({ status: 'succeeded' });
    const detail = await until(id, ({ state }) => state === 'in-use');
    expect(detail.lastStep).toMatchObject({ code: 'reconnected-with-new' });
    expect(tested.station(id).clientCertificate?.fingerprintSha256).toBe(
      detail.issued?.certificate.fingerprintSha256,
    );
  });

  it('refused by a person: the guided operation ends, and says so', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const id = await tested.emulated(3);
    const started = tested.start(id, { operation: 'renew-certificate' });
    const waiting = await until(
      id,
      ({ state, steps }) => state === 'waiting' && steps.length === 2,
    );
    value(requests().refuse(waiting.id));
    expect((await tested.ended(started)).problem?.parameters).toMatchObject({
      status: 'refused-by-person',
    });
  });

  it('refused and signed all the same: both are in its course; what was sent is not refused any more', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const { csr } = await openSslRequest();
    const { point } = await pointThatTakes('MIND');
    await send(point, csr);
    const { id } = await until('MIND', ({ steps }) => steps.length === 2);
    value(requests().refuse(id));
    expect(requests().refuse(id)).toMatchObject({ problem: { code: 'signing-request-decided' } });
    value(await requests().sign(id, { ...choices, send: true }));
    const { steps } = await until('MIND', ({ state }) => state === 'accepted');
    const decided = steps.filter(({ code }) => code === 'decided');
    expect(decided.map(({ parameters }) => parameters.decision)).toEqual(['refused', 'signed']);
    expect(requests().refuse(id)).toMatchObject({ problem: { code: 'signing-request-decided' } });
    expect(value(requests().get(id)).state).toBe('accepted');
  });

  it('a foreign authority signs the exported request; another key and a wrong file are refused', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const { csr } = await openSslRequest();
    const { point, chains } = await pointThatTakes('ABROAD');
    await send(point, csr.replaceAll('\n', '\r\n'));
    const { id } = await until('ABROAD', ({ steps }) => steps.length === 2);
    const { pem, name } = value(requests().requestPem(id));
    expect(name).toBe('ABROAD.csr.pem');
    openssl.write('abroad.csr', pem);
    await openssl.run(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem'],
      ...['-subj', '/CN=Foreign root'],
    );
    const sign = [
      'x509',
      '-req',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '30',
    ];
    await openssl.run(...sign, '-in', 'abroad.csr', '-out', 'abroad.pem');
    const root = (await openssl.run('x509', '-in', 'ca.pem')).output;
    const leaf = (await openssl.run('x509', '-in', 'abroad.pem')).output;
    const give = (text: string) =>
      requests().importCertificate(id, { pem: text, send: true, evenTooLong: false });
    expect(give(root)).toMatchObject({ problem: { code: 'signed-certificate-other-key' } });
    expect(give('no certificate')).toMatchObject({ problem: { code: 'certificate-unreadable' } });
    expect(value(give(root + leaf)).issued?.by).toBe('foreign');
    await until('ABROAD', ({ state }) => state === 'accepted');
    // The root stays at home, the leaf is the whole chain.
    expect(chains).toEqual([leaf]);
  });
});

describe('CertificateSigned', () => {
  it('CRLF and root on request; Rejected and a lost connection are states of their own', async () => {
    const { csr } = await openSslRequest();
    const { point, chains } = await pointThatTakes('ENDINGS', 'Rejected');
    await send(point, csr);
    const { id } = await until('ENDINGS', ({ state }) => state === 'rejected');
    value(requests().send(id, { withRoot: true, lineEndings: 'crlf', evenTooLong: false }));
    await until('ENDINGS', ({ state, steps }) => state === 'rejected' && steps.length > 6);
    expect(chains[1]?.match(/BEGIN CERTIFICATE-----\r\n/g)).toHaveLength(2);
    expect(tested.station('ENDINGS').findings.map(({ rule }) => rule)).toContain(
      'certificate-signed-not-accepted',
    );
  });

  it('a chain longer than the station takes is held back until a person sends it all the same', async () => {
    const { csr } = await openSslRequest();
    const { point, chains } = await pointThatTakes('SHORT');
    point.handle('GetConfiguration', () =>
      Promise.resolve({
        configurationKey: [{ key: 'CertificateSignedMaxChainSize', readonly: true, value: '300' }],
      }),
    );
    value(await tested.bench.csms.readConfiguration('SHORT'));
    await send(point, csr);
    const held = await until('SHORT', ({ state }) => state === 'signed');
    expect(held.chainLimit).toEqual({ characters: 300, source: 'station' });
    expect(held.lastStep).toMatchObject({ code: 'held-back', parameters: { most: 300 } });
    expect(requests().send(held.id, { evenTooLong: false })).toMatchObject({
      problem: { code: 'chain-too-long' },
    });
    value(requests().send(held.id, { evenTooLong: true }));
    await until('SHORT', ({ state }) => state === 'accepted');
    expect(chains).toHaveLength(1);
  });

  it('signed while the station is away, it goes out when the station is back', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    const { csr } = await openSslRequest();
    const { point } = await pointThatTakes('AWAY');
    await send(point, csr);
    const { id } = await until('AWAY', ({ steps }) => steps.length === 2);
    await point.close();
    await tested.until('AWAY', ({ connected }) => !connected);
    value(await requests().sign(id, { ...choices, send: true }));
    expect((await until('AWAY', ({ state }) => state === 'signed')).lastStep.code).toBe(
      'held-back',
    );
    const { chains } = await pointThatTakes('AWAY');
    await until('AWAY', ({ state }) => state === 'accepted');
    expect(chains).toHaveLength(1);
  });

  it('A02.FR.08 the reconnect is watched: the old certificate, none, then the new one by its fingerprint', async () => {
    tested.bench.csms.putStation('WATCH', { serialNumber: 'SN-W' });
    const first = await openSslRequest();
    const { point, chains } = await pointThatTakes('WATCH');
    await send(point, first.csr);
    await until('WATCH', ({ state }) => state === 'accepted');
    tested.bench.csms.putStation('WATCH', { securityProfile: 3 });
    await tested.until('WATCH', ({ connected }) => !connected);
    const root = await tested.bench.pki.rootPem('ecdsa');
    const roots = [root, await tested.bench.pki.rootPem('rsa')];
    const connectWith = async (name: string, cert = '') => {
      const key = (await openssl.run('pkey', '-in', `${name}.key`)).output;
      const endpoint = `wss://localhost:${tested.port}`;
      const tls = { ca: roots, cert, key };
      const client = foreignChargePoint({ identity: 'WATCH', endpoint, tls });
      client.handle('CertificateSigned', ({ params }) => {
        chains.push(String(params?.certificateChain));
        return Promise.resolve({ status: 'Accepted' });
      });
      await client.connect();
      return client;
    };
    const withFirst = await connectWith(first.name, chains[0]);
    const inUse = await until('WATCH', ({ state }) => state === 'in-use');
    expect(inUse.lastStep).toMatchObject({ code: 'reconnected-with-new' });
    const second = await openSslRequest();
    await send(withFirst, second.csr);
    await until('WATCH', ({ csr, state }) => csr === second.csr && state === 'accepted');
    await withFirst.close();
    const again = await connectWith(first.name, chains[0]);
    const old = await until('WATCH', ({ state }) => state === 'old-certificate');
    expect(old.lastStep).toMatchObject({
      code: 'reconnected-with-old',
      parameters: { notYetValid: false },
    });
    await again.close();
    await connectWith(second.name, chains[1]);
    const used = await until('WATCH', ({ state }) => state === 'in-use');
    expect(used.csr).toBe(second.csr);
    expect(value(requests().get(inUse.id)).state).toBe('replaced');
    expect(used.lastStep.frames).toHaveLength(1);
  });

  it('A00.FR.805 A00.FR.806 a factory certificate has served once the new one is accepted, by hand too', async () => {
    requests().putPolicy({ mode: 'by-hand' });
    tested.bench.csms.putStation('FACTORY', { factory: true });
    const { csr } = await openSslRequest();
    const { point } = await pointThatTakes('FACTORY');
    expect(await point.call('BootNotification', boot)).toMatchObject({ status: 'Pending' });
    expect(await send(point, csr)).toEqual({ status: 'Accepted' });
    const { id } = await until('FACTORY', ({ steps }) => steps.length === 2);
    expect(tested.station('FACTORY').factory).toBe(true);
    value(await requests().sign(id, { ...choices, send: true }));
    await until('FACTORY', ({ state }) => state === 'accepted');
    expect(tested.station('FACTORY').factory).toBe(false);
  });
});
