/** basic-ftp, a client of Node's world, against the FTP server: in clear, explicit and implicit TLS. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Client, FTPError } from 'basic-ftp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileProtocol, TransferOffer } from '../../shared/api/files-contract.ts';
import { authorities, openTestDesk, pathOf, portOf, type TestedDesk } from './support.ts';

let tested: TestedDesk;
let ca: string[];
const content = randomBytes(2_000_003);
let firmware: string;

beforeAll(async () => {
  tested = await openTestDesk();
  firmware = (await tested.firmware(content, 'firmware v2.bin')).id;
  ca = await Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]);
});
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

async function withClient<T>(
  { location, transfer }: TransferOffer,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { username, password } = new URL(location);
  const client = new Client(15_000);
  const [protocol] = transfer.protocols;
  const secure = { ftp: false, ftps: true, 'ftps-implicit': 'implicit' } as const;
  try {
    await client.access({
      host: 'localhost',
      port: portOf(location),
      user: username,
      password,
      secure: protocol === 'ftps' || protocol === 'ftps-implicit' ? secure[protocol] : false,
      secureOptions: { ca, host: 'localhost' },
    });
    return await use(client);
  } finally {
    client.close();
  }
}

const protocols: FileProtocol[] = ['ftp', 'ftps', 'ftps-implicit'];

describe.each(protocols)('%s', (protocol) => {
  it('lists, downloads and resumes', async () => {
    const offer = await tested.offer({ firmware, protocols: [protocol] });
    const path = pathOf(offer.location);
    const target = join(tested.folder, `${protocol}.bin`);
    await withClient(offer, async (client) => {
      const folder = path.replace(/[^/]*$/, '');
      const [listed] = await client.list(folder);
      expect(listed).toMatchObject({ name: 'firmware v2.bin', size: content.length, isFile: true });
      expect(await client.size(path)).toBe(content.length);
      await client.downloadTo(target, path);
      expect(readFileSync(target).equals(content)).toBe(true);
      await client.downloadTo(target, path, 1_000_000);
    });
    expect(readFileSync(target).equals(content)).toBe(true);
    await tested.until(offer.transfer.id, ({ status }) => status === 'done');
  });

  it('uploads, appends and sees what is there', async () => {
    const offer = await tested.ask({ protocols: [protocol] });
    await withClient(offer, async (client) => {
      await client.cd(pathOf(offer.location));
      await client.uploadFrom(Readable.from([content.subarray(0, 1_000_000)]), 'log.bin');
      await client.appendFrom(Readable.from([content.subarray(1_000_000)]), 'log.bin');
      expect(await client.size('log.bin')).toBe(content.length);
      await expect(client.remove('log.bin')).rejects.toThrow(FTPError);
    });
    expect((await tested.receivedOf(offer.transfer.id)).equals(content)).toBe(true);
  });

  it('many small uploads over one connection all arrive whole', async () => {
    const offer = await tested.ask({ protocols: [protocol] });
    await withClient(offer, async (client) => {
      await client.cd(pathOf(offer.location));
      for (let count = 0; count < 20; count += 1) {
        await client.uploadFrom(Readable.from([`log ${count}\n`]), `${count}.log`);
      }
    });
    const state = tested.stateOf(offer.transfer.id);
    expect(state.files.map(({ bytes }) => bytes)).toEqual(
      Array.from({ length: 20 }, (_, count) => `log ${count}\n`.length),
    );
  });
});
