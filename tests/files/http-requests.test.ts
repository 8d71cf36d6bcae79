/** HTTP request by request: ranges, forms, resumed uploads, refusals and input that is broken. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, portOf, type TestedDesk } from './support.ts';

const content = Buffer.from('0123456789'.repeat(1000));
let tested: TestedDesk;
let firmware: string;
let sha256: string;

beforeAll(async () => {
  tested = await openTestDesk();
  ({ id: firmware, sha256 } = await tested.firmware(content));
});
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const offer = async (request: object = {}) => tested.offer({ firmware, ...request });
const ask = async (request: object = {}) => tested.ask(request);

/** Sends bytes, gives everything that comes back until the end. */
async function raw(port: number, ...pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (piece) => {
    text += piece;
  });
  for (const piece of pieces) socket.write(piece);
  await once(socket, 'close');
  return text;
}

describe('downloads', () => {
  it('say what they are', async () => {
    const { location } = await offer();
    const response = await fetch(location, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': '10000',
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
    });
  });

  it('a HEAD is no transfer', async () => {
    const { location, transfer } = await offer();
    await fetch(location, { method: 'HEAD' });
    expect(tested.stateOf(transfer.id)).toMatchObject({ status: 'waiting', attempts: 0 });
  });

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/10000', 10],
    ['bytes=9990-', 206, 'bytes 9990-9999/10000', 10],
    ['bytes=-10', 206, 'bytes 9990-9999/10000', 10],
    ['bytes=9990-20000', 206, 'bytes 9990-9999/10000', 10],
    ['bytes=10000-', 416, 'bytes */10000', undefined],
    ['bytes=-0', 416, 'bytes */10000', undefined],
    ['bytes=5-1', 200, null, 10_000],
    ['bytes=0-1,5-6', 200, null, 10_000],
    ['lines=1-2', 200, null, 10_000],
  ])('Range: %s is %i', async (range, status, contentRange, bytes) => {
    const { location } = await offer();
    const response = await fetch(location, { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([
      status,
      contentRange,
    ]);
    const body = await response.arrayBuffer();
    if (bytes !== undefined) expect(body.byteLength).toBe(bytes);
  });

  it('If-Range with another entity tag gives the whole', async () => {
    const { location } = await offer();
    const get = async (tag: string) =>
      (await fetch(location, { headers: { range: 'bytes=0-9', 'if-range': tag } })).status;
    expect(await get('"another"')).toBe(200);
    expect(await get(`"${sha256}"`)).toBe(206);
  });

  it('ranges that together are the file make it done, fewer do not', async () => {
    const { location, transfer } = await offer();
    for (const [range, status] of [
      ['bytes=5000-9999', 'waiting'],
      ['bytes=0-2999', 'waiting'],
      ['bytes=2000-4999', 'done'],
    ] as const) {
      await (await fetch(location, { headers: { range } })).arrayBuffer();
      await tested.until(transfer.id, (state) => state.status === status);
    }
    expect(tested.stateOf(transfer.id)).toMatchObject({ bytes: 10_000, attempts: 3 });
  });

  it('a client that leaves in the middle makes it failed', async () => {
    const large = await tested.firmware(Buffer.alloc(30_000_000));
    const { location, transfer } = await tested.offer({ firmware: large.id });
    const socket = connect(portOf(location), '127.0.0.1');
    socket.write(`GET ${new URL(location).pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    const state = await tested.until(transfer.id, ({ status }) => status === 'failed');
    expect(state.problem?.code).toBe('transfer-connection-lost');
    expect(state.bytes).toBeLessThan(30_000_000);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is refused', async (method) => {
    const { location } = await offer();
    const response = await fetch(location, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/',
    '/firmware.bin',
    '/unknown/firmware.bin',
    '/%00',
    '/%zz',
    '/..%2f..%2fetc%2fpasswd',
  ])('%s is not found', async (path) => {
    const { location } = await offer();
    expect((await fetch(new URL(path, location))).status).toBe(404);
  });

  it('neither a wrong name nor a way out of the folder leads anywhere', async () => {
    const { location } = await offer();
    const port = portOf(location);
    const folder = new URL(location).pathname.replace(/[^/]*$/, '');
    for (const target of ['FIRMWARE.BIN', 'firmware.bin/x', '../etc/passwd', '..%2ffirmware.bin']) {
      const text = await raw(
        port,
        `GET ${folder}${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toMatch(/^HTTP\/1\.1 404/);
    }
  });
});

describe('the login', () => {
  it('is asked for where the transfer wants it, and only the right one opens', async () => {
    const { location, urls } = await offer({ credentials: 'always' });
    const { username, password } = new URL(location);
    expect(urls[0]?.url).toBe(location);
    const bare = new URL(location);
    bare.username = '';
    bare.password = '';
    const get = async (login?: string) => {
      const headers = login ? { authorization: `Basic ${btoa(login)}` } : undefined;
      return fetch(bare, headers ? { headers } : {});
    };
    const asked = await get();
    expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="files", charset="UTF-8"',
    ]);
    expect((await get(`${username}:wrong`)).status).toBe(401);
    expect((await get(`:${password}`)).status).toBe(401);
    expect((await get(`${username}:${password}`)).status).toBe(200);
  });
});

describe('uploads', () => {
  it.each(['PUT', 'POST'])('%s with a name in the path', async (method) => {
    const { location, transfer } = await ask();
    const response = await fetch(`${location}my%20log.txt`, { method, body: content });
    expect(response.status).toBe(201);
    expect(tested.stateOf(transfer.id)).toMatchObject({
      status: 'done',
      totalBytes: 10_000,
      files: [{ name: 'my log.txt', bytes: 10_000, sha256 }],
    });
  });

  it('a POST to the folder takes the name from Content-Disposition, or makes one', async () => {
    const { location, transfer } = await ask();
    const headers = { 'content-disposition': 'attachment; filename="../../evil log.txt"' };
    await fetch(location, { method: 'POST', body: 'a', headers });
    await fetch(location, { method: 'POST', body: 'b' });
    expect(tested.stateOf(transfer.id).files.map(({ name }) => name)).toEqual([
      'evil log.txt',
      'diagnostics-2.bin',
    ]);
  });

  it('goes on with Content-Range where HEAD says that it stopped', async () => {
    const { location, transfer } = await ask();
    const url = `${location}a.log`;
    await fetch(url, { method: 'PUT', body: content.subarray(0, 4000) });
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('4000');
    const put = async (range: string) =>
      (
        await fetch(url, {
          method: 'PUT',
          headers: { 'content-range': range },
          body: content.subarray(4000),
        })
      ).status;
    expect(await put('bytes 5000-9999/10000')).toBe(416);
    expect(await put('nonsense')).toBe(416);
    expect(await put('bytes 4000-9999/10000')).toBe(201);
    expect((await tested.receivedOf(transfer.id)).equals(content)).toBe(true);
  });

  it('takes the file of a form, however it is cut into packets', async () => {
    const { location, transfer } = await ask();
    const port = portOf(location);
    const body = Buffer.concat([
      Buffer.from(
        'preamble\r\n--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--X\r\n',
      ),
      Buffer.from('Content-Type: text/plain\r\nContent-Disposition: form-data; name="f"; '),
      Buffer.from('filename="l\\"og.txt"\r\n\r\n'),
      content,
      Buffer.from('\r\n--X--\r\n'),
    ]);
    const head = `POST ${new URL(location).pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: ${body.length}\r\n\r\n`;
    const pieces: Buffer[] = [];
    for (let at = 0; at < body.length; at += 3) pieces.push(body.subarray(at, at + 3));
    expect(await raw(port, head, ...pieces)).toMatch(/^HTTP\/1\.1 201/);
    expect((await tested.receivedOf(transfer.id, 'l"og.txt')).equals(content)).toBe(true);
  });

  it.each([
    ['without an end', '--X\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nabc'],
    ['without a file', '--X\r\nContent-Disposition: form-data; name="f"\r\n\r\nabc\r\n--X--\r\n'],
    ['with another boundary', '--Y\r\n\r\nabc\r\n--Y--\r\n'],
    ['with endless headers', `--X\r\nA: ${'x'.repeat(40_000)}`],
    ['of nothing', ''],
  ])('a form %s is 400', async (_, body) => {
    const { location } = await ask();
    const headers = { 'content-type': 'multipart/form-data; boundary=X' };
    const response = await fetch(location, { method: 'POST', body, headers });
    expect([response.status, await response.text()]).toEqual([400, 'upload-malformed\n']);
  });

  it('more than allowed is 413 before the body when the size is said, and thrown away when not', async () => {
    const { location, transfer } = await ask({ maxBytes: 1000 });
    const port = portOf(location);
    const path = `${new URL(location).pathname}a.log`;
    const said = await raw(
      port,
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 413/);
    const chunk = `1f4\r\n${'x'.repeat(500)}\r\n`;
    const unsaid = await raw(
      port,
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
      chunk.repeat(3),
      '0\r\n\r\n',
    );
    expect(unsaid).toMatch(/^HTTP\/1\.1 413/);
    expect(tested.stateOf(transfer.id)).toMatchObject({
      status: 'failed',
      problem: { code: 'transfer-too-large' },
      files: [],
    });
  });

  it('a connection that breaks leaves what came, to be gone on with', async () => {
    const { location, transfer } = await ask();
    const path = `${new URL(location).pathname}a.log`;
    const socket = connect(portOf(location), '127.0.0.1');
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n01234`);
    await tested.until(transfer.id, ({ bytes }) => bytes === 5);
    socket.destroy();
    const state = await tested.until(transfer.id, ({ status }) => status === 'failed');
    expect(state).toMatchObject({ bytes: 5, totalBytes: 10_000 });
    expect(
      (await fetch(`${location}a.log`, { method: 'HEAD' })).headers.get('content-length'),
    ).toBe('5');
  });

  it('deleting the transfer cuts what runs and keeps nothing of it', async () => {
    const { location, transfer } = await ask();
    const path = `${new URL(location).pathname}a.log`;
    const socket = connect(portOf(location), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n01234`);
    await tested.until(transfer.id, ({ bytes }) => bytes === 5);
    expect(tested.desk.book.remove(transfer.id)).toBe(true);
    await once(socket, 'close');
    expect(tested.ended.at(-1)).toMatchObject({ id: transfer.id, outcome: 'transfer-ended' });
    expect((await fetch(`${location}a.log`, { method: 'PUT', body: 'x' })).status).toBe(404);
  });

  it('GET and DELETE are refused', async () => {
    const { location } = await ask();
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(location, { method })).status).toBe(405);
    }
  });
});
