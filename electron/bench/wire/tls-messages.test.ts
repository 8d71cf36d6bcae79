import { describe, expect, it } from 'vitest';
import type { TlsMessageFacts } from '../../../shared/record/connection-facts.ts';
import { followTlsMessages, readTlsMessage } from './tls-messages.ts';

/** A record of TLS 1.2 around content. */
function record(type: number, content: Buffer): Buffer {
  const header = Buffer.from([type, 3, 3, 0, 0]);
  header.writeUInt16BE(content.length, 3);
  return Buffer.concat([header, content]);
}

function message(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt8(type);
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
}

const serverHello = message(
  2,
  Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 9), Buffer.from([0, 0xc0, 0x2b, 0])]),
);
const certificate = message(11, Buffer.from([0, 0, 8, 0, 0, 2, 0xaa, 0xbb, 0, 0, 0]));

function follow(...chunks: Buffer[]): TlsMessageFacts[] {
  const seen: TlsMessageFacts[] = [];
  const messages = followTlsMessages((_direction, facts) => seen.push(facts));
  for (const chunk of chunks) messages.feed('in', chunk);
  return seen;
}

describe('TLS messages in clear', () => {
  it('are read whole, byte by byte and split over records', () => {
    const flight = Buffer.concat([serverHello, certificate]);
    const expected = follow(record(22, flight));
    expect(expected).toMatchObject([
      { message: 'server-hello', version: 'TLS 1.2', suite: { id: 0xc02b } },
      { message: 'certificate', certificates: 2, chain: ['qrs=', ''] },
    ]);
    expect(follow(...[...record(22, flight)].map((byte) => Buffer.from([byte])))).toEqual(expected);
    const split = [record(22, flight.subarray(0, 10)), record(22, flight.subarray(10))];
    expect(follow(...split)).toEqual(expected);
  });

  it('alerts in clear are named, encrypted ones are told apart', () => {
    expect(follow(record(21, Buffer.from([2, 48])))).toEqual([
      { message: 'alert', level: 'fatal', number: 48, name: 'unknown_ca' },
    ]);
    expect(follow(record(20, Buffer.from([1])), record(21, Buffer.alloc(24)))).toEqual([
      { message: 'encrypted-alert' },
    ]);
  });

  it('end with the first encrypted record, and with what is no TLS', () => {
    const hello = record(22, serverHello);
    expect(follow(record(23, Buffer.alloc(30)), hello)).toEqual([{ message: 'encrypted' }]);
    expect(follow(Buffer.from('GET / HTTP/1.1\r\n'), hello)).toEqual([]);
    expect(follow(record(20, Buffer.from([1])), hello)).toEqual([]);
  });

  it('that claim a length nobody honest has are given up', () => {
    const endless = Buffer.from([11, 0xff, 0xff, 0xff]);
    expect(follow(record(22, endless), record(22, serverHello))).toEqual([
      { message: 'unreadable', type: 11 },
    ]);
  });

  it('without end are given up: a flood of alerts, a message byte by byte', () => {
    const alert = record(21, Buffer.from([1, 90]));
    expect(follow(Buffer.concat(Array.from({ length: 5000 }, () => alert)))).toHaveLength(100);
    const long = message(11, Buffer.alloc(100_000));
    const crumbs = [...long].map((byte) => record(22, Buffer.from([byte])));
    expect(follow(Buffer.concat(crumbs))).toEqual([]);
    const fragments = Array.from({ length: 200 }, (_, index) =>
      record(22, long.subarray(index * 512, (index + 1) * 512)),
    );
    expect(follow(...fragments)).toMatchObject([{ message: 'certificate' }]);
  });

  it('cut off at any byte never throw, and are read in part never', () => {
    const request = message(13, Buffer.from([1, 64, 0, 2, 4, 3, 0, 4, 0, 2, 0x30, 0]));
    expect(readTlsMessage(request)).toMatchObject({
      message: 'certificate-request',
      certificateTypes: [64],
      authorities: [''],
    });
    for (const whole of [serverHello, certificate, request]) {
      for (let end = 4; end < whole.length; end += 1) {
        const facts = readTlsMessage(whole.subarray(0, end));
        if (facts?.message === 'certificate-request') continue;
        expect(facts?.message).toBe('unreadable');
      }
    }
  });

  it('of chance bytes never throw', () => {
    let state = 12345;
    const next = () => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state & 0xff;
    };
    for (let round = 0; round < 2000; round += 1) {
      const body = Buffer.from(Array.from({ length: next() % 60 }, next));
      readTlsMessage(message([2, 11, 13, 1][round % 4] ?? 2, body));
      follow(record(20 + (round % 4), body), body);
    }
  });
});
