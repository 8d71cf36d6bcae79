import { describe, expect, it } from 'vitest';
import { listenSpecWords } from './security-profile-words.ts';
import {
  formatListenSpec,
  formatProfileSet,
  parseListenSpec,
  parseProfileSet,
  schemesOf,
  securityProfiles,
} from './security-profiles.ts';

describe('profiles', () => {
  it('0 and 1 are plain, 2 and 3 run inside TLS, and a port may speak both', () => {
    expect(Object.values(securityProfiles).map(({ scheme }) => scheme)).toEqual([
      'ws',
      'ws',
      'wss',
      'wss',
    ]);
    expect(schemesOf([3, 1])).toEqual(['ws', 'wss']);
    expect(schemesOf([2])).toEqual(['wss']);
  });
  it('are written as a set, read in any order', () => {
    expect(parseProfileSet('3+2')).toEqual({ ok: true, value: [2, 3] });
    expect(formatProfileSet([3, 2])).toBe('2+3');
  });
});

describe('a listen specification', () => {
  it('is read with IPv4, IPv6 and names, and written back', () => {
    for (const text of ['1@0.0.0.0:9000', '2+3@0.0.0.0:443', '1@[::1]:9001', '0@localhost:0']) {
      const read = parseListenSpec(text);
      expect(read.ok && formatListenSpec(read.value), text).toBe(text);
    }
    expect(parseListenSpec('1@[::1]:9001')).toEqual({
      ok: true,
      value: { securityProfiles: [1], host: '::1', port: 9001 },
    });
    expect(parseListenSpec('0@[fe80::1%eth0]:1')).toMatchObject({ ok: true });
  });

  it('that is wrong has a code, the place, and words with a fix', () => {
    const wrong = {
      '0.0.0.0:9000': ['profiles-missing', '0.0.0.0:9000'],
      '@0.0.0.0:9000': ['profiles-missing', ''],
      '4@h:1': ['profile-unknown', '4'],
      '1+@h:1': ['profile-unknown', '1+'],
      '1+01@h:1': ['profile-unknown', '01'],
      '2+2@h:1': ['profile-repeated', '2'],
      '1@:9000': ['listen-host-missing', ':9000'],
      '1@h h:1': ['listen-host-invalid', 'h h'],
      '1@[1.2.3.4]:1': ['listen-host-invalid', '1.2.3.4'],
      '1@[::zz]:1': ['listen-host-invalid', '::zz'],
      '1@::1:9001': ['listen-ipv6-unbracketed', '::1:9001'],
      '1@0.0.0.0': ['listen-port-missing', '0.0.0.0'],
      '1@[::1]': ['listen-port-missing', '[::1]'],
      '1@h:65536': ['listen-port-invalid', '65536'],
      '1@h:-1': ['listen-port-invalid', '-1'],
      '1@h:9x': ['listen-port-invalid', '9x'],
    };
    for (const [text, [code, where]] of Object.entries(wrong)) {
      expect(parseListenSpec(text), text).toEqual({ ok: false, problem: { code, where } });
      expect(Object.keys(listenSpecWords)).toContain(code);
    }
  });
});
