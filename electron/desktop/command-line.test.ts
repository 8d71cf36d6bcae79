import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { handOverData, judgeSecondInstance, parseArguments } from './command-line.ts';

const folder = resolve('somewhere');

describe('parseArguments', () => {
  it.each([
    [['electron', '.', '--data-dir', 'data']],
    [['electron', '--inspect=0', '.', '--data-dir=data', '--enable-logging']],
  ])('finds the data folder in %j', (words) => {
    expect(parseArguments(words, folder)).toEqual({ dataDir: resolve(folder, 'data') });
  });
  it.each([[['electron', '.']], [['x', '--data-dir']], [['x', '--data-dir=']]])(
    'finds none in %j',
    (words) => {
      expect(parseArguments(words, folder)).toEqual({});
    },
  );
  it('does not take the next switch for a folder', () => {
    expect(parseArguments(['x', '--data-dir', '--other'], folder)).toEqual({});
  });
});

describe('security-checklist 18 judgeSecondInstance', () => {
  it('shows the window for what our own second instance sends', () => {
    expect(judgeSecondInstance(handOverData({}), folder)).toEqual({ action: 'show' });
    expect(judgeSecondInstance(handOverData({ dataDir: folder }), folder)).toEqual({
      action: 'show',
    });
  });
  it('says so when the second instance wanted another folder', () => {
    const other = resolve('elsewhere');
    expect(judgeSecondInstance(handOverData({ dataDir: other }), folder)).toEqual({
      action: 'show-other-folder',
      dataDir: other,
    });
  });
  it.each([
    [null],
    ['show'],
    [{}],
    [{ version: 2 }],
    [{ version: 1, dataDir: '' }],
    [{ version: 1, dataDir: 'x'.repeat(5000) }],
    [{ version: 1, url: 'http://evil.example/' }],
  ])('ignores %j', (data) => {
    expect(judgeSecondInstance(data, folder)).toEqual({ action: 'ignore' });
  });
});
