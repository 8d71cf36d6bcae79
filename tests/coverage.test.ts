/**
 * Every requirement, action and configuration key that can be observed has a test that says so, and the coverage page
 * of the guide is the one these tests make.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveragePage } from './coverage/page.ts';
import { type Coverage, coverageOf, holesIn, unknownRequirements } from './coverage/tables.ts';
import { type TestTitle, testTitles } from './coverage/titles.ts';
import { opensslAvailable } from './support/tls-server.ts';

/** Tests that are skipped are not listed. */
const withoutOpenSsl = 'some tests of requirements need the openssl command';

/** Asking for the titles loads every test file in a process of its own. */
const listingTimeoutMs = 300_000;

describe('coverage', () => {
  let titles: TestTitle[];
  let coverage: Coverage;
  beforeAll(async () => {
    titles = await testTitles();
    coverage = coverageOf(titles);
  }, listingTimeoutMs);

  it('everything that can be observed has a test', (context) => {
    if (!opensslAvailable) context.skip(withoutOpenSsl);
    expect(holesIn(coverage)).toEqual([]);
  });

  it('no title names a requirement that does not exist', () => {
    expect(unknownRequirements(titles)).toEqual([]);
  });

  it('the page of the guide is up to date', (context) => {
    if (!opensslAvailable) context.skip(withoutOpenSsl);
    const page = readFileSync(new URL('../docs/guide/coverage.md', import.meta.url), 'utf8');
    const isFresh = page.replaceAll('\r\n', '\n') === coveragePage(coverage);
    expect(isFresh, 'bring it up to date with: node build/run.mjs coverage-tables').toBe(true);
  });
});

describe('reading titles', () => {
  const title = (file: string, ...path: string[]): TestTitle => ({ file, path });

  it('a requirement, a range of them, two subjects and a refusal are found', () => {
    const file = 'tests/charge-point/x.test.ts';
    const read = coverageOf([
      title(file, 'A05.FR.01–03 TC_084 ReserveNow and HeartbeatInterval: Occupied'),
      title('tests/csms/y.test.ts', 'group', 'StatusNotification: Faulted is shown'),
    ]);
    const numbers = read.requirements.filter(({ files }) => files.length > 0).map(({ id }) => id);
    expect(numbers).toEqual(['A05.FR.01', 'A05.FR.02', 'A05.FR.03']);
    const cells = (action: string) => read.actions.find((row) => row.action === action)?.cells;
    expect(cells('ReserveNow')?.['charge point']).toEqual({ positive: [], negative: [file] });
    expect(cells('StatusNotification')?.CSMS.positive).toEqual(['tests/csms/y.test.ts']);
    expect(cells('StatusNotification')?.CSMS.negative).toEqual([]);
    expect(read.keys.find(({ key }) => key === 'HeartbeatInterval')?.effect).toEqual([file]);
  });

  it('what has no test is a hole, what is said to be unobservable and tested as well', () => {
    const holes = holesIn(coverageOf([title('tests/csms/x.test.ts', 'A00.FR.004 a thing')]));
    expect(holes).toContain('A00.FR.004 is said to be unobservable');
    expect(holes).toContain('A00.FR.001 has no test');
    expect(holes).toContain('Reset: CSMS, negative has no test');
  });
});
