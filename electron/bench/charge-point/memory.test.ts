import { describe, expect, it } from 'vitest';
import { chargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import { factoryMemory, parseStoredChargePoint } from './memory.ts';

const request = chargePointRequest.parse({ url: 'ws://127.0.0.1/', securityProfile: 0 });

describe('a stored charge point', () => {
  it('that the first version wrote is read, with nothing in what came later', () => {
    const { authorizationCache: _cache, reservations: _reservations, ...first } = factoryMemory();
    const parsed = parseStoredChargePoint(JSON.parse(JSON.stringify({ request, memory: first })));
    expect(parsed).toMatchObject({
      ok: true,
      value: { memory: { authorizationCache: [], reservations: [] } },
    });
  });

  it('that is damaged is an error', () => {
    const memory = { ...factoryMemory(), metersWh: 'many' };
    expect(parseStoredChargePoint({ request, memory })).toMatchObject({ ok: false });
  });
});
