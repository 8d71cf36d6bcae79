/** The commands `pki revocation-lists` against a running bench, with a list that openssl made. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { createOpenSslFolder } from '../../bench/pki/openssl-support.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const openssl = createOpenSslFolder();
let bench: ChildBench;
let origin: string;

function lists(...words: string[]): Promise<{ code: number; out: string; errors: string }> {
  const all = ['pki', 'revocation-lists', ...words, '--api', origin, '--token', token];
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...all], (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, errors });
    });
  });
}

beforeAll(async () => {
  const listen = ['csms', '--listen', '0@127.0.0.1:0'];
  bench = await startChildBench({ command: listen, dataFolder: openssl.path('data') });
  const { url } = await bench.line(({ event }) => event === 'api');
  origin = new URL(String(url)).origin;
  await openssl.run(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Elsewhere', '-days', '30'],
    ...['-keyout', 'ca.key', '-out', 'ca.pem'],
  );
  openssl.write('index.txt', '');
  openssl.write(
    'ca.cnf',
    '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\n',
  );
  await openssl.run(
    ...['ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'ca.key', '-cert', 'ca.pem'],
    ...['-out', 'ca.crl'],
  );
});
afterAll(async () => {
  await bench.stop();
  openssl.remove();
});

it('A00.FR.704 a list is added, said to be without a known authority, and deleted', async () => {
  const added = await lists('add', openssl.path('ca.crl'));
  expect(added).toMatchObject({ code: 0, errors: '' });
  expect(added.out).toContain('CN=Elsewhere: 0 revoked');
  expect(added.out).toContain('its authority is not trusted here');
  const [id = ''] = (await lists('list')).out.split(' ');
  expect((await lists('delete', id)).out).toBe('Deleted.\n');
  expect((await lists('delete', id)).out).toBe('There is no list of this id.\n');
  expect((await lists('list')).out).toBe('');
});

it('a file that is no list, and one that is not there, are told with exit code 2', async () => {
  const wrong = await lists('add', openssl.path('ca.pem'));
  expect(wrong.code).toBe(2);
  expect(wrong.errors).not.toBe('');
  expect((await lists('add', openssl.path('none.crl'))).code).toBe(2);
});
