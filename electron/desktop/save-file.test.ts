import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeFileName, saveFromBench } from './save-file.ts';

let folder = '';
let closing: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'save-'));
});
afterEach(() => {
  for (const close of closing) close();
  closing = [];
  rmSync(folder, { recursive: true });
});

async function save(listener: RequestListener, path = '/api/x') {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return saveFromBench({ origin, token: 'secret', path, target: join(folder, 'out.jsonl') });
}

describe('saveFromBench', () => {
  it('writes what the bench sends, with our token', async () => {
    const outcome = await save((request, response) =>
      response.end(`${request.url} ${request.headers.authorization}`),
    );
    expect(outcome).toEqual({ outcome: 'saved', file: 'out.jsonl', bytes: 20 });
    expect(readFileSync(join(folder, 'out.jsonl'), 'utf8')).toBe('/api/x Bearer secret');
    if (process.platform === 'win32') return;
    expect(statSync(join(folder, 'out.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('writes nothing when the bench refuses', async () => {
    const outcome = await save((_request, response) => response.writeHead(404).end('{}'));
    expect(outcome).toEqual({ outcome: 'refused', status: 404 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves no half file when the connection breaks', async () => {
    const outcome = await save((_request, response) => {
      response.write('half', () => response.destroy());
    });
    expect(outcome.outcome).toBe('failed');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('security-checklist 1 does not follow a redirect and does not leave the bench', async () => {
    const redirected = await save((_request, response) =>
      response.writeHead(302, { Location: 'http://evil.example/' }).end(),
    );
    expect(redirected.outcome).toBe('failed');
    const foreign = await save((_request, response) => response.end(), '//evil.example/api/');
    expect(foreign).toEqual({ outcome: 'failed', reason: 'foreign-origin' });
  });
});

describe('security-checklist 15 safeFileName', () => {
  it.each([
    ['capture 1.jsonl', 'capture 1.jsonl'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['.bashrc', 'bashrc'],
    ['CON', 'benchpoint-CON'],
    ['nul.txt', 'benchpoint-nul.txt'],
    ['a\u0000b\nc', 'a-b-c'],
    ['evil\u202efdp.exe', 'evil-fdp.exe'],
    ['...', 'benchpoint-export'],
    ['', 'benchpoint-export'],
  ])('%j becomes %j', (proposed, expected) => {
    expect(safeFileName(proposed)).toBe(expected);
  });
  it('keeps names short', () => {
    expect(safeFileName('x'.repeat(500))).toHaveLength(120);
  });
});
