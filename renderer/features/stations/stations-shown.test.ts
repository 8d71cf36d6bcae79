import { describe, expect, it } from 'vitest';
import type { StationState, TransactionState } from '../../../shared/api/csms-contract.ts';
import { energyOf, sortedTransactions, stationsShown } from './stations-shown.ts';

const transaction = (change: Partial<TransactionState>): TransactionState => ({
  transactionId: 1,
  connectorId: 1,
  idTag: 'TAG',
  meterStartWh: 1_000,
  startedAt: '2026-11-22T10:00:00Z',
  ...change,
});

const station = (change: Partial<StationState>): StationState => ({
  id: 'CP1',
  connected: false,
  hasAuthorizationKey: false,
  keepsKeyHashOnly: false,
  keyIsHash: false,
  formerKeys: [],
  checkSerialNumber: true,
  checkOrganisation: true,
  factory: false,
  connectors: [],
  transactions: [],
  findings: [],
  ...change,
});

describe('energy of a transaction', () => {
  it('is the difference of the meters of a stopped one', () => {
    const stopped = transaction({ meterStopWh: 6_200, stoppedAt: '2026-11-22T11:00:00Z' });
    expect(energyOf(stopped, station({}))).toBe(5_200);
  });

  it('is read from the connector while it runs, and unknown when the meter says nothing', () => {
    const connectors = [{ connectorId: 1, status: 'Charging', meterWh: 1_500 }];
    expect(energyOf(transaction({}), station({ connectors }))).toBe(500);
    expect(energyOf(transaction({}), station({}))).toBeUndefined();
  });
});

describe('what is shown first', () => {
  it('puts running transactions on top, then the newest', () => {
    const stoppedAt = '2026-11-22T11:00:00Z';
    const sorted = sortedTransactions([
      transaction({ transactionId: 1 }),
      transaction({ transactionId: 2, stoppedAt }),
      transaction({ transactionId: 3, stoppedAt }),
    ]);
    expect(sorted.map(({ transactionId }) => transactionId)).toEqual([1, 3, 2]);
  });

  it('sorts identities as people count and finds vendor and model', () => {
    const stations = [station({ id: 'CP10' }), station({ id: 'CP9', vendor: 'Volta' })];
    expect(stationsShown(stations, '', false).map(({ id }) => id)).toEqual(['CP9', 'CP10']);
    expect(stationsShown(stations, 'volta', false).map(({ id }) => id)).toEqual(['CP9']);
    expect(stationsShown(stations, '', true)).toEqual([]);
  });
});
