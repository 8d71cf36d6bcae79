/** `files` as a program: what it prints, what it writes, and its exit codes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/paths.mjs';
import { verifyFirmware } from '../../electron/bench/pki/firmware-signature.ts';
import { type ChildBench, startChildBench } from '../support/child-bench.ts';

const program = join(root, 'electron', 'cli', 'main.ts');
const content = Buffer.from('firmware '.repeat(1000));
let folder: string;
let firmware: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchpoint-files-cli-'));
  firmware = join(folder, 'cp 2.bin');
  writeFileSync(firmware, content);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function files(...words: string[]) {
  const data = ['--data-dir', join(folder, 'data'), '--json'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'files', ...words, ...data],
    { encoding: 'utf8' },
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { status, lines: lines.map((line) => JSON.parse(line)), stderr };
}

describe('files sign', () => {
  it.each([
    ['pss', 'rsa-pss'],
    ['pkcs1', 'rsa-pkcs1'],
    ['ecdsa', 'ecdsa'],
  ])('--scheme %s gives what SignedUpdateFirmware needs', async (name, scheme) => {
    const { status, lines, stderr } = files('sign', firmware, '--scheme', name);
    expect([status, stderr]).toEqual([0, '']);
    expect(lines[0].scheme).toBe(scheme);
    const { signingCertificate, signature } = lines[0];
    expect(await verifyFirmware(content, signingCertificate, signature)).toEqual({
      ok: true,
      scheme,
    });
  });

  it('--out writes both to a file for this user only', () => {
    const out = join(folder, 'signed.json');
    expect(files('sign', firmware, '--out', out).status).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(out, 'utf8')))).toEqual([
      ...['scheme', 'signature', 'signingCertificate'],
    ]);
  });

  it.each([
    [['sign', 'no-such-file'], 'file-unreadable'],
    [['sign', program, '--scheme', 'rot13'], 'usage'],
    [['root', '--family', 'dsa'], 'usage'],
    [['serve'], 'usage'],
    [['serve', 'no-such-file'], 'file-unreadable'],
    [['serve', program, '--protocol', 'sftp'], 'protocol-not-offered'],
    [['serve', program, '--protocol', 'gopher'], 'usage'],
    [['serve', program, '--http-port', 'many'], 'usage'],
    [['serve', program, '--passive-ports', '5'], 'usage'],
    [['serve', '--ask', 'money'], 'usage'],
  ])('%j is exit 2, %s', (words, code) => {
    const { status, stderr } = files(...words);
    expect([status, JSON.parse(stderr.split('\n')[0] ?? '').code]).toEqual([2, code]);
  });
});

it('files root is the manufacturer, not the operator', () => {
  const { lines } = files('root');
  expect(lines[0].pem).toContain('BEGIN CERTIFICATE');
  const operator = spawnSync(
    process.execPath,
    [program, 'pki', 'root', '--data-dir', join(folder, 'data')],
    { encoding: 'utf8' },
  );
  expect(operator.stdout.trim()).not.toBe(lines[0].pem.trim());
});

describe('files serve', () => {
  it('offers, asks, tells what happened, and leaves it to files list', async () => {
    const dataFolder = join(folder, 'served');
    const command = ['files', 'serve', firmware, '--sign', 'pss', '--ask', 'log'];
    const bench: ChildBench = await startChildBench({
      command: [...command, '--host', '127.0.0.1'],
      dataFolder,
      readyEvent: 'offered',
    });
    const download = await bench.line(({ what }) => what === 'cp 2.bin');
    const signed = await bench.line(({ event }) => event === 'signed');
    expect(String(signed.signature).length).toBeGreaterThan(300);
    const upload = await bench.line(({ what }) => what === 'log');
    const fetched = await fetch(String(download.url));
    expect(Buffer.from(await fetched.arrayBuffer()).equals(content)).toBe(true);
    await fetch(`${upload.url}a.log`, { method: 'PUT', body: 'log' });
    for (const { transfer } of [download, upload]) {
      await bench.line((line) => line.transfer === transfer && line.status === 'done');
    }
    expect(await bench.stop()).toBe(0);
    const { stdout } = spawnSync(
      process.execPath,
      [program, 'files', 'list', '--json', '--data-dir', dataFolder],
      { encoding: 'utf8' },
    );
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { shelf: 'firmware', name: 'cp 2.bin', bytes: content.length },
      { shelf: 'received', name: 'a.log', bytes: 3, kind: 'log' },
    ]);
  });
});
