import { describe, expect, it } from 'vitest';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import { kinds, newProfile, profilePayload, purposes } from './profile-draft.ts';

const nowMs = Date.parse('2027-03-01T08:00:00Z');

describe('the form of a charging profile', () => {
  it.each(purposes.flatMap((purpose) => kinds.map((kind) => [purpose, kind] as const)))(
    'makes a valid SetChargingProfile: %s, %s',
    async (purpose, kind) => {
      const payload = profilePayload({ ...newProfile(nowMs, 1), purpose, kind, transactionId: 4 });
      const { validate } = await loadValidators('ocpp1.6');
      expect(validate('SetChargingProfile', 'request', payload)).toEqual([]);
    },
  );

  it('names a transaction with TxProfile only, and no start where it is relative (§7.8)', () => {
    const draft = { ...newProfile(nowMs, 1), transactionId: 4, kind: 'Relative' } as const;
    const { csChargingProfiles: profile } = profilePayload(draft);
    expect(profile).not.toHaveProperty('transactionId');
    expect(profile.chargingSchedule).not.toHaveProperty('startSchedule');
    expect(profilePayload({ ...draft, purpose: 'TxProfile' }).csChargingProfiles).toHaveProperty(
      'transactionId',
      4,
    );
  });

  it('puts the periods in order', () => {
    const draft = {
      ...newProfile(nowMs, 1),
      periods: [
        { key: 0, startPeriod: 60, limit: 1 },
        { key: 1, startPeriod: 0, limit: 2 },
      ],
    };
    const { chargingSchedule } = profilePayload(draft).csChargingProfiles;
    expect(chargingSchedule.chargingSchedulePeriod.map(({ limit }) => limit)).toEqual([2, 1]);
  });
});
