import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isClosedAddress, lookupOpen } from './closed-addresses.ts';
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

function resolve(name: string): Promise<string | LookupAddress[]> {
  return new Promise((settle, reject) => {
    lookupOpen(name, { all: true }, (error, found) => (error ? reject(error) : settle(found)));
  });
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

  it('no name leads there, others are resolved', async () => {
    await expect(resolve('169.254.169.254')).rejects.toThrow('is closed');
    expect(await resolve('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  it('other addresses of the cable and of the network stay open', () => {
    for (const address of ['169.254.3.7', '192.168.1.5', '127.0.0.1', 'fe80::1', 'csms.example']) {
      expect(isClosedAddress(address)).toBe(false);
    }
  });
});
