/** The commands `pki requests` against a running bench, a charge point made of `ws`, and openssl as requester and authority. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { connectBarePoint, cutBarePoints } from '../../../tests/support/csms-role.ts';
import { createOpenSslFolder } from '../../bench/pki/openssl-support.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Each command is a process of its own, and the machine may have others to run. */
const manyProcessesMs = 60_000;
const token = 'a-token-for-tests-of-32-characters';
const openssl = createOpenSslFolder();
let bench: ChildBench;
let origin: string;

// What a test asserts on; its shape is what is being tested.
// biome-ignore lint/suspicious/noExplicitAny: the assertions check it
type Line = any;

function requests(...words: string[]): Promise<{ code: number; lines: Line[]; problems: Line[] }> {
  const all = ['pki', 'requests', ...words, '--api', origin, '--token', token, '--json'];
  const parsed = (text: string): Line[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...all], (error, out, errors) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: parsed(out), problems: parsed(errors) });
    });
  });
}

beforeAll(async () => {
  const listen = ['csms', '--listen', '0@127.0.0.1:0'];
  bench = await startChildBench({ command: listen, dataFolder: openssl.path('data') });
  const { url } = await bench.line(({ event }) => event === 'api');
  origin = new URL(String(url)).origin;
});

afterAll(async () => {
  cutBarePoints();
  await bench.stop();
  openssl.remove();
});

it(
  'a request is exported, signed by openssl, imported and sent; refused afterwards',
  async () => {
    expect((await requests('policy', '--mode', 'by-hand')).lines[0].policy.mode).toBe('by-hand');
    const point = await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP1`);
    await openssl.run(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'cp.key', '-out', 'cp.csr'],
      ...['-subj', '/CN=SN-1'],
    );
    const csr = readFileSync(openssl.path('cp.csr'), 'utf8');
    const answered = await point.call('SignCertificate', { csr });
    expect(answered).toMatchObject({ payload: { status: 'Accepted' } });
    const [row] = (await requests('list', '--station', 'CP1')).lines;
    expect(row).toMatchObject({ station: 'CP1', state: 'waiting', subject: 'CN=SN-1' });
    const out = openssl.path('exported.csr');
    expect((await requests('export', row.id, '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(csr);
    await openssl.run(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem'],
      ...['-subj', '/CN=Elsewhere'],
    );
    const sign = ['x509', '-req', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    await openssl.run(...sign, '-in', 'exported.csr', '-out', 'cp.pem');
    point.answer('CertificateSigned', { status: 'Accepted' });
    const wrong = await requests('import', row.id, openssl.path('ca.pem'));
    expect(wrong).toMatchObject({ code: 2, problems: [{ code: 'signed-certificate-other-key' }] });
    const imported = await requests('import', row.id, openssl.path('cp.pem'));
    expect(imported.lines[0].issued.by).toBe('foreign');
    expect(await point.received('CertificateSigned')).toHaveProperty('certificateChain');
    expect((await requests('refuse', row.id)).code).toBeLessThan(4);
    const again = await requests('sign', row.id, '--common-name', 'SN-2', '--no-send');
    expect(again.lines[0].issued.certificate.subject.text).toContain('CN=SN-2');
    expect((await requests('send', row.id)).code).toBe(0);
    expect((await requests('show', 'none')).problems).toMatchObject([
      { code: 'signing-request-unknown' },
    ]);
  },
  manyProcessesMs,
);
