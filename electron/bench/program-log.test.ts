import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgramLog } from './program-log.ts';

let folder: string;
let mirrored: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchpoint-log-'));
  mirrored = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openProgramLog(folder, (line) => mirrored.push(line));
const path = () => join(folder, 'logs', 'benchpoint.log');

describe('program log', () => {
  it('writes JSON lines for this user only, and tells the mirror the same', () => {
    const log = open();
    log.write('info', 'first', { count: 1 });
    log.write('warning', 'second');
    const text = readFileSync(path(), 'utf8');
    expect(text).toBe(mirrored.join(''));
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 'info', code: 'first', facts: { count: 1 } },
      { level: 'warning', code: 'second' },
    ]);
    if (process.platform !== 'win32') expect(statSync(path()).mode & 0o077).toBe(0);
  });

  it('keeps the stack of an error, also within facts', () => {
    const log = open();
    log.write('error', 'alone', new Error('first cause'));
    log.write('error', 'handler-failed', { action: 'Reset', error: new Error('second cause') });
    expect(mirrored[0]).toContain('first cause');
    expect(mirrored[1]).toContain('second cause');
    expect(mirrored[1]).toContain('program-log.test.ts');
  });

  it('41 takes credentials out and leaves lines that can be read', () => {
    const payload = '{"key":"AuthorizationKey","value":"CANARY1"}';
    const pem = '-----BEGIN PRIVATE KEY-----\nCANARY2\n-----END PRIVATE KEY-----\n';
    const facts = {
      header: 'Authorization: Basic Q0FOQVJZ',
      bearer: 'Bearer Q0FOQVJZ-token',
      url: 'ws://CP1:CANARY3@localhost/',
      payload,
      object: JSON.parse(payload),
      pem,
    };
    open().write('error', 'x', { ...facts, error: new Error(`${payload} ${pem}`) });
    const [line = ''] = mirrored;
    expect(line).not.toContain('CANARY');
    expect(line).not.toContain('Q0FOQVJZ');
    expect(JSON.parse(line).facts.object).toEqual({ key: 'AuthorizationKey', value: '[redacted]' });
  });

  it('facts that go round in circles are written as far as they can be', () => {
    const facts: Record<string, unknown> = {};
    facts.self = facts;
    open().write('error', 'round', facts);
    expect(JSON.parse(mirrored[0] ?? '')).toMatchObject({ code: 'round' });
  });

  it('is rotated when it has grown', () => {
    const log = open();
    writeFileSync(path(), '');
    truncateSync(path(), 6 * 1024 * 1024);
    log.write('info', 'after');
    expect(statSync(`${path()}.1`).size).toBe(6 * 1024 * 1024);
    expect(readFileSync(path(), 'utf8')).toContain('"after"');
  });
});
