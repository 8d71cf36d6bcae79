/** A charging profile as the form holds it, and csChargingProfiles made of it. Pure; knows no screen. */
export const purposes = ['TxDefaultProfile', 'TxProfile', 'ChargePointMaxProfile'] as const;
export const kinds = ['Absolute', 'Recurring', 'Relative'] as const;
export const recurrencies = ['Daily', 'Weekly'] as const;

export interface PeriodDraft {
  key: number;
  startPeriod: number;
  limit: number;
  numberPhases?: number | undefined;
}

export interface ProfileDraft {
  connectorId: number;
  chargingProfileId: number;
  stackLevel: number;
  purpose: (typeof purposes)[number];
  kind: (typeof kinds)[number];
  recurrency: (typeof recurrencies)[number];
  transactionId?: number | undefined;
  unit: 'A' | 'W';
  startSchedule?: string | undefined;
  durationS?: number | undefined;
  validFrom?: string | undefined;
  validTo?: string | undefined;
  periods: readonly PeriodDraft[];
}

export function newProfile(nowMs: number, chargingProfileId: number): ProfileDraft {
  return {
    connectorId: 0,
    chargingProfileId,
    stackLevel: 0,
    purpose: 'TxDefaultProfile',
    kind: 'Absolute',
    recurrency: 'Daily',
    unit: 'A',
    startSchedule: new Date(nowMs).toISOString(),
    durationS: 86_400,
    periods: [
      { key: 0, startPeriod: 0, limit: 16 },
      { key: 1, startPeriod: 3_600, limit: 8 },
    ],
  };
}

const optional = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> =>
  // One computed key, which is what the type says.
  value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);

/** Payload of SetChargingProfile; what does not belong to the purpose or the kind is left out. */
export function profilePayload(draft: ProfileDraft) {
  return {
    connectorId: draft.connectorId,
    csChargingProfiles: {
      chargingProfileId: draft.chargingProfileId,
      ...optional('transactionId', draft.purpose === 'TxProfile' ? draft.transactionId : undefined),
      stackLevel: draft.stackLevel,
      chargingProfilePurpose: draft.purpose,
      chargingProfileKind: draft.kind,
      ...optional('recurrencyKind', draft.kind === 'Recurring' ? draft.recurrency : undefined),
      ...optional('validFrom', draft.validFrom),
      ...optional('validTo', draft.validTo),
      chargingSchedule: {
        ...optional('duration', draft.durationS),
        ...optional('startSchedule', draft.kind === 'Relative' ? undefined : draft.startSchedule),
        chargingRateUnit: draft.unit,
        chargingSchedulePeriod: draft.periods
          .toSorted((left, right) => left.startPeriod - right.startPeriod)
          .map(({ startPeriod, limit, numberPhases }) => ({
            startPeriod,
            limit,
            ...optional('numberPhases', numberPhases),
          })),
      },
    },
  };
}
