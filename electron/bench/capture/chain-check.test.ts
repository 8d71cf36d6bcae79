import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { golden } from '../../../tests/support/golden-record.ts';
import { checkCapture } from './chain-check.ts';

let directory = '';

beforeEach(() => {
  directory = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-chain-'));
  fs.cpSync(golden, directory, { recursive: true });
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function edit(name: string, change: (text: string) => string): void {
  const path = join(directory, name);
  const before = fs.readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  fs.writeFileSync(path, after);
}

describe('the check of a capture', () => {
  it('finds one altered byte and names the stretch it is in', async () => {
    edit('000000.jsonl', (text) => text.replace('Heartbeat', 'Heartbeet'));
    const check = await checkCapture(directory);
    expect(check.intact).toBe(false);
    expect(check.problem).toMatchObject({ code: 'chain-broken', parameters: { segment: 0 } });
    const { fromLine, toLine } = check.problem?.parameters ?? {};
    const lines = fs.readFileSync(join(directory, '000000.jsonl'), 'utf8').split('\n');
    const stretch = lines.slice(Number(fromLine) - 1, Number(toLine) - 1).join('\n');
    expect(stretch).toContain('Heartbeet');
  });

  it('finds an altered byte at every position of the golden files but the last batch', async () => {
    const whole = (await checkCapture(golden)).chainHead;
    for (const name of ['000000.jsonl', '000001.jsonl']) {
      const original = fs.readFileSync(join(golden, name));
      for (let position = 0; position < original.length; position += 97) {
        const altered = Buffer.from(original);
        altered[position] = (altered[position] ?? 0) ^ 1;
        fs.writeFileSync(join(directory, name), altered);
        const check = await checkCapture(directory);
        // What comes after the last value shows only against a published head.
        expect(check.intact && check.chainHead === whole, `${name} at ${position}`).toBe(false);
      }
      fs.writeFileSync(join(directory, name), original);
    }
  });

  it('finds a removed line and a removed segment', async () => {
    edit('000001.jsonl', (text) => text.split('\n').toSpliced(2, 1).join('\n'));
    expect((await checkCapture(directory)).problem?.code).toMatch(/^(seq-not-dense|chain-broken)$/);
    fs.rmSync(join(directory, '000000.jsonl'));
    expect((await checkCapture(directory)).problem).toMatchObject({ code: 'segment-missing' });
  });

  it('tells a torn tail from a whole capture', async () => {
    fs.appendFileSync(join(directory, '000001.jsonl'), '{"seq":');
    expect((await checkCapture(directory)).problem?.code).toBe('capture-torn');
  });

  it('does not take an empty folder for a capture', async () => {
    expect((await checkCapture(join(directory, 'none'))).problem?.code).toBe('capture-empty');
  });
});
