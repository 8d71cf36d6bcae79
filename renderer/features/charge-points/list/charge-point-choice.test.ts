/** What the list of emulated charge points shows. */
import { describe, expect, it } from 'vitest';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { chargePointsShown, connectorsInShort, isTroubled, tally } from './charge-point-choice.ts';

function chargePoint(id: string, part: Partial<ChargePointState> = {}): ChargePointState {
  return {
    id,
    settings: {
      url: 'ws://127.0.0.1:9000/',
      securityProfile: 0,
      connectors: 1,
      vendor: 'Benchpoint',
      model: 'Emulated AC 22',
      firmwareVersion: '1.0.0',
      trust: 'bench',
      keyFamily: 'both',
      minimumTls: '1.2',
      maximumTls: '1.3',
      autoConnect: true,
      hasAuthorizationKey: false,
    },
    status: 'connected',
    attempts: 0,
    insecure: false,
    connectors: [],
    light: { intensityPercent: 80 },
    firmware: { version: '1.0.0', status: 'Idle' },
    transfers: [],
    waitingSecurityEvents: 0,
    revision: 1,
    ...part,
  };
}

const connectors = (...statuses: string[]): ChargePointState['connectors'] =>
  statuses.map((status, connectorId) => ({ connectorId, status, pluggedIn: false }));

const refused = { code: 'connection-refused' };

describe('the list of emulated charge points', () => {
  const all = [
    chargePoint('CP-10'),
    chargePoint('CP-2', { status: 'waiting', problem: refused }),
    chargePoint('GARAGE', { status: 'disconnected' }),
  ];
  const ids = (...given: Parameters<typeof chargePointsShown>) =>
    chargePointsShown(...given).map(({ id }) => id);

  it('is in the order people count in, and finds a part of what is known', () => {
    expect(ids(all, '', 'all')).toEqual(['CP-2', 'CP-10', 'GARAGE']);
    expect(ids(all, ' cp ', 'all')).toEqual(['CP-2', 'CP-10']);
    expect(ids(all, ':9000', 'connected')).toEqual(['CP-10']);
  });

  it('calls trouble what a person has to look at, not one that was switched off', () => {
    expect(ids(all, '', 'troubled')).toEqual(['CP-2']);
    const faulted = chargePoint('X', { connectors: connectors('Available', 'Faulted') });
    expect(isTroubled(faulted)).toBe(true);
    expect(isTroubled(chargePoint('X', { registration: 'Rejected' }))).toBe(true);
    expect(isTroubled(chargePoint('X', { problem: refused }))).toBe(false);
  });

  it('counts, most first, and leaves connector 0 out of the connectors', () => {
    expect(tally(['a', 'b', 'b'], (letter) => letter)).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    const one = chargePoint('X', { connectors: connectors('Available', 'Charging') });
    expect(connectorsInShort(one)).toBe('Charging');
    const two = chargePoint('X', {
      connectors: connectors('Faulted', 'Available', 'Charging', 'Charging'),
    });
    expect(connectorsInShort(two)).toBe('2 Charging, 1 Available');
  });
});
