import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeCall, encodeError, encodeResult } from './message-codec.ts';

function answered(text: string) {
  const message = decodeMessage(text);
  if (message.kind !== 'malformed') throw new Error(`${text} was read as ${message.kind}`);
  return message;
}

describe('decodeMessage', () => {
  it('R1 reads a null payload as an empty one', () => {
    expect(decodeMessage('[2,"a","Heartbeat",null]')).toEqual({
      kind: 'call',
      messageId: 'a',
      action: 'Heartbeat',
      payload: {},
    });
    expect(decodeMessage('[3,"a",null]')).toEqual({ kind: 'result', messageId: 'a', payload: {} });
  });

  it.each([
    'not json',
    '[2,"a","Heartbeat",{',
    '[2,"a"',
    '',
    ' ',
    '\u0000',
    '{]',
    '[2,"a","B",{}]\u0000',
  ])('R2 ignores what is not JSON: %j', (text) => {
    expect(answered(text)).toMatchObject({ reason: 'not-json', response: 'ignore' });
  });

  it('R2 says where the JSON breaks when the parser does, and is not fooled by the text itself', () => {
    expect(answered('[2,"a" "b"]').position).toBe(7);
    expect(answered('x in JSON at position 99').position).toBeUndefined();
  });

  it.each(['{}', '"[]"', 'null', '2', 'true'])('R3 ignores JSON that is no array: %s', (text) => {
    expect(answered(text)).toMatchObject({ reason: 'not-an-array', response: 'ignore' });
  });

  it('R3 ignores an empty array', () => {
    expect(answered('[]')).toMatchObject({ reason: 'empty-array', response: 'ignore' });
  });

  it.each([
    '[5,"a","B",{}]',
    '[6,"a","B",{}]',
    '[0]',
    '[-2,"a","B",{}]',
    '[1e999,"a"]',
    '[2.5,"a","B",{}]',
  ])('R4 ignores an unknown message type: %s', (text) => {
    expect(answered(text)).toMatchObject({ reason: 'message-type-unknown', response: 'ignore' });
  });

  it.each(['["2","a","Heartbeat",{}]', '[null,"a"]', '[[],"a"]', '[{"2":2}]'])(
    'R5 ignores a message type that is no number: %s',
    (text) => {
      expect(answered(text)).toMatchObject({
        reason: 'message-type-not-a-number',
        response: 'ignore',
      });
    },
  );

  it('R6 reads 2.0 as the number 2', () => {
    expect(decodeMessage('[2.0,"a","Heartbeat",{}]').kind).toBe('call');
    expect(decodeMessage('[0.2e1,"a","Heartbeat",{}]').kind).toBe('call');
  });

  it.each(['[2,"a"]', '[2,"a","Heartbeat"]'])('R7 answers a CALL that is too short: %s', (text) => {
    expect(answered(text)).toMatchObject({
      reason: 'call-too-short',
      messageId: 'a',
      response: { answer: 'FormationViolation' },
    });
  });

  it('R7 ignores a CALL without an id, because there is nothing to answer to', () => {
    expect(answered('[2]')).toMatchObject({ reason: 'message-id-missing', response: 'ignore' });
  });

  it('R8 answers a CALL with five elements', () => {
    expect(answered('[2,"a","Heartbeat",{},1]')).toMatchObject({
      reason: 'call-too-long',
      messageId: 'a',
      action: 'Heartbeat',
      response: { answer: 'FormationViolation' },
    });
  });

  it('R9 answers a numeric id with its digits', () => {
    expect(answered('[2,17,"Heartbeat",{}]')).toMatchObject({
      reason: 'message-id-not-a-string',
      messageId: '17',
      response: { answer: 'FormationViolation' },
    });
  });

  it.each(['null', '{}', '["a"]', 'true', '1e999'])('R9 ignores a CALL with the id %s', (id) => {
    const message = answered(`[2,${id},"Heartbeat",{}]`);
    expect(message).toMatchObject({ reason: 'message-id-not-a-string', response: 'ignore' });
    expect(message.messageId).toBeUndefined();
  });

  it('R10 answers an id of 37 characters and takes one of 36, counted in code points', () => {
    const id = 'x'.repeat(37);
    expect(answered(`[2,"${id}","Heartbeat",{}]`)).toMatchObject({
      reason: 'message-id-too-long',
      messageId: id,
      response: { answer: 'FormationViolation' },
    });
    expect(decodeMessage(`[2,"${'x'.repeat(36)}","Heartbeat",{}]`).kind).toBe('call');
    expect(decodeMessage(`[2,"${'😀'.repeat(36)}","Heartbeat",{}]`).kind).toBe('call');
  });

  it('R16 answers an action that is no string', () => {
    expect(answered('[2,"a",7,{}]')).toMatchObject({
      reason: 'action-not-a-string',
      response: { answer: 'FormationViolation' },
    });
  });

  it.each(['[]', '"x"', '1', 'true'])(
    'R24 answers the payload %s with FormationViolation',
    (payload) => {
      expect(answered(`[2,"a","Heartbeat",${payload}]`)).toMatchObject({
        reason: 'payload-not-an-object',
        messageId: 'a',
        response: { answer: 'FormationViolation' },
      });
    },
  );

  it('R25 reads results and errors of unknown ids like any other', () => {
    expect(decodeMessage('[3,"unknown",{}]').kind).toBe('result');
    expect(decodeMessage('[4,"unknown","GenericError","",{}]').kind).toBe('error');
  });

  it.each([
    ['[3]', 'message-id-missing'],
    ['[3,1,{}]', 'message-id-not-a-string'],
    ['[3,"a"]', 'result-too-short'],
    ['[3,"a",{},{}]', 'result-too-long'],
    ['[3,"a",[]]', 'result-payload-not-an-object'],
  ])('R25 ignores the malformed CALLRESULT %s', (text, reason) => {
    expect(answered(text)).toMatchObject({ reason, messageType: 3, response: 'ignore' });
  });

  it.each([
    ['[4]', 'message-id-missing'],
    ['[4,null,"GenericError","",{}]', 'message-id-not-a-string'],
    ['[4,"a","GenericError",""]', 'error-too-short'],
    ['[4,"a","GenericError","",{},{}]', 'error-too-long'],
    ['[4,"a",1,"",{}]', 'error-code-not-a-string'],
    ['[4,"a","GenericError",null,{}]', 'error-description-not-a-string'],
    ['[4,"a","GenericError","",""]', 'error-details-not-an-object'],
    ['[4,"a","GenericError","",[]]', 'error-details-not-an-object'],
  ])('R26 ignores the malformed CALLERROR %s', (text, reason) => {
    expect(answered(text)).toMatchObject({ reason, messageType: 4, response: 'ignore' });
  });

  it('R27 reads an unknown error code as GenericError and keeps what was received', () => {
    expect(decodeMessage('[4,"a","Strange","",{}]')).toMatchObject({
      errorCode: 'Strange',
      meaning: 'GenericError',
    });
    expect(decodeMessage('[4,"a","__proto__","",{}]')).toMatchObject({ meaning: 'GenericError' });
  });

  it.each(['OccurenceConstraintViolation', 'OccurrenceConstraintViolation'])(
    'R28 reads the spelling %s',
    (errorCode) => {
      expect(decodeMessage(`[4,"a","${errorCode}","",{}]`)).toMatchObject({
        errorCode,
        meaning: 'OccurenceConstraintViolation',
      });
    },
  );

  it('R31 survives 20,000 levels wherever they are (security-checklist 43)', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const deepObject = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(answered(deep).reason).toBe('message-type-not-a-number');
    expect(answered(`[2,"a","Heartbeat",${deep}]`).reason).toBe('payload-not-an-object');
    expect(decodeMessage(`[2,"a","Heartbeat",${deepObject}]`).kind).toBe('call');
    expect(answered('['.repeat(200_000)).reason).toBe('not-json');
  });

  it('R34 survives lone surrogates, NUL escapes and a byte order mark', () => {
    expect(decodeMessage('[2,"\ud800","Heartbeat",{"a":"\\ud800\\u0000"}]').kind).toBe('call');
    expect(decodeMessage('\ufeff[2,"a","Heartbeat",{}]').kind).toBe('call');
  });

  it('reads the message types 5 and 6 when the version has them', () => {
    expect(decodeMessage('[5,"a","GenericError","",{}]', 'ocpp2.1')).toMatchObject({
      kind: 'error',
      refusesResult: true,
    });
    expect(decodeMessage('[6,"a","NotifyPeriodicEventStream",{}]', 'ocpp2.1')).toMatchObject({
      kind: 'send',
      action: 'NotifyPeriodicEventStream',
    });
    expect(decodeMessage('[6,"a","B"]', 'ocpp2.1')).toMatchObject({
      kind: 'malformed',
      messageType: 6,
      response: 'ignore',
    });
  });
});

describe('encoding', () => {
  it('writes what decodeMessage reads back', () => {
    const messageId = 'quote " and \\ and \u2028';
    const payload = { idTag: 'ä"\\' };
    expect(decodeMessage(encodeCall(messageId, 'Authorize', payload))).toEqual({
      kind: 'call',
      messageId,
      action: 'Authorize',
      payload,
    });
    expect(decodeMessage(encodeResult(messageId, payload))).toEqual({
      kind: 'result',
      messageId,
      payload,
    });
    expect(decodeMessage(encodeError(messageId, 'GenericError', 'why', payload))).toEqual({
      kind: 'error',
      refusesResult: false,
      messageId,
      errorCode: 'GenericError',
      meaning: 'GenericError',
      description: 'why',
      details: payload,
    });
  });

  it('writes the exact text of the examples of OCPP-J 1.6 §4.2', () => {
    expect(encodeCall('1', 'Heartbeat', {})).toBe('[2,"1","Heartbeat",{}]');
    expect(encodeResult('1', { interval: 300 })).toBe('[3,"1",{"interval":300}]');
    expect(encodeError('1', 'NotSupported')).toBe('[4,"1","NotSupported","",{}]');
  });

  it('cuts a description at 255 characters', () => {
    const decoded = decodeMessage(encodeError('a', 'GenericError', 'x'.repeat(1000)));
    expect(decoded).toMatchObject({ description: 'x'.repeat(255) });
  });
});
