/** Writes the table of faults into the guide. Run by `node build/run.mjs fault-table`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faults } from './faults.ts';
import { faultsPage } from './page.ts';

writeFileSync(
  fileURLToPath(new URL('../../../docs/guide/faults-seen.md', import.meta.url)),
  faultsPage(faults),
);
