import { describe, expect, it } from 'vitest';
import { applyOption, completeFilter } from './complete-filter.ts';
import { parseFilter } from './frame-filter.ts';

const known = {
  stations: ['CP1', 'CP2', 'Garage 7', 'a"b'],
  actions: ['BootNotification', 'Heartbeat', 'StatusNotification'],
};

/** The options where `|` stands in the text. */
function optionsAt(marked: string): string[] {
  const caret = marked.indexOf('|');
  return completeFilter(marked.replace('|', ''), caret, known).options.map(({ text }) => text);
}

describe('completing a filter', () => {
  it('offers every key where a term begins, and what goes without a value', () => {
    expect(optionsAt('|')).toEqual([
      'dir:',
      'role:',
      'station:',
      'action:',
      'type:',
      'conn:',
      'id:',
      'severity:',
      'errors',
    ]);
    expect(optionsAt('errors s|')).toEqual(['station:', 'severity:']);
    expect(optionsAt('-ty|')).toEqual(['type:']);
    expect(optionsAt('not(ro|')).toEqual(['role:']);
  });

  it('offers the values of the key before the caret, those that begin alike first', () => {
    expect(optionsAt('dir:|')).toEqual(['in', 'out']);
    expect(optionsAt('severity:w|')).toEqual(['warning']);
    expect(optionsAt('action:not|')).toEqual(['BootNotification', 'StatusNotification']);
    expect(optionsAt('type:cl|')).toEqual(['close']);
    expect(optionsAt('station:CP1,|')).toEqual(['CP1', 'CP2', '"Garage 7"', '"a\\"b"']);
  });

  it('offers nothing in quotes, for a finished value and for keys that take anything', () => {
    expect(optionsAt('"sta|')).toEqual([]);
    expect(optionsAt('station:"Gar|')).toEqual([]);
    expect(optionsAt('dir:in|')).toEqual([]);
    expect(optionsAt('conn:1|')).toEqual([]);
    expect(optionsAt('colour:r|')).toEqual([]);
  });

  it('puts an option in the place of what was typed, ready for the next term', () => {
    const completion = completeFilter('errors stat type:call', 11, known);
    const [option] = completion.options;
    if (option === undefined) throw new Error('nothing was offered');
    expect(applyOption('errors stat type:call', completion, option)).toEqual({
      text: 'errors station: type:call',
      caret: 15,
    });
  });

  it('writes values so that the language reads them back', () => {
    for (const station of known.stations) {
      const completion = completeFilter('station:', 8, { ...known, stations: [station] });
      const [option] = completion.options;
      if (option === undefined) throw new Error(`${station} was not offered`);
      const { text, caret } = applyOption('station:', completion, option);
      expect(caret).toBe(text.length);
      expect(parseFilter(text)).toMatchObject({
        ok: true,
        filter: { terms: [{ key: 'station', values: [station] }] },
      });
    }
  });
});
