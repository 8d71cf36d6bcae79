import { describe, expect, it } from 'vitest';
import { findReading } from './measurands.ts';

describe('an entry of a list of measurands', () => {
  it('names a measurand, by itself or with one of its phases', () => {
    expect(findReading('SoC')).toEqual({ measurand: 'SoC' });
    expect(findReading('Current.Import.L3')).toEqual({ measurand: 'Current.Import', phase: 'L3' });
    expect(findReading('Voltage.L1-L2')).toEqual({ measurand: 'Voltage', phase: 'L1-L2' });
  });

  it.each(['', 'soc', 'Voltage.N', 'SoC.L1', 'Energy.Reactive.Export.Register', 'toString'])(
    'is none: %j',
    (entry) => {
      expect(findReading(entry)).toBeUndefined();
    },
  );
});
