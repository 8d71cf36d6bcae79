/**
 * Chargers that do not get in, played by `openssl s_client` and by hand, and what the autopsy says of each: where it
 * ended, which side has to act, and nothing that the wire did not tell.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { createAuthority, type TestAuthority } from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { autopsyAfter, headOf } from './support.ts';

let composed: ComposedBench;
let operator: TestAuthority;
let foreign: TestAuthority;
/** Handshakes in full; the hello alone; profile 3 with a certificate required; plain; one that is impatient. */
let full: number;
let brief: number;
let strict: number;
let plain: number;
let hasty: number;
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-autopsy-'));
const fileOf = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  composed = await startComposedBench();
  [operator, foreign] = await Promise.all([
    createAuthority('ecdsa', 'Operator of the test'),
    createAuthority('ecdsa', 'Somebody else'),
  ]);
  const { pki } = composed.bench;
  expect(pki.addTrustedRoot(operator.certPem).ok).toBe(true);
  [full = 0, brief = 0, strict = 0, plain = 0, hasty = 0] = await composed.listen(
    { securityProfiles: [2, 3], handshakeRecording: 'full' },
    { securityProfiles: [2] },
    { securityProfiles: [3], clientCertificate: 'require', handshakeRecording: 'full' },
    { securityProfiles: [1] },
    { securityProfiles: [2], handshakeTimeoutMs: 1000 },
  );
  fileOf('both.pem', (await pki.rootPem('rsa')) + (await pki.rootPem('ecdsa')));
});
afterAll(async () => {
  await composed.close();
  rmSync(folder, { recursive: true });
});

/** Runs a client and reads what became of its connection. */
async function autopsyOf(run: () => Promise<unknown> | unknown) {
  const head = headOf(composed);
  await run();
  return autopsyAfter(composed, head);
}

/** Sends bytes and waits until the bench has closed; `end` says goodbye at once. */
function send(port: number, bytes: Buffer | string, { end = false } = {}): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      if (bytes.length > 0) socket.write(bytes);
      if (end) socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

const upgrade = (identity: string, headers: readonly string[] = []): string =>
  [
    `GET /${identity} HTTP/1.1`,
    'Host: localhost',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: ocpp1.6',
    ...headers,
    '',
    '',
  ].join('\r\n');

describe.skipIf(!opensslAvailable)('the autopsy of a TLS handshake that failed', () => {
  it('A00.FR.312 TLS 1.1 alone ends at the versions, and certificates are not guessed', async () => {
    const { page, headline, step } = await autopsyOf(() =>
      runSClient(brief, ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0']),
    );
    expect(headline.what).toBe('No TLS version in common');
    expect(page.autopsy).toMatchObject({ ending: 'failed', side: 'charge-point' });
    expect(headline.todo[0]?.side).toBe('charge-point');
    expect(step('offered-version')).toMatchObject({ tone: 'red', code: 'tls-no-shared-version' });
    expect(step('server-certificate').tone).toBe('not-reached');
    expect(step('tls').tone).toBe('not-reached');
    expect(step('answer').tone).toBe('not-reached');
  });

  it('A00.FR.318 one suite nobody shares ends at the suites, with the table of them', async () => {
    const { headline, step } = await autopsyOf(() =>
      runSClient(full, ['-tls1_2', '-cipher', 'ECDHE-RSA-CHACHA20-POLY1305']),
    );
    expect(headline.what).toBe('No cipher suite in common');
    const suites = step('offered-suites');
    expect(suites.tone).toBe('red');
    const [table] = suites.details;
    expect(table).toMatchObject({ kind: 'suites' });
    const rows = table?.kind === 'suites' ? table.rows : [];
    expect(rows.filter(({ wanted }) => wanted)).toHaveLength(4);
    expect(rows.filter(({ offered }) => offered).map(({ name }) => name)).toEqual([
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    ]);
    expect(rows.find(({ wanted }) => wanted)?.accepted).toBe(true);
    expect(step('alert')).toMatchObject({
      tone: 'red',
      parameters: { number: 40, sentBy: 'csms' },
    });
    expect(step('client-certificate').tone).toBe('not-reached');
  });

  it('A00.FR.318 one suite of a pair is let in and marked', async () => {
    const { step } = await autopsyOf(() =>
      runSClient(full, ['-tls1_2', '-cipher', 'AES128-GCM-SHA256']),
    );
    expect(step('offered-suites')).toMatchObject({ tone: 'amber', code: 'suites-half-a-pair' });
    expect(step('server-hello')).toMatchObject({ tone: 'green', code: 'chosen-wanted' });
    expect(step('tls').tone).toBe('green');
    expect(step('upgrade-request')).toMatchObject({
      tone: 'red',
      code: 'tls-closed-after-handshake',
    });
  });

  it('A00.FR.310 a charger without our root: the chain we showed, the alert and who sent it', async () => {
    const { page, headline, step, says } = await autopsyOf(() =>
      runSClient(full, ['-tls1_2', '-verify_return_error']),
    );
    expect(headline.what).toContain('does not trust');
    expect(page.autopsy.side).toBe('charge-point');
    const shown = step('server-certificate');
    expect(shown).toMatchObject({ tone: 'red', code: 'server-certificate-untrusted' });
    const [chain] = shown.details;
    expect(chain?.kind === 'chain' && chain.entries[0]?.certificate.subject.text).toContain('CN=');
    expect(chain?.kind === 'chain' && chain.entries[0]?.rules.length).toBeGreaterThan(5);
    expect(says('alert')).toBe('Alert 48 (unknown_ca), sent by the charge point.');
    expect(shown.evidence.length).toBe(2);
  });

  it('the same with TLS 1.3: what was encrypted is said to be unknown', async () => {
    const { step, says } = await autopsyOf(() =>
      runSClient(full, ['-tls1_3', '-verify_return_error']),
    );
    expect(step('server-hello')).toMatchObject({ tone: 'green', code: 'chosen-tls-13' });
    expect(step('client-certificate').tone).toBe('unknown');
    expect(says('client-certificate')).toContain('encrypted');
  });

  it('the same without handshakes in full: which certificate we showed is not on record', async () => {
    const { step, says } = await autopsyOf(() =>
      runSClient(brief, ['-tls1_2', '-verify_return_error']),
    );
    expect(step('server-certificate').tone).toBe('red');
    expect(step('server-certificate').details).toEqual([]);
    expect(says('client-certificate')).toContain('recorded in full');
  });
});

describe.skipIf(!opensslAvailable)('the autopsy of a client certificate', () => {
  async function withCertificate(authority: TestAuthority, leaf: { notAfter?: Date } = {}) {
    const identity = await authority.issue({ commonName: 'SN-1', purpose: 'client', ...leaf });
    const head = headOf(composed);
    const answered = composed.frame(({ seq, kind }) => seq > head && kind === 'upgrade-response');
    await runSClient(
      full,
      [
        ...['-tls1_2', '-quiet', '-cert', fileOf('client.pem', identity.certPem)],
        ...['-key', fileOf('client.key', identity.keyPem)],
      ],
      { text: upgrade('CP1'), until: answered },
    );
    return autopsyAfter(composed, head);
  }

  it('A00.FR.407 none on profile 3', async () => {
    const { headline, step } = await autopsyOf(() => runSClient(strict, ['-tls1_2']));
    expect(headline.what).toBe('The charge point sent no certificate');
    expect(step('client-certificate')).toMatchObject({
      tone: 'red',
      code: 'client-certificate-missing',
    });
  });

  it('A00.FR.403 of an authority nobody knows, and it can be adopted', async () => {
    const { page, step } = await withCertificate(foreign);
    expect(page.autopsy.ending).toBe('refused');
    expect(step('client-certificate')).toMatchObject({
      tone: 'red',
      code: 'client-certificate-untrusted',
    });
    expect(step('client-certificate').details[0]?.kind).toBe('chain');
    expect(page.attempt.refusal?.adopt?.kind).toBe('issuer');
    expect(step('tls').tone).toBe('green');
    expect(step('subprotocol').tone).toBe('green');
  });

  it('that has expired', async () => {
    const { step } = await withCertificate(operator, { notAfter: new Date(Date.now() - 1000) });
    const judged = step('client-certificate');
    expect(judged.code).toBe('client-certificate-expired');
    const [chain] = judged.details;
    const rules = chain?.kind === 'chain' ? chain.entries[0]?.rules : [];
    expect(rules?.find(({ rule }) => rule === 'validity-period')?.holds).toBe(false);
  });
});

describe('the autopsy of what is no handshake at all', () => {
  it('plain HTTP to a TLS port, with its credentials kept back', async () => {
    const { page, headline, step } = await autopsyOf(() =>
      send(brief, upgrade('CP1', ['Authorization: Basic Q1AxOnNlY3JldC1rZXk=']), { end: true }),
    );
    expect(headline.what).toBe('Plain HTTP was spoken to a TLS port');
    expect(step('first-byte')).toMatchObject({ tone: 'red', code: 'http-on-tls-port' });
    expect(step('tcp').tone).toBe('green');
    expect(JSON.stringify(page)).not.toContain('Q1AxOnNlY3JldC1rZXk');
    const frames = JSON.stringify(await composed.frames());
    expect(frames).not.toContain('Q1AxOnNlY3JldC1rZXk');
  });

  it.skipIf(!opensslAvailable)('TLS to a plain port', async () => {
    const { step } = await autopsyOf(() => runSClient(plain, ['-tls1_2']));
    expect(step('first-byte')).toMatchObject({ tone: 'red', code: 'tls-on-plain-port' });
    expect(step('offered-suites').tone).toBe('green');
  });

  it('nothing sent', async () => {
    const { headline, step } = await autopsyOf(() => send(hasty, ''));
    expect(headline.what).toBe('Connected, then silence');
    expect(step('first-byte').tone).toBe('red');
    expect(step('clock')).toMatchObject({ tone: 'unknown', code: 'clock-not-told' });
  });

  it('closed before a word', async () => {
    const { step } = await autopsyOf(() => send(brief, '', { end: true }));
    expect(step('first-byte').code).toBe('closed-without-data');
  });

  it('garbage', async () => {
    const { step } = await autopsyOf(() => send(brief, Buffer.from([1, 2, 3, 4, 250, 251])));
    expect(step('first-byte')).toMatchObject({ tone: 'red', code: 'not-tls-on-tls-port' });
  });

  it('a ClientHello of a megabyte', async () => {
    const hello = Buffer.alloc(1024 * 1024, 7);
    hello.set([0x16, 3, 1, 0x40, 0, 1, 0x0f, 0xff, 0xff]);
    const { step } = await autopsyOf(() => send(brief, hello));
    expect(step('client-hello')).toMatchObject({ tone: 'red', code: 'tls-hello-malformed' });
    expect(step('offered-suites').tone).toBe('not-reached');
  });

  it('a hello that drips in too slowly', async () => {
    const { step } = await autopsyOf(() => send(hasty, Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0])));
    expect(step('client-hello')).toMatchObject({ tone: 'red', code: 'tls-hello-incomplete' });
  });
});

describe('the autopsy of an upgrade that was refused', () => {
  it('A00.FR.204 hexadecimal digits as the key, told by their shape alone', async () => {
    const key = '000102030405060708090a0b0c0d0e0f';
    composed.bench.csms.setPolicy({ acceptHexText: false });
    const put = composed.bench.csms.putStation('HEX', {
      securityProfile: 1,
      authorizationKeyHex: key,
    });
    expect(put.ok).toBe(true);
    const credentials = Buffer.from(`HEX:${key}`).toString('base64');
    const { page, headline, step } = await autopsyOf(() =>
      send(plain, upgrade('HEX', [`Authorization: Basic ${credentials}`])),
    );
    expect(headline.what).toBe('The key was sent as hexadecimal text');
    expect(step('credentials')).toMatchObject({
      tone: 'red',
      code: 'password-is-hex-text',
      parameters: { passwordBytes: 32, hexText: true, userIsIdentity: true },
    });
    const text = JSON.stringify(page);
    expect(text).not.toContain(key);
    expect(text).not.toContain(credentials);
    expect(step('tcp').tone).toBe('green');
    expect(page.autopsy.steps.map(({ id }) => id)).not.toContain('offered-suites');
  });

  it('H1 no sub-protocol and no key: each header has its verdict', async () => {
    const request =
      'GET /CP9 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive\r\n';
    const { step } = await autopsyOf(() => send(plain, `${request}\r\n`));
    const headers = step('upgrade-headers');
    expect(headers.tone).toBe('red');
    const rows = headers.details[0]?.kind === 'headers' ? headers.details[0].rows : [];
    expect(rows.find(({ name }) => name === 'Connection')).toMatchObject({
      tone: 'red',
      code: 'header-connection-other',
    });
    expect(rows.find(({ name }) => name === 'sec-websocket-key')?.code).toBe('header-missing');
  });

  it('an unknown station: the Central System has to act', async () => {
    composed.bench.csms.setPolicy({ knownOnly: true });
    const { page, step } = await autopsyOf(() => send(plain, upgrade('NOBODY')));
    composed.bench.csms.setPolicy({ knownOnly: false });
    expect(page.autopsy.side).toBe('csms');
    expect(step('identity')).toMatchObject({ tone: 'red', code: 'identity-unknown' });
  });
});

describe('the list of attempts', () => {
  it('has them all, newest first, and the failed ones apart, page by page', async () => {
    const { attempts } = composed.bench;
    const all = await attempts.list({ outcome: 'all', limit: 200 });
    if (!all.ok) throw new Error(all.problem.code);
    const seqs = all.value.attempts.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => other - one));
    expect(all.value.before).toBeUndefined();
    const pages: number[] = [];
    for (let before: number | undefined; ; ) {
      const page = await attempts.list({ outcome: 'all', limit: 4, before });
      if (!page.ok) throw new Error(page.problem.code);
      pages.push(...page.value.attempts.map(({ seq }) => seq));
      before = page.value.before;
      if (before === undefined) break;
    }
    expect(pages).toEqual(seqs);
    const failed = await attempts.list({ outcome: 'failed', limit: 200 });
    if (!failed.ok) throw new Error(failed.problem.code);
    expect(failed.value.attempts.length).toBeGreaterThan(5);
    expect(new Set(failed.value.attempts.map(({ outcome }) => outcome))).toEqual(
      new Set(['failed', 'refused']),
    );
  });

  it('an attempt that is not there, and a capture that is not there, are named', async () => {
    const { attempts } = composed.bench;
    expect(await attempts.get({ capture: 'live', connection: 99_999 })).toMatchObject({
      problem: { code: 'attempt-not-recorded' },
    });
    expect(await attempts.get({ capture: 'none', connection: 1 })).toMatchObject({
      problem: { code: 'capture-unknown' },
    });
  });
});
