/** How the state of a signing request looks. */
import type { SigningState } from '../../../../shared/api/signing-requests-contract.ts';
import type { StatusTone } from '../../../components/status-dot.tsx';

export const stateTones: Readonly<Record<SigningState, StatusTone>> = {
  waiting: 'warning',
  refused: 'error',
  signed: 'info',
  sending: 'busy',
  accepted: 'busy',
  rejected: 'error',
  unanswered: 'warning',
  failed: 'error',
  'in-use': 'good',
  replaced: 'off',
  'old-certificate': 'warning',
};
