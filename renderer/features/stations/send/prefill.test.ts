import { describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../../../shared/ocpp/actions.ts';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import { prefilledPayload } from './prefill.ts';

const nowMs = Date.parse('2027-03-01T08:00:00Z');

describe('the payload that the editor begins with', () => {
  it('fits the schema of every action a CSMS may send', async () => {
    const validators = await loadValidators('ocpp1.6');
    for (const { action } of actionsSentBy16('csms')) {
      const payload: unknown = JSON.parse(prefilledPayload(action, { transactions: [] }, nowMs));
      expect(validators.validate(action, 'request', payload), action).toEqual([]);
    }
  });

  it('stops the transaction that runs, not a made-up one', () => {
    const transactions = [
      { transactionId: 4, stoppedAt: '2027-03-01T07:00:00Z' },
      { transactionId: 9 },
    ].map((given) => ({
      connectorId: 1,
      idTag: 'TAG',
      meterStartWh: 0,
      startedAt: '2027-03-01T06:00:00Z',
      ...given,
    }));
    expect(JSON.parse(prefilledPayload('RemoteStopTransaction', { transactions }, nowMs))).toEqual({
      transactionId: 9,
    });
  });

  it('reserves until an hour from now', () => {
    expect(prefilledPayload('ReserveNow', { transactions: [] }, nowMs)).toContain(
      '2027-03-01T09:00:00Z',
    );
  });

  it('begins with an empty object for an action it does not know', () => {
    expect(prefilledPayload('constructor', { transactions: [] }, nowMs)).toBe('{}');
  });
});
