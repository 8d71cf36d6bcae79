import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeCall } from './message-codec.ts';
import { maskHeader, maskMessageText, maskPayload } from './secret-masking.ts';

const secret = '0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF';

function masked(text: string) {
  return maskMessageText(text, decodeMessage(text));
}

describe('maskMessageText (security-checklist 41)', () => {
  it('masks the AuthorizationKey of ChangeConfiguration and keeps everything else byte for byte', () => {
    const text = `[ 2,"a", "ChangeConfiguration",{"key" : "AuthorizationKey" ,"value":"${secret}"} ]`;
    expect(masked(text)).toEqual({
      text: '[ 2,"a", "ChangeConfiguration",{"key" : "AuthorizationKey" ,"value":"•••"} ]',
      masked: true,
    });
  });

  it('leaves other messages and other keys alone', () => {
    for (const text of [
      encodeCall('a', 'Heartbeat', {}),
      encodeCall('a', 'ChangeConfiguration', { key: 'HeartbeatInterval', value: '300' }),
      encodeCall('a', 'GetConfiguration', { key: ['AuthorizationKey', 'SecurityProfile'] }),
      encodeCall('a', 'UpdateFirmware', { location: 'https://host:8443/a@b.bin' }),
    ]) {
      expect(masked(text)).toEqual({ text, masked: false });
    }
  });

  it.each([
    ['value before key', `{"value":"${secret}","key":"AuthorizationKey"}`],
    ['another letter case', `{"key":"authorizationKEY","value":"${secret}"}`],
    ['escapes in the names', `{"k\\u0065y":"\\u0041uthorizationKey","v\\u0061lue":"${secret}"}`],
    ['the value twice', `{"key":"AuthorizationKey","value":"${secret}","value":"${secret}"}`],
    ['the key twice', `{"key":"Other","key":"AuthorizationKey","value":"${secret}"}`],
    ['a value that is a list', `{"key":"AuthorizationKey","value":["${secret}"]}`],
    ['a value that is an object', `{"key":"AuthorizationKey","value":{"hex":"${secret}"}}`],
    ['quotes in the value', `{"key":"AuthorizationKey","value":"\\"\\\\${secret}"}`],
  ])('masks %s', (_name, payload) => {
    const result = masked(`[2,"a","ChangeConfiguration",${payload}]`);
    expect(result.masked).toBe(true);
    expect(result.text).not.toContain('FFFF');
    expect(() => JSON.parse(result.text)).not.toThrow();
  });

  it('keeps the JSON type of what it masks', () => {
    const text = '[2,"a","ChangeConfiguration",{"key":"AuthorizationKey","value":12345678}]';
    expect(masked(text).text).toContain('"value":0}');
  });

  it('masks a text cut at any place once the secret has begun', () => {
    for (const payload of [
      `{"key":"AuthorizationKey","value":"${secret}"}`,
      `{"value":"${secret}","key":"AuthorizationKey"}`,
    ]) {
      const text = `[2,"a","ChangeConfiguration",${payload}]`;
      for (let length = 0; length < text.length; length += 1) {
        expect(masked(text.slice(0, length)).text, `cut at ${length}`).not.toContain('0001');
      }
    }
  });

  it('masks what follows the name in a text that is no JSON', () => {
    const result = masked(
      `[2,'a','ChangeConfiguration',{'key':'AuthorizationKey','value':'${secret}'}]`,
    );
    expect(result.masked).toBe(true);
    expect(result.text).not.toContain('0001');
  });

  it('masks an AuthorizationKey that a station reports, and only that value', () => {
    const text = `[3,"a",{"configurationKey":[{"key":"CpoName","readonly":false,"value":"Operator"},{"key":"AuthorizationKey","readonly":false,"value":"${secret}"}]}]`;
    const result = masked(text);
    expect(result.text).toContain('Operator');
    expect(result.text).not.toContain('FFFF');
  });

  it.each(['GetDiagnostics', 'UpdateFirmware', 'GetLog'])(
    'masks user and password in the location of %s',
    (action) => {
      const text = encodeCall('a', action, { location: 'ftp://user:p@ss#1@host:21/path' });
      expect(masked(text).text).toContain('"ftp://•••@host:21/path"');
      const escaped = text.replaceAll('/', '\\/');
      expect(masked(escaped).text).not.toContain('p@ss');
    },
  );

  it('masks the passwords of OCPP 2', () => {
    const setVariables = encodeCall('a', 'SetVariables', {
      setVariableData: [
        {
          attributeValue: secret,
          component: { name: 'SecurityCtrlr' },
          variable: { name: 'BasicAuthPassword' },
        },
        {
          attributeValue: '300',
          component: { name: 'OCPPCommCtrlr' },
          variable: { name: 'HeartbeatInterval' },
        },
      ],
    });
    expect(masked(setVariables).text).not.toContain('FFFF');
    expect(masked(setVariables).text).toContain('"300"');
    const profile = encodeCall('a', 'SetNetworkProfile', {
      connectionData: {
        apn: { apn: 'x', apnPassword: secret, simPin: 4711 },
        vpn: { server: 'vpn.example', user: 'u', password: secret, key: secret },
        basicAuthPassword: secret,
      },
    });
    const shown = masked(profile).text;
    expect(shown).not.toContain('FFFF');
    expect(shown).not.toContain('4711');
    expect(shown).toContain('vpn.example');
  });

  it('R31 survives 20,000 levels', () => {
    const text = `[2,"a","ChangeConfiguration",${'{"key":'.repeat(20_000)}`;
    expect(() => masked(text)).not.toThrow();
  });
});

describe('maskHeader', () => {
  it('keeps the scheme of credentials and hides the rest', () => {
    expect(maskHeader('Authorization', 'Basic QUwxMDAwOgABAgM=')).toBe('Basic •••');
    expect(maskHeader('authorization', 'QUwxMDAwOgABAgM=')).toBe('•••');
    expect(maskHeader('Cookie', 'session=1')).toBe('•••');
    expect(maskHeader('User-Agent', 'Charger 1.0')).toBe('Charger 1.0');
  });
});

describe('maskPayload', () => {
  it('masks an AuthorizationKey however deep, and gives back what holds no secret as it is', () => {
    const details = { data: { key: 'AuthorizationKey', value: secret }, code: 1 };
    expect(maskPayload(details)).toEqual({
      data: { key: 'AuthorizationKey', value: '•••' },
      code: 1,
    });
    const harmless = { status: 'Accepted' };
    expect(maskPayload(harmless)).toBe(harmless);
    expect(maskPayload(undefined)).toBeUndefined();
  });
});
