import { describe, expect, it } from 'vitest';
import { followTlsRecords, gatherFirstHello, telltaleAlert } from './tls-records.ts';

const record = (type: number, content: number[] | Buffer) =>
  Buffer.concat([
    Buffer.from([type, 3, 3, content.length >> 8, content.length & 0xff]),
    Buffer.from(content),
  ]);
const alert = (level: number, number: number) => record(21, [level, number]);
const serverHello = record(22, [2, 0, 0, 1, 0]);

describe('TLS records in both directions', () => {
  it('alerts in clear are read with their direction, encrypted ones are not', () => {
    const records = followTlsRecords();
    records.feed('out', alert(1, 90));
    records.feed('in', record(21, Buffer.alloc(26)));
    records.feed('in', alert(2, 48));
    expect(records.alerts).toEqual([
      { number: 90, fatal: false, direction: 'out' },
      { number: 48, fatal: true, direction: 'in' },
    ]);
  });

  it('a ServerHello is seen, however the bytes are cut', () => {
    const bytes = Buffer.concat([serverHello, record(22, Buffer.alloc(300)), alert(2, 40)]);
    for (const size of [1, 2, 3, 5, 7, 64, 1000]) {
      const records = followTlsRecords();
      for (let at = 0; at < bytes.length; at += size)
        records.feed('in', bytes.subarray(at, at + size));
      expect(records.serverHelloSeen).toBe(true);
      expect(records.alerts).toEqual([{ number: 40, fatal: true, direction: 'in' }]);
    }
  });

  it('nothing is read after application data, nor from what is no TLS', () => {
    for (const first of [record(23, Buffer.alloc(20)), Buffer.from('HTTP/1.1 400\r\n')]) {
      const records = followTlsRecords();
      records.feed('in', first);
      records.feed('in', alert(2, 40));
      expect(records.alerts).toEqual([]);
    }
  });

  it('empty records and records of one byte are stepped over', () => {
    const records = followTlsRecords();
    records.feed('in', Buffer.concat([record(22, []), record(20, [1]), serverHello, alert(2, 80)]));
    expect(records.serverHelloSeen).toBe(true);
    expect(records.alerts).toHaveLength(1);
  });

  it('the alert that tells is a fatal one, of the other side first', () => {
    const own = { number: 70, fatal: true, direction: 'out' } as const;
    const other = { number: 40, fatal: true, direction: 'in' } as const;
    const warning = { number: 0, fatal: false, direction: 'in' } as const;
    expect(telltaleAlert([warning, own, other])).toBe(other);
    expect(telltaleAlert([warning, own])).toBe(own);
    expect(telltaleAlert([warning])).toBeUndefined();
  });

  it('a hello is gathered until it is whole or cannot become one', () => {
    const known: string[] = [];
    const gather = gatherFirstHello(({ kind }) => known.push(kind));
    gather(Buffer.from([0x16, 3, 1]));
    expect(known).toEqual([]);
    gather(Buffer.from([0, 0]));
    gather(Buffer.from([0x16, 3, 1, 0, 0]));
    expect(known).toEqual(['malformed']);
  });
});
