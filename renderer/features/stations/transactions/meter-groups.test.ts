import { describe, expect, it } from 'vitest';
import { meterGroups } from './meter-groups.ts';

const points: [number, number][] = [[1_000, 5]];

describe('the charts of a transaction', () => {
  it('begin with power, and have the phases of a measurand in one chart', () => {
    const groups = meterGroups([
      { measurand: 'SoC', unit: 'Percent', points },
      { measurand: 'Current.Import', phase: 'L1', unit: 'A', points },
      { measurand: 'Current.Import', phase: 'L2', unit: 'A', points },
      { measurand: 'Power.Active.Import', unit: 'W', points },
    ]);
    expect(groups.map(({ kind, unit, lines }) => [kind, unit, lines.length])).toEqual([
      ['power', 'W', 1],
      ['current', 'A', 2],
      ['soc', '%', 1],
    ]);
    expect(groups[1]?.lines.map(({ name }) => name)).toEqual([
      'Current.Import L1',
      'Current.Import L2',
    ]);
  });

  it('do not mix units', () => {
    const groups = meterGroups([
      { measurand: 'Power.Active.Import', unit: 'W', points },
      { measurand: 'Power.Reactive.Import', unit: 'var', points },
    ]);
    expect(groups).toHaveLength(2);
  });

  it('leave out what has no reading', () => {
    expect(meterGroups([{ measurand: 'SoC', points: [] }])).toEqual([]);
  });
});
