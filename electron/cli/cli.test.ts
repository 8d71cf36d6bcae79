/** The commands: what they print, and with which code they end. In this process; `running.test.ts` has real ones. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from '../../tests/support/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dataDir = (name: string) => join(folder, name);
const token = 'a-token-for-tests-of-32-characters';

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('exit code 2: what was typed', () => {
  const data = ['--data-dir', dataDir('typed'), '--json'];
  it.each<[string, string[], string]>([
    [
      '19 a host of the network without TLS',
      ['serve', '--host', '0.0.0.0', '--token', token],
      'tls-needed',
    ],
    [
      '19 a host of the network without a token of one’s own',
      ['serve', '--host', '0.0.0.0', '--tls'],
      'token-needed',
    ],
    [
      '19 an --api of the network without TLS',
      ['csms', '--listen', '0@127.0.0.1:0', '--api', '192.0.2.1:0'],
      'tls-needed',
    ],
    ['a short token', ['serve', '--port', '0', '--token', 'short'], 'token-too-short'],
    [
      'a token file that is not there',
      ['serve', '--port', '0', '--token-file', dataDir('none')],
      'file-unreadable',
    ],
    [
      'a bench.yaml that is not there',
      ['serve', '--port', '0', '--config', dataDir('none')],
      'file-unreadable',
    ],
    ['an unknown profile', ['csms', '--listen', '7@0.0.0.0:9000'], 'profile-unknown'],
    ['a listener without port', ['csms', '--listen', '1@0.0.0.0'], 'listen-port-missing'],
    ['IPv6 without brackets', ['csms', '--listen', '1@::1:9000'], 'listen-ipv6-unbracketed'],
    ['no listener', ['csms'], 'usage'],
    [
      'a station without identity',
      ['csms', '--listen', '0@127.0.0.1:0', '--station', ':CANARY'],
      'input-invalid',
    ],
    [
      'a station with an empty password',
      ['csms', '--listen', '0@127.0.0.1:0', '--station', 'CP1:'],
      'input-invalid',
    ],
    [
      'a profile that does not go with the URL',
      ['charge-point', '--url', 'ws://127.0.0.1:1/', '--id', 'X', '--profile', '3'],
      'profile-does-not-fit-url',
    ],
    [
      'a profile that is none',
      ['charge-point', '--url', 'ws://127.0.0.1:1/', '--id', 'X', '--profile', '9'],
      'input-invalid',
    ],
    ['a family that is none', ['pki', 'root', '--family', 'dsa'], 'usage'],
  ])('%s', async (_, words, code) => {
    const ended = await runHere([...words, ...data]);
    expect([ended.code, ended.problems.at(-1)?.code]).toEqual([2, code]);
    expect(ended.problems.map(({ message }) => typeof message)).toEqual(['string']);
    expect(ended.lines).toEqual([]);
    expect(ended.errors).not.toContain('CANARY');
  });

  it.each([['one charge point'], ['a fleet', '--count', '3']])(
    'roots that cannot be read, with their file and the fix: %s',
    async (_, ...more) => {
      const path = file(
        'unread.pem',
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      );
      const words = ['charge-point', '--url', 'wss://127.0.0.1:1/', '--id', 'X', '--profile', '2'];
      const ended = await runHere([...words, '--trust', path, ...more, ...data]);
      expect([ended.code, ended.problems]).toMatchObject([
        2,
        [
          {
            code: 'certificate-unreadable',
            where: path,
            fix: expect.stringContaining('-----BEGIN CERTIFICATE-----'),
          },
        ],
      ]);
    },
  );

  it.each([[['--bogus']], [['nonsense']], [['charge-point']], [['csms', '--nonsense']], [[]]])(
    '%j',
    async (words) => {
      const spoken = await runHere(words);
      expect([spoken.code, spoken.problems, spoken.out]).toEqual([2, [], '']);
      const machine = await runHere([...words, '--json']);
      expect([machine.code, machine.out]).toEqual([2, '']);
      expect(machine.problems).toMatchObject([
        { code: 'usage', message: expect.stringMatching(/^[A-Z].*\.$/) },
      ]);
      expect(machine.errors.trim()).not.toContain('\n');
    },
  );

  it('a listener of bench.yaml that fails is told once', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    // A TCP server has a port, not a pipe's name.
    const { port } = taken.address() as AddressInfo;
    const config = file(
      'taken.yaml',
      `version: 1\ncsms:\n  listeners:\n    - {host: 127.0.0.1, port: ${port}, securityProfiles: [0]}\n`,
    );
    const ended = await runHere(['csms', '--config', config, ...data]);
    taken.close();
    expect([ended.code, ended.problems.map(({ code }) => code)]).toEqual([3, ['port-in-use']]);
  });

  it('a missing secret of bench.yaml stops a headless role', async () => {
    const config = file(
      'missing.yaml',
      'version: 1\ncsms:\n  listeners:\n    - {host: 127.0.0.1, port: 0, securityProfiles: [1]}\n  stations:\n    CP1: {password: {env: BENCHPOINT_TEST_NONE}}\n',
    );
    const ended = await runHere(['csms', '--config', config, ...data]);
    expect([ended.code, ended.problems.map(({ code }) => code)]).toEqual([
      2,
      ['environment-variable-missing'],
    ]);
  });
});

describe('exit code 0', () => {
  it.each([[['--help']], [['--version']], [['csms', '--help']]])('%j', async (words) => {
    const ended = await runHere(words);
    expect([ended.code, ended.errors]).toEqual([0, '']);
    expect(ended.out.length).toBeGreaterThan(3);
  });
});

describe('config', () => {
  it('schema prints a JSON Schema that allows what the guide shows', async () => {
    const { code, out } = await runHere(['config', 'schema']);
    const schema = JSON.parse(out);
    expect(code).toBe(0);
    expect(Object.keys(schema.properties).toSorted()).toEqual([
      ...['chargePointProfiles', 'chargePoints', 'csms', 'names', 'revocationLists', 'time'],
      ...['trustedRoots', 'version'],
    ]);
    expect(Object.keys(schema.properties.csms.properties)).toContain('signingRequests');
  });

  it('check tells good from bad', async () => {
    const good = await runHere(['config', 'check', file('good.yaml', 'version: 1\n'), '--json']);
    expect([good.code, good.lines]).toMatchObject([0, [{ valid: true }]]);
    const path = file('bad.yaml', 'version: 1\nfoo: 1\n');
    const bad = await runHere(['config', 'check', path, '--json']);
    expect([bad.code, bad.problems[0]]).toMatchObject([
      2,
      { code: 'bench-file-invalid', where: `${path}:2:1` },
    ]);
    expect((await runHere(['config', 'check', dataDir('none.yaml')])).code).toBe(2);
  });
});

describe('pki root', () => {
  it('prints and saves the roots, the same every time', async () => {
    const data = ['--data-dir', dataDir('pki'), '--json'];
    const printed = await runHere(['pki', 'root', ...data]);
    expect(printed.code).toBe(0);
    expect(printed.lines[0]?.pem).toMatch(/^-----BEGIN CERTIFICATE-----/);
    const out = dataDir('root.pem');
    const saved = await runHere(['pki', 'root', '--out', out, ...data]);
    expect([saved.code, readFileSync(out, 'utf8')]).toEqual([0, printed.lines[0]?.pem]);
    const ecdsa = await runHere(['pki', 'root', '--family', 'ecdsa', ...data]);
    expect(ecdsa.lines[0]?.pem).not.toBe(printed.lines[0]?.pem);
    const nowhere = join(folder, 'no', 'such', 'root.pem');
    const failed = await runHere(['pki', 'root', '--out', nowhere, ...data]);
    expect([failed.code, failed.problems[0]?.code]).toEqual([2, 'file-not-writable']);
  });
});

describe('capture', () => {
  const golden = join(import.meta.dirname, '../../tests/golden/record-format-1');
  const data = ['--data-dir', dataDir('captures'), '--json'];

  it('imports, lists, checks and exports', async () => {
    const imported = await runHere(['capture', 'import', golden, '--name', 'golden', ...data]);
    expect(imported.code).toBe(0);
    const id = String(imported.lines[0]?.capture);
    const listed = await runHere(['capture', 'list', ...data]);
    expect(listed.lines).toMatchObject([{ id, name: 'golden', live: false }]);
    const checked = await runHere(['capture', 'check', id, ...data]);
    expect([checked.code, checked.lines[0]]).toMatchObject([
      0,
      { intact: true, frames: imported.lines[0]?.frames },
    ]);
    const copy = dataDir('copy.jsonl');
    const exported = await runHere(['capture', 'export', id, copy, ...data]);
    expect([exported.code, exported.lines[0]?.frames]).toEqual([0, imported.lines[0]?.frames]);
    if (process.platform !== 'win32') expect(statSync(copy).mode & 0o077).toBe(0);
    expect(existsSync(`${copy}.part`)).toBe(false);
    const checkedCopy = await runHere(['capture', 'check', copy, ...data]);
    expect([checkedCopy.code, checkedCopy.lines[0]?.intact]).toEqual([0, true]);
    const again = await runHere(['capture', 'import', copy, ...data]);
    expect([again.code, again.lines[0]?.frames]).toEqual([0, imported.lines[0]?.frames]);
  });

  it('1 when the chain is broken, with the place', async () => {
    const text = readFileSync(join(golden, '000000.jsonl'), 'utf8');
    const broken = mkdtempSync(join(folder, 'broken-'));
    writeFileSync(join(broken, '000000.jsonl'), text.replace('"role":"bench"', '"role":"bunch"'));
    const { code, problems, lines } = await runHere(['capture', 'check', broken, ...data]);
    expect([code, lines[0]?.intact]).toEqual([1, false]);
    expect(problems[0]).toMatchObject({ code: 'chain-broken', message: expect.any(String) });
    expect(String(problems[0]?.where)).toMatch(/000000\.jsonl:\d+$/);
  });

  it('a torn tail is left out of an import, not taken for a line', async () => {
    const text = readFileSync(join(golden, '000000.jsonl'), 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
    const torn = file('torn.jsonl', text.slice(0, -20));
    const complete = file('complete.jsonl', whole);
    const first = await runHere(['capture', 'import', complete, ...data]);
    const second = await runHere(['capture', 'import', torn, ...data]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.lines[0]?.frames).toBe(first.lines[0]?.frames);
  });

  it.each<[string, string[], number, string]>([
    ['a foreign file', ['import', file('foreign.jsonl', '{"a":1}\n')], 3, 'capture-foreign'],
    ['a file that is not there', ['import', dataDir('none.jsonl')], 2, 'file-unreadable'],
    ['a capture that is not there', ['check', 'none'], 3, 'capture-unknown'],
    [
      'an export to nowhere',
      ['export', golden, join(folder, 'no', 'x.jsonl')],
      2,
      'file-not-writable',
    ],
  ])('%s', async (_, words, exit, code) => {
    const ended = await runHere(['capture', ...words, ...data]);
    expect([ended.code, ended.problems[0]?.code]).toEqual([exit, code]);
  });
});
