/** The golden files of record format 1: where they are and how many frames they hold. */
import fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const golden = fileURLToPath(new URL('../golden/record-format-1/', import.meta.url));

/** Every line but the first of each segment. */
export const goldenFrames = fs
  .readdirSync(golden)
  .map((name) => fs.readFileSync(join(golden, name), 'utf8').trimEnd().split('\n').length - 1)
  .reduce((sum, frames) => sum + frames, 0);
