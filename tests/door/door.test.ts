/** The security checklist, 19 to 30: who may come through the door, and what it never gives away. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/server/static-files.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../support/composed-bench.ts';
import { ask, askSocket } from './plain-request.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let port: number;
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-renderer-'));
beforeAll(async () => {
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.txt'), 'not for the door');
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'renderer', 'assets', 'index-1.js'), 'export {};');
  composed = await startComposedBench();
  opened = await openTestDoor(composed, { rendererDirectory: join(folder, 'renderer') });
  port = opened.door.port;
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
  rmSync(folder, { recursive: true });
});

const codeOf = ({ text }: { text: string }): string => JSON.parse(text).code;

describe('19 loopback', () => {
  it('the door answers on the address it was opened on only', async () => {
    expect(opened.door.url).toBe(`http://127.0.0.1:${port}`);
    const outside = composed.bench.network().addresses.find(({ loopback }) => !loopback);
    if (outside === undefined) return;
    const address = outside.family === 'ipv6' ? `[${outside.address}]` : outside.address;
    await expect(fetch(`http://${address}:${port}/api/health`)).rejects.toThrow();
  });
});

describe('20 Host allow-list', () => {
  it.each(['evil.example', 'localhost.evil', 'localhost.', '127.0.0.1.', '', 'LOCALHOST.evil:1'])(
    '%s is 403 on requests, pages and upgrades',
    async (name) => {
      const host = name === '' ? '' : `${name}:${port}`;
      for (const path of ['/api/csms', '/api/health', '/', '/assets/index-1.js']) {
        const answer = await ask(opened.door, { path, headers: { host } });
        expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'host-not-allowed']);
      }
      expect((await askSocket(opened.door, { host })).status).toBe(403);
    },
  );

  it('the right name with another port is 403', async () => {
    expect((await ask(opened.door, { headers: { host: '127.0.0.1:1' } })).status).toBe(403);
    expect((await ask(opened.door, { headers: { host: '127.0.0.1' } })).status).toBe(403);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('%s is served', async (name) => {
    const answer = await ask(opened.door, { headers: { host: `${name}:${port}` } });
    expect(answer.status).toBe(200);
  });

  it('the addresses of a door for the network are served, whichever they are at the moment', async () => {
    const names = ['bench.example'];
    const other = await openTestDoor(composed, { hostNames: () => names });
    const from = (name: string) =>
      ask(other.door, { headers: { host: `${name}:${other.door.port}` } });
    expect((await from('bench.example')).status).toBe(200);
    expect((await from('192.0.2.7')).status).toBe(403);
    names.push('192.0.2.7', '2001:db8::7');
    expect((await from('192.0.2.7')).status).toBe(200);
    expect((await from('[2001:db8::7]')).status).toBe(200);
    await other.door.close();
  });
});

describe('21 Origin allow-list', () => {
  it.each(['https://evil.example', 'null', 'http://localhost', 'http://127.0.0.1:1', 'file://'])(
    '%s is 403, also with the token',
    async (origin) => {
      const answer = await ask(opened.door, { headers: { origin } });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'origin-not-allowed']);
      expect((await askSocket(opened.door, { origin })).status).toBe(403);
    },
  );

  it('our own page passes; no Origin passes with a token only', async () => {
    const origin = `http://127.0.0.1:${port}`;
    expect((await ask(opened.door, { headers: { origin } })).status).toBe(200);
    expect((await askSocket(opened.door, { origin })).status).toBe(101);
    expect((await askSocket(opened.door)).status).toBe(101);
    expect((await ask(opened.door, { headers: { authorization: undefined } })).status).toBe(401);
  });
});

describe('22 token', () => {
  it.each([
    ['none', undefined],
    ['another', 'Bearer another-token-of-enough-characters'],
    ['a prefix', `Bearer ${testToken.slice(0, -1)}`],
    ['more', `Bearer ${testToken}x`],
    ['another scheme', `Basic ${Buffer.from(`x:${testToken}`).toString('base64')}`],
    ['empty', 'Bearer '],
  ])('%s is 401 and asks for one', async (_, authorization) => {
    const answer = await ask(opened.door, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(JSON.parse(answer.text)).toEqual({
      code: 'not-authorized',
      message: expect.any(String),
      fix: expect.any(String),
    });
  });

  it('health needs none and says nothing else', async () => {
    const answer = await ask(opened.door, {
      path: '/api/health',
      headers: { authorization: undefined },
    });
    expect(answer.status).toBe(200);
    expect(Object.keys(JSON.parse(answer.text)).toSorted()).toEqual(
      ['node', 'platform', 'sqlite', 'tls', 'uptimeS', 'version'].toSorted(),
    );
  });

  it('is taken from no URL and no cookie', async () => {
    const headers = { authorization: undefined, cookie: `token=${testToken}` };
    const path = `/api/csms?token=${testToken}`;
    expect((await ask(opened.door, { path, headers })).status).toBe(401);
  });
});

describe('23 the token stays where it is', () => {
  it('in no answer, no header, no log', async () => {
    const answers = [
      await ask(opened.door, { path: '/api/bench' }),
      await ask(opened.door, { path: '/api/nothing' }),
      await ask(opened.door, { path: '/' }),
      await ask(opened.door, { path: '/api/openapi.json' }),
      await askSocket(opened.door),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(testToken);
    expect(answers[2]?.headers['referrer-policy']).toBe('no-referrer');
    expect(composed.log.join('\n')).not.toContain(testToken);
  });
});

describe('24 the WebSocket is authenticated before 101', () => {
  it.each([
    ['no sub-protocol', undefined],
    ['no token', 'benchpoint-rpc-1'],
    ['a wrong token', 'benchpoint-rpc-1, another-token-of-enough-characters'],
    ['the token alone', testToken],
    ['in the wrong order', `${testToken}, benchpoint-rpc-1`],
  ])('%s', async (_, protocol) => {
    const answer = await askSocket(opened.door, { 'sec-websocket-protocol': protocol });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'not-authorized']);
  });

  it('the answer names the protocol, not the token', async () => {
    const answer = await askSocket(opened.door);
    expect(answer.headers['sec-websocket-protocol']).toBe('benchpoint-rpc-1');
  });

  it('there is no other socket', async () => {
    const answer = await askSocket(opened.door, {}, '/api/rpc');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'route-unknown']);
  });
});

describe('25 no CORS', () => {
  it('a preflight from elsewhere is 403, from our page it allows nothing', async () => {
    for (const origin of ['https://evil.example', `http://127.0.0.1:${port}`]) {
      const answer = await ask(opened.door, {
        method: 'OPTIONS',
        headers: {
          origin,
          authorization: undefined,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization',
        },
      });
      expect(answer.status).toBe(origin.includes('evil') ? 403 : 401);
      const allowing = Object.keys(answer.headers).filter((name) =>
        name.startsWith('access-control'),
      );
      expect(allowing).toEqual([]);
    }
  });
});

describe('26 state changes', () => {
  it('GET changes nothing', async () => {
    for (const path of ['/api/csms/policy', '/api/captures/import', '/api/csms/attempts/1/adopt']) {
      expect((await ask(opened.door, { path })).status).toBe(404);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of %s, as a form of another page sends it, changes nothing',
    async (contentType) => {
      const answer = await ask(opened.door, {
        method: 'PUT',
        path: '/api/csms/policy',
        headers: { 'content-type': contentType },
        body: '{"knownOnly":true}',
      });
      expect(composed.bench.csms.state().policy.knownOnly).toBe(false);
      expect(answer.status).toBe(400);
    },
  );

  it('no answer sets a cookie', async () => {
    for (const path of ['/', '/api/csms', '/api/nothing']) {
      expect((await ask(opened.door, { path })).headers['set-cookie']).toBeUndefined();
    }
  });
});

describe('28 headers of every answer', () => {
  it.each([
    '/',
    '/assets/index-1.js',
    '/assets/none.js',
    '/api/csms',
    '/api/nothing',
    '/api/health',
  ])('%s', async (path) => {
    const { headers } = await ask(opened.door, { path });
    expect(headers).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('the policy lets nobody frame the page and no script in (security-checklist 7)', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
    expect(contentSecurityPolicy).toMatch(/script-src 'self'(;|$)/);
  });
});

describe('29 an OCPP port', () => {
  it('serves neither API nor page, whatever the token', async () => {
    const [ocpp = 0] = await composed.listen({ securityProfiles: [0] });
    for (const path of ['/api/csms', '/api/health', '/', '/index.html', '/rpc']) {
      const { status, text } = await ask({ port: ocpp }, { path });
      expect([path, status]).toEqual([path, 426]);
      expect(text).not.toContain('<title>');
      expect(text).not.toContain('uptime');
    }
    const socket = await askSocket({ port: ocpp });
    expect(socket.status).toBe(400);
  });
});

describe('30 wrong tokens are throttled', () => {
  it('429 after twenty a minute, while the right one still passes', async () => {
    const other = await openTestDoor(composed);
    const wrong = { authorization: 'Bearer another-token-of-enough-characters' };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 22; attempt += 1) {
      statuses.push((await ask(other.door, { headers: wrong })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
    expect(
      (await askSocket(other.door, { 'sec-websocket-protocol': 'benchpoint-rpc-1, x' })).status,
    ).toBe(429);
    expect((await ask(other.door)).status).toBe(200);
    expect((await ask(other.door, { headers: { authorization: undefined } })).status).toBe(401);
    await other.door.close();
  });
});

describe('payload caps', () => {
  it.each(['declared', 'chunked'])(
    'a %s body above the limit is 413 (security-checklist 43)',
    async (how) => {
      const answer = await ask(opened.door, {
        method: 'PUT',
        path: '/api/csms/policy',
        headers: how === 'chunked' ? { 'transfer-encoding': 'chunked' } : {},
        body: JSON.stringify({ cpoName: 'x'.repeat(1_100_000) }),
      });
      expect([answer.status, codeOf(answer)]).toEqual([413, 'payload-too-large']);
    },
  );

  it('an import may be larger', async () => {
    const answer = await ask(opened.door, {
      method: 'POST',
      path: '/api/captures/import?name=x',
      headers: { 'content-type': 'application/x-ndjson' },
      body: 'x'.repeat(2_000_000),
    });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'capture-foreign']);
  });

  it('headers above 32 kB are refused', async () => {
    const answer = await ask(opened.door, { headers: { 'x-large': 'x'.repeat(40_000) } });
    expect(answer.status).toBe(431);
  });
});

describe('files of the renderer', () => {
  it('are served with their type, pages for paths of the app', async () => {
    const script = await ask(opened.door, { path: '/assets/index-1.js?x=1' });
    expect([script.status, script.headers['content-type'], script.text]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {};',
    ]);
    for (const path of ['/', '/frames', '/stations/CP1']) {
      const page = await ask(opened.door, { path, headers: { authorization: undefined } });
      expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(page.text).toContain('<title>page</title>');
    }
  });

  it.each([
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/assets/../../outside.txt',
    '/assets/..%5c..%5coutside.txt',
    '//outside.txt',
    '/assets/%00.js',
    '/assets/%zz.js',
    '/assets/..%252f..%252foutside.txt',
  ])('%s leaves the folder not (security-checklist 15)', async (path) => {
    const answer = await ask(opened.door, { path });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('not for the door');
  });

  it('other methods are refused', async () => {
    expect((await ask(opened.door, { method: 'POST', path: '/' })).status).toBe(404);
    const head = await ask(opened.door, { method: 'HEAD', path: '/' });
    expect([head.status, head.text]).toEqual([200, '']);
  });
});
