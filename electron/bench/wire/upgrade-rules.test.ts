import { describe, expect, it } from 'vitest';
import {
  checkUpgradeRequest,
  identityMaxCharacters,
  negotiateSubprotocol,
  plainGetAnswer,
  readIdentity,
  readOrigin,
  refuseBrowser,
  type SubprotocolRules,
  type UpgradeRequest,
  upgradeAnswerCode,
} from './upgrade-rules.ts';

const rules: SubprotocolRules = {
  supported: ['ocpp1.6', 'ocpp2.0.1'],
  whenNone: 'refuse',
  whenUnknown: 'refuse',
};

describe('sub-protocol', () => {
  const negotiate = (header: string | undefined, changes: Partial<SubprotocolRules> = {}) =>
    negotiateSubprotocol(header, { ...rules, ...changes });

  it('H1 ocpp1.6 is echoed', () => {
    expect(negotiate('ocpp1.6')).toMatchObject({ subprotocol: 'ocpp1.6', echo: 'ocpp1.6' });
  });
  it('H2 none offered is refused with 400, or taken as 1.6 by a switch', () => {
    for (const header of [undefined, '', ' , '])
      expect(negotiate(header)).toMatchObject({ status: 400, code: 'subprotocol-not-offered' });
    expect(negotiate(undefined, { whenNone: 'accept' })).toEqual({
      kind: 'agreed',
      subprotocol: 'ocpp1.6',
      echo: undefined,
      offered: [],
      findings: ['subprotocol-assumed'],
    });
  });
  it('H3 only unknown ones are refused without upgrade (TC_088), or completed and closed by a switch', () => {
    expect(negotiate('ocpp0.1')).toMatchObject({ status: 400, code: 'subprotocol-unknown' });
    expect(negotiate('ocpp0.1', { whenUnknown: 'complete-then-close' })).toEqual({
      kind: 'complete-then-close',
      offered: ['ocpp0.1'],
    });
  });
  it('H4 of several the first we support, in the order of the charge point', () => {
    expect(negotiate('ocpp0.1, ocpp1.6')).toMatchObject({ echo: 'ocpp1.6' });
    expect(negotiate('ocpp2.0.1,ocpp1.6')).toMatchObject({ echo: 'ocpp2.0.1' });
  });
  it('H5 OCPP1.6 is no match', () => {
    expect(negotiate('OCPP1.6')).toMatchObject({ kind: 'refused', code: 'subprotocol-unknown' });
  });
  it('H6 the same token twice is accepted with a finding', () => {
    expect(negotiate('ocpp1.6, ocpp1.6')).toMatchObject({
      kind: 'agreed',
      findings: ['subprotocol-offered-twice'],
    });
  });
});

describe('identity', () => {
  const identity = (target: string) => {
    const read = readIdentity(target);
    return read.kind === 'identity' ? read.identity : [read.status, read.code];
  };

  it('H7 RDAM%20123 is "RDAM 123"', () => {
    expect(identity('/ocpp/RDAM%20123')).toBe('RDAM 123');
  });
  it('H8 %2F is decoded once, %252F stays %2F', () => {
    expect(readIdentity('/ocpp/A%2FB')).toMatchObject({
      identity: 'A/B',
      findings: ['identity-encoded-slash'],
    });
    expect(identity('/A%252FB')).toBe('A%2FB');
  });
  it('H9 UTF-8 is kept exactly, encoded or raw as Node hands it over', () => {
    expect(identity('/%C3%A4%E2%82%AC')).toBe('ä€');
    expect(identity(`/${Buffer.from('ä€').toString('latin1')}`)).toBe('ä€');
    expect(identity('/%EF%BB%BFA')).toBe('\uFEFFA');
  });
  it('H10 48 characters are accepted', () => {
    expect(identity(`/${'C'.repeat(48)}`)).toBe('C'.repeat(48));
  });
  it('H11 over 255 characters is 414, counted as characters', () => {
    expect(identity(`/${'C'.repeat(identityMaxCharacters)}`)).toHaveLength(identityMaxCharacters);
    expect(identity(`/${'%C3%A4'.repeat(255)}`)).toBe('ä'.repeat(255));
    expect(identity(`/${'C'.repeat(256)}`)).toEqual([414, 'identity-too-long']);
  });
  it('H12 %zz is 400, as is a % at the end', () => {
    for (const target of ['/%zz', '/A%', '/A%4'])
      expect(identity(target)).toEqual([400, 'identity-not-decodable']);
  });
  it('H13 %ff%fe is 400', () => {
    expect(identity('/%ff%fe')).toEqual([400, 'identity-not-utf8']);
  });
  it('H14 ..%2f has no path meaning', () => {
    expect(identity('/ocpp/..%2f')).toBe('../');
    for (const target of ['/ocpp/..', '/ocpp/%2e%2E', '/./'])
      expect(identity(target)).toEqual([400, 'identity-dot-segment']);
  });
  it('H15 control characters are 400', () => {
    for (const target of ['/A%00', '/A%0d%0a', '/%7f', '/%C2%85'])
      expect(identity(target)).toEqual([400, 'identity-control-character']);
  });
  it('H16 an empty identity is 404', () => {
    for (const target of ['/', '//', '/ocpp//', '/?CP1', 'ws://host:9000'])
      expect(identity(target)).toEqual([404, 'identity-missing']);
  });
  it('H18 a query or fragment is never part of it', () => {
    expect(identity('/ocpp/CP1?x=/y')).toBe('CP1');
    expect(identity('/ocpp/CP1/?x')).toBe('CP1');
    expect(identity('/CP1#/z')).toBe('CP1');
  });
  it('is the last segment whatever the path, with one slash at the end tolerated', () => {
    for (const target of ['/CP1', '//CP1', '/a/b/c/CP1', '/CP1/', '/a/CP1/'])
      expect(identity(target)).toBe('CP1');
  });
  it('is found in an absolute target, which is a finding', () => {
    expect(readIdentity('ws://host:9000/ocpp/CP1')).toMatchObject({
      identity: 'CP1',
      findings: ['absolute-request-target'],
    });
    expect(identity('*')).toEqual([400, 'request-target-malformed']);
    expect(identity('CP1')).toEqual([400, 'request-target-malformed']);
  });
});

describe('request', () => {
  const good = {
    upgrade: 'websocket',
    connection: 'keep-alive, Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const check = (
    headers: Record<string, string | undefined> = {},
    request: Partial<UpgradeRequest> = {},
  ) =>
    checkUpgradeRequest({
      method: 'GET',
      httpVersion: '1.1',
      headers: { ...good, ...headers },
      ...request,
    });

  it('passes as RFC 6455 has it, in any letter case', () => {
    expect(check()).toEqual({ kind: 'upgrade' });
    expect(check({ upgrade: 'WebSocket', connection: 'UPGRADE' })).toEqual({ kind: 'upgrade' });
  });
  it('H19 another WebSocket version is 426 and names 13', () => {
    for (const version of ['8', undefined, '13, 8'])
      expect(check({ 'sec-websocket-version': version })).toMatchObject({
        status: 426,
        code: 'websocket-version-unsupported',
        headers: { 'Sec-WebSocket-Version': '13' },
      });
  });
  it('H20 a missing key is 400', () => {
    expect(check({ 'sec-websocket-key': undefined })).toMatchObject({
      status: 400,
      code: 'websocket-key-missing',
    });
  });
  it('H21 a key that is not 16 bytes is 400', () => {
    for (const key of ['', 'AAAA', 'dGhlIHNhbXBsZSBub25jZQ', 'dGhlIHNhbXBsZSBub25jZR=='])
      expect(check({ 'sec-websocket-key': key })).toMatchObject({
        status: 400,
        code: 'websocket-key-invalid',
      });
  });
  it('H22 a plain GET is answered with 426 and a page that names bench, profile and URL', () => {
    expect(check({ upgrade: undefined, connection: undefined })).toEqual({ kind: 'plain-get' });
    const answer = plainGetAnswer({
      version: '0.1.0',
      securityProfiles: [0, 1],
      urls: ['ws://192.168.1.5:9000'],
    });
    expect(answer.status).toBe(426);
    expect(answer.headers).toMatchObject({
      Upgrade: 'websocket',
      'Content-Length': String(Buffer.byteLength(answer.body)),
    });
    expect(answer.body).toContain('Benchpoint 0.1.0');
    expect(answer.body).toContain('security profiles 0 and 1');
    expect(answer.body).toContain('ws://192.168.1.5:9000/IDENTITY');
  });
  it('H23 POST is 405 and names GET', () => {
    expect(check({}, { method: 'POST' })).toMatchObject({
      status: 405,
      code: 'method-not-allowed',
      headers: { Allow: 'GET' },
    });
  });
  it('H24 HTTP/1.0 is refused', () => {
    expect(check({}, { httpVersion: '1.0' })).toMatchObject({ code: 'http-version-too-old' });
  });
  it('an upgrade without Connection, or to something else, is told apart', () => {
    expect(check({ connection: 'close' })).toMatchObject({ code: 'connection-upgrade-missing' });
    expect(check({ upgrade: 'h2c' })).toMatchObject({ code: 'upgrade-not-websocket' });
  });
});

describe('H29 origin', () => {
  it('alone is recorded and never refused', () => {
    const reading = readOrigin({ headers: { origin: 'file://', 'user-agent': 'charger/1.0' } });
    expect(reading).toEqual({ origin: 'file://', browserSigns: [] });
    expect(refuseBrowser(reading, true)).toBeUndefined();
  });
  it('of a browser is refused with 403 by a switch', () => {
    const signs = {
      'sec-fetch': { 'sec-fetch-mode': 'websocket' },
      cookie: { cookie: 'a=b' },
      'user-agent': { 'user-agent': 'Mozilla/5.0 (X11)' },
    };
    for (const [sign, headers] of Object.entries(signs)) {
      const reading = readOrigin({ headers });
      expect(reading.browserSigns).toEqual([sign]);
      expect(refuseBrowser(reading, true)).toMatchObject({ status: 403, code: 'browser-refused' });
      expect(refuseBrowser(reading, false)).toBeUndefined();
    }
  });
});

describe('the answer a charge point gets', () => {
  it('has a code for every status', () => {
    expect([302, 400, 401, 403, 404, 426, 429, 502].map(upgradeAnswerCode)).toEqual([
      'answered-redirect',
      'answered-bad-request',
      'answered-unauthorized',
      'answered-forbidden',
      'answered-not-found',
      'answered-upgrade-required',
      'answered-unexpected',
      'answered-server-error',
    ]);
  });
});
