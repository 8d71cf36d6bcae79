import { describe, expect, it } from 'vitest';
import { hexLines, visibleParts, visibleText } from './visible-text.ts';

describe('text from the wire', () => {
  it('stays as it is when it is harmless, other scripts and emoji included', () => {
    const text = '[2,"id","A",{"x":"Größe ⚡ 🔌 電"}]\n\t<img onerror=alert(1)>';
    expect(visibleText(text)).toBe(text);
  });

  it('shows control characters as pictures with their code', () => {
    expect(visibleParts('a\u0000b\r')).toEqual([
      { text: 'a' },
      { shown: '␀', code: 'U+0000' },
      { text: 'b' },
      { shown: '␍', code: 'U+000D' },
    ]);
  });

  it('shows what turns the reading direction or is invisible as its code', () => {
    expect(visibleText('a\u202eb\u200bc\ufeff')).toBe('a<U+202E>b<U+200B>c<U+FEFF>');
  });

  it('shows halves of surrogate pairs as their code', () => {
    expect(visibleText('\ud83d!')).toBe('<U+D83D>!');
  });
});

describe('bytes', () => {
  it('are shown with offset, two groups of eight and ASCII', () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, index) => 0x3c + index);
    expect(hexLines(bytes)).toEqual([
      '00000000  3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  <=>?@ABCDEFGHIJK',
      `00000010  4c 4d${' '.repeat(18)}  ${' '.repeat(23)}  LM`,
    ]);
  });
});
