import { describe, expect, it } from 'vitest';
import { prettyJson } from './pretty-json.ts';

describe('JSON laid out for reading', () => {
  it('looks like what JSON.stringify writes', () => {
    const message = [
      2,
      'id-1',
      'BootNotification',
      { a: [], b: {}, c: [1, { d: null }], e: 'x,{y' },
    ];
    expect(prettyJson(JSON.stringify(message))).toBe(JSON.stringify(message, null, 2));
  });

  it('keeps numbers and duplicate keys as they were written', () => {
    expect(prettyJson('{"a":1.10,"a":1e400}')).toBe('{\n  "a": 1.10,\n  "a": 1e400\n}');
  });

  it('keeps escapes inside strings apart from the end of the string', () => {
    expect(prettyJson('["a\\"b\\\\",1]')).toBe('[\n  "a\\"b\\\\",\n  1\n]');
  });

  it('lays out broken text as far as it goes', () => {
    expect(prettyJson('{"a":[1,')).toBe('{\n  "a": [\n    1,\n    ');
    expect(prettyJson('}}"x')).toBe('\n}\n}"x');
    expect(prettyJson('')).toBe('');
  });

  it('survives nesting that overflows a parser that recurses', () => {
    const deep = '['.repeat(400_000);
    expect(prettyJson(deep).length).toBeLessThan(400_000 + 60 * 125);
  });

  it('breaks no lines below 60 levels, and goes on above', () => {
    const deep = `[${'['.repeat(70)}1,2${']'.repeat(70)},3]`;
    const lines = prettyJson(deep).split('\n');
    expect(lines).toHaveLength(60 + 60 + 1 + 1);
    expect(lines[60]).toBe(`${'  '.repeat(60)}${'['.repeat(11)}1,2${']'.repeat(11)}`);
    expect(lines.slice(-2)).toEqual(['  3', ']']);
  });
});
