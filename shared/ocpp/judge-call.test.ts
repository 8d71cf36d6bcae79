import { describe, expect, it } from 'vitest';
import { judgeCall } from './judge-call.ts';
import { decodeMessage } from './message-codec.ts';
import { loadValidators } from './validation.ts';
import type { Sender } from './versions.ts';

const validators = await loadValidators('ocpp1.6');

interface Circumstances {
  sender?: Sender;
  strictness?: 'lenient' | 'strict';
}

function judged(action: string, payload: object, circumstances: Circumstances = {}) {
  const { sender = 'charge-point', strictness = 'lenient' } = circumstances;
  // A JSON round trip gives the payload the shape it has on the wire.
  const message = { action, payload: JSON.parse(JSON.stringify(payload)) };
  return judgeCall({ message, validators, sender, strictness });
}

function codeOf(action: string, payload: object, circumstances: Circumstances = {}) {
  const decision = judged(action, payload, circumstances);
  return decision.verdict === 'refuse' ? decision.errorCode : 'accepted';
}

const start = {
  connectorId: 1,
  idTag: 'TAG',
  meterStart: 0,
  timestamp: '2026-11-22T10:00:00Z',
};

describe('judgeCall', () => {
  it.each(['Foo', 'heartbeat', 'HEARTBEAT', 'Heartbeat '])('R15 %s is NotImplemented', (action) => {
    expect(codeOf(action, {})).toBe('NotImplemented');
  });

  it('R17 an action of the other direction is NotSupported', () => {
    expect(codeOf('Reset', { type: 'Soft' })).toBe('NotSupported');
    expect(codeOf('Heartbeat', {}, { sender: 'csms' })).toBe('NotSupported');
    expect(codeOf('Reset', { type: 'Soft' }, { sender: 'csms' })).toBe('accepted');
  });

  it('R17 DataTransfer may go both ways', () => {
    expect(codeOf('DataTransfer', { vendorId: 'x' })).toBe('accepted');
    expect(codeOf('DataTransfer', { vendorId: 'x' }, { sender: 'csms' })).toBe('accepted');
  });

  it.each(['__proto__', 'toString', 'constructor', 'hasOwnProperty', ''])(
    'R18 %j is NotImplemented',
    (action) => {
      expect(codeOf(action, {})).toBe('NotImplemented');
    },
  );

  it('R19 a missing field is an OccurenceConstraintViolation that names the field', () => {
    expect(judged('Authorize', {})).toMatchObject({
      errorCode: 'OccurenceConstraintViolation',
      description: '/idTag is missing',
      details: { violations: [{ path: '/idTag', keyword: 'required' }] },
    });
  });

  it('R19 an empty sampledValue is an OccurenceConstraintViolation', () => {
    const meterValue = [{ timestamp: start.timestamp, sampledValue: [] }];
    expect(codeOf('MeterValues', { connectorId: 1, meterValue })).toBe(
      'OccurenceConstraintViolation',
    );
  });

  it('R20 a wrong type is a TypeConstraintViolation', () => {
    expect(codeOf('StartTransaction', { ...start, connectorId: '1' })).toBe(
      'TypeConstraintViolation',
    );
    expect(codeOf('StartTransaction', { ...start, meterStart: 1.5 })).toBe(
      'TypeConstraintViolation',
    );
  });

  it('R20 2.0 and -0 are integers', () => {
    const message = decodeMessage(
      '[2,"a","StartTransaction",{"connectorId":1.0,"idTag":"T","meterStart":-0,"timestamp":"2026-11-22T10:00:00Z"}]',
    );
    if (message.kind !== 'call') throw new Error('not a call');
    const decision = judgeCall({
      message,
      validators,
      sender: 'charge-point',
      strictness: 'strict',
    });
    expect(decision.verdict).toBe('accept');
  });

  it('R21 an idTag of 21 characters and an unknown enum value are PropertyConstraintViolations', () => {
    expect(codeOf('Authorize', { idTag: 'x'.repeat(20) })).toBe('accepted');
    expect(codeOf('Authorize', { idTag: 'x'.repeat(21) })).toBe('PropertyConstraintViolation');
    expect(codeOf('Reset', { type: 'Medium' }, { sender: 'csms' })).toBe(
      'PropertyConstraintViolation',
    );
  });

  it('R22 an extra property is a FormationViolation', () => {
    expect(codeOf('Heartbeat', { extra: 1 })).toBe('FormationViolation');
  });

  it('R22 the property __proto__ is extra like any other (security-checklist 45)', () => {
    const message = decodeMessage('[2,"a","Heartbeat",{"__proto__":1}]');
    if (message.kind !== 'call') throw new Error('not a call');
    const decision = judgeCall({
      message,
      validators,
      sender: 'charge-point',
      strictness: 'lenient',
    });
    expect(decision).toMatchObject({ errorCode: 'FormationViolation' });
  });

  it.each(['2026-11-22T10:00:00+01:00', '2026-11-22T10:00:00.123456Z', '1970-01-01T00:00:00Z'])(
    'R23 takes %s also when strict',
    (timestamp) => {
      expect(codeOf('StartTransaction', { ...start, timestamp }, { strictness: 'strict' })).toBe(
        'accepted',
      );
    },
  );

  it('R23 takes a date-time without zone and says so; strict refuses it', () => {
    const payload = { ...start, timestamp: '2026-11-22T10:00:00' };
    expect(judged('StartTransaction', payload)).toMatchObject({
      verdict: 'accept',
      tolerated: [{ path: '/timestamp', tolerance: 'date-time-without-zone' }],
    });
    expect(codeOf('StartTransaction', payload, { strictness: 'strict' })).toBe(
      'PropertyConstraintViolation',
    );
  });

  it.each(['yesterday', '2026-02-30T10:00:00Z', '2026-11-22', '2026-11-22T25:00:00Z', ''])(
    'R23 refuses %j',
    (timestamp) => {
      expect(codeOf('StartTransaction', { ...start, timestamp })).toBe(
        'PropertyConstraintViolation',
      );
    },
  );

  it('answers the most structural of several faults and bounds what it says', () => {
    const payload: Record<string, unknown> = { idTag: 1 };
    for (let index = 0; index < 100; index += 1) payload['x'.repeat(1000) + index] = 1;
    const decision = judged('Authorize', payload);
    if (decision.verdict !== 'refuse') throw new Error('accepted');
    expect(decision.errorCode).toBe('FormationViolation');
    expect(decision.description.length).toBeLessThan(255);
    expect(decision.details.violations).toHaveLength(5);
  });

  it('R31 refuses 20,000 levels of nesting without falling over', () => {
    const text = `[2,"a","Heartbeat",${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}]`;
    const message = decodeMessage(text);
    if (message.kind !== 'call') throw new Error('not a call');
    const decision = judgeCall({
      message,
      validators,
      sender: 'charge-point',
      strictness: 'lenient',
    });
    expect(decision).toMatchObject({ errorCode: 'FormationViolation' });
  });
});
