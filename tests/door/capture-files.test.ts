/** Whole captures through the door: streamed out, streamed in, broken off on the way. */
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../electron/bench/capture/journal.ts';
import { captureExportPath, captureImportUrl } from '../../shared/api/capture-files.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../support/composed-bench.ts';
import { ask } from './plain-request.ts';

const secret = 'Basic Q1AxOmh1c2gtaHVzaA==';
const messages = 720;
let composed: ComposedBench;
let opened: OpenedDoor;
let captures: string;

/** A capture of two segments, with a secret in it. */
async function writeLargeCapture(): Promise<void> {
  const directory = join(captures, 'large');
  const journal = openJournal({ directory, captureId: 'large', runId: 'r', tool: 't' });
  if (!journal.ok) throw new Error(journal.problem.code);
  const text = `[2,"1","DataTransfer",{"vendorId":"V","data":"${'x'.repeat(100_000)}"}]`;
  const detail = { method: 'GET', target: '/A', httpVersion: '1.1' };
  const headers = [['Authorization', secret]] as const;
  journal.value.append({
    role: 'csms',
    connection: 1,
    kind: 'upgrade-request',
    detail: { ...detail, headers: headers.map(([name, value]) => [name, value]) },
  });
  for (let number = 0; number < messages; number += 1) {
    journal.value.append({ role: 'csms', connection: 1, direction: 'in', kind: 'message', text });
    journal.value.flush();
  }
  await journal.value.close();
}

beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  captures = join(composed.folder, 'captures');
  await writeLargeCapture();
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

const authorization = `Bearer ${testToken}`;
const journalType = { 'content-type': 'application/x-ndjson' };

function startImport(name: string): http.ClientRequest {
  return http.request({
    host: '127.0.0.1',
    port: opened.door.port,
    method: 'POST',
    path: captureImportUrl(name),
    headers: { authorization, ...journalType },
  });
}

/** Resolves when the folder of captures holds something that fits, or no more. */
async function untilThere(holds: (names: string[]) => boolean): Promise<void> {
  const watcher = watch(captures);
  try {
    while (!holds(readdirSync(captures))) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
}

describe('a capture of more than 64 MiB', () => {
  it('comes out in many pieces without its secrets and goes back in while it comes', async () => {
    const out = await fetch(`${opened.door.url}${captureExportPath('large')}`, {
      headers: { authorization },
    });
    expect(out.headers.get('content-type')).toBe('application/x-ndjson');
    expect(out.headers.get('content-length')).toBeNull();
    let pieces = 0;
    let bytes = 0;
    let text = '';
    const inward = startImport('again');
    for await (const piece of out.body ?? []) {
      pieces += 1;
      bytes += piece.length;
      if (pieces < 5) text += Buffer.from(piece).toString('latin1');
      if (!inward.write(piece)) await once(inward, 'drain');
    }
    inward.end();
    const [answer] = await once(inward, 'response');
    let body = '';
    for await (const part of answer) body += part;
    expect(bytes).toBeGreaterThan(64 * 1024 * 1024);
    expect(pieces).toBeGreaterThan(100);
    expect(text).toContain('"masked"');
    expect(text).not.toContain(secret);
    const imported = JSON.parse(body);
    expect([answer.statusCode, imported]).toMatchObject([
      200,
      { name: 'again', live: false, segments: 2 },
    ]);
    const check = await opened.api('POST', `/captures/${imported.id}/check`);
    expect(check.body).toMatchObject({ intact: true, frames: messages + 3 });
  });

  it('may be broken off on its way out, and the bench goes on', async () => {
    const breaking = new AbortController();
    const out = await fetch(`${opened.door.url}${captureExportPath('large')}`, {
      headers: { authorization },
      signal: breaking.signal,
    });
    const reader = out.body?.getReader();
    await reader?.read();
    breaking.abort();
    await expect(reader?.closed).rejects.toThrow();
    expect((await opened.api('GET', '/health')).status).toBe(200);
    expect((await opened.api('DELETE', '/captures/none')).status).toBe(404);
  });
});

describe('an upload (security-checklist 43)', () => {
  it('that is broken off leaves nothing behind', async () => {
    const before = readdirSync(captures).toSorted();
    const header = JSON.stringify({
      format: 'benchpoint-capture',
      version: 1,
      capture: 'c',
      segment: 0,
      chain: '0'.repeat(64),
      createdUs: 1,
      tool: 't',
      runtime: 'r',
      tls: 't',
    });
    const inward = startImport('half');
    inward.on('error', () => {
      // It is this side that breaks off.
    });
    inward.write(`${header}\n`);
    inward.write('x'.repeat(1_000_000));
    await untilThere((names) => names.some((name) => name.startsWith('.incoming-')));
    inward.destroy();
    await untilThere((names) => !names.some((name) => name.startsWith('.incoming-')));
    expect(readdirSync(captures).toSorted()).toEqual(before);
  });

  it.each([
    ['is no journal', 'GIF89a\n', 'x', 422, 'capture-foreign'],
    [
      'is newer than this bench',
      '{"format":"benchpoint-capture","version":7,"tool":"benchpoint 9"}\n',
      'x',
      422,
      'capture-newer',
    ],
    ['has no name', 'x', '', 400, 'input-invalid'],
  ])('that %s is refused in words', async (_what, body, name, status, code) => {
    const before = readdirSync(captures);
    const answer = await ask(opened.door, {
      method: 'POST',
      path: captureImportUrl(name),
      headers: journalType,
      body,
    });
    const problem = JSON.parse(answer.text);
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(problem.message).toMatch(/ .*\.$/);
    expect(readdirSync(captures)).toEqual(before);
  });

  it('larger than allowed is refused by its declared size', async () => {
    const inward = startImport('huge');
    inward.setHeader('content-length', 20 * 1024 ** 3);
    inward.flushHeaders();
    const [answer] = await once(inward, 'response');
    let body = '';
    for await (const part of answer) body += part;
    inward.on('error', () => {
      // Nothing more is sent.
    });
    inward.destroy();
    expect([answer.statusCode, JSON.parse(body)]).toMatchObject([
      413,
      { code: 'capture-too-large', message: expect.stringContaining('16 GiB') },
    ]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])(
    'of %s, as another page could send it, is refused',
    async (type) => {
      const answer = await ask(opened.door, {
        method: 'POST',
        path: captureImportUrl('x'),
        headers: { 'content-type': type },
        body: 'x',
      });
      expect([answer.status, JSON.parse(answer.text).where]).toEqual([400, 'Content-Type']);
    },
  );
});

describe('both routes', () => {
  it('need the token', async () => {
    const headers = { authorization: undefined };
    const out = await ask(opened.door, { path: captureExportPath('large'), headers });
    const inward = await ask(opened.door, {
      method: 'POST',
      path: captureImportUrl('x'),
      headers: { ...headers, ...journalType },
      body: 'x',
    });
    expect([out.status, inward.status]).toEqual([401, 401]);
  });

  it('say which capture there is not', async () => {
    for (const id of ['none', '..%2F..', '%E0%A4%A']) {
      const { status } = await ask(opened.door, { path: `/api/captures/${id}/export` });
      expect([id, status]).toEqual([id, 404]);
    }
  });

  it('are in the description of the API', async () => {
    const { body } = await opened.api('GET', '/openapi.json');
    expect(body.paths['/captures/{id}/export'].get).toMatchObject({
      operationId: 'captures.export',
    });
    expect(body.paths['/captures/import'].post.requestBody.content).toHaveProperty([
      'application/x-ndjson',
    ]);
    expect(body.paths['/captures']).toHaveProperty('get');
  });
});
