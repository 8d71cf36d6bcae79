import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../shared/api/problem.ts';
import { golden, goldenFrames } from '../../../tests/support/golden-record.ts';
import { exportRedacted, importCapture, joined } from './capture-copy.ts';
import { importJournal } from './capture-import.ts';
import { nextChain } from './chain.ts';
import { checkCapture } from './chain-check.ts';
import { openJournal } from './journal.ts';
import { layOutSegments } from './journal-file.ts';
import { firstChain, listSegments, readHeader } from './segment-files.ts';

const noLimit = Number.POSITIVE_INFINITY;
const mebibyte = 1024 * 1024;
let directory = '';

beforeEach(() => {
  directory = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-copy-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const at = (...names: string[]): string => join(directory, ...names);
const request = (from: string) => ({ from, capture: 'copy', tool: 'test 1' });

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}

/** A capture as one text, as a file of it would be. */
const textOf = (from: string): string =>
  listSegments(from)
    .map(({ path }) => fs.readFileSync(path, 'utf8'))
    .join('');

/** Bytes in pieces of `size`, as they may come over a wire. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const source = (text: string, size = 50) => ({
  content: pieces(Buffer.from(text), size),
  limitBytes: noLimit,
});

async function exportedText(from: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of joined(value(await exportRedacted(request(from))))) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function layOut(text: string, name: string): Promise<string> {
  value(await layOutSegments(pieces(Buffer.from(text), 4096), at(name), noLimit));
  return at(name);
}

/** A capture of more than one segment of 64 MiB. */
async function writeLargeCapture(): Promise<string> {
  const opened = openJournal({ directory: at('large'), captureId: 'large', runId: 'r', tool: 't' });
  const journal = value(opened);
  const text = `[2,"1","DataTransfer",{"vendorId":"V","data":"${'x'.repeat(100_000)}"}]`;
  for (let number = 0; number < 720; number++) {
    journal.append({ role: 'csms', connection: 1, direction: 'in', kind: 'message', text });
    journal.flush();
  }
  await journal.close();
  return at('large');
}

describe('a redacted copy', () => {
  it('has no secrets, a chain of its own, and says what it was made from (security-checklist 41, 42)', async () => {
    const copy = value(await exportRedacted(request(golden)));
    let text = '';
    for await (const part of joined(copy)) text += part.toString('utf8');
    expect(copy.copied).toEqual({ frames: goldenFrames, masked: 2 });
    expect(text).not.toContain('Q1AxOnNlY3JldA==');
    expect(text).toContain('"flags":["masked"]');
    const original = await checkCapture(golden);
    const to = await layOut(text, 'laid-out');
    const check = await checkCapture(to);
    expect(check).toMatchObject({ intact: true, frames: goldenFrames });
    expect(check.chainHead).not.toBe(original.chainHead);
    expect(readHeader(join(to, '000000.jsonl'))).toMatchObject({
      value: {
        header: {
          capture: 'copy',
          derivedFrom: {
            capture: '20231114-221320-golden',
            chainHead: original.chainHead,
            how: 'redacted',
          },
        },
      },
    });
  });

  it('carries a chain value on every line, so that the check names the line that was altered', async () => {
    const lines = (await exportedText(golden)).trimEnd().split('\n');
    expect(lines.every((line) => /"chain":"[0-9a-f]{64}"[,}]/.test(line))).toBe(true);
    const altered = lines.with(10, lines[10]?.replace('"kind":"', '"kind":"x') ?? '');
    const check = await checkCapture(await layOut(`${altered.join('\n')}\n`, 'altered'));
    expect(check.problem).toMatchObject({
      code: 'chain-broken',
      parameters: { fromLine: 11, toLine: 12 },
    });
  });

  it('begins another segment where one is full, chained to the one before', async () => {
    const copy = value(await exportRedacted(request(await writeLargeCapture()), mebibyte));
    let text = '';
    for await (const part of joined(copy)) text += part.toString('utf8');
    const to = await layOut(text, 'segments');
    expect(listSegments(to).length).toBeGreaterThan(60);
    expect(await checkCapture(to)).toMatchObject({ intact: true, frames: 722 });
  });

  it('holds the frames that were checked, and none that came while it was made', async () => {
    const opened = openJournal({ directory: at('live'), captureId: 'live', runId: 'r', tool: 't' });
    const journal = value(opened);
    const ping = { role: 'csms', connection: 1, direction: 'in', kind: 'ping' } as const;
    for (let number = 0; number < 2_000; number++) journal.append(ping);
    journal.flush();
    const copy = value(await exportRedacted(request(at('live'))));
    const { chainHead, frames } = await checkCapture(at('live'));
    const chunks: Buffer[] = [];
    for await (const chunk of joined(copy)) {
      chunks.push(chunk);
      journal.append(ping);
      journal.flush();
    }
    await journal.close();
    const to = await layOut(Buffer.concat(chunks).toString(), 'copy');
    expect(chunks.length).toBeGreaterThan(1);
    expect(await checkCapture(to)).toMatchObject({ intact: true, frames });
    expect(readHeader(join(to, '000000.jsonl'))).toMatchObject({
      value: { header: { derivedFrom: { chainHead } } },
    });
  });

  it('of more than 64 MiB comes in many pieces, and goes back in through as many', async () => {
    const from = await writeLargeCapture();
    expect(listSegments(from)).toHaveLength(2);
    const largestLine = 101_000;
    let pieceCount = 0;
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const piece of joined(value(await exportRedacted(request(from))))) {
        pieceCount++;
        expect(piece.length).toBeLessThan(4 * largestLine);
        yield piece;
      }
    }
    const captures = at('captures');
    const content = watched();
    const imported = await importJournal({
      captures,
      name: 'large',
      tool: 'test 1',
      source: { content, limitBytes: noLimit },
    });
    expect(imported).toMatchObject({ value: { frames: 722, masked: 0 } });
    expect(pieceCount).toBeGreaterThan(300);
    const { capture } = value(imported);
    expect(fs.readdirSync(captures)).toEqual([capture]);
    expect(listSegments(join(captures, capture))).toHaveLength(2);
    expect(await checkCapture(join(captures, capture))).toMatchObject({
      intact: true,
      frames: 722,
    });
  });
});

describe('a journal as one file', () => {
  it.each([1, 7, 200, 1_000_000])('is laid out as it was, in pieces of %i bytes', async (size) => {
    const text = textOf(golden);
    const laidOut = await layOutSegments(pieces(Buffer.from(text), size), at('out'), noLimit);
    expect(laidOut).toEqual({ ok: true, value: 2 });
    for (const { name, path } of listSegments(golden)) {
      expect(fs.readFileSync(at('out', name))).toEqual(fs.readFileSync(path));
    }
  });

  it('that is none of ours is refused at its first line, before the rest has come', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (; taken < 1_000; taken++) yield Buffer.alloc(16 * 1024, 'x');
    }
    const laidOut = await layOutSegments(endless(), at('out'), noLimit);
    expect(laidOut).toMatchObject({ problem: { code: 'capture-foreign' } });
    expect(taken).toBeLessThan(10);
    const newer = '{"format":"benchpoint-capture","version":7}\n';
    expect(await layOutSegments(pieces(Buffer.from(newer), 5), at('out'), noLimit)).toMatchObject({
      problem: { code: 'capture-newer' },
    });
  });

  it('that is larger than allowed is refused', async () => {
    const content = pieces(Buffer.from(textOf(golden)), 100);
    expect(await layOutSegments(content, at('out'), 1_000)).toEqual({
      ok: false,
      problem: { code: 'capture-too-large', parameters: { limitBytes: 1_000 } },
    });
  });
});

describe('an import', () => {
  const importText = (text: string) =>
    importJournal({ captures: at('captures'), name: 'n', tool: 't', source: source(text) });

  it('of a folder, and of a single file, keeps everything', async () => {
    const folder = await importJournal({
      captures: at('captures'),
      name: 'folder',
      tool: 't',
      source: { directory: golden },
    });
    const file = await importText(textOf(golden));
    for (const { capture, frames } of [value(folder), value(file)]) {
      expect(frames).toBe(goldenFrames);
      expect(textOf(at('captures', capture))).toContain('Q1AxOnNlY3JldA==');
    }
  });

  it('leaves a torn tail out', async () => {
    expect(await importText(`${textOf(golden)}{"seq":`)).toMatchObject({
      value: { frames: goldenFrames },
    });
  });

  it.each([
    ['altered', textOf(golden).replace('Heartbeat', 'Heartbeet'), 'chain-broken'],
    ['foreign', 'hello', 'capture-foreign'],
    ['empty', '', 'capture-foreign'],
    ['newer', '{"format":"benchpoint-capture","version":7}\n', 'capture-newer'],
  ])('of what is %s is refused and leaves nothing behind', async (_what, text, code) => {
    expect(await importText(text)).toMatchObject({ problem: { code } });
    expect(fs.readdirSync(at('captures'))).toEqual([]);
  });

  /** The golden frames with the fourth changed, under a chain that is whole: who alters a file can do that too. */
  function withFourth(change: (line: string) => string): string {
    const [header = '', ...lines] = textOf(golden).split('\n').slice(0, 6);
    let chain = firstChain;
    let before = `${header}\n`;
    return lines.slice(0, 5).reduce((text, original, index) => {
      const bare = original.replace(/,"chain":"[0-9a-f]{64}"\}$/, '}');
      const line = index === 3 ? change(bare) : bare;
      chain = nextChain(chain, Buffer.from(before));
      before = `${line.slice(0, -1)},"chain":"${chain}"}\n`;
      return text + before;
    }, before);
  }
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  it.each<[string, (line: string) => string]>([
    ['nested to overflow its reader', (line) => `${line.slice(0, -1)},"more":${nested}}`],
    ['no frame by its types', (line) => line.replace(/"run":"[^"]*"/, '"run":7')],
    ['no JSON', (line) => line.replace('"run":', '"run"')],
  ])(
    'security-checklist 43 with a frame that is %s is refused at it and leaves nothing behind',
    async (_what, change) => {
      expect(value(await importText(withFourth((line) => line)))).toMatchObject({ frames: 5 });
      const refused = await importText(withFourth(change));
      expect(refused).toMatchObject({ problem: { code: 'line-unreadable', where: 'frame 4' } });
      expect(fs.readdirSync(at('captures'))).toHaveLength(1);
    },
  );

  it('security-checklist 43 keeps what a frame says without taking it for anything', async () => {
    const polluting = '"__proto__":{"polluted":true},"constructor":{"prototype":{}}';
    const text = withFourth((line) => `${line.slice(0, -1)},${polluting}}`).replace(
      /"capture":"[^"]*"/,
      '"capture":"../../../outside"',
    );
    const header = text.slice(0, text.indexOf('\n') + 1);
    expect(header).toContain('../../../outside');
    // The chain begins with the header, so the frames are chained anew by taking the header alone.
    const { capture } = value(await importText(header));
    expect(fs.readdirSync(at('captures'))).toEqual([capture]);
    const { capture: other } = value(
      await importText(withFourth((line) => `${line.slice(0, -1)},${polluting}}`)),
    );
    expect(textOf(at('captures', other))).toContain(polluting);
    expect(Reflect.get({}, 'polluted')).toBe(undefined);
  });

  it('that breaks off in the middle leaves nothing behind', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(textOf(golden)).subarray(0, 2_000);
      throw new Error('the client went away');
    }
    const captures = at('captures');
    const imported = importJournal({
      captures,
      name: 'n',
      tool: 't',
      source: { content: broken(), limitBytes: noLimit },
    });
    await expect(imported).rejects.toThrow('the client went away');
    expect(fs.readdirSync(captures)).toEqual([]);
  });

  it('into a folder that cannot be written says so', async () => {
    fs.mkdirSync(at('taken'));
    fs.writeFileSync(at('taken', '000000.jsonl'), '');
    expect(await importCapture({ ...request(golden), to: at('taken') })).toMatchObject({
      problem: { code: 'copy-failed', parameters: { errorCode: 'EEXIST' } },
    });
  });
});
