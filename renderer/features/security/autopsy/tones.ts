/** Which glyph stands for an outcome and for a step. */
import type { AttemptOutcome } from '../../../../shared/api/attempts-contract.ts';
import type { StepTone } from '../../../../shared/security/autopsy/model.ts';
import type { StatusTone } from '../../../components/status-dot.tsx';

const outcomeTones: Readonly<Record<AttemptOutcome, StatusTone>> = {
  begun: 'busy',
  connected: 'good',
  ended: 'good',
  refused: 'error',
  failed: 'error',
};

export const toneOfOutcome = (outcome: AttemptOutcome): StatusTone => outcomeTones[outcome];

const stepTones: Readonly<Record<StepTone, StatusTone>> = {
  green: 'good',
  amber: 'warning',
  red: 'error',
  unknown: 'info',
  'not-reached': 'off',
};

export const toneOfStep = (tone: StepTone): StatusTone => stepTones[tone];
