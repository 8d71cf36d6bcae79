/** `key generate|show|decode|check` as a program, with secrets in files and on standard input. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-key-'));
const exampleHex = '0001020304050607ffffffffffffffffffffffff';
const exampleHeader = 'Basic QUwxMDAwOgABAgMEBQYH////////////////';
const keyFile = join(folder, 'key');
writeFileSync(keyFile, `${exampleHex}\n`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], input = '') {
  const ended = spawnSync(process.execPath, [program, 'key', ...words, '--json'], {
    input,
    encoding: 'utf8',
  });
  const lines = ended.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
  return { code: ended.status, lines, errors: ended.stderr };
}

it('generates keys of the wanted kind and length', () => {
  const binary = run(['generate', '--id', 'CP1']);
  expect(binary).toMatchObject({ code: 0, lines: [{ bytes: 20, identity: 'CP1' }] });
  const printable = run(['generate', '--printable', '--bytes', '16']);
  expect(printable.lines[0]?.text).toMatch(/^[A-Za-z0-9]{16}$/);
  expect(run(['generate', '--bytes', '15']).code).toBe(2);
});

it('shows the example of OCPP-J 1.6 in all its forms, and reads it back', () => {
  const shown = run(['show', '--id', 'AL1000', '--key-hex-file', keyFile]);
  expect(shown.lines).toMatchObject([{ hex: exampleHex, authorization: exampleHeader }]);
  const decoded = run(['decode', '-', '--id', 'AL1000'], `Authorization: ${exampleHeader}\n`);
  expect(decoded).toMatchObject({ code: 0, lines: [{ userName: 'AL1000', hex: exampleHex }] });
});

it('decodes what is broken and says so', () => {
  const decoded = run(['decode', '-', '--id', 'CP2'], exampleHeader.replace('Basic ', ''));
  expect(decoded.code).toBe(1);
  expect(decoded.lines.map(({ code }) => code)).toEqual([
    undefined,
    'scheme-missing',
    'user-other',
  ]);
});

it('checks a key by every edition', () => {
  const checked = run(['check', '--key-hex-file', '-'], 'ab12cd34ef567890ab12cd34ef56');
  expect(checked.code).toBe(1);
  expect(checked.lines).toContainEqual(
    expect.objectContaining({ edition: 'whitepaper', rule: 'bytes-16-to-20', holds: false }),
  );
});

it('names the mistake in what was sent', () => {
  const sent = join(folder, 'sent');
  writeFileSync(sent, `Basic ${Buffer.from(`AL1000:${exampleHex}`).toString('base64')}`);
  const words = ['check', '--key-hex-file', keyFile, '--sent-file', sent];
  expect(run([...words, '--id', 'AL1000'])).toMatchObject({
    code: 1,
    lines: [{ code: 'key-hex-text', side: 'charge-point', confidence: 'certain' }],
  });
  writeFileSync(sent, exampleHeader);
  expect(run([...words, '--id', 'AL1000'])).toMatchObject({
    code: 0,
    lines: [{ verdict: 'match' }],
  });
  expect(run(words).code).toBe(2);
});
