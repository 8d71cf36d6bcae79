import { describe, expect, it } from 'vitest';
import { readClientHello } from './client-hello.ts';
import { createServerFlightReader, flightCapBytes } from './server-flight.ts';
import { writeClientHello } from './write-client-hello.ts';

const record = (type: number, content: Buffer) =>
  Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content]);
const message = (type: number, content: Buffer) =>
  Buffer.concat([Buffer.from([type, 0, content.length >> 8, content.length & 255]), content]);
const hello = message(
  2,
  Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.from([0, 0xc0, 0x2b, 0])]),
);
const done = message(14, Buffer.alloc(0));

describe('the answer of a server', () => {
  it('is read whole, in one piece, byte by byte, and over many records', () => {
    const whole = record(22, Buffer.concat([hello, done]));
    const split = Buffer.concat(
      [...Buffer.concat([hello, done])].map((byte) => record(22, Buffer.from([byte]))),
    );
    for (const chunks of [[whole], [...whole].map((byte) => Buffer.from([byte])), [split]]) {
      const reader = createServerFlightReader();
      for (const chunk of chunks) reader.feed(chunk);
      expect(reader.flight.end).toEqual({ kind: 'complete' });
      expect(reader.flight.messages[0]?.facts).toMatchObject({ suite: { id: 0xc02b } });
    }
  });

  it('a warning before the hello stops nothing, a fatal alert ends it', () => {
    const reader = createServerFlightReader();
    reader.feed(record(21, Buffer.from([1, 112])));
    expect(reader.flight.end).toBeUndefined();
    reader.feed(record(21, Buffer.from([2, 70])));
    expect(reader.flight.end).toEqual({ kind: 'alert', number: 70 });
  });

  it('keeps no more than its limit, whatever comes', () => {
    const reader = createServerFlightReader();
    reader.feed(record(22, hello));
    const filler = record(22, Buffer.concat([Buffer.from([11, 1, 0xff, 0]), Buffer.alloc(16_000)]));
    for (let time = 0; time < 100; time += 1) reader.feed(filler);
    expect(reader.flight.end?.kind).toBe('too-long');
    expect(reader.bytes().length).toBeLessThanOrEqual(flightCapBytes);
  });

  it('random bytes never throw', () => {
    for (let seed = 0; seed < 2000; seed += 1) {
      const bytes = Buffer.from(record(22, Buffer.concat([hello, done])));
      bytes[seed % bytes.length] = (seed * 31) & 255;
      bytes[(seed * 7) % bytes.length] = (seed * 17) & 255;
      const reader = createServerFlightReader();
      expect(() => reader.feed(bytes)).not.toThrow();
    }
  });
});

describe('a written ClientHello', () => {
  it.each([0x0301, 0x0302, 0x0303, 0x0304])(
    'of version %i is read as what it offers',
    (version) => {
      const bytes = writeClientHello({
        versionId: version,
        suiteIds: [0x009c],
        serverName: 'host',
      });
      const reading = readClientHello(bytes);
      expect(reading).toMatchObject({
        kind: 'client-hello',
        byteLength: bytes.length,
        hello: { versionIds: [version], serverName: 'host', unreadableExtensions: [] },
      });
    },
  );

  it('RFC 6066 an address is no server name', () => {
    const reading = readClientHello(
      writeClientHello({ versionId: 0x0303, suiteIds: [1], serverName: '192.0.2.1' }),
    );
    expect(reading.kind === 'client-hello' && reading.hello.serverName).toBeUndefined();
  });
});
