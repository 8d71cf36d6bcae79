/**
 * Our emulated charge point against Central Systems that are not as they should be, played by `openssl s_server` and by
 * hand: the same autopsy, seen from the other end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { createAuthority, type TestAuthority, type TestLeaf } from '../support/tls-certificates.ts';
import { opensslAvailable } from '../support/tls-server.ts';
import { autopsyOfDial } from './support.ts';

let composed: ComposedBench;
let known: TestAuthority;
let foreign: TestAuthority;
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-dialled-'));
const started: { close(): void }[] = [];

beforeAll(async () => {
  composed = await startComposedBench();
  [known, foreign] = await Promise.all([
    createAuthority('ecdsa', 'Root of the test'),
    createAuthority('ecdsa', 'Root of somebody else'),
  ]);
});
afterAll(async () => {
  for (const server of started) server.close();
  await composed.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
function fileOf(content: string): string {
  files += 1;
  const path = join(folder, `${files}.pem`);
  writeFileSync(path, content);
  return path;
}

/** An `openssl s_server` with a leaf of an authority; resolves with its URL. */
async function sServer(
  authority: TestAuthority,
  leaf: TestLeaf,
  options: readonly string[] = [],
): Promise<string> {
  const { certPem, keyPem } = await authority.issue(leaf);
  const files = ['-cert', fileOf(certPem), '-key', fileOf(keyPem)];
  const child: ChildProcess = spawn('openssl', [
    's_server',
    '-accept',
    '127.0.0.1:0',
    ...files,
    ...options,
  ]);
  started.push({ close: () => child.kill() });
  return new Promise((resolve) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const port = /ACCEPT [^\s]*:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`wss://localhost:${port}/`);
    });
  });
}

async function listening(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  started.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const trust = () => ({ pem: known.certPem });

describe.skipIf(!opensslAvailable)('the autopsy of a dial to openssl s_server', () => {
  it('A00.FR.309 an expired certificate: its chain is judged, the clock is in order', async () => {
    const notAfter = new Date(Date.now() - 3600_000);
    const url = await sServer(known, { commonName: 'localhost', notAfter });
    const { page, headline, step } = await autopsyOfDial(composed, { url, trust: trust() });
    expect(headline.what).toMatch(/out of date|expired/i);
    expect(page.autopsy).toMatchObject({ role: 'charge-point', ending: 'failed' });
    const judged = step('server-certificate');
    expect(judged).toMatchObject({ tone: 'red', code: 'server-certificate-expired' });
    const rules = judged.details[0]?.kind === 'chain' ? judged.details[0].entries[0]?.rules : [];
    expect(rules?.find(({ rule }) => rule === 'validity-period')?.holds).toBe(false);
    expect(step('name')).toMatchObject({ tone: 'green', code: 'name-found' });
    expect(step('name').parameters.addresses).toContain('127.0.0.1');
    expect(step('upgrade-request').tone).toBe('not-reached');
  });

  it('A00.FR.308 a certificate for another name', async () => {
    const url = await sServer(known, { commonName: 'csms.elsewhere.example' });
    const { headline, step } = await autopsyOfDial(composed, { url, trust: trust() });
    expect(headline.what).toContain('another name');
    const judged = step('server-certificate');
    const rules = judged.details[0]?.kind === 'chain' ? judged.details[0].entries[0]?.rules : [];
    expect(rules?.find(({ rule }) => rule === 'server-name')?.parameters).toMatchObject({
      found: 'csms.elsewhere.example',
      expected: 'localhost',
    });
  });

  it('A00.FR.310 a root that is not installed', async () => {
    const url = await sServer(foreign, { commonName: 'localhost' });
    const { step } = await autopsyOfDial(composed, { url, trust: trust() });
    expect(step('server-certificate')).toMatchObject({
      tone: 'red',
      code: 'server-certificate-untrusted',
    });
    expect(step('server-hello').tone).not.toBe('red');
  });

  it('A00.FR.315 TLS 1.1 alone', async () => {
    const url = await sServer(known, { commonName: 'localhost' }, [
      ...['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'],
    ]);
    const { headline, step } = await autopsyOfDial(composed, { url, trust: trust() });
    expect(headline.what).toBe('No TLS version in common');
    expect(step('offered-version')).toMatchObject({ tone: 'red', code: 'tls-no-shared-version' });
    expect(step('alert')).toMatchObject({ parameters: { number: 70, sentBy: 'csms' } });
  });

  it('A00.FR.317 no shared suite, with ours in the table', async () => {
    const url = await sServer(known, { commonName: 'localhost' }, [
      ...['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
    ]);
    const { step } = await autopsyOfDial(composed, { url, trust: trust() });
    expect(step('alert')).toMatchObject({ tone: 'red', parameters: { number: 40 } });
    const table = step('offered-suites').details.find(({ kind }) => kind === 'suites');
    expect(table?.kind === 'suites' && table.rows.filter(({ offered }) => offered)).not.toEqual([]);
  });

  it('recorded in full on TLS 1.2: ServerHello and certificates as they passed', async () => {
    const url = await sServer(known, { commonName: 'localhost' }, ['-tls1_2', '-Verify', '1']);
    const isOver = ({ kind, role }: { kind: string; role: string }) =>
      role === 'charge-point' && (kind === 'connection-failed' || kind === 'connection-closed');
    const { page, step } = await autopsyOfDial(
      composed,
      { url, trust: trust(), handshakeRecording: 'full', maximumTls: '1.2' },
      isOver,
    );
    expect(step('server-hello')).toMatchObject({ code: 'chosen-wanted' });
    expect(step('server-certificate').details[0]).toMatchObject({ kind: 'chain' });
    const frames = await composed.frames();
    const messages = frames
      .filter(({ seq, kind }) => kind === 'tls-message' && page.frames.includes(seq))
      .map(({ detail }) => (detail as { message: string }).message);
    expect(messages).toEqual(
      expect.arrayContaining(['server-hello', 'certificate', 'certificate-request']),
    );
  });
});

describe('the autopsy of a dial that gets nowhere', () => {
  it('a name that does not exist ends before TCP', async () => {
    const { headline, step } = await autopsyOfDial(composed, {
      url: 'wss://does-not-exist.invalid:9/',
    });
    expect(headline.what).toBe('The host name was not found');
    expect(step('name')).toMatchObject({ tone: 'red', code: 'name-not-found' });
    expect(step('name').parameters).toMatchObject({ name: 'does-not-exist.invalid' });
    expect(step('tcp').tone).toBe('not-reached');
    expect(step('clock').tone).toBe('not-reached');
  });

  it('a port that nobody listens on: every address that was tried', async () => {
    const server = net.createServer();
    const port = await listening(server);
    server.close();
    const { headline, step } = await autopsyOfDial(composed, { url: `wss://127.0.0.1:${port}/` });
    expect(headline.what).toBe('Nobody listens on that port');
    expect(step('tcp')).toMatchObject({ tone: 'red', code: 'connection-refused' });
    expect(step('first-byte').tone).toBe('not-reached');
  });

  it('a server that answers 401: credentials by shape, answer with its headers', async () => {
    const server = http.createServer((_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
    });
    const port = await listening(server);
    const { page, step } = await autopsyOfDial(composed, {
      url: `ws://127.0.0.1:${port}/`,
      securityProfile: 1,
      password: 'a-secret-of-20-bytes',
    });
    expect(page.autopsy.ending).toBe('refused');
    expect(step('name')).toMatchObject({ tone: 'green', code: 'name-not-needed' });
    expect(step('credentials')).toMatchObject({
      tone: 'red',
      code: 'answered-unauthorized',
      parameters: { passwordBytes: 20, userIsIdentity: true },
    });
    const rows = step('answer').details[0];
    expect(rows?.kind === 'headers' && rows.rows.map(({ name }) => name)).toContain(
      'WWW-Authenticate',
    );
    expect(JSON.stringify(page)).not.toContain('a-secret-of-20-bytes');
  });

  it('plain text from a TLS port', async () => {
    const port = await listening(
      net.createServer((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n')),
    );
    const { step, page } = await autopsyOfDial(composed, { url: `wss://127.0.0.1:${port}/` });
    expect(page.autopsy.ending).toBe('failed');
    expect(step('tls').tone === 'red' || step('first-byte').tone === 'red').toBe(true);
  });
});
