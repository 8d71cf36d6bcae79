/** The commands `attempts` and `adopt` against a running bench, with a client certificate nobody trusts. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { connectBarePoint, cutBarePoints } from '../../../tests/support/csms-role.ts';
import { createAuthority } from '../../../tests/support/tls-certificates.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-attempts-'));
let bench: ChildBench;

function run(...words: string[]): Promise<{ code: number; lines: unknown[]; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words, '--json'], (error, out, errors) => {
      const lines = out.split('\n').filter((line) => line !== '');
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: lines.map((line): unknown => JSON.parse(line)), errors });
    });
  });
}

async function asked(...words: string[]) {
  const { url } = await bench.line(({ event }) => event === 'api');
  return run(...words, '--api', new URL(String(url)).origin, '--token', token);
}

beforeAll(async () => {
  bench = await startChildBench({ command: ['csms', '--listen', '3@127.0.0.1:0'], dataFolder });
});
afterAll(async () => {
  cutBarePoints();
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('a certificate whose authority was not sent is adopted with a file of it', async () => {
  const authority = await createAuthority('ecdsa', 'Charger authority');
  const organisation = 'Benchpoint CPO';
  const leaf = await authority.issue({ commonName: 'SN-1', organisation, purpose: 'client' });
  const show = () =>
    connectBarePoint(`wss://127.0.0.1:${bench.port}/CP1`, {
      clientCertificate: { cert: leaf.certPem, key: leaf.keyPem },
    });
  await expect(show()).rejects.toMatchObject({ status: 403 });

  const listed = await asked('attempts', '--refused');
  expect(listed.code).toBe(0);
  expect(listed.lines).toMatchObject([
    { station: 'CP1', code: 'client-certificate-untrusted', adopt: { kind: 'issuer' } },
  ]);
  const [{ seq }] = listed.lines as [{ seq: number }];

  const without = await asked('adopt', String(seq));
  expect(without.code).toBe(3);
  expect(JSON.parse(without.errors)).toMatchObject({ code: 'issuer-missing' });

  const file = join(dataFolder, 'authority.pem');
  writeFileSync(file, leaf.certPem);
  const wrong = await asked('adopt', String(seq), '--issuer', file);
  expect(wrong.code).toBe(2);
  expect(JSON.parse(wrong.errors)).toMatchObject({ code: 'not-an-authority' });

  writeFileSync(file, authority.certPem);
  const adopted = await asked('adopt', String(seq), '--issuer', file);
  expect(adopted).toMatchObject({ code: 0, lines: [{ id: 'CP1' }] });
  const point = await show();
  expect(await point.call('Heartbeat')).toBeDefined();
  expect((await asked('attempts', '--refused')).lines).toEqual([]);
});

it('what is typed wrong ends with 2, an attempt that is gone with 3', async () => {
  expect((await asked('adopt', 'x')).code).toBe(2);
  expect((await asked('adopt', '1', '--issuer', join(dataFolder, 'none.pem'))).code).toBe(2);
  const gone = await asked('adopt', '999999');
  expect(gone.code).toBe(3);
  expect(JSON.parse(gone.errors)).toMatchObject({ code: 'attempt-unknown' });
});
