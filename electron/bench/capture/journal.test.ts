import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/api/problem.ts';
import type { NewFrame, ReadFrame } from '../../../shared/record/frame.ts';
import { checkCapture } from './chain-check.ts';
import { readFrameLine } from './frame-line.ts';
import { type Journal, type JournalOptions, openJournal } from './journal.ts';
import { nodeFiles } from './segment-writer.ts';

const folders: string[] = [];
const journals: Journal[] = [];

afterEach(async () => {
  for (const journal of journals.splice(0)) await journal.close();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-journal-'));
  folders.push(folder);
  return join(folder, 'capture');
}

function open(directory: string, options: Partial<JournalOptions> = {}): Journal {
  const opened = openJournal({
    directory,
    captureId: 'one',
    runId: 'run-1',
    tool: 'benchpoint test',
    ...options,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  journals.push(opened.value);
  return opened.value;
}

const heartbeat: NewFrame = {
  role: 'csms',
  connection: 1,
  station: 'CP1',
  direction: 'in',
  sender: 'charge-point',
  kind: 'message',
  text: '[2,"1","Heartbeat",{}]',
};

function written(journal: Journal): Promise<'proceed' | 'refuse'> {
  return new Promise((resolve) => {
    journal.afterWrite(
      () => resolve('proceed'),
      () => resolve('refuse'),
    );
  });
}

function framesOf(directory: string): ReadFrame[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      fs.readFileSync(join(directory, name), 'utf8').trimEnd().split('\n').slice(1),
    )
    .map((line) => {
      const frame = readFrameLine(line);
      if (frame === undefined) throw new Error(`unreadable: ${line}`);
      return frame;
    });
}

/** A disk that can be full, with the time of the journal's own ticks. */
function fullableDisk() {
  const disk = { full: false, room: 0 };
  const files: JournalOptions['files'] = {
    ...nodeFiles,
    write(file, buffer, offset, length, position) {
      if (!disk.full) return nodeFiles.write(file, buffer, offset, length, position);
      if (disk.room > 0) {
        const count = nodeFiles.write(file, buffer, offset, Math.min(disk.room, length), position);
        disk.room = 0;
        return count;
      }
      throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
    },
  };
  return { disk, files };
}

describe('a journal', () => {
  it('writes the frames of one turn with one write, and only then calls who waits', async () => {
    const directory = newFolder();
    let writes = 0;
    const journal = open(directory, {
      files: {
        ...nodeFiles,
        write: (...parameters) => {
          writes++;
          return nodeFiles.write(...parameters);
        },
      },
    });
    await written(journal);
    writes = 0;
    const first = journal.append(heartbeat);
    const order: string[] = [];
    journal.afterWrite(() => order.push(`first, ${framesOf(directory).length} on disk`));
    const second = journal.append(heartbeat);
    journal.afterWrite(() => order.push('second'));
    expect(order).toEqual([]);
    await written(journal);
    expect([first, second, writes]).toEqual([2, 3, 1]);
    expect(order).toEqual(['first, 3 on disk', 'second']);
    expect(framesOf(directory).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(journal.head().seq).toBe(3);
  });

  it('writes at once when more than a mebibyte is pending', () => {
    const journal = open(newFolder());
    journal.append({ ...heartbeat, text: 'x'.repeat(1024 * 1024 + 1) });
    expect(journal.head().seq).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('keeps folder and files to the owner', () => {
    const before = process.umask(0);
    try {
      const directory = newFolder();
      fs.mkdirSync(directory, { recursive: true, mode: 0o777 });
      open(directory);
      expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
      expect(fs.statSync(join(directory, '000000.jsonl')).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('keeps the chain over segments, runs and reopening', async () => {
    const directory = newFolder();
    const first = open(directory, { segmentBytes: 2000 });
    for (let turn = 0; turn < 20; turn++) {
      first.append(heartbeat);
      await written(first);
    }
    await first.close();
    const second = open(directory, { runId: 'run-2', segmentBytes: 2000 });
    second.append(heartbeat);
    await written(second);
    await second.close();
    const check = await checkCapture(directory);
    expect(check).toEqual({ intact: true, frames: 25, chainHead: second.head().chainHead });
    expect(fs.readdirSync(directory).length).toBeGreaterThan(2);
  });

  it('survives a line separator, lone surrogates, NUL and every other character in a text', async () => {
    const directory = newFolder();
    const journal = open(directory);
    const text = `a\u2028b\u0000c\ud800d\u{1f50c}"\\\n\u202e`;
    journal.append({ ...heartbeat, text, station: 'CP "1"\n' });
    await written(journal);
    expect(framesOf(directory).at(-1)).toMatchObject({ text, station: 'CP "1"\n' });
  });

  it('keeps calling the others when one caller throws', async () => {
    const journal = open(newFolder());
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const uncaught = once(process, 'uncaughtException');
    journal.afterWrite(() => {
      throw new Error('bug');
    });
    await expect(written(journal)).resolves.toBe('proceed');
    await expect(uncaught).resolves.toMatchObject([{ message: 'bug' }, expect.anything()]);
    for (const listener of listeners) process.on('uncaughtException', listener);
  });

  it('tells that the head moved, at most twenty times a second', async () => {
    const journal = open(newFolder());
    const told: number[] = [];
    const last = new Promise<void>((resolve) => {
      journal.onHead(({ seq }) => {
        told.push(seq);
        if (seq === 101) resolve();
      });
    });
    const startedMs = performance.now();
    for (let turn = 0; turn < 100; turn++) {
      journal.append(heartbeat);
      await written(journal);
    }
    await last;
    expect(told.at(-1)).toBe(101);
    expect(told.length).toBeLessThanOrEqual(2 + (performance.now() - startedMs) / 50);
  });
});

describe('S9 a capture that is damaged, foreign or newer', () => {
  async function closedCapture(): Promise<string> {
    const directory = newFolder();
    const journal = open(directory);
    journal.append(heartbeat);
    journal.append(heartbeat);
    await journal.close();
    return directory;
  }

  it.each([
    ['a torn line', Buffer.from('{"seq":5,"wallUs":17')],
    ['a run of NUL', Buffer.alloc(4096)],
    ['a whole line after a run of NUL', Buffer.from('\0\0\0\n{"seq":5}\n')],
    ['a whole line that is no frame', Buffer.from('{"seq":5}\n')],
  ])('moves %s to a .torn file, says so and goes on densely', async (_name, tail) => {
    const directory = await closedCapture();
    const path = join(directory, '000000.jsonl');
    fs.appendFileSync(path, tail);
    const problems: Problem[] = [];
    const journal = open(directory, { onProblem: (problem) => problems.push(problem) });
    await journal.close();
    expect(problems).toEqual([
      {
        code: 'journal-tail-repaired',
        where: `${path}.torn`,
        parameters: { segment: 0, bytes: tail.length },
      },
    ]);
    expect(fs.readFileSync(`${path}.torn`)).toEqual(tail);
    expect(framesOf(directory).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await checkCapture(directory)).intact).toBe(true);
  });

  it('goes on with the segment before when the header of the last one is torn', async () => {
    const directory = await closedCapture();
    fs.writeFileSync(join(directory, '000001.jsonl'), '{"format":"benchpoint-cap');
    const journal = open(directory);
    await journal.close();
    expect(fs.existsSync(join(directory, '000001.jsonl.torn'))).toBe(true);
    expect((await checkCapture(directory)).frames).toBe(6);
  });

  it.each([
    ['{"format":"benchpoint-capture","version":2,"tool":"benchpoint 9.0.0"}\n', 'capture-newer'],
    ['{"format":"something else","version":1}\n', 'capture-foreign'],
    ['GIF89a\n', 'capture-foreign'],
    ['no line end', 'capture-foreign'],
    ['{"format":"benchpoint-capture","version":1,"capture":7}\n', 'capture-damaged'],
  ])('refuses %s by name and leaves it alone', (content, code) => {
    const directory = newFolder();
    fs.mkdirSync(directory);
    const path = join(directory, '000000.jsonl');
    fs.writeFileSync(path, content);
    const opened = openJournal({ directory, captureId: 'one', runId: 'r', tool: 't' });
    expect(opened).toMatchObject({ ok: false, problem: { code, where: path } });
    expect(fs.readFileSync(path, 'utf8')).toBe(content);
  });

  it('refuses a folder that holds another capture', async () => {
    const directory = await closedCapture();
    const opened = openJournal({ directory, captureId: 'two', runId: 'r', tool: 't' });
    expect(opened).toMatchObject({ ok: false, problem: { code: 'capture-is-another' } });
  });
});

describe('S12 a full disk', () => {
  it('keeps the bench running, cuts the half-written batch back and writes what it held', async () => {
    const { disk, files } = fullableDisk();
    const problems: Problem[] = [];
    const directory = newFolder();
    const journal = open(directory, { files, onProblem: (problem) => problems.push(problem) });
    await written(journal);
    disk.full = true;
    disk.room = 30;
    const seq = journal.append(heartbeat);
    await expect(written(journal)).resolves.toBe('proceed');
    expect(journal.health()).toMatchObject({
      state: 'failing',
      errorCode: 'ENOSPC',
      heldFrames: 1,
    });
    expect(fs.readFileSync(join(directory, '000000.jsonl')).at(-1)).toBe(10);
    journal.append({ ...heartbeat, text: 'x'.repeat(1024 * 1024) });
    const lost = journal.append(heartbeat);
    await written(journal);
    expect(journal.health()).toMatchObject({ heldFrames: 2, lostFrames: 1 });
    disk.full = false;
    await journal.close();
    const frames = framesOf(directory);
    expect(frames.map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(frames[seq - 1]).toMatchObject({ seq, kind: 'message' });
    expect(frames[lost - 1]).toMatchObject({
      kind: 'gap',
      detail: { frames: 1, reason: 'ENOSPC' },
    });
    expect(problems.map(({ code }) => code)).toEqual([
      'journal-write-failed',
      'journal-write-recovered',
    ]);
    expect((await checkCapture(directory)).intact).toBe(true);
  });

  it('refuses what it could not record when recording is strict', async () => {
    const { disk, files } = fullableDisk();
    const directory = newFolder();
    const journal = open(directory, { files, strict: true });
    await expect(written(journal)).resolves.toBe('proceed');
    disk.full = true;
    journal.append(heartbeat);
    await expect(written(journal)).resolves.toBe('refuse');
    journal.append(heartbeat);
    await expect(written(journal)).resolves.toBe('refuse');
    expect(journal.health()).toMatchObject({ state: 'failing', lostFrames: 2, heldFrames: 0 });
    disk.full = false;
    await journal.close();
    expect(framesOf(directory).map(({ kind, detail }) => ({ kind, detail }))).toMatchObject([
      { kind: 'run-started' },
      { kind: 'gap', detail: { frames: 2, reason: 'ENOSPC' } },
      { kind: 'run-ended' },
    ]);
    expect((await checkCapture(directory)).intact).toBe(true);
  });

  it('grows the old segment on when a new one cannot be begun', async () => {
    const directory = newFolder();
    const journal = open(directory, {
      segmentBytes: 500,
      files: {
        ...nodeFiles,
        open(path, mode) {
          if (path.endsWith('000001.jsonl')) throw Object.assign(new Error(), { code: 'EMFILE' });
          return nodeFiles.open(path, mode);
        },
      },
    });
    for (let turn = 0; turn < 5; turn++) {
      journal.append(heartbeat);
      await expect(written(journal)).resolves.toBe('proceed');
    }
    await journal.close();
    expect((await checkCapture(directory)).frames).toBe(7);
  });
});

describe('S4 and S8 a clock that jumps', () => {
  it('records the jump, keeps the order and goes on with the new wall time', async () => {
    const time = { mono: 1_000_000, wall: 1_700_000_000_000_000 };
    const directory = newFolder();
    const journal = open(directory, {
      time: { monoUs: () => time.mono, wallUs: () => time.wall },
    });
    const jumped = new Promise<void>((resolve) => {
      journal.onHead(({ seq }) => seq >= 2 && resolve());
    });
    await written(journal);
    time.mono += 1_000_000;
    time.wall -= 3_599_000_000;
    await jumped;
    const seq = journal.append(heartbeat);
    await written(journal);
    const frames = framesOf(directory);
    expect(frames[1]).toMatchObject({ kind: 'clock-jump', detail: { byMs: -3_600_000 } });
    expect(frames[seq - 1]).toMatchObject({ wallUs: time.wall, monoUs: time.mono });
  });
});

describe('kill -9', () => {
  it('loses nothing that was acknowledged', async () => {
    const directory = newFolder();
    for (let round = 0; round < 4; round++) {
      const child = fork(
        fileURLToPath(new URL('./journal-flood.fixture.ts', import.meta.url)),
        [directory, String(round)],
        { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
      );
      let acknowledged = 0;
      const enough = new Promise<void>((resolve) => {
        child.on('message', (seq) => {
          acknowledged = Number(seq);
          if (acknowledged > (round + 1) * 4000) resolve();
        });
      });
      await enough;
      child.kill('SIGKILL');
      await once(child, 'exit');
      const journal = open(directory, { runId: `after-${round}` });
      await journal.close();
      const check = await checkCapture(directory);
      expect(check.problem).toBeUndefined();
      expect(check.frames).toBeGreaterThan(acknowledged);
    }
  });
});
