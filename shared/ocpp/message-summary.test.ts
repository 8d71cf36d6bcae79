import { describe, expect, it } from 'vitest';
import { actions16 } from './actions.ts';
import { exampleRequest, exampleResponse } from './examples-1.6.ts';
import { decodeMessage, encodeCall, encodeError, encodeResult } from './message-codec.ts';
import { summariseMessage } from './message-summary.ts';

function ofCall(action: string, payload: object) {
  return summariseMessage(decodeMessage(encodeCall('a', action, payload)));
}

function ofResult(action: string, payload: object) {
  return summariseMessage(decodeMessage(encodeResult('a', payload)), action);
}

describe('summariseMessage', () => {
  it.each([
    ['BootNotification', 'Benchpoint Emulated · fw 1.0.0'],
    ['StatusNotification', 'connector 1 Available'],
    ['StartTransaction', 'connector 1 · idTag TAG-0001 · 1,200 Wh'],
    ['StopTransaction', 'transaction 1 · idTag TAG-0001 · 6,200 Wh · Local'],
    [
      'MeterValues',
      'connector 1 · transaction 1 · Energy.Active.Import.Register 1200 Wh · 1 sample',
    ],
    ['ChangeConfiguration', 'HeartbeatInterval = 300'],
    ['GetConfiguration', 'HeartbeatInterval'],
    ['SendLocalList', 'Full · version 1 · 1 entry'],
    ['Heartbeat', ''],
  ] as const)('%s: %s', (action, line) => {
    expect(ofCall(action, exampleRequest(action))).toBe(line);
  });

  it.each([
    ['BootNotification', 'Accepted · interval 300 s'],
    ['StartTransaction', 'Accepted · transaction 1'],
    ['Authorize', 'Accepted'],
    ['Heartbeat', '2026-11-22T10:00:00Z'],
    ['GetConfiguration', '1 key'],
    ['StatusNotification', ''],
  ] as const)('the result of %s: %s', (action, line) => {
    expect(ofResult(action, exampleResponse(action))).toBe(line);
  });

  it('gives code and description of a CALLERROR', () => {
    const text = encodeError('a', 'NotImplemented', 'Foo is unknown');
    expect(summariseMessage(decodeMessage(text))).toBe('NotImplemented: Foo is unknown');
    expect(summariseMessage(decodeMessage(encodeError('a', 'GenericError')))).toBe('GenericError');
  });

  it('never shows a secret', () => {
    const key = { key: 'authorizationkey', value: '0001020304050607' };
    expect(ofCall('ChangeConfiguration', key)).toBe('authorizationkey = •••');
    const location = `ftp://user:${'s3cret'.repeat(1000)}@host/path`;
    expect(ofCall('GetDiagnostics', { location })).toBe('ftp://•••@host/path');
  });

  it('survives payloads of any shape', () => {
    const odd: unknown[] = [
      null,
      0,
      -1,
      Number.POSITIVE_INFINITY,
      '',
      'x'.repeat(1_000_000),
      [],
      {},
      [null],
      [[]],
      true,
    ];
    for (const { action } of actions16) {
      const example: Record<string, unknown> = { ...exampleRequest(action) };
      for (const name of [...Object.keys(example), 'status', '__proto__']) {
        for (const value of odd) {
          const payload = { ...example, [name]: value };
          expect(ofCall(action, payload).length).toBeLessThanOrEqual(160);
          expect(ofResult(action, payload).length).toBeLessThanOrEqual(160);
        }
      }
    }
  });

  it('R34 shows no control character, no direction mark and no half of a pair', () => {
    const line = ofCall('Authorize', { idTag: `a\u0000\u202e\n${'😀'.repeat(50)}\ud800` });
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(line.isWellFormed()).toBe(true);
  });
});
