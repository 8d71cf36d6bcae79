import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { readNameQuery, writeNameAnswer } from './name-messages.ts';

const header = (flags: number, questions: number) => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(0x1234, 0);
  bytes.writeUInt16BE(flags, 2);
  bytes.writeUInt16BE(questions, 4);
  return bytes;
};
const tail = Buffer.from([0, 1, 0, 1]);
const query = (extra = {}) =>
  dnsPacket.encode({
    type: 'query',
    id: 7,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ name: 'csms.example', type: 'A' }],
    ...extra,
  });

describe('a query that cannot be answered as asked', () => {
  it.each<[string, Buffer, object]>([
    ['11 bytes', Buffer.alloc(11), { kind: 'unanswerable', reason: 'too-short' }],
    ['a response', header(0x8180, 1), { kind: 'unanswerable', reason: 'is-a-response' }],
    ['no question', header(0x0100, 0), { rcode: 'FORMERR', reason: 'no-question' }],
    ['65,535 questions', header(0x0100, 65_535), { rcode: 'FORMERR', reason: 'several-questions' }],
    ['an update', header(0x2800, 1), { rcode: 'NOTIMP', reason: 'opcode-unknown' }],
    ['a question beyond the end', header(0x0100, 1), { rcode: 'FORMERR', reason: 'unreadable' }],
    [
      'a name that points to itself',
      Buffer.concat([header(0x0100, 1), Buffer.from([0xc0, 12]), tail]),
      { rcode: 'FORMERR' },
    ],
    [
      'a name that points forward',
      Buffer.concat([header(0x0100, 1), Buffer.from([0xc0, 14, 0xc0, 12]), tail]),
      { rcode: 'FORMERR' },
    ],
    [
      'a label longer than the packet',
      Buffer.concat([header(0x0100, 1), Buffer.from([63, 97]), tail]),
      { rcode: 'FORMERR' },
    ],
    [
      'a label of a kind that does not exist',
      Buffer.concat([header(0x0100, 1), Buffer.from([0x80, 97, 0]), tail]),
      { rcode: 'FORMERR' },
    ],
    [
      'a name of 300 bytes',
      Buffer.concat([
        header(0x0100, 1),
        ...Array.from({ length: 10 }, () => Buffer.from(`\x1d${'a'.repeat(29)}`, 'latin1')),
        Buffer.from([0]),
        tail,
      ]),
      { rcode: 'FORMERR' },
    ],
    [
      'a label with a dot in it, which no answer could repeat',
      Buffer.concat([header(0x0100, 1), Buffer.from('\x03a.b\x00', 'latin1'), tail]),
      { rcode: 'FORMERR', reason: 'question-unreadable' },
    ],
    [
      'a label that is not UTF-8',
      Buffer.concat([header(0x0100, 1), Buffer.from([2, 0xff, 0xfe, 0]), tail]),
      { rcode: 'FORMERR', reason: 'question-unreadable' },
    ],
    [
      'EDNS of version 1',
      query({
        additionals: [
          {
            ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0 },
            ...{ ednsVersion: 1, flags: 0, flag_do: false, options: [] },
          },
        ],
      }),
      { rcode: 'BADVERS' },
    ],
  ])('%s', (_name, bytes, expected) => {
    expect(readNameQuery(bytes)).toMatchObject(expected);
  });

  it('is read without an error, whatever the bytes: 20,000 mutations', () => {
    const whole = query();
    let seed = 42;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = Buffer.from(
        whole.subarray(0, random(3) === 0 ? random(whole.length) : undefined),
      );
      for (let change = 0; change < 1 + random(4) && bytes.length > 0; change += 1)
        bytes[random(bytes.length)] = random(256);
      const reading = readNameQuery(bytes);
      if (reading.kind === 'unanswerable') continue;
      const rcode = reading.kind === 'query' ? ('NOERROR' as const) : reading.rcode;
      const { question } = reading;
      const answer = { addresses: ['192.0.2.1'], ttlS: 5, ...(question && { question }) };
      expect(writeNameAnswer(reading, { ...answer, rcode }, 'udp').length).toBeLessThanOrEqual(
        1232,
      );
    }
  });
});

describe('an answer', () => {
  const reading = readNameQuery(query());
  if (reading.kind !== 'query') throw new Error('a plain query is readable');
  const answer = (addresses: string[], name = 'csms.example') => ({
    ...{ rcode: 'NOERROR' as const, ttlS: 5, addresses },
    question: { name, type: 'A', class: 'IN' },
  });

  it('repeats number and question, is authoritative, and carries the time to live', () => {
    const packet = dnsPacket.decode(writeNameAnswer(reading, answer(['192.0.2.1']), 'udp'));
    expect(packet).toMatchObject({
      ...{ id: 7, type: 'response', flag_aa: true, flag_rd: true, flag_ra: true, rcode: 'NOERROR' },
      questions: [{ name: 'csms.example', type: 'A', class: 'IN' }],
      answers: [{ name: 'csms.example', type: 'A', ttl: 5, data: '192.0.2.1' }],
    });
  });

  it('too large for UDP is cut and says so, over TCP it is whole', () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
    const many = answer(
      Array.from({ length: 8 }, (_, index) => `192.0.2.${index}`),
      long,
    );
    const cut = dnsPacket.decode(writeNameAnswer(reading, many, 'udp'));
    expect(cut).toMatchObject({ flag_tc: true, answers: [] });
    const whole = dnsPacket.decode(writeNameAnswer(reading, many, 'tcp'));
    expect(whole.answers).toHaveLength(8);
  });
});
