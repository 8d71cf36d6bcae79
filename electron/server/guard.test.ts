import type { IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGuard, type Guard } from './guard.ts';

const token = 'a-token-of-a-test-with-enough-characters';
let nowMs: number;
let hosts: string[];
let guard: Guard;
beforeEach(() => {
  nowMs = 1_000_000;
  hosts = ['127.0.0.1:7400'];
  guard = createGuard({ token, hosts: () => hosts, scheme: 'https', nowMs: () => nowMs });
});

function request(headers: NodeJS.Dict<string>, remoteAddress = '127.0.0.1'): IncomingMessage {
  // The guard reads the headers and the remote address, nothing else.
  return {
    headers: { host: '127.0.0.1:7400', ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
}

function codeFor(authorization: string | undefined, remoteAddress?: string): string | undefined {
  const headers = authorization === undefined ? {} : { authorization };
  return guard.check(request(headers, remoteAddress), { tokenNeeded: true })?.code;
}

const wrong = 'Bearer another-token';
const right = `Bearer ${token}`;

describe('guard', () => {
  it('30 counts wrong tokens per source and forgets them after a minute', () => {
    for (let attempt = 0; attempt < 20; attempt += 1) expect(codeFor(wrong)).toBe('not-authorized');
    expect(codeFor(wrong)).toBe('too-many-attempts');
    expect(codeFor(wrong, '192.0.2.1')).toBe('not-authorized');
    nowMs += 60_000;
    expect(codeFor(wrong)).toBe('not-authorized');
  });

  it('the right token passes whatever others of this machine tried', () => {
    for (let attempt = 0; attempt < 50; attempt += 1) codeFor(wrong);
    expect(codeFor(right)).toBeUndefined();
  });

  it('a request without any token is no attempt', () => {
    for (let attempt = 0; attempt < 50; attempt += 1) codeFor(undefined);
    expect(codeFor(wrong)).toBe('not-authorized');
  });

  it('21 compares the Origin with its scheme', () => {
    const check = (origin: string) =>
      guard.check(request({ origin, authorization: right }), { tokenNeeded: true })?.code;
    expect(check('https://127.0.0.1:7400')).toBeUndefined();
    expect(check('http://127.0.0.1:7400')).toBe('origin-not-allowed');
    expect(check('https://127.0.0.1:7400.evil.example')).toBe('origin-not-allowed');
  });

  it('20 asks for the served hosts every time', () => {
    expect(codeFor(right)).toBeUndefined();
    hosts = [];
    expect(codeFor(right)).toBe('host-not-allowed');
  });

  it('the place is checked before the token, so that a wrong place is no oracle', () => {
    const elsewhere = request({ host: 'evil.example', authorization: right });
    expect(guard.check(elsewhere, { tokenNeeded: true })?.code).toBe('host-not-allowed');
  });
});
