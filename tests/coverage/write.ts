/** Writes the coverage page of the guide. Run by `node build/run.mjs coverage-tables`; says what has no test yet. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coveragePage } from './page.ts';
import { coverageOf, holesIn, unknownRequirements } from './tables.ts';
import { testTitles } from './titles.ts';

const titles = await testTitles();
const coverage = coverageOf(titles);
writeFileSync(
  fileURLToPath(new URL('../../docs/guide/coverage.md', import.meta.url)),
  coveragePage(coverage),
);
const holes = [...holesIn(coverage), ...unknownRequirements(titles)];
for (const hole of holes) process.stderr.write(`${hole}\n`);
process.exitCode = holes.length > 0 ? 1 : 0;
