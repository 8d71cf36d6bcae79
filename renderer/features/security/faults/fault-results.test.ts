import { expect, it } from 'vitest';
import type { FaultResult } from '../../../../shared/api/faults-contract.ts';
import { withoutRepeats } from './fault-results.tsx';

const result = (connection: number, more: Partial<FaultResult> = {}): FaultResult => ({
  ...{ target: 'listener', name: 'main', fault: 'expired', connection, capture: 'live' },
  ...{ at: '2026-01-01T00:00:00Z', peer: '192.0.2.1', frames: [connection] },
  ...{ judgement: 'as-it-must', reaction: 'closed' },
  ...more,
});

it('attempts that went the same way are one line, the newest with their number', () => {
  const other = result(2, { judgement: 'must-not', reaction: 'took-it' });
  expect(withoutRepeats([result(3), other, result(1)])).toEqual([
    { result: result(3), times: 2 },
    { result: other, times: 1 },
  ]);
});
