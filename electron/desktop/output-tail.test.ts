import { describe, expect, it } from 'vitest';
import { outputTail } from './output-tail.ts';

describe('outputTail', () => {
  it('keeps short output as it is', () => {
    const tail = outputTail(100, []);
    tail.add('one\n');
    tail.add('two\n');
    expect(tail.text()).toBe('one\ntwo\n');
  });

  it('keeps only the end of long output, from a line start', () => {
    const tail = outputTail(40, []);
    for (let line = 0; line < 1000; line += 1) tail.add(`line ${line}\n`);
    expect(tail.text()).toMatch(/^line \d+\n/);
    expect(tail.text()).toMatch(/line 999\n$/);
    expect(tail.text().length).toBeLessThanOrEqual(40);
  });

  it('security-checklist 41 hides secrets, also one that comes in two chunks', () => {
    const tail = outputTail(100, ['very-secret', '']);
    tail.add('token=very-');
    tail.add('secret; token=very-secret\n');
    expect(tail.text()).toBe('token=[hidden]; token=[hidden]\n');
  });
});
