import { describe, expect, it } from 'vitest';
import { nameEntry } from '../../../../shared/api/names-and-time-contract.ts';
import { linesOfNames, looksLikeAddress, namesOfLines } from './name-lines.ts';

describe('names as lines', () => {
  it('come back as they were, and the contract takes them', () => {
    const names = [
      { name: 'csms.example', addresses: [] },
      { name: '*.vendor.example', addresses: ['192.0.2.1', '2001:db8::1'] },
      { name: '*', addresses: [] },
    ];
    expect(namesOfLines(linesOfNames(names))).toEqual({ names });
    for (const name of names) expect(nameEntry.parse(name)).toEqual(name);
  });

  it('may be written with commas or an equals sign, and with empty lines', () => {
    expect(namesOfLines('\n a.example = 192.0.2.1, 192.0.2.2 \n\n')).toEqual({
      names: [{ name: 'a.example', addresses: ['192.0.2.1', '192.0.2.2'] }],
    });
  });

  it.each(['a.example\n-bad', 'a.example\nb.example nowhere', 'a\nb..c', 'a\nhttp://b'])(
    'that are none name their line: %j',
    (text) => expect(namesOfLines(text)).toEqual({ line: 2 }),
  );
});

it.each([
  ['192.168.7.1', true],
  ['::', true],
  ['fd00::1', true],
  ['192.168.7', false],
  ['192.168.7.256', false],
  ['csms.example', false],
])('%s looks like an address: %s', (text, expected) =>
  expect(looksLikeAddress(text)).toBe(expected),
);
