/** How long a certificate is to be valid, as it is chosen, and what that is in minutes. Knows nothing of React. */

export const validityChoices = [
  'usual',
  '23-hours',
  '1-day',
  '90-days',
  '1-year',
  '20-years',
  'other',
] as const;
export type ValidityChoice = (typeof validityChoices)[number];

export const validityUnits = ['minutes', 'hours', 'days'] as const;
export type ValidityUnit = (typeof validityUnits)[number];

export const beginnings = ['usual', '1970', 'other'] as const;
export type Beginning = (typeof beginnings)[number];

export interface ValidityDraft {
  validity: ValidityChoice;
  /** With `other`. */
  amount: number | '';
  unit: ValidityUnit;
  begins: Beginning;
  /** With `other`: as a field for date and time gives it, in local time. */
  beginsAt: string;
}

export const usualValidity: ValidityDraft = {
  validity: 'usual',
  amount: 30,
  unit: 'days',
  begins: 'usual',
  beginsAt: '',
};

const dayMinutes = 1440;

const chosenMinutes: Readonly<Record<Exclude<ValidityChoice, 'usual' | 'other'>, number>> = {
  '23-hours': 23 * 60,
  '1-day': dayMinutes,
  '90-days': 90 * dayMinutes,
  '1-year': 365 * dayMinutes,
  '20-years': 7305 * dayMinutes,
};

const unitMinutes: Readonly<Record<ValidityUnit, number>> = {
  minutes: 1,
  hours: 60,
  days: dayMinutes,
};

/** What the contract takes at most: 200 years. */
const mostMinutes = 105_120_000;

export type ValidityFault = 'amount-invalid' | 'time-invalid';

export function faultsOfValidity({ validity, amount, unit, begins, beginsAt }: ValidityDraft): {
  amount?: ValidityFault;
  beginsAt?: ValidityFault;
} {
  const isAmount =
    amount !== '' &&
    Number.isInteger(amount) &&
    amount > 0 &&
    amount * unitMinutes[unit] <= mostMinutes;
  return {
    ...(validity === 'other' && !isAmount ? { amount: 'amount-invalid' } : {}),
    ...(begins === 'other' && Number.isNaN(Date.parse(beginsAt))
      ? { beginsAt: 'time-invalid' }
      : {}),
  };
}

/** The part of a request that says it; nothing where it is as usual. The draft has no faults. */
export function periodOfValidity({ validity, amount, unit, begins, beginsAt }: ValidityDraft): {
  validForMinutes?: number;
  notBefore?: string;
} {
  const minutes =
    validity === 'usual'
      ? undefined
      : validity === 'other'
        ? Number(amount) * unitMinutes[unit]
        : chosenMinutes[validity];
  const notBefore =
    begins === 'usual'
      ? undefined
      : begins === '1970'
        ? '1970-01-01T00:00:00.000Z'
        : new Date(beginsAt).toISOString();
  return {
    ...(minutes === undefined ? {} : { validForMinutes: minutes }),
    ...(notBefore === undefined ? {} : { notBefore }),
  };
}
