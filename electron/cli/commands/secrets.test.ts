/** `secrets`: starting over is asked for, because nobody can take it back with a command; empty lists say so. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { startChildBench } from '../../../tests/support/child-bench.ts';
import { runHere } from '../../../tests/support/run-program.ts';
import { openStore } from '../../bench/store/store.ts';
import { askYes } from '../ask-yes.ts';

vi.mock('../ask-yes.ts', () => ({ askYes: vi.fn(async () => undefined) }));

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-secrets-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder with a key, which is not lost unless `lose` loses it. */
async function dataFolder(name: string, lose: 'key-file' | 'passphrase' | 'nothing') {
  const directory = join(folder, name);
  const opened = openStore({ directory });
  if (!opened.ok) throw new Error(opened.problem.code);
  if (lose === 'passphrase') {
    const passphrase = 'twelve characters and more';
    await opened.value.secrets.change({ keptBy: 'passphrase', passphrase });
  }
  opened.value.close();
  if (lose === 'key-file') rmSync(join(directory, 'secrets.key'));
  return directory;
}

const setAside = (directory: string) =>
  readdirSync(directory).filter((name) => name.includes('set-aside'));
const startOver = (directory: string, ...words: string[]) =>
  runHere(['secrets', 'start-over', '--data-dir', directory, ...words]);

it('start-over where nobody can be asked needs --yes, and says what it would set aside', async () => {
  const directory = await dataFolder('lost', 'key-file');
  const refused = await startOver(directory, '--json');
  expect(refused).toMatchObject({ code: 2, problems: [{ code: 'usage' }] });
  expect(refused.errors).toContain('--yes');
  expect(refused.errors).toContain('AuthorizationKeys');
  expect(refused.errors).not.toContain('passphrase keeps');
  expect(setAside(directory)).toEqual([]);
  expect(await startOver(directory, '--yes')).toMatchObject({ code: 0 });
  expect(setAside(directory)).not.toEqual([]);
});

it('start-over says first that a passphrase only was not given', async () => {
  const directory = await dataFolder('phrase', 'passphrase');
  const refused = await startOver(directory);
  expect(refused.code).toBe(2);
  expect(refused.errors).toContain('A passphrase keeps the key and was not given');
  expect(setAside(directory)).toEqual([]);
});

it('start-over on a terminal does what was answered', async () => {
  const directory = await dataFolder('asked', 'key-file');
  vi.mocked(askYes).mockResolvedValueOnce(false);
  expect(await startOver(directory)).toMatchObject({ code: 2 });
  expect(setAside(directory)).toEqual([]);
  vi.mocked(askYes).mockResolvedValueOnce(true);
  expect(await startOver(directory)).toMatchObject({ code: 0 });
  expect(setAside(directory)).not.toEqual([]);
});

it('start-over of secrets that are open is refused without a question', async () => {
  const directory = await dataFolder('open', 'nothing');
  const asked = vi.mocked(askYes).mock.calls.length;
  const refused = await startOver(directory, '--json');
  expect(refused).toMatchObject({ code: 3, problems: [{ code: 'secrets-open' }] });
  expect(vi.mocked(askYes).mock.calls.length).toBe(asked);
});

it('reveals and attempts say when there are none, and JSON stays empty', async () => {
  const bench = await startChildBench({
    command: ['csms', '--listen', '0@127.0.0.1:0'],
    dataFolder: join(folder, 'running'),
  });
  try {
    const { url } = await bench.line(({ event }) => event === 'api');
    const door = ['--api', new URL(String(url)).origin];
    const run = (...words: string[]) =>
      runHere([...words, ...door, '--token', 'a-token-for-tests-of-32-characters']);
    expect((await run('secrets', 'reveals')).out).toBe('Nothing has been revealed.\n');
    expect((await run('attempts')).out).toBe('No connection attempts.\n');
    expect((await run('attempts', '--refused')).out).toBe('No refused attempts.\n');
    for (const words of [['secrets', 'reveals'], ['attempts']]) {
      expect(await run(...words, '--json')).toMatchObject({ code: 0, out: '' });
    }
  } finally {
    await bench.stop();
  }
});
