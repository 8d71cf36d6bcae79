import { describe, expect, it } from 'vitest';
import { createBatch } from '../../../../shared/api/certificate-desk-schemas.ts';
import { faultsOfBatch, requestOfBatch, stationsOfBatch, usualBatch } from './batch-draft.ts';

const draft = { ...usualBatch, issuer: 'root' };

describe('client certificates in bulk', () => {
  it('a series counts on with leading zeros', () => {
    const stations = stationsOfBatch({ ...draft, first: 9, count: 2, digits: 3 });
    expect(stations).toEqual([{ serialNumber: 'SN-009' }, { serialNumber: 'SN-010' }]);
  });

  it('a list has a serial number on each line, and a station after a comma', () => {
    const list = ' A1 \r\n\nB2, CP-2\n';
    expect(stationsOfBatch({ ...draft, source: 'list', list })).toEqual([
      { serialNumber: 'A1' },
      { serialNumber: 'B2', station: 'CP-2' },
    ]);
  });

  it('becomes what the contract takes, unchanged', () => {
    const request = requestOfBatch(draft, stationsOfBatch(draft));
    expect(createBatch.parse(request)).toEqual(request);
    expect(faultsOfBatch(draft, request.stations)).toEqual({});
  });

  it('A00.FR.427 has no serial number twice, and knows its limits', () => {
    const faults = (changes: Partial<typeof draft>) => {
      const changed = { ...draft, ...changes };
      return faultsOfBatch(changed, stationsOfBatch(changed)).stations;
    };
    expect(faults({ source: 'list', list: 'A\nB\nA' })).toBe('given-twice');
    expect(faults({ source: 'list', list: '' })).toBe('none-given');
    expect(faults({ count: '' })).toBe('none-given');
    expect(faults({ count: 10_001 })).toBe('too-many');
    expect(faults({ source: 'list', list: 'x'.repeat(201) })).toBe('too-long');
  });
});
