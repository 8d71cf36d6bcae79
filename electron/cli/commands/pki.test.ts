import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../../../tests/support/composed-bench.ts';
import { runCommandLine } from '../command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-pki-cli-'));
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  code: number;
  lines: Record<string, unknown>[];
  problems: Record<string, unknown>[];
}

/** Runs `pki …` in this process and gives what it printed. */
async function pki(where: readonly string[], ...words: string[]): Promise<Ran> {
  const written = { out: '', problems: '' };
  const { write: out } = process.stdout;
  const { write: problems } = process.stderr;
  process.stdout.write = (text: string | Uint8Array) => {
    written.out += text.toString();
    return true;
  };
  process.stderr.write = (text: string | Uint8Array) => {
    written.problems += text.toString();
    return true;
  };
  try {
    const code = await runCommandLine(['pki', ...words, ...where, '--json']);
    const parsed = (text: string) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
    return { code, lines: parsed(written.out), problems: parsed(written.problems) };
  } finally {
    process.stdout.write = out;
    process.stderr.write = problems;
  }
}

const onFolder = ['--data-dir', dataDir];
let opened: OpenedDoor;
let onBench: string[];
let close: () => Promise<void>;
beforeAll(async () => {
  const composed = await startComposedBench();
  opened = await openTestDoor(composed);
  onBench = ['--api', opened.door.url, '--token', testToken];
  close = async () => {
    await opened.door.close();
    await composed.close();
  };
});
afterAll(() => close());

describe.each([
  ['a data folder', () => onFolder],
  ['a running bench', () => onBench],
])('pki on %s', (_, where) => {
  it('makes a tree, shows, exports, renews, revokes and deletes', async () => {
    const [root] = (await pki(where(), 'create', 'root', '--cn', 'CLI root')).lines;
    const rootId = String(root?.id);
    const created = await pki(
      where(),
      ...['create', 'server', '--issuer', rootId, '--cn', 'csms.example.com'],
      ...['--san', 'csms.example.com', '--san', '10.0.0.1', '--valid-for', '12h'],
      ...['--key-type', 'p-384', '--attribute', 'OU=Lab'],
    );
    const serverId = String(created.lines[0]?.id);
    const shown = await pki(where(), 'show', serverId);
    expect(shown.code).toBe(0);
    expect(shown.lines[0]).toMatchObject({
      certificate: {
        subject: { text: 'O=Benchpoint CPO, OU=Lab, CN=csms.example.com' },
        subjectAlternativeNames: [
          { type: 'dns', value: 'csms.example.com' },
          { type: 'ip', value: '10.0.0.1' },
        ],
      },
      openssl: [],
    });
    const out = join(folder, 'chain.pem');
    await pki(where(), 'export', serverId, '--format', 'full-chain', '--out', out);
    const verified = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', out, out]);
    expect(verified.stdout.toString()).toContain('OK');
    const renewed = await pki(where(), 'renew', serverId, '--new-key', '--revoke-old');
    expect(renewed.lines[0]).toMatchObject({ role: 'server', issuer: rootId });
    const list = await pki(where(), 'crl', rootId);
    expect(list.lines[0]).toMatchObject({ number: 1, revoked: [{ entry: serverId }] });
    expect((await pki(where(), 'show', serverId)).code).toBe(1);
    expect((await pki(where(), 'list', '--issuer', rootId)).lines).toHaveLength(2);
    const refused = await pki(where(), 'delete', rootId);
    expect([refused.code, refused.problems[0]?.code]).toEqual([3, 'certificate-in-use']);
    expect((await pki(where(), 'delete', rootId, '--force')).lines).toEqual([{ deleted: 3 }]);
  });

  it('takes PKCS#12 with its passphrase from a file, and says what is wrong with it', async () => {
    const [entry] = (await pki(where(), 'create', 'root', '--cn', 'P12')).lines;
    const id = String(entry?.id);
    const file = join(folder, 'p12.p12');
    const secret = join(folder, 'passphrase');
    writeFileSync(secret, 'geheim\n');
    const sealed = await pki(
      where(),
      'export',
      id,
      '--format',
      'pkcs12',
      '--pass-file',
      secret,
      '--out',
      file,
    );
    expect(sealed.lines).toEqual([{ id, format: 'pkcs12', file }]);
    expect((await pki(where(), 'export', id, '--format', 'key')).problems[0]?.code).toBe(
      'key-passphrase-needed',
    );
    await pki(where(), 'delete', id);
    const wrong = await pki(where(), 'import', file, '--pass', 'falsch');
    expect(wrong).toMatchObject({
      code: 2,
      problems: [{ code: 'file-passphrase-wrong', where: 'p12.p12' }],
    });
    const taken = await pki(where(), 'import', file, '--pass-file', secret);
    expect(taken.lines).toMatchObject([{ imported: true, hasPrivateKey: true, name: 'P12' }]);
    await pki(where(), 'delete', String(taken.lines[0]?.id));
  });

  it('makes a batch from a file of serial numbers', async () => {
    const serials = join(folder, 'serials.txt');
    writeFileSync(serials, 'SN-A,CP-A\nSN-B\n');
    const made = await pki(where(), 'batch', '--issuer', 'root:ecdsa', '--serials-file', serials);
    expect(made.lines).toMatchObject([
      { commonName: 'SN-A', owner: 'CP-A' },
      { commonName: 'SN-B', owner: '' },
    ]);
    const counted = await pki(where(), 'batch', '--issuer', 'root:ecdsa', '--count', '12');
    expect(counted.lines.at(-1)).toMatchObject({ commonName: 'SN-12' });
    expect(counted.lines[0]).toMatchObject({ commonName: 'SN-01' });
  });

  it.each([
    ['create', 'root', '--cn', 'x', '--valid-for', 'forever'],
    ['create', 'notary', '--cn', 'x'],
    ['create', 'server', '--cn', 'x'],
    ['create', 'sub-authority', '--cn', 'x', '--issuer', 'root:rsa', '--path-length', 'two'],
    ['batch', '--issuer', 'root:rsa'],
    ['batch', '--issuer', 'root:rsa', '--count', 'ten'],
  ])('%s %s %s %s is a usage error that names the flag', async (...words) => {
    const wrong = await pki(where(), ...words);
    expect(wrong).toMatchObject({ code: 2, problems: [{ code: 'usage' }] });
  });

  it('a key is written for its owner alone, also over a file that others could read', async () => {
    const out = join(folder, 'key.pem');
    writeFileSync(out, 'old', { mode: 0o644 });
    const taken = await pki(
      where(),
      ...['export', 'root:ecdsa', '--format', 'key', '--unencrypted', '--out', out],
    );
    expect(taken.code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('PRIVATE KEY');
    if (process.platform !== 'win32') expect(statSync(out).mode & 0o077).toBe(0);
    rmSync(out);
  });
});

it('pki root prints what the desk has', async () => {
  const printed = await pki(onFolder, 'root', '--family', 'ecdsa');
  const out = join(folder, 'root.pem');
  await pki(onFolder, 'export', 'root:ecdsa', '--out', out);
  expect(printed.lines[0]).toEqual({ family: 'ecdsa', pem: readFileSync(out, 'utf8') });
});
