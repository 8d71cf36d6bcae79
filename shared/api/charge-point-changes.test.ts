import { describe, expect, it } from 'vitest';
import { changedFields, effectOfChange, effectOfField } from './charge-point-changes.ts';
import { chargePointRequest, hardwareSettings } from './charge-points-contract.ts';

const settings = chargePointRequest.parse({
  url: 'ws://h/',
  securityProfile: 1,
  vehicle: { phases: 1 },
});

describe('what a change of settings takes', () => {
  it('is known of every field of the contract, and of no other', () => {
    expect(Object.keys(effectOfField).toSorted()).toEqual(
      Object.keys(chargePointRequest.shape).toSorted(),
    );
  });

  it('is nothing for the same settings in another order', () => {
    const { batteryKwh, startSoc, maxPowerW, phases } = chargePointRequest.parse(settings)
      .vehicle ?? { batteryKwh: 0, maxPowerW: 0, phases: 3 };
    const vehicle = { phases, maxPowerW, startSoc, batteryKwh };
    expect(changedFields('CP-1', settings, { ...settings, vehicle })).toEqual([]);
    expect(effectOfChange([], 0)).toBe('nothing');
  });

  it('is nothing when what is usual is said or left out', () => {
    const said = {
      ...settings,
      cable: 'socket' as const,
      hardware: hardwareSettings.parse({}),
      firmware: {},
      serverNameRule: 'common-name-or-alternative' as const,
    };
    expect(changedFields('CP-1', said, settings)).toEqual([]);
  });

  it('is what the most thorough of the changed fields takes', () => {
    const changed = changedFields('CP-1', settings, { ...settings, cable: 'fixed', model: 'X' });
    expect(changed).toEqual(['cable', 'model']);
    expect(effectOfChange(changed, 1)).toBe('restart');
    expect(effectOfChange(['cable', 'keyFamily'], 2)).toBe('reconnect');
    expect(effectOfChange(['cable', 'vehicle'], 2)).toBe('at-once');
  });

  it.each([
    ['password', 0, 'at-once'],
    ['password', 1, 'reconnect'],
    ['authorizationKeyHex', 3, 'at-once'],
    ['minimumTls', 1, 'at-once'],
    ['minimumTls', 2, 'reconnect'],
  ] as const)(
    'a connection that does not use %s on profile %i is left: %s',
    (field, profile, effect) => {
      expect(effectOfChange([field], profile)).toBe(effect);
    },
  );

  it('a serial number that is the identity anyway is no other device', () => {
    expect(changedFields('CP-1', settings, { ...settings, serialNumber: 'CP-1' })).toEqual([]);
    const other = changedFields('CP-1', settings, { ...settings, serialNumber: 'SN-2' });
    expect(effectOfChange(other, 1)).toBe('factory');
  });
});
