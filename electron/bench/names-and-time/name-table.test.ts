import { describe, expect, it } from 'vitest';
import { decideName, type NameTable } from './name-table.ts';

const table: NameTable = {
  settings: {
    otherNames: 'not-found',
    names: [
      { name: 'csms.example', addresses: [] },
      { name: 'six.example', addresses: ['2001:db8::5', '192.0.2.5'] },
      { name: '*.wild.example', addresses: ['192.0.2.7'] },
      { name: '*.deep.wild.example', addresses: ['192.0.2.8'] },
    ],
  },
  benchNames: ['Bench'],
};
const here = ['192.168.7.1'];
const ask = (name: string, type = 'A', known = table) =>
  decideName({ name, type, class: 'IN' }, known, here);

describe('a name leads', () => {
  it('to the address at which it was asked when it has none of its own', () => {
    expect(ask('csms.example')).toEqual({ outcome: 'answered', addresses: here });
    expect(ask('bench')).toEqual({ outcome: 'answered', addresses: here });
  });

  it('to its own addresses, by family', () => {
    expect(ask('six.example', 'AAAA').addresses).toEqual(['2001:db8::5']);
    expect(ask('six.example', 'A').addresses).toEqual(['192.0.2.5']);
    expect(ask('six.example', 'ANY').addresses).toEqual(['2001:db8::5', '192.0.2.5']);
  });

  it('there in any letter case and with a dot at the end', () => {
    expect(ask('CSMS.exAMPle.').outcome).toBe('answered');
  });

  it('RFC 8020 the root and what is above a known name exist, without records of their own', () => {
    for (const name of ['', '.', 'example']) {
      expect([name, ask(name).outcome]).toEqual([name, 'no-data']);
    }
  });

  it('to the closest wildcard, at any depth, but not for the name above it', () => {
    expect(ask('a.b.wild.example').addresses).toEqual(['192.0.2.7']);
    expect(ask('a.deep.wild.example').addresses).toEqual(['192.0.2.8']);
    expect(ask('wild.example').outcome).toBe('no-data');
    const all = {
      ...table,
      settings: { ...table.settings, names: [{ name: '*', addresses: [] }] },
    };
    expect(ask('anything.at.all', 'A', all).addresses).toEqual(here);
  });
});

describe('a name without an answer', () => {
  it.each(['AAAA', 'UNKNOWN_65', 'UNKNOWN_64', 'SRV', 'PTR', 'TXT', 'MX'])(
    'exists, and has no %s',
    (type) => expect(ask('csms.example', type)).toEqual({ outcome: 'no-data', addresses: [] }),
  );

  it('does not exist, or is refused as the setting says', () => {
    expect(ask('elsewhere.example').outcome).toBe('not-found');
    const refusing = { ...table, settings: { ...table.settings, otherNames: 'refuse' as const } };
    expect(ask('elsewhere.example', 'A', refusing).outcome).toBe('refused');
  });

  it('of another class is refused', () => {
    const question = { name: 'version.bind', type: 'TXT', class: 'CH' };
    expect(decideName(question, table, here).outcome).toBe('refused');
  });
});
