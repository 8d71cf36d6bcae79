import { describe, expect, it } from 'vitest';
import { actions16 } from './actions.ts';
import { configurationKeys, findConfigurationKey } from './configuration-keys.ts';
import { errorCodes16 } from './error-codes.ts';
import { exampleRequest, exampleResponse } from './examples-1.6.ts';
import { decodeMessage, encodeCall, encodeError, encodeResult } from './message-codec.ts';
import { judgeMessage } from './message-judge.ts';
import { messageJudgementWords, messageRules } from './message-judge-words.ts';
import { findSecurityEvent, securityEvents } from './security-events.ts';
import { loadValidators } from './validation.ts';
import type { OcppVersion, Sender } from './versions.ts';

interface Circumstances {
  sender?: Sender;
  action?: string;
  version?: OcppVersion;
}

async function judged(text: string, circumstances: Circumstances = {}) {
  const { sender = 'charge-point', action, version = 'ocpp1.6' } = circumstances;
  const decoded = decodeMessage(text, version);
  const validators = await loadValidators(version);
  return judgeMessage({ text, decoded, validators, sender, action });
}

async function rulesOf(text: string, circumstances: Circumstances = {}) {
  return (await judged(text, circumstances)).map(({ rule }) => rule);
}

describe('judgeMessage', () => {
  it('has nothing to say about the examples of all 39 actions', async () => {
    for (const { action, sender } of actions16) {
      const by = sender === 'both' ? 'csms' : sender;
      const call = encodeCall('a', action, exampleRequest(action));
      expect(await judged(call, { sender: by }), action).toEqual([]);
      const result = encodeResult('a', exampleResponse(action));
      expect(await judged(result, { action }), action).toEqual([]);
    }
  });

  it.each([
    ['R2 not JSON', '[2,', 'not-json'],
    ['R3 no array', '{}', 'not-an-array'],
    ['R4 unknown type', '[5,"a"]', 'message-type-unknown'],
    ['R5 type in quotes', '["2","a","Heartbeat",{}]', 'message-type-not-a-number'],
    ['R7 three elements', '[2,"a","Heartbeat"]', 'call-too-short'],
    ['R8 five elements', '[2,"a","Heartbeat",{},1]', 'call-too-long'],
    ['R9 numeric id', '[2,1,"Heartbeat",{}]', 'message-id-not-a-string'],
    ['R10 long id', `[2,"${'x'.repeat(37)}","Heartbeat",{}]`, 'message-id-too-long'],
    ['R10 long id of a result', `[3,"${'x'.repeat(37)}",{}]`, 'message-id-too-long'],
    ['R15 unknown action', '[2,"a","Foo",{}]', 'action-unknown'],
    ['R16 numeric action', '[2,"a",1,{}]', 'action-not-a-string'],
    ['R17 other direction', '[2,"a","Reset",{"type":"Soft"}]', 'action-wrong-direction'],
    ['R18 __proto__', '[2,"a","__proto__",{}]', 'action-unknown'],
    ['R19 missing field', '[2,"a","Authorize",{}]', 'schema-required'],
    ['R20 wrong type', '[2,"a","Authorize",{"idTag":1}]', 'schema-type'],
    ['R21 too long', `[2,"a","Authorize",{"idTag":"${'x'.repeat(21)}"}]`, 'schema-max-length'],
    [
      'R21 not in the list',
      '[2,"a","DiagnosticsStatusNotification",{"status":"Busy"}]',
      'schema-enum',
    ],
    ['R22 extra property', '[2,"a","Heartbeat",{"x":1}]', 'schema-extra-property'],
    ['R24 payload an array', '[2,"a","Heartbeat",[]]', 'payload-not-an-object'],
    ['R26 malformed CALLERROR', '[4,"a","GenericError"]', 'error-too-short'],
    ['R27 unknown code', '[4,"a","Oops","",{}]', 'error-code-unknown'],
    ['R33 duplicate key', '[2,"a","Authorize",{"idTag":"A","idTag":"B"}]', 'duplicate-key'],
    ['R34 lone surrogate', '[2,"a","Authorize",{"idTag":"\\ud800"}]', 'lone-surrogate'],
    ['R34 lone surrogate as such', '[2,"a","Authorize",{"idTag":"\ud800"}]', 'lone-surrogate'],
    ['R34 NUL', '[2,"a","Authorize",{"idTag":"A\\u0000"}]', 'nul-character'],
    ['R34 byte order mark', '\ufeff[2,"a","Heartbeat",{}]', 'byte-order-mark'],
    ['R34 direction mark', '[2,"a","Authorize",{"idTag":"A\u202eB"}]', 'direction-mark'],
    ['umlaut', '[2,"a","Authorize",{"idTag":"Ä"}]', 'not-printable-ascii'],
    ['empty id', '[2,"","Heartbeat",{}]', 'message-id-empty'],
    [
      'connector 0',
      '[2,"a","StartTransaction",{"connectorId":0,"idTag":"A","meterStart":0,"timestamp":"2026-11-22T10:00:00Z"}]',
      'connector-id-too-small',
    ],
    [
      'vendor event',
      '[2,"a","SecurityEventNotification",{"type":"Own","timestamp":"2026-11-22T10:00:00Z"}]',
      'security-event-unknown',
    ],
    [
      'event of 2.0.1',
      '[2,"a","SecurityEventNotification",{"type":"FailedToAuthenticateAtCsms","timestamp":"2026-11-22T10:00:00Z"}]',
      'security-event-spelling',
    ],
  ])('%s', async (_name, text, rule) => {
    const judgements = await judged(text);
    expect(judgements).toMatchObject([{ rule }]);
    for (const judgement of judgements) {
      // A question mark stands for a fact that the judge left out.
      expect(JSON.stringify(messageJudgementWords(judgement))).not.toContain('?');
    }
  });

  it('R34 tells an escaped backslash from a NUL', async () => {
    expect(await rulesOf('[2,"a","Authorize",{"idTag":"A\\\\u0000"}]')).toEqual([]);
  });

  it('R34 names a NUL behind a cut message (a buffer sent in full)', async () => {
    expect(await rulesOf('[2,"a","Heartbeat",{}]\u0000\u0000')).toEqual([
      'not-json',
      'nul-character',
    ]);
  });

  it.each(errorCodes16)('R28 %s is a known code', async (code) => {
    expect(await rulesOf(encodeError('a', code))).toEqual([]);
  });

  it('R28 both spellings are fine in 1.6', async () => {
    expect(await rulesOf(encodeError('a', 'OccurrenceConstraintViolation'))).toEqual([]);
    expect(await judged(encodeError('a', 'FormatViolation'))).toMatchObject([
      { rule: 'error-code-unknown', parameters: { isOfOtherVersion: true } },
    ]);
  });

  it('R23 a date-time without zone is a warning with its clause and place', async () => {
    const text = '[3,"a",{"currentTime":"2026-11-22T10:00:00"}]';
    expect(await judged(text, { action: 'Heartbeat', sender: 'csms' })).toEqual([
      {
        rule: 'date-time-without-zone',
        severity: 'warning',
        clause: 'OCPP 1.6 errata 3.10',
        path: '/2/currentTime',
        parameters: { format: 'date-time', keyword: 'format', value: '2026-11-22T10:00:00' },
      },
    ]);
  });

  it('R37 Celsius is worth knowing, Celcius is right', async () => {
    const sampled = (unit: string) =>
      encodeCall('a', 'MeterValues', {
        connectorId: 1,
        meterValue: [
          {
            timestamp: '2026-11-22T10:00:00Z',
            sampledValue: [
              { value: '20,5', unit },
              { value: '1', unit },
            ],
          },
        ],
      });
    expect(await rulesOf(sampled('Celcius'))).toEqual(['sampled-value-not-numeric']);
    expect(await rulesOf(sampled('Celsius'))).toEqual([
      'sampled-value-not-numeric',
      'unit-celsius',
    ]);
  });

  it('R15 names the action that was meant', async () => {
    expect(await judged('[2,"a","heartbeat",{}]')).toMatchObject([
      { parameters: { meant: 'Heartbeat' } },
    ]);
  });

  it('judges OCPP 2.0.1 and 2.1 by their own schemas', async () => {
    expect(await rulesOf('[2,"a","StartTransaction",{}]', { version: 'ocpp2.0.1' })).toEqual([
      'action-unknown',
    ]);
    expect(await rulesOf('[2,"a","Heartbeat",{}]', { version: 'ocpp2.0.1' })).toEqual([]);
    expect(await rulesOf('[2,"a","SetVariables",{}]', { version: 'ocpp2.1' })).toEqual([
      'action-wrong-direction',
      'schema-required',
    ]);
    const send = encodeCall('a', 'NotifyPeriodicEventStream', {}).replace('[2', '[6');
    expect(await rulesOf(send, { version: 'ocpp2.1' })).toContain('schema-required');
  });

  it('never shows a password of a location', async () => {
    const text = encodeCall('a', 'UpdateFirmware', {
      location: 'ftp://user:secret@host/a b',
      retrieveDate: '2026-11-22T10:00:00Z',
    });
    const judgements = await judged(text, { sender: 'csms' });
    expect(judgements).toHaveLength(1);
    expect(JSON.stringify(judgements)).not.toContain('secret');
  });

  it('R31 judges 20,000 levels', async () => {
    const deep = `${'{"a":'.repeat(20_000)}"\\ud800"${'}'.repeat(20_000)}`;
    expect(await rulesOf(`[2,"a","Heartbeat",${deep}]`)).toEqual([
      'schema-extra-property',
      'lone-surrogate',
    ]);
    expect(await rulesOf(`${'['.repeat(20_000)}\u0000`)).toEqual(['not-json', 'nul-character']);
  });
});

describe('messageJudgementWords', () => {
  it.each(messageRules)('%s has a sentence with all its facts', (rule) => {
    const words = messageJudgementWords({
      rule,
      severity: 'error',
      path: '/3/idTag',
      parameters: {},
    });
    expect(words?.what).toMatch(/^[A-Z"?].*\.$/);
    for (const sentence of [words?.why, words?.advice]) {
      if (sentence !== undefined) expect(sentence).toMatch(/^[A-Z"].*\.$/);
    }
  });

  it('says what is wrong with the field, not with the array around it', async () => {
    const [judgement] = await judged('[2,"a","Authorize",{}]');
    if (judgement === undefined) throw new Error('no judgement');
    expect(messageJudgementWords(judgement)).toMatchObject({
      what: 'The field idTag is required and missing.',
    });
  });

  it('leaves rules of others to others', () => {
    expect(messageJudgementWords({ rule: 'toString', severity: 'info' })).toBeUndefined();
  });
});

describe('the tables of OCPP 1.6', () => {
  it('has every configuration key once, found in any letter case', () => {
    expect(new Set(configurationKeys.map(({ name }) => name)).size).toBe(configurationKeys.length);
    expect(configurationKeys).toHaveLength(54);
    expect(findConfigurationKey('heartbeatINTERVAL')).toMatchObject({
      name: 'HeartbeatInterval',
      clause: 'OCPP 1.6 §9.1.10',
      required: true,
    });
    expect(findConfigurationKey('WebSocketPingInterval')?.clause).toBe('OCPP 1.6 §9.1.34');
    expect(findConfigurationKey('__proto__')).toBeUndefined();
    expect(findConfigurationKey('AuthorizationKey')?.access).toBe('W');
  });

  it('has the security events with their criticality and both spellings', () => {
    expect(securityEvents.filter(({ critical }) => critical)).toHaveLength(7);
    expect(securityEvents).toHaveLength(18);
    expect(findSecurityEvent('FailedToAuthenticateAtCsms')?.name).toBe(
      'FailedToAuthenticationAtCentralSystem',
    );
    expect(findSecurityEvent('constructor')).toBeUndefined();
    for (const { name } of securityEvents) expect(name.length).toBeLessThanOrEqual(50);
  });
});
