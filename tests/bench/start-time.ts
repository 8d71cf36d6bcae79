/**
 * How long the built bench takes from the start of its process to its ready line, with an existing data folder,
 * next to a Node process that does nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { builtProgram, startChildBench } from '../support/child-bench.ts';
import { type Measurement, median, spread, withFolder } from './measurement.ts';

const budgetMs = 400;

async function emptyProcessMs(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - startedAt;
}

async function readyMs(dataFolder: string): Promise<number> {
  const startedAt = performance.now();
  const bench = await startChildBench({
    command: ['serve', '--port', '0'],
    dataFolder,
    built: true,
    readyEvent: 'ready',
  });
  const duration = performance.now() - startedAt;
  await bench.stop();
  return duration;
}

export const measureStartTime: Measurement = async ({ quick, progress }) => {
  if (!existsSync(builtProgram)) throw new Error('there is no build; run: npm run build');
  return withFolder(async (folder) => {
    // The first start makes keys and the data folder; it is not what a user waits for every day.
    await readyMs(folder);
    const rounds = quick ? 3 : 11;
    const ready: number[] = [];
    const empty: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress(`start: round ${round} of ${rounds}`);
      empty.push(await emptyProcessMs());
      ready.push(await readyMs(folder));
    }
    return [
      { what: 'empty Node process', value: median(empty), unit: 'ms', note: spread(empty, 0) },
      {
        what: 'bench ready',
        value: median(ready),
        unit: 'ms',
        budget: { atMost: budgetMs },
        note: spread(ready, 0),
      },
    ];
  });
};
