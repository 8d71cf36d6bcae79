/** Which transaction id comes next by the policy. Keeps the place in a sequence; the counter itself is the store's. */
import type { CsmsPolicy, TransactionIdPolicy } from '../../../shared/api/csms-policy.ts';

export interface TransactionIds {
  /** For the store: a chosen id, or the least of the counter. */
  next(policy: CsmsPolicy): { chosen: number } | { from: number };
}

export function createTransactionIds(): TransactionIds {
  let sequence: TransactionIdPolicy | undefined;
  let place = 0;
  return {
    next({ transactionIds: wanted }) {
      switch (wanted.mode) {
        case 'counter':
          return { from: wanted.from };
        case 'fixed':
          return { chosen: wanted.transactionId };
        case 'sequence': {
          // Every setting of the policy makes a new object: the sequence begins anew with it.
          if (sequence !== wanted) place = 0;
          sequence = wanted;
          const chosen = wanted.transactionIds[place];
          place += 1;
          return chosen === undefined ? { from: 1 } : { chosen };
        }
      }
    },
  };
}
