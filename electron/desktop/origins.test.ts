import { describe, expect, it } from 'vitest';
import { externalAddress, isBenchPage, isBenchResource } from './origins.ts';

const origin = 'http://127.0.0.1:4711';

const foreign = [
  'http://127.0.0.1:4712/',
  'http://localhost:4711/',
  'https://127.0.0.1:4711/',
  'http://127.0.0.1.evil.example:4711/',
  'http://127.0.0.1:4711@evil.example/',
  'http://user:secret@127.0.0.1:4711/',
  'http://evil.example/?http://127.0.0.1:4711/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:http://127.0.0.1:4711/0b5e',
  'about:blank',
  'devtools://devtools/',
  '//evil.example/',
  '',
];

describe('security-checklist 1 and 15 pages come from the bench only', () => {
  it.each(foreign)('%s is no page of ours', (url) => {
    expect(isBenchPage(url, origin)).toBe(false);
  });

  it('any path below the origin is', () => {
    expect(isBenchPage('http://127.0.0.1:4711/frames?x=1#y', origin)).toBe(true);
  });

  it('nothing is before the bench is ready', () => {
    expect(isBenchPage('http://127.0.0.1:4711/', undefined)).toBe(false);
    expect(isBenchResource('data:,x', undefined)).toBe(false);
  });
});

describe('security-checklist 1 requests go to the bench only', () => {
  it.each([
    'http://127.0.0.1:4711/assets/app.js',
    'ws://127.0.0.1:4711/api/rpc',
    'blob:http://127.0.0.1:4711/0b5e',
    'data:image/png;base64,AA==',
  ])('%s may be fetched', (url) => {
    expect(isBenchResource(url, origin)).toBe(true);
  });

  it.each([
    'http://127.0.0.1:4712/',
    'ws://127.0.0.1:4712/',
    'wss://127.0.0.1:4711/',
    'https://evil.example/',
    'blob:https://evil.example/0b5e',
    'file:///etc/passwd',
    'ftp://127.0.0.1:4711/',
    'devtools://devtools/',
    'nonsense',
  ])('%s may not', (url) => {
    expect(isBenchResource(url, origin)).toBe(false);
  });
});

describe('security-checklist 12 only https on fixed hosts is opened outside', () => {
  it('gives the address of a known host in its normal form', () => {
    expect(externalAddress('https://OPENCHARGEALLIANCE.org/x')).toBe(
      'https://openchargealliance.org/x',
    );
  });

  it.each([
    'http://openchargealliance.org/',
    'https://openchargealliance.org:8443/',
    'https://user@openchargealliance.org/',
    'https://openchargealliance.org.evil.example/',
    'https://evil.example/openchargealliance.org',
    'file:///bin/sh',
    'smb://host/share',
    'ms-settings:',
    'not a url',
  ])('%s is refused', (url) => {
    expect(externalAddress(url)).toBeUndefined();
  });
});
