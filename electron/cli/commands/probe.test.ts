/** `probe` from the command line: exit codes, what is printed, what is recorded; no bench runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../../tests/support/run-program.ts';
import { createTestTrust } from '../../../tests/support/tls-certificates.ts';
import { startTestCsms } from '../../../tests/wire/support.ts';

let folder: string;
let port: number;
let stop: () => Promise<void>;
const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'benchpoint-probe-'));
  const { identities, rsaRoot, ecdsaRoot } = await createTestTrust();
  // It lets everybody in, which breaks profile 2 in one way only.
  const csms = await startTestCsms({
    configuration: { securityProfiles: [2, 3], clientCertificate: 'request' },
    tlsMaterial: { identities, trustedRootsPem: [rsaRoot.certPem] },
  });
  ({ port, stop } = csms);
  write('roots.pem', `${rsaRoot.certPem}\n${ecdsaRoot.certPem}\n`);
  const client = await rsaRoot.issue({ commonName: 'SN-1', purpose: 'client' });
  write('client.pem', client.certPem);
  write('client.key', client.keyPem);
  write('password', 'a-password-of-16\n');
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const probe = (...words: string[]) =>
  runHere(['probe', `wss://localhost:${port}/ocpp`, '--ca', join(folder, 'roots.pem'), ...words]);

describe('probe', () => {
  it('a verdict that breaks ends with 1; lines carry ids, words and frames', async () => {
    const ended = await probe('--json');
    expect(ended.code).toBe(1);
    expect(ended.lines[0]).toMatchObject({ event: 'planned', atOnce: 4 });
    const basic = ended.lines.find(({ id }) => id === 'basic-demanded');
    expect(basic).toMatchObject({ verdict: 'breaks', line: 'Without a password', wanted: '401' });
    expect(ended.lines.at(-1)).toMatchObject({ event: 'end', profiles: [2] });
  });

  it('people read what was found, wanted, and what to change; the password is nowhere', async () => {
    const path = join(folder, 'password');
    const ended = await probe('--identity', 'CP-1', '--password-file', path);
    expect(ended.out).toContain('breaks');
    expect(ended.out).toContain('wanted: 401');
    expect(ended.out).toContain('A00.FR.317');
    expect(ended.out).not.toContain('a-password-of-16');
  });

  it('Markdown has the table of the profile that was asked for', async () => {
    const names = ['--cert', join(folder, 'client.pem'), '--key', join(folder, 'client.key')];
    const ended = await probe('--markdown', '--profile', '3', ...names);
    expect(ended.out).toContain('| line | found | wanted | verdict |');
    expect(ended.out).toContain('- Profile 3');
    expect(ended.out).not.toContain('- Profile 2');
  });

  it('a capture is written when asked for, and is whole', async () => {
    const capture = join(folder, 'capture');
    await probe('--capture', capture);
    const checked = await runHere(['capture', 'check', capture, '--json']);
    expect(checked.code).toBe(0);
    const again = await probe('--capture', capture);
    expect(again.code).toBe(2);
  });

  it.each([
    [['probe'], 2],
    [['probe', 'wss://localhost:1/x'], 3],
    [['probe', 'https://localhost/x'], 2],
    [['probe', 'wss://user:secret@localhost/x'], 2],
    [['probe', 'wss://localhost/x', '--profile', '1'], 2],
    [['probe', 'wss://localhost/x', '--profile', '9'], 2],
    [['probe', 'wss://localhost/x', '--cert', 'a'], 2],
    [['probe', 'wss://localhost/x', '--ca', 'no-such-file'], 2],
    [['probe', 'wss://localhost/x', '--password', 'p'], 2],
    [['probe', 'wss://localhost/x', '--time-limit', 'soon'], 2],
  ])('%j ends with %i', async (words, code) => {
    const ended = await runHere([...words, '--json']);
    expect(ended.code).toBe(code);
    expect(ended.problems[0]).toMatchObject({ message: expect.any(String) });
    expect(ended.errors).not.toContain('secret@');
  });
});
