/** What lies on the disk: rights, restarts, leftovers, a full disk; and the URLs that lead to it. */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../crash/small-disk.ts';
import { openTestDesk, pathOf, portOf, rawFtp, type TestedDesk } from './support.ts';

const desks: TestedDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function open(...given: Parameters<typeof openTestDesk>): Promise<TestedDesk> {
  const desk = await openTestDesk(...given);
  desks.push(desk);
  return desk;
}

describe('the folders', () => {
  it('are for this user only, and so is every file in them', async () => {
    const tested = await open();
    await tested.firmware(Buffer.from('x'), 'secret.bin');
    const { location } = await tested.ask({});
    await fetch(`${location}a.log`, { method: 'PUT', body: 'x' });
    for (const shelf of ['firmware', 'received']) {
      const folder = join(tested.folder, 'files', shelf);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const names = readdirSync(folder);
      expect(names).toHaveLength(2);
      for (const name of names) {
        expect(name).toMatch(/^[0-9a-f]{24}\.(bin|json)$/);
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      }
    }
  });

  it('keep files over a restart, and lose what was not complete', async () => {
    const first = await open();
    const directory = join(first.folder, 'files');
    const { id } = await first.firmware(Buffer.from('firmware'), 'ü.bin');
    const unfinished = join(directory, 'firmware', `${'0'.repeat(24)}.part`);
    const foreign = join(directory, 'firmware', 'notes.txt');
    writeFileSync(unfinished, 'half');
    writeFileSync(foreign, 'mine');
    writeFileSync(join(directory, 'firmware', `${'1'.repeat(24)}.json`), '{"id":');
    const second = await open({}, { directory });
    expect(await second.desk.firmware.list()).toMatchObject([{ id, name: 'ü.bin', bytes: 8 }]);
    expect([existsSync(unfinished), existsSync(foreign)]).toEqual([false, true]);
  });

  it('deleting firmware ends the transfers that offer it', async () => {
    const tested = await open();
    const { id } = await tested.firmware(Buffer.from('x'));
    const { location } = await tested.offer({ firmware: id });
    expect(await tested.desk.deleteFirmware(id)).toBe(true);
    expect((await fetch(location)).status).toBe(404);
    expect(readdirSync(join(tested.folder, 'files', 'firmware'))).toEqual([]);
  });

  it('a received file that is deleted can be uploaded again', async () => {
    const tested = await open();
    const { location, transfer } = await tested.ask({});
    await fetch(`${location}a.log`, { method: 'PUT', body: 'one' });
    const [file] = tested.stateOf(transfer.id).files;
    expect(await tested.desk.deleteReceived(file?.received ?? '')).toBe(true);
    await fetch(`${location}a.log`, { method: 'PUT', body: 'second' });
    expect((await tested.receivedOf(transfer.id)).toString()).toBe('second');
  });

  it('firmware with a name that is no name is refused', async () => {
    const tested = await open();
    for (const name of ['', '.', '..', 'a/b', 'a\\b', 'a\nb', 'x'.repeat(256)]) {
      const added = await tested.desk.addFirmware(name, (async function* () {})());
      expect(added).toMatchObject({ ok: false, problem: { code: 'file-name-invalid' } });
    }
  });
});

describe('a disk that is full', () => {
  const disk = mountSmallDisk(4);
  it.skipIf(disk === undefined)(
    'is said over HTTP, FTP and to who adds firmware; space comes back',
    async () => {
      if (disk === undefined) return;
      try {
        const directory = join(disk.path, 'files');
        mkdirSync(directory);
        const tested = await open({}, { directory });
        const big = Buffer.alloc(6 * 1024 * 1024);
        const { location, transfer } = await tested.ask({});
        const refused = await fetch(`${location}a.log`, { method: 'PUT', body: big });
        expect([refused.status, await refused.text()]).toEqual([507, 'disk-full\n']);
        expect(tested.stateOf(transfer.id)).toMatchObject({
          status: 'failed',
          problem: { code: 'transfer-disk-full' },
          files: [],
        });
        const asked = await tested.ask({ protocols: ['ftp'] });
        const ftp = await rawFtp(portOf(asked.location));
        await ftp.logIn(asked.location);
        const data = connect(await ftp.passive(), '127.0.0.1');
        data.on('error', () => undefined);
        await ftp.say(`STOR ${pathOf(asked.location)}a.log`);
        data.end(big);
        expect(await ftp.reply()).toMatch(/^452/);
        ftp.close();
        const added = await tested.desk.addFirmware(
          'a.bin',
          (async function* () {
            yield big;
          })(),
        );
        expect(added).toMatchObject({ ok: false, problem: { code: 'file-disk-full' } });
        const fits = await fetch(`${location}b.log`, {
          method: 'PUT',
          body: big.subarray(0, 1_000_000),
        });
        expect(fits.status).toBe(201);
        await tested.desk.close();
      } finally {
        disk.remove();
      }
    },
  );

  it.skipIf(process.getuid?.() === 0)(
    'a folder without the right to write is storage-failed',
    async () => {
      const tested = await open();
      const { location } = await tested.ask({});
      chmodSync(join(tested.folder, 'files', 'received'), 0o500);
      const { status } = await fetch(`${location}a.log`, { method: 'PUT', body: 'x' });
      expect(status).toBe(500);
    },
  );
});

describe('the URLs', () => {
  const parts = (url: string) =>
    url.replace(/\d{4,5}/, 'PORT').replace(/[a-hjkmnp-z2-9]{16,}/g, 'R');

  it('have one for each protocol and address, names for TLS, the preferred address first', async () => {
    const tested = await open({ host: '::' });
    const { urls } = await tested.ask({ protocols: ['http', 'https'], address: '::1' });
    expect(urls.map(({ url, protocol }) => [parts(url), protocol])).toEqual([
      ['http://[::1]:PORT/R/', 'http'],
      ['http://127.0.0.1:PORT/R/', 'http'],
      ['https://[::1]:PORT/R/', 'https'],
      ['https://127.0.0.1:PORT/R/', 'https'],
      ['https://localhost:PORT/R/', 'https'],
    ]);
  });

  it('leave out what the charger cannot take', async () => {
    const tested = await open();
    const { id } = await tested.firmware(Buffer.from('x'), 'a b.bin');
    const offer = async (request: object) =>
      parts((await tested.offer({ firmware: id, address: 'bench.example', ...request })).location);
    expect(await offer({})).toBe('http://bench.example:PORT/R/a%20b.bin');
    expect(await offer({ omit: ['port', 'path'] })).toBe('http://bench.example/a%20b.bin');
    expect(await offer({ protocols: ['ftp'], credentials: 'never' })).toBe(
      'ftp://bench.example:PORT/R/a%20b.bin',
    );
    expect(await offer({ protocols: ['ftps'], omit: ['port', 'path', 'password'] })).toMatch(
      /^ftps:\/\/[a-z0-9]{8}@bench\.example\/a%20b\.bin$/,
    );
    const { location } = await tested.ask({ omit: ['path'], address: 'bench.example' });
    expect(parts(location)).toBe('http://bench.example:PORT');
  });

  it('an upload without a path arrives at the root, over HTTP and FTP', async () => {
    const tested = await open();
    const { urls, transfer } = await tested.ask({
      ...{ protocols: ['http', 'ftp'], omit: ['path'], credentials: 'never' },
    });
    const http = urls.find(({ protocol }) => protocol === 'http')?.url ?? '';
    const ftpUrl = urls.find(({ protocol }) => protocol === 'ftp')?.url ?? '';
    expect((await fetch(`${http}/x.log`, { method: 'PUT', body: 'x' })).status).toBe(201);
    const ftp = await rawFtp(portOf(ftpUrl));
    await ftp.logIn(ftpUrl);
    const data = connect(await ftp.passive(), '127.0.0.1');
    await ftp.say('STOR y.log');
    data.end('yy');
    expect(await ftp.reply()).toMatch(/^226/);
    ftp.close();
    expect(tested.stateOf(transfer.id).files.map(({ name }) => name)).toEqual(['x.log', 'y.log']);
  });
});
