import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { closedAddressCode, connectOpen, isClosedAddress } from './closed-addresses.ts';
import { download } from './file-transfer.ts';
import { readLocation } from './location.ts';
import { transferLimits } from './transfer.ts';

function fetchFrom(url: string) {
  const read = readLocation(url);
  if (!read.ok) throw new Error(read.fault);
  const context = {
    limits: transferLimits,
    after: () => () => {},
    tls: () => ({}),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  return download(read.location, context, () => Promise.resolve());
}

const refused = {
  ok: false,
  fault: 'unreachable',
  detail: expect.stringMatching(/is closed$/),
};

describe('security-checklist 27 where clouds keep credentials', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fd00:ec2::254]/',
    'ftp://169.254.169.254/latest/meta-data',
    'ftpes://169.254.169.254/f.bin',
    'ftps://169.254.169.254:990/f.bin',
    // Not read as a number before it is looked up.
    'ftps://2852039166/f.bin',
    'ftp://[::ffff:169.254.169.254]/f.bin',
  ])('no firmware is fetched from %s', async (url) => {
    expect(await fetchFrom(url)).toMatchObject(refused);
  });

  it('no redirect leads there', async () => {
    const server = createServer((_, answer) => {
      answer.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await fetchFrom(`http://127.0.0.1:${port}/firmware.bin`)).toMatchObject(refused);
    server.close();
  });

  it('no name leads there: what it was looked up to counts', async () => {
    const { signal } = new AbortController();
    const asNumber = connectOpen({ host: '2852039166', port: 80 }, signal);
    await expect(asNumber).rejects.toMatchObject({ code: closedAddressCode });
  });

  it('a connection that is given up before it stands ends', async () => {
    const asked = connectOpen({ host: '127.0.0.1', port: 9 }, AbortSignal.abort());
    await expect(asked).rejects.toThrow('aborted');
  });

  it('other addresses of the cable and of the network stay open', () => {
    for (const address of ['169.254.3.7', '192.168.1.5', '127.0.0.1', 'fe80::1', 'csms.example']) {
      expect(isClosedAddress(address)).toBe(false);
    }
  });
});
