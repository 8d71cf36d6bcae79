/** Revoked client certificates on a listener, by our own lists and by those openssl makes; one certificate at two stations. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  createOpenSslFolder,
  type OpenSslFolder,
} from '../../electron/bench/pki/openssl-support.ts';
import { createCertificate } from '../../shared/api/certificate-desk-schemas.ts';
import type { FrameView } from '../../shared/api/frames-contract.ts';
import { judgementWords } from '../../shared/record/judgement-words.ts';
import { explainConnectionFailure } from '../../shared/security/connection-words.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { value } from './support.ts';

let composed: ComposedBench;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  composed = await startComposedBench();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await composed.close();
});

interface Client {
  id: string;
  cert: string;
  key: string;
}

/** A client certificate of the bench's ECDSA root, key included. */
async function client(serialNumber: string): Promise<Client> {
  const { desk } = composed.bench.pki;
  const authorities = await desk.authorities();
  const root = authorities.find(({ id }) => id === 'root:ecdsa');
  const request = {
    role: 'client',
    issuer: root?.id,
    subject: { commonName: serialNumber, organisation: 'Benchpoint CPO' },
  };
  const { id } = value(await desk.create(createCertificate.parse(request)));
  const part = async (format: 'pem' | 'key') =>
    Buffer.from(
      value(await desk.export(id, { format, unencrypted: format === 'key' })).content,
    ).toString();
  return { id, cert: await part('pem'), key: await part('key') };
}

/** Resolves with `open`, or the HTTP status of the refusal. */
async function connect(
  port: number,
  identity: string,
  { cert, key }: Pick<Client, 'cert' | 'key'>,
): Promise<{ socket: WebSocket; outcome: 'open' | number }> {
  const ca = await Promise.all((['rsa', 'ecdsa'] as const).map(composed.bench.pki.rootPem));
  const socket = new WebSocket(`wss://localhost:${port}/${identity}`, ['ocpp1.6'], {
    ...{ ca, cert, key },
  });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const outcome = await new Promise<'open' | number>((resolve, reject) => {
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
  return { socket, outcome };
}

/** Resolves once what the bench shows fits. */
function until<T>(look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const stop = composed.bench.onMoved(check);
    function check(): void {
      const found = look();
      if (found === undefined) return;
      stop();
      resolve(found);
    }
    check();
  });
}

const findingOf = (station: string, rule: string) => {
  const state = composed.bench.csms.station(station);
  return state.ok ? state.value.findings.find((one) => one.rule === rule) : undefined;
};

const attempt = () => composed.bench.csms.attempts()[0];

describe('A00.FR.704 revoked client certificates', () => {
  it('closes a connection whose certificate is revoked, and refuses the next by name', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [3] });
    const one = await client('SN-1');
    const { socket, outcome } = await connect(port, 'CP-1', one);
    expect(outcome).toBe('open');
    const closed = once(socket, 'close');
    value(
      await composed.bench.pki.desk.revoke(one.id, {
        reason: 'keyCompromise',
        revokedAt: '2026-01-02T03:04:05.000Z',
      }),
    );
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([1008, 'client certificate revoked']);
    const finding = findingOf('CP-1', 'certificate-revoked-while-connected');
    expect(finding && judgementWords(finding).what).toMatch(/2026-01-02.*may be known to others/);
    const end = await composed.frame(({ kind }) => kind === 'connection-closed');
    expect(end.detail).toMatchObject({ code: 'certificate-revoked' });

    expect((await connect(port, 'CP-1', one)).outcome).toBe(403);
    expect(attempt()).toMatchObject({
      code: 'client-certificate-revoked',
      parameters: { reason: 'keyCompromise', revokedAt: '2026-01-02T03:04:05.000Z' },
    });
    const { code: refusal = '', parameters } = attempt() ?? {};
    const words = explainConnectionFailure({ code: refusal, parameters });
    expect(words.facts.join('\n')).toContain('its private key may be known to others');
    const isRevoked = ({ kind, detail }: FrameView) =>
      kind === 'tls-established' && JSON.stringify(detail).includes('"revoked"');
    const secured = await composed.frame(isRevoked);
    expect(secured.detail).toMatchObject({ peerVerification: 'revoked' });
  });

  it('leaves it open where the listener says so, with a finding; a hold can be taken back', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [3], whenRevoked: 'leave' });
    const one = await client('SN-2');
    const { socket } = await connect(port, 'CP-2', one);
    value(await composed.bench.pki.desk.revoke(one.id, { reason: 'certificateHold' }));
    await until(() => findingOf('CP-2', 'certificate-revoked-while-connected'));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect((await connect(port, 'CP-2', one)).outcome).toBe(403);
    value(await composed.bench.pki.desk.release(one.id));
    // Changes wait for each other: after this one the listener has the new list.
    await composed.listen({ securityProfiles: [3], whenRevoked: 'leave', port });
    expect((await connect(port, 'CP-2', one)).outcome).toBe('open');
  });

  it('does not look where it is switched off', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [3], revocationCheck: 'off' });
    const one = await client('SN-3');
    value(await composed.bench.pki.desk.revoke(one.id, { reason: 'unspecified' }));
    expect((await connect(port, 'CP-3', one)).outcome).toBe('open');
  });
});

/** A certificate authority that is nothing but openssl: two client certificates, one of them revoked, and its list. */
async function foreignAuthority(folder: OpenSslFolder) {
  folder.write(
    'ca.cnf',
    `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
certificate = root.pem
private_key = root.key
serial = serial
crlnumber = crlnumber
default_md = sha256
default_days = 30
default_crl_days = 30
policy = any
x509_extensions = leaf
[any]
organizationName = optional
commonName = supplied
[leaf]
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
`,
  );
  for (const [name, content] of Object.entries({
    'index.txt': '',
    serial: '1001\n',
    crlnumber: '01\n',
  })) {
    folder.write(name, content);
  }
  const run = async (...line: string[]) => {
    const { exitCode, output } = await folder.run(...line);
    if (exitCode !== 0) throw new Error(output);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run(
    ...['req', '-x509', ...newKey, '-keyout', 'root.key', '-out', 'root.pem', '-days', '30'],
    ...['-subj', '/O=Foreign/CN=Foreign authority'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  for (const name of ['good', 'bad']) {
    await run(
      ...['req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`],
      ...['-subj', `/O=Benchpoint CPO/CN=SN-${name}`],
    );
    await run(
      'ca',
      '-config',
      'ca.cnf',
      '-batch',
      '-notext',
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
    );
  }
  const text = (name: string) => readFileSync(folder.path(name), 'utf8');
  return {
    root: text('root.pem'),
    good: { cert: text('good.pem'), key: text('good.key') },
    bad: { cert: text('bad.pem'), key: text('bad.key') },
    async revokeBad() {
      await run('ca', '-config', 'ca.cnf', '-revoke', 'bad.pem', '-crl_reason', 'superseded');
    },
    async list(...options: string[]) {
      await run('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'list.pem', ...options);
      await run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
      return {
        pem: readFileSync(folder.path('list.pem')),
        der: readFileSync(folder.path('list.der')),
      };
    },
  };
}

describe('A00.FR.704 lists of a foreign authority, made by openssl', () => {
  let folder: OpenSslFolder;
  beforeEach(() => {
    folder = createOpenSslFolder();
  });
  afterEach(() => folder.remove());

  const settle = async (settings: Record<string, unknown>) => {
    const [port = 0] = await composed.listen({ securityProfiles: [3], ...settings });
    return port;
  };

  it('asks for a current list where one is required, and takes PEM and DER', async () => {
    const { pki } = composed.bench;
    const authority = await foreignAuthority(folder);
    value(pki.addTrustedRoot(authority.root));
    const port = await settle({ revocationCheck: 'require' });
    expect((await connect(port, 'CP-G', authority.good)).outcome).toBe(403);
    expect(attempt()).toMatchObject({
      code: 'client-certificate-revocation-unknown',
      parameters: { reason: 'no-list' },
    });
    await authority.revokeBad();
    const { pem } = await authority.list();
    const [shown] = value(pki.foreignLists.add(pem));
    expect(shown).toMatchObject({ revoked: 1, number: '1', authorityKnown: true });
    await settle({ port, revocationCheck: 'require' });
    expect((await connect(port, 'CP-G', authority.good)).outcome).toBe('open');
    expect((await connect(port, 'CP-B', authority.bad)).outcome).toBe(403);
    expect(attempt()).toMatchObject({
      code: 'client-certificate-revoked',
      parameters: { reason: 'superseded' },
    });
    const { der } = await authority.list();
    expect(value(pki.foreignLists.add(der))).toHaveLength(1);
  });

  it('takes a list that ran out for what it names, and not for what it does not where one is required', async () => {
    const { pki } = composed.bench;
    const authority = await foreignAuthority(folder);
    value(pki.addTrustedRoot(authority.root));
    await authority.revokeBad();
    const { der } = await authority.list(
      ...['-crl_lastupdate', '20200101000000Z', '-crl_nextupdate', '20200201000000Z'],
    );
    value(pki.foreignLists.add(der));
    const port = await settle({});
    expect((await connect(port, 'CP-B', authority.bad)).outcome).toBe(403);
    expect((await connect(port, 'CP-G', authority.good)).outcome).toBe('open');
    await settle({ port, revocationCheck: 'require' });
    expect((await connect(port, 'CP-G', authority.good)).outcome).toBe(403);
    expect(attempt()?.parameters).toMatchObject({
      reason: 'list-expired',
      nextUpdate: '2020-02-01T00:00:00.000Z',
    });
  });

  it('counts no list of somebody else with the same name, and refuses what is none', async () => {
    const { pki } = composed.bench;
    const authority = await foreignAuthority(folder);
    const impostor = createOpenSslFolder();
    const other = await foreignAuthority(impostor);
    await other.revokeBad();
    value(pki.addTrustedRoot(authority.root));
    const [shown] = value(pki.foreignLists.add((await other.list()).pem));
    impostor.remove();
    expect(shown).toMatchObject({ authorityKnown: false });
    const port = await settle({});
    expect((await connect(port, 'CP-B', authority.bad)).outcome).toBe('open');
    const rubbish = pki.foreignLists.add(Buffer.from('-----BEGIN X509 CRL-----\nAAAA\n'));
    expect(rubbish).toMatchObject({ ok: false, problem: { code: 'revocation-list-unreadable' } });
  });
});

describe('A00.FR.427 A00.FR.429 one certificate, one charge point', () => {
  it('A00.FR.427 finds one certificate at two stations, on both, with frames and words', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [3] });
    const one = await client('SN-7');
    await connect(port, 'CP-7', one);
    expect(findingOf('CP-7', 'certificate-of-several-stations')).toBeUndefined();
    await connect(port, 'CP-8', one);
    const [first, second] = ['CP-7', 'CP-8'].map((id) =>
      findingOf(id, 'certificate-of-several-stations'),
    );
    expect(first?.parameters).toMatchObject({ stations: 'CP-8', by: 'certificate' });
    expect(second?.parameters).toMatchObject({
      stations: 'CP-7',
      frame: first?.parameters?.otherFrame,
      otherFrame: first?.parameters?.frame,
    });
    expect(first && judgementWords(first).what).toContain('the same client certificate: CP-8');
    const usesOf = async () => value(await composed.bench.pki.desk.entry(one.id)).entry.usedBy;
    expect(await usesOf()).toEqual([
      { kind: 'station', id: 'CP-7' },
      { kind: 'station', id: 'CP-8' },
    ]);
    // With a certificate of its own again, the finding goes from both.
    await connect(port, 'CP-9', await client('SN-9'));
    composed.bench.csms.putStation('CP-8', { serialNumber: null });
    await connect(port, 'CP-8', await client('SN-8'));
    expect(findingOf('CP-7', 'certificate-of-several-stations')).toBeUndefined();
    expect(findingOf('CP-8', 'certificate-of-several-stations')).toBeUndefined();
    expect(await usesOf()).toEqual([{ kind: 'station', id: 'CP-7' }]);
    composed.bench.csms.deleteStation('CP-7');
    expect(await usesOf()).toEqual([]);
  });

  it('A00.FR.429 finds one serial number in the certificates of two stations', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [3] });
    await connect(port, 'CP-A', await client('SN-SAME'));
    await connect(port, 'CP-B', await client('SN-SAME'));
    for (const id of ['CP-A', 'CP-B']) {
      const finding = findingOf(id, 'serial-number-of-several-stations');
      expect(finding?.parameters).toMatchObject({ serialNumber: 'SN-SAME', others: 1 });
    }
  });
});
