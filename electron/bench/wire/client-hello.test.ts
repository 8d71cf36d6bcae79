import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  acceptedCertificateFamilies,
  whitepaperClientOffer,
} from '../../../shared/security/tls-registry.ts';
import { opensslAvailable, runSClient } from '../../../tests/support/tls-server.ts';
import { type ClientHello, clientHelloCapBytes, readClientHello } from './client-hello.ts';

let nodeHello: Buffer;

beforeAll(async () => {
  nodeHello = await firstBytes((port) => {
    const client = tls.connect({
      port,
      host: '127.0.0.1',
      servername: 'cs.example.com',
      ALPNProtocols: ['http/1.1', 'ocpp'],
    });
    client.on('error', () => undefined);
  });
});

/** The first bytes of whatever connects to a port that then hangs up. */
async function firstBytes(connect: (port: number) => unknown): Promise<Buffer> {
  const sink = net.createServer().listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const { port } = sink.address() as net.AddressInfo; // listening on TCP, so never a pipe's name
  connect(port);
  const [socket] = await once(sink, 'connection');
  const [bytes] = await once(socket, 'data');
  socket.destroy();
  sink.close();
  return bytes;
}

function helloOf(bytes: Uint8Array): ClientHello {
  const reading = readClientHello(bytes);
  if (reading.kind !== 'client-hello') throw new Error(JSON.stringify(reading));
  return reading.hello;
}

const names = (values: readonly { name: string }[]) => values.map(({ name }) => name);

/** The handshake message of a hello in one record, without the record header. */
const messageOf = (bytes: Buffer) => bytes.subarray(5, 5 + bytes.readUInt16BE(3));

function inRecords(message: Buffer, sizeBytes: number): Buffer {
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += sizeBytes) {
    const body = message.subarray(at, at + sizeBytes);
    records.push(Buffer.from([22, 3, 1, body.length >> 8, body.length & 0xff]), body);
  }
  return Buffer.concat(records);
}

/** A minimal TLS 1.2 hello with these extensions. */
function hello(extensions: readonly (readonly [id: number, content: number[]])[]): Buffer {
  const uint16 = (value: number) => [value >> 8, value & 0xff];
  const block = extensions.flatMap(([id, content]) => [
    ...uint16(id),
    ...uint16(content.length),
    ...content,
  ]);
  const body = [3, 3, ...Array<number>(32).fill(7), 0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2c, 1, 0];
  const whole = [...body, ...uint16(block.length), ...block];
  return inRecords(Buffer.from([1, 0, ...uint16(whole.length), ...whole]), 16_384);
}

describe('a real ClientHello', () => {
  it('is read with versions, suites, name, groups, signatures and protocols', () => {
    const read = helloOf(nodeHello);
    expect(read).toMatchObject({
      format: 'tls',
      recordVersion: 'TLS 1.0',
      legacyVersion: 'TLS 1.2',
      versions: ['TLS 1.3', 'TLS 1.2'],
      versionsListed: true,
      serverName: 'cs.example.com',
      applicationProtocols: ['http/1.1', 'ocpp'],
      compressionMethods: [0],
      byteLength: nodeHello.length,
      recordCount: 1,
      unreadableExtensions: [],
    });
    expect(names(read.suites)).toContain('TLS_AES_128_GCM_SHA256');
    expect(names(read.suites)).toContain('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
    expect(names(read.groups)).toEqual(expect.arrayContaining(['x25519', 'secp256r1']));
    expect(names(read.signatureSchemes)).toContain('ecdsa_secp256r1_sha256');
    expect(names(read.suites).filter((name) => name.startsWith('unknown'))).toEqual([]);
    expect(acceptedCertificateFamilies(read)).toEqual(['rsa', 'ecdsa']);
    expect(whitepaperClientOffer(read.suites.map(({ id }) => id)).satisfied).toBe(true);
  });

  it('is the same from one record and from records of one byte and of seven', () => {
    for (const sizeBytes of [1, 7]) {
      const split = helloOf(inRecords(messageOf(nodeHello), sizeBytes));
      expect(split.recordCount).toBe(Math.ceil(messageOf(nodeHello).length / sizeBytes));
      expect(names(split.suites)).toEqual(names(helloOf(nodeHello).suites));
      expect(split.serverName).toBe('cs.example.com');
    }
  });

  it('asks for more at every cut, never for less than it has and never beyond the end', () => {
    for (let length = 0; length < nodeHello.length; length += 1) {
      const reading = readClientHello(nodeHello.subarray(0, length));
      if (reading.kind !== 'need-more') throw new Error(`cut at ${length}: ${reading.kind}`);
      expect(reading.atLeast).toBeGreaterThan(length);
      expect(reading.atLeast).toBeLessThanOrEqual(nodeHello.length);
    }
  });

  it('ends where its records end, whatever follows', () => {
    const reading = readClientHello(Buffer.concat([nodeHello, Buffer.from([23, 3, 3, 0, 1, 0])]));
    expect(reading).toMatchObject({ kind: 'client-hello', byteLength: nodeHello.length });
  });

  it.skipIf(!opensslAvailable)('of TLS 1.1 has a highest version and no list', async () => {
    let ended: Promise<string> | undefined;
    const bytes = await firstBytes((port) => {
      ended = runSClient(port, ['-tls1_1', '-cipher', 'AES128-SHA@SECLEVEL=0']);
    });
    await ended;
    expect(helloOf(bytes)).toMatchObject({
      versions: ['TLS 1.1'],
      versionsListed: false,
      legacyVersion: 'TLS 1.1',
    });
    expect(names(helloOf(bytes).suites)).toContain('TLS_RSA_WITH_AES_128_CBC_SHA');
  });
});

describe('an odd ClientHello', () => {
  it('in SSLv2 framing is recognised', () => {
    const suites = [0x00, 0x00, 0x2f, 0x07, 0x00, 0xc0];
    const body = [1, 3, 1, 0, suites.length, 0, 0, 0, 16, ...suites, ...Array<number>(16).fill(5)];
    const reading = readClientHello(Uint8Array.from([0x80, body.length, ...body]));
    expect(reading).toMatchObject({
      kind: 'client-hello',
      byteLength: body.length + 2,
      hello: { format: 'sslv2', versions: ['TLS 1.0'] },
    });
    if (reading.kind === 'client-hello')
      expect(names(reading.hello.suites)).toEqual([
        'TLS_RSA_WITH_AES_128_CBC_SHA',
        'SSL 2.0 0x700c0',
      ]);
  });

  it('has its max_fragment_length, session ticket and GREASE read', () => {
    const read = helloOf(
      hello([
        [0x1a1a, []],
        [1, [2]],
        [35, [1, 2, 3]],
        [43, [6, 0x2a, 0x2a, 3, 4, 3, 3]],
        [10, [0, 4, 0x3a, 0x3a, 0, 23]],
      ]),
    );
    expect(read).toMatchObject({
      maxFragmentLength: 1024,
      sessionTicket: 'present',
      versions: ['TLS 1.3', 'TLS 1.2'],
    });
    expect(names(read.groups)).toEqual(['GREASE', 'secp256r1']);
    expect(read.extensions).toEqual([0x1a1a, 1, 35, 43, 10]);
  });

  it('keeps standing when one extension is damaged, and says which', () => {
    const read = helloOf(
      hello([
        [0, [0, 9, 0, 0, 99, 65]],
        [10, [0, 3, 0, 23, 0]],
        [13, [0, 2, 4, 3]],
      ]),
    );
    expect(read.unreadableExtensions).toEqual([0, 10]);
    expect(read.serverName).toBeUndefined();
    expect(names(read.signatureSchemes)).toEqual(['ecdsa_secp256r1_sha256']);
  });

  it('is malformed with a reason when its frame is broken', () => {
    const reasonOf = (bytes: readonly number[]) => readClientHello(Uint8Array.from(bytes));
    const malformed = (reason: string) => ({ kind: 'malformed', reason });
    expect(reasonOf([22, 3, 1, 0, 0])).toEqual(malformed('record-empty'));
    expect(reasonOf([22, 3, 1, 0x50, 0])).toEqual(malformed('record-too-long'));
    expect(reasonOf([22, 3, 1, 0, 1, 2])).toEqual(malformed('unexpected-message'));
    expect(reasonOf([22, 3, 1, 0, 4, 1, 1, 0, 0])).toEqual(malformed('hello-too-long'));
    expect(reasonOf([22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3])).toEqual(malformed('hello-truncated'));
    expect(reasonOf([21, 3, 1, 0, 2, 2, 70])).toEqual(malformed('unexpected-record'));
  });

  it('never needs more than the cap', () => {
    const endless = inRecords(
      Buffer.concat([Buffer.from([1, 0, 0x3f, 0xff]), Buffer.alloc(40_000)]),
      500,
    );
    let length = 0;
    for (;;) {
      const reading = readClientHello(endless.subarray(0, length));
      if (reading.kind !== 'need-more') {
        expect(reading).toEqual({ kind: 'malformed', reason: 'hello-too-long' });
        break;
      }
      expect(reading.atLeast).toBeLessThanOrEqual(clientHelloCapBytes);
      length = reading.atLeast;
    }
  });

  it('never throws and always comes to a decision, on 20,000 mutations', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed % below;
    };
    const kinds = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = Buffer.from(nodeHello);
      for (let change = 0; change <= random(6); change += 1)
        bytes[random(bytes.length)] = random(256);
      kinds.add(readClientHello(bytes.subarray(0, random(bytes.length + 1))).kind);
    }
    expect([...kinds].sort()).toEqual(['client-hello', 'malformed', 'need-more', 'not-tls']);
  });
});

describe('what is not TLS', () => {
  const read = (text: string) => readClientHello(Buffer.from(text, 'latin1'));
  it('is HTTP as soon as a method stands there', () => {
    for (const text of ['GET /CP1 HTTP/1.1', 'POST /', 'OPTIONS *', 'PRI * HTTP/2.0'])
      expect(read(text)).toEqual({ kind: 'not-tls', looksLike: 'http' });
    expect(read('GE')).toEqual({ kind: 'need-more', atLeast: 3 });
    expect(read('')).toEqual({ kind: 'need-more', atLeast: 1 });
  });
  it('is unknown otherwise', () => {
    for (const text of ['SSH-2.0-x', '\0\0\0', 'get /', '\x16\x02\x00', '\x80\x05\x02'])
      expect(read(text)).toEqual({ kind: 'not-tls', looksLike: 'unknown' });
  });
});
