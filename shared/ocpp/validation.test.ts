import { describe, expect, it } from 'vitest';
import { actions16, actionsSentBy16, findAction16, isAction16, senderOfAction } from './actions.ts';
import { exampleRequest, exampleResponse } from './examples-1.6.ts';
import { codePointLength, dateTimeForm, uriForm } from './schema-formats.ts';
import { loadSchema, loadSchemas } from './schema-loader.ts';
import { messageClause } from './specification-clauses.ts';
import { loadValidators } from './validation.ts';
import { ocppVersions } from './versions.ts';

const validators = await loadValidators('ocpp1.6');

function limited(limit: number) {
  return {
    ...exampleRequest('SetChargingProfile'),
    csChargingProfiles: {
      ...exampleRequest('SetChargingProfile').csChargingProfiles,
      chargingSchedule: {
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      },
    },
  };
}

describe('loadValidators', () => {
  it('knows the 39 actions of OCPP 1.6 and the tables agree with the schemas', () => {
    expect(actions16).toHaveLength(39);
    for (const { action } of actions16) {
      expect(validators.has(action, 'request'), action).toBe(true);
      expect(validators.has(action, 'response'), action).toBe(true);
    }
    expect(actions16.filter(({ origin }) => origin === 'security')).toHaveLength(11);
  });

  it.each(actions16.map(({ action }) => action))('%s: both examples are valid', (action) => {
    expect(validators.validate(action, 'request', exampleRequest(action))).toEqual([]);
    expect(validators.validate(action, 'response', exampleResponse(action))).toEqual([]);
  });

  it.each(actions16.map(({ action }) => action))(
    '%s: both kinds refuse what is wrong',
    (action) => {
      for (const kind of ['request', 'response'] as const) {
        expect(validators.validate(action, kind, { unheardOf: 1 }), kind).not.toEqual([]);
        expect(validators.validate(action, kind, []), kind).not.toEqual([]);
      }
    },
  );

  it.each([
    ['ocpp1.6', 39],
    ['ocpp2.0.1', 64],
    ['ocpp2.1', 91],
  ] as const)('every schema of %s is compiled and runs', async (version, count) => {
    const compiled = await loadValidators(version);
    const schemas = await loadSchemas(version);
    expect(schemas.size).toBe(count);
    for (const [action, kinds] of schemas) {
      for (const kind of ['request', 'response'] as const) {
        expect(compiled.has(action, kind), `${action} ${kind}`).toBe(kinds[kind] !== undefined);
        if (kinds[kind] !== undefined) {
          expect(compiled.validate(action, kind, 'no object')).toMatchObject([{ keyword: 'type' }]);
        }
      }
    }
  });

  it.each(['__proto__', 'constructor', 'toString', 'heartbeat', ''])(
    'R18 %j is unknown in every table (security-checklist 45)',
    async (action) => {
      expect(findAction16(action)).toBeUndefined();
      expect(isAction16(action)).toBe(false);
      for (const version of ocppVersions) {
        const compiled = await loadValidators(version);
        expect(compiled.knows(action)).toBe(false);
        expect(compiled.validate(action, 'request', {})).toEqual([]);
      }
    },
  );

  it('takes limits with one decimal place although binary fractions are not exact', () => {
    for (const limit of [0.1, 0.3, 0.7, 8.1, 16, 32.7]) {
      expect(validators.validate('SetChargingProfile', 'request', limited(limit))).toEqual([]);
    }
    expect(validators.validate('SetChargingProfile', 'request', limited(0.15))).toMatchObject([
      { keyword: 'multipleOf' },
    ]);
  });

  it('names the place of a fault as JSON pointer', () => {
    expect(validators.validate('Authorize', 'request', { 'a/b~c': 1 })).toMatchObject([
      { path: '/idTag', keyword: 'required' },
      { path: '/a~1b~0c', keyword: 'additionalProperties' },
    ]);
  });

  it('bounds what a hostile payload can make it collect', () => {
    const sampledValue = Array.from({ length: 100_000 }, () => ({ value: 1 }));
    const meterValue = [{ timestamp: 'x', sampledValue }];
    const violations = validators.validate('MeterValues', 'request', {
      connectorId: 1,
      meterValue,
    });
    expect(violations.length).toBeGreaterThan(1);
    expect(violations.length).toBeLessThan(100);
    const extra = Object.fromEntries(sampledValue.map((_, index) => [`x${index}`, 1]));
    expect(validators.validate('Heartbeat', 'request', extra).length).toBeLessThan(100);
  });

  it('counts length in characters, as JSON schema does', () => {
    expect(validators.validate('Authorize', 'request', { idTag: '😀'.repeat(20) })).toEqual([]);
    expect(validators.validate('Authorize', 'request', { idTag: '😀'.repeat(21) })).toHaveLength(1);
    expect(codePointLength('a😀\ud800')).toBe(3);
  });

  it('takes a relative location as tolerable', () => {
    const request = { ...exampleRequest('UpdateFirmware'), location: 'firmware.bin' };
    expect(validators.validate('UpdateFirmware', 'request', request)).toMatchObject([
      { path: '/location', tolerance: 'uri-relative' },
    ]);
  });
});

describe('loadSchema', () => {
  it('gives a draft-07 schema without id, so that an editor may name it', async () => {
    const schema = await loadSchema('ocpp1.6', 'MeterValues', 'request');
    expect(schema).toMatchObject({ type: 'object', required: ['connectorId', 'meterValue'] });
    expect(schema).not.toHaveProperty('$id');
    expect(await loadSchema('ocpp1.6', '__proto__', 'request')).toBeUndefined();
  });
});

describe('dateTimeForm', () => {
  it.each([
    ['2026-11-22T10:00:00Z', 'valid'],
    ['2026-11-22T10:00:00.1Z', 'valid'],
    ['2026-11-22T10:00:00-11:30', 'valid'],
    ['2024-02-29T23:59:60Z', 'valid'],
    ['2026-11-22T10:00:00', 'without-zone'],
    ['2026-11-22T10:00:00.123', 'without-zone'],
    ['2026-11-22 10:00:00Z', 'space-separator'],
    ['2026-11-22 10:00:00', 'without-zone'],
    ['2026-02-29T10:00:00Z', 'invalid'],
    ['2026-13-01T10:00:00Z', 'invalid'],
    ['2026-00-10T10:00:00Z', 'invalid'],
    ['2026-11-22T24:00:00Z', 'invalid'],
    ['2026-11-22T10:60:00Z', 'invalid'],
    ['2026-11-22T10:00:00.Z', 'invalid'],
    ['2026-11-22T10:00:00+02', 'invalid'],
    ['2026-11-22T10:00:00ZZ', 'invalid'],
    ['2026-11-22T10:00', 'invalid'],
    [' 2026-11-22T10:00:00Z', 'invalid'],
    ['１０26-11-22T10:00:00Z', 'invalid'],
  ])('%s is %s', (text, form) => {
    expect(dateTimeForm(text)).toBe(form);
  });
});

describe('uriForm', () => {
  it.each([
    ['ftp://user:password@host:21/path', 'valid'],
    ['https://[::1]:8443/a?b=c#d', 'valid'],
    ['firmware.bin', 'relative'],
    ['/path/to/file', 'relative'],
    ['https://host/a b', 'invalid'],
    ['https://host/%zz', 'invalid'],
    ['', 'invalid'],
  ])('%j is %s', (text, form) => {
    expect(uriForm(text)).toBe(form);
  });
});

describe('actions', () => {
  it('lists what each side sends', () => {
    expect(actionsSentBy16('charge-point')).toHaveLength(14);
    expect(actionsSentBy16('csms')).toHaveLength(26);
    expect(senderOfAction('DataTransfer', 'ocpp2.1')).toBe('both');
    expect(senderOfAction('TransactionEvent', 'ocpp2.0.1')).toBe('charge-point');
    expect(senderOfAction('SetVariables', 'ocpp2.0.1')).toBe('csms');
  });

  it('cites the clauses of OCPP 1.6 chapter 6', () => {
    expect(messageClause('ocpp1.6', 'Authorize', 'request')).toBe('OCPP 1.6 §6.1');
    expect(messageClause('ocpp1.6', 'StartTransaction', 'request')).toBe('OCPP 1.6 §6.45');
    expect(messageClause('ocpp1.6', 'UpdateFirmware', 'response')).toBe('OCPP 1.6 §6.56');
    expect(messageClause('ocpp1.6', 'GetLog', 'response')).toBe('Whitepaper GetLog.conf');
  });
});
