import { describe, expect, it } from 'vitest';
import { tokenInFragment, tokenInPastedText } from './session-token.ts';

describe('the token', () => {
  it('is read from the fragment of the printed address', () => {
    expect(tokenInFragment('#token=abc-DEF_123')).toBe('abc-DEF_123');
    expect(tokenInFragment('#other=1&token=abc')).toBe('abc');
    expect(tokenInFragment('#screen')).toBeUndefined();
    expect(tokenInFragment('')).toBeUndefined();
  });

  it('is refused when it could not be a sub-protocol, which would throw', () => {
    expect(tokenInFragment('#token=a%20b')).toBeUndefined();
    expect(tokenInFragment('#token=')).toBeUndefined();
    expect(tokenInFragment('#token=a%0d%0ab')).toBeUndefined();
  });

  it('is found in a pasted address, with its line around it trimmed, or by itself', () => {
    expect(tokenInPastedText(' http://127.0.0.1:7400/#token=abc\n')).toBe('abc');
    expect(tokenInPastedText('abc')).toBe('abc');
    expect(tokenInPastedText('http://127.0.0.1:7400/')).toBeUndefined();
  });
});
