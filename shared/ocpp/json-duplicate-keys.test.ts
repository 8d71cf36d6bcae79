import { describe, expect, it } from 'vitest';
import { findDuplicateKeys } from './json-duplicate-keys.ts';

describe('findDuplicateKeys', () => {
  it('R33 finds a name that occurs twice in one object and says where', () => {
    expect(findDuplicateKeys('[2,"a","B",{"x":1,"y":{"z":[0,{"k":1,"k":2}]},"x":3}]')).toEqual([
      { path: '/3/y/z/1/k', key: 'k' },
      { path: '/3/x', key: 'x' },
    ]);
  });

  it('R33 sees through escapes', () => {
    expect(findDuplicateKeys('{"ab":1,"\\u0061b":2}')).toEqual([{ path: '/ab', key: 'ab' }]);
    expect(findDuplicateKeys('{"a\\"b":1,"a\\"b":2}')).toEqual([{ path: '/a"b', key: 'a"b' }]);
  });

  it('takes the same name in different objects, and strings that look like names, for what they are', () => {
    expect(findDuplicateKeys('[{"a":1},{"a":2},{"b":"\\"a\\":1","c":"a","d":{"a":1}}]')).toEqual(
      [],
    );
    expect(findDuplicateKeys('["a","a","a"]')).toEqual([]);
  });

  it('knows names of Object.prototype like any other', () => {
    expect(findDuplicateKeys('{"__proto__":1,"constructor":2}')).toEqual([]);
    expect(findDuplicateKeys('{"__proto__":1,"__proto__":2}')).toHaveLength(1);
  });

  it('stays small and quick on hostile text', () => {
    const wide = `{${Array.from({ length: 50_000 }, (_, index) => `"k${index % 40_000}":1`).join()}}`;
    expect(findDuplicateKeys(wide)).toHaveLength(8);
    expect(findDuplicateKeys('{"a":'.repeat(20_000))).toEqual([]);
    expect(findDuplicateKeys('}]}]"')).toEqual([]);
  });
});
