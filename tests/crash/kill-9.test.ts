import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../support/child-bench.ts';
import { type CapturedLine, followJournal } from './captured.ts';
import { startLoad } from './load.ts';

const kills = 20;
const connections = 8;
/** Different moments of the load, not different machines: the same in every run. */
const answersBeforeKill = (kill: number) => 500 + ((kill * 7919) % 4000);

const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-kill-'));
const running = new Set<ChildBench>();
afterAll(async () => {
  for (const bench of running) await bench.kill();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start(): Promise<ChildBench> {
  const bench = await startChildBench({
    command: ['csms', '--listen', '0@127.0.0.1:0'],
    dataFolder,
  });
  running.add(bench);
  return bench;
}

async function kill(bench: ChildBench): Promise<void> {
  await bench.kill();
  running.delete(bench);
}

/** Ids of the CALLs and of the CALLRESULTs among the lines. */
function messageIds(lines: readonly CapturedLine[]): { calls: Set<string>; results: Set<string> } {
  const calls = new Set<string>();
  const results = new Set<string>();
  for (const { kind, direction, text } of lines) {
    if (kind !== 'message' || text === undefined) continue;
    const [type, id]: unknown[] = JSON.parse(text);
    if (type === 2 && direction === 'in') calls.add(String(id));
    if (type === 3 && direction === 'out') results.add(String(id));
  }
  return { calls, results };
}

/** What a power cut leaves behind: half a line and a run of NULs. */
function tear(segment: string): void {
  appendFileSync(segment, `{"seq":99999999,"wallUs":17${'\0'.repeat(512)}`);
}

interface LiveCapture {
  id: string;
  live: boolean;
}

describe('kill -9 of the bench under full load', () => {
  it(`every answer a client received is in the reopened capture with its CALL, ${kills} times`, async () => {
    const journal = followJournal(dataFolder);
    let seq = 0;
    for (let round = 1; round <= kills; round += 1) {
      const bench = await start();
      const load = await startLoad(bench.port, `kill-${round}`, connections);
      await load.reached(answersBeforeKill(round));
      await kill(bench);
      await load.ended;

      const lines = journal.more();
      const { calls, results } = messageIds(lines);
      expect(load.answered.filter((id) => !calls.has(id))).toEqual([]);
      expect(load.answered.filter((id) => !results.has(id))).toEqual([]);
      for (const line of lines) {
        if (line.seq === undefined) continue;
        seq += 1;
        if (line.seq !== seq) expect(line.seq).toBe(seq);
      }
    }
    expect(seq).toBeGreaterThan(2 * kills * 500);
  }, 120_000);

  it('S9 a torn tail is cut off when the bench starts again, kept, and the chain is intact', async () => {
    const segment = followJournal(dataFolder).segments().at(-1) ?? '';
    tear(segment);
    const bench = await start();
    const captures = await bench.api('GET', '/captures');
    // Shape of `GET /api/captures` in the contract.
    const [live] = (captures as LiveCapture[]).filter((capture) => capture.live);
    const check = await bench.api('POST', `/captures/${live?.id}/check`);
    expect(check).toMatchObject({ intact: true });
    expect(readdirSync(dirname(segment)).filter((name) => name.endsWith('.torn'))).toHaveLength(1);
    expect(await bench.stop()).toBe(0);
    running.delete(bench);
  });
});
