import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { tapWebSocket } from './websocket-tap.ts';

/** A masked frame with a key of zeros. */
function frame(first: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const header =
    bytes.length < 126
      ? Buffer.from([first, 0x80 | bytes.length])
      : Buffer.from([first, 0x80 | 126, bytes.length >> 8, bytes.length & 0xff]);
  return Buffer.concat([header, Buffer.alloc(4), bytes]);
}

const text = 0x81;
const textOpen = 0x01;
const continued = 0x00;
const continuedEnd = 0x80;
const ping = 0x89;

interface Case {
  /** Delivered completely: each an event of `ws`. */
  before: { bytes: Buffer; events: number }[];
  since: Buffer;
}

const cases: [name: string, given: Case][] = [
  ['nothing before', { before: [], since: frame(text, 'violation') }],
  [
    'a message before',
    { before: [{ bytes: frame(text, 'a'), events: 1 }], since: frame(text, 'violation') },
  ],
  [
    'long messages and a ping before',
    {
      before: [
        { bytes: frame(text, 'a'.repeat(1000)), events: 1 },
        { bytes: frame(ping, 'b'), events: 1 },
        { bytes: frame(text, 'c'.repeat(126)), events: 1 },
      ],
      since: frame(text, 'violation'),
    },
  ],
  [
    'a fragmented message before, with a ping inside',
    {
      before: [
        { bytes: frame(textOpen, 'a'), events: 0 },
        { bytes: frame(ping, 'b'), events: 1 },
        { bytes: frame(continued, ''), events: 0 },
        { bytes: frame(continuedEnd, 'c'), events: 1 },
      ],
      since: frame(text, 'violation'),
    },
  ],
  [
    'an open message is kept as a whole',
    {
      before: [{ bytes: frame(text, 'a'), events: 1 }],
      since: Buffer.concat([frame(textOpen, 'open'), frame(text, 'violation')]),
    },
  ],
];

/** Feeds bytes in chunks of a size, telling the tap of each event once its last byte has passed. */
function feed({ before, since }: Case, chunkBytes: number, maxKeptBytes = 100_000): Buffer {
  const stream = new PassThrough();
  const tap = tapWebSocket(stream, maxKeptBytes);
  const ends: number[] = [];
  let total = 0;
  for (const { bytes, events } of before) {
    total += bytes.length;
    for (let event = 0; event < events; event += 1) ends.push(total);
  }
  const all = Buffer.concat([...before.map(({ bytes }) => bytes), since]);
  for (let at = 0; at < all.length; at += chunkBytes) {
    const chunk = Buffer.from(all.subarray(at, at + chunkBytes));
    stream.emit('data', chunk);
    while ((ends[0] ?? Number.POSITIVE_INFINITY) <= at + chunk.length) {
      ends.shift();
      tap.delivered();
    }
    // `ws` removes the mask in place, which must not reach what is kept.
    chunk.fill(0xee);
  }
  return tap.bytesSinceBoundary();
}

describe('tapWebSocket', () => {
  it.each(cases)('keeps the bytes since the last message boundary: %s', (_name, given) => {
    for (const chunkBytes of [1, 2, 3, 7, 64, 1000, 100_000]) {
      expect(feed(given, chunkBytes).toString('hex')).toBe(given.since.toString('hex'));
    }
  });

  it('keeps no more than it is told', () => {
    const since = frame(text, 'x'.repeat(5000));
    const kept = feed({ before: [], since }, 100, 1024);
    expect(kept.equals(since.subarray(0, 1024))).toBe(true);
  });

  it('keeps nothing of what comes after it was stopped', () => {
    const stream = new PassThrough();
    const tap = tapWebSocket(stream, 1000);
    tap.stop();
    stream.emit('data', frame(text, 'a'));
    expect(tap.bytesSinceBoundary()).toHaveLength(0);
  });
});
