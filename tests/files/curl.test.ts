/** What curl, a client nobody here wrote, can do with every protocol. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileProtocol } from '../../shared/api/files-contract.ts';
import { authorities, curl, openTestDesk, type TestedDesk } from './support.ts';

let tested: TestedDesk;
let roots: string;
const content = randomBytes(3_000_001);
let firmware: string;
let local: string;

beforeAll(async () => {
  tested = await openTestDesk();
  firmware = (await tested.firmware(content, 'Größe 2 (final).bin')).id;
  roots = join(tested.folder, 'roots.pem');
  const pems = await Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]);
  writeFileSync(roots, pems.join('\n'));
  local = join(tested.folder, 'diagnostics 1.log');
  writeFileSync(local, content);
});
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

/** curl speaks explicit TLS under ftp:// with a switch. */
function words(protocol: FileProtocol, url: string): string[] {
  if (protocol === 'ftps') return ['--ssl-reqd', '--cacert', roots, url.replace('ftps:', 'ftp:')];
  return ['--cacert', roots, url];
}

const protocols: FileProtocol[] = ['http', 'https', 'ftp', 'ftps', 'ftps-implicit'];

describe.each(protocols)('%s', (protocol) => {
  it('downloads a firmware file whole, and the transfer is done', async () => {
    const { location, transfer } = await tested.offer({ firmware, protocols: [protocol] });
    const { exitCode, output, errors } = await curl(...words(protocol, location));
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output.equals(content)).toBe(true);
    const state = await tested.until(transfer.id, ({ status }) => status === 'done');
    expect(state).toMatchObject({
      bytes: content.length,
      totalBytes: content.length,
      protocol,
      peer: '127.0.0.1',
    });
  });

  it('resumes where a download stopped', async () => {
    const { location, transfer } = await tested.offer({ firmware, protocols: [protocol] });
    const first = await curl('-r', '0-999999', ...words(protocol, location));
    expect(first.output.equals(content.subarray(0, 1_000_000))).toBe(true);
    const rest = await curl('-C', '1000000', ...words(protocol, location));
    expect([rest.exitCode, rest.errors]).toEqual([0, '']);
    expect(rest.output.equals(content.subarray(1_000_000))).toBe(true);
    await tested.until(transfer.id, ({ status }) => status === 'done');
  });

  it('uploads into a folder under a name of the charger’s own', async () => {
    const { location, transfer } = await tested.ask({ protocols: [protocol], kind: 'log' });
    expect(location.endsWith('/')).toBe(true);
    const { exitCode, errors } = await curl('-T', local, ...words(protocol, location));
    expect([exitCode, errors]).toEqual([0, '']);
    const state = await tested.until(transfer.id, ({ status }) => status === 'done');
    expect(state).toMatchObject({
      kind: 'log',
      direction: 'upload',
      bytes: content.length,
      files: [{ name: 'diagnostics 1.log', bytes: content.length }],
    });
    expect((await tested.receivedOf(transfer.id)).equals(content)).toBe(true);
  });

  it('refuses a wrong password', async () => {
    const request = { firmware, protocols: [protocol], credentials: 'always' } as const;
    const { location, transfer } = await tested.offer(request);
    const wrong = new URL(location);
    wrong.password = 'wrong';
    const { exitCode } = await curl('--fail', ...words(protocol, wrong.href));
    expect(exitCode).not.toBe(0);
    expect(tested.stateOf(transfer.id)).toMatchObject({ status: 'waiting', attempts: 0 });
    expect((await curl('--fail', ...words(protocol, location))).exitCode).toBe(0);
  });
});

it('lists a folder, and its sizes and times', async () => {
  const { location } = await tested.offer({ firmware, protocols: ['ftp'] });
  const folder = location.replace(/[^/]*$/, '');
  expect((await curl(folder)).output.toString()).toMatch(
    / 3000001 .* Größe 2 \(final\)\.bin\r?\n$/,
  );
  expect((await curl('-l', folder)).output.toString()).toBe('Größe 2 (final).bin\n');
  const head = await curl('-I', location);
  expect(head.output.toString()).toContain('Content-Length: 3000001');
});

it('resumes an upload that was cut off (REST, STOR and APPE)', async () => {
  const { location, transfer } = await tested.ask({ protocols: ['ftp'] });
  const half = join(tested.folder, 'half.log');
  writeFileSync(half, content.subarray(0, 1_500_000));
  await curl('-T', half, `${location}part.log`);
  const { exitCode, errors } = await curl('-C', '-', '-T', local, `${location}part.log`);
  expect([exitCode, errors]).toEqual([0, '']);
  expect((await tested.receivedOf(transfer.id)).equals(content)).toBe(true);
});

it('uploads a form (multipart/form-data) over HTTP', async () => {
  const { location, transfer } = await tested.ask({ protocols: ['http'] });
  const form = ['-F', 'station=CP-1', '-F', `file=@${local}`, '-F', 'more=x'];
  expect((await curl('--fail', ...form, location)).exitCode).toBe(0);
  expect(tested.stateOf(transfer.id).files[0]).toMatchObject({ name: 'diagnostics 1.log' });
  expect((await tested.receivedOf(transfer.id)).equals(content)).toBe(true);
});

it('goes over IPv6 with EPSV', async () => {
  const six = await openTestDesk({ host: '::' });
  const { id } = await six.firmware(content);
  const request = { firmware: id, protocols: ['ftp', 'http'], address: '::1' } as const;
  const { urls } = await six.offer(request);
  for (const { url } of urls.filter(({ address }) => address === '::1')) {
    expect((await curl('-g', url)).output.equals(content)).toBe(true);
  }
  await six.close();
});
