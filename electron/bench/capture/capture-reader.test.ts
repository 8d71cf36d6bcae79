import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewState } from '../../../shared/api/frames-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { NewFrame } from '../../../shared/record/frame.ts';
import { type CaptureIndex, startCaptureIndex } from './capture-index.ts';
import { type CaptureReader, createCaptureReader } from './capture-reader.ts';
import { deleteIndex, indexFileName } from './index-database.ts';
import { type Journal, openJournal } from './journal.ts';

const root = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-reader-'));
const directoryOf = (capture: string) =>
  fs.existsSync(join(root, capture)) ? join(root, capture) : undefined;
const live = new Map<string, Journal>();
let reader: CaptureReader;

const stations = ['CP1', 'CP2', 'CP3'];
const calls = 3000;

function open(capture: string): Journal {
  const opened = openJournal({
    directory: join(root, capture),
    captureId: capture,
    runId: `run-${capture}`,
    tool: 'test',
    segmentBytes: 200_000,
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}

const message = (connection: number, direction: 'in' | 'out', text: string): NewFrame => ({
  role: 'csms',
  connection,
  station: stations[connection - 1] ?? '',
  direction,
  sender: direction === 'in' ? 'charge-point' : 'csms',
  kind: 'message',
  text,
});

function addCall(journal: Journal, number: number): void {
  const connection = (number % stations.length) + 1;
  const action = number % 10 === 0 ? 'Heartbeat' : 'Authorize';
  const payload = action === 'Heartbeat' ? '{}' : `{"idTag":"Tag-${number}"}`;
  journal.append(message(connection, 'in', `[2,"${number}","${action}",${payload}]`));
  const answer =
    number % 100 === 0
      ? `[4,"${number}","InternalError","oh \\"no\\"",{}]`
      : action === 'Heartbeat'
        ? `[3,"${number}",{"currentTime":"2026-11-22T10:00:00Z"}]`
        : `[3,"${number}",{"idTagInfo":{"status":"Accepted"}}]`;
  journal.append(message(connection, 'out', answer));
}

beforeAll(async () => {
  reader = createCaptureReader({
    directoryOf,
    liveHead: (capture) => live.get(capture)?.head().seq,
  });
  const journal = open('old');
  journal.append({
    role: 'csms',
    connection: 1,
    kind: 'connection-opened',
    detail: { local: { address: '::1', port: 1 }, remote: { address: '::1', port: 2 } },
  });
  journal.append({
    role: 'csms',
    connection: 1,
    station: 'CP1',
    direction: 'in',
    kind: 'upgrade-request',
    detail: {
      method: 'GET',
      target: '/CP1',
      httpVersion: '1.1',
      headers: [['Authorization', 'Basic Q1AxOmh1c2g=']],
    },
  });
  journal.append(
    message(
      1,
      'out',
      '[2,"s","ChangeConfiguration",{"key":"AuthorizationKey","value":"hush-hush"}]',
    ),
  );
  for (let number = 0; number < calls; number++) addCall(journal, number);
  await journal.close();
});

afterAll(async () => {
  await reader.close();
  fs.rmSync(root, { recursive: true, force: true });
});

/** run-started, three frames, calls and answers, run-ended */
const total = 4 + 2 * calls + 1;

async function allOf(filter: string): Promise<number[]> {
  const seqs: number[] = [];
  let after = 0;
  while (true) {
    const { frames } = value(
      await reader.framesWindow({ capture: 'old', filter, after, limit: 500 }),
    );
    if (frames.length === 0) return seqs;
    seqs.push(...frames.map(({ seq }) => seq));
    after = frames.at(-1)?.seq ?? 0;
  }
}

/** Opens a view and waits until it is complete. */
async function completeView(filter: string) {
  let state = value(await reader.openView('old', filter));
  while (state.scannedTo < total) state = value(await reader.viewRows(state.viewId, 0, 0));
  return state;
}

describe('the reader', () => {
  it('indexes a capture without index before it answers', async () => {
    deleteIndex(join(root, 'old'));
    const state = await completeView('');
    expect(state).toMatchObject({ capture: 'old', count: total, head: total });
  });

  it('gives the first rows along with the view', async () => {
    await completeView('');
    const { count, rows } = value(await reader.openView('old', 'type:call', 40));
    expect(count).toBeGreaterThanOrEqual(40);
    expect(rows).toHaveLength(40);
    expect(rows.every(({ messageType }) => messageType === 'call')).toBe(true);
    expect(rows[0]?.seq).toBe(4);
  });

  it('answers from an index that is behind, says how far it is, and catches up without being asked', async () => {
    await reader.release('old');
    const index = new DatabaseSync(join(root, 'old', indexFileName));
    index.exec('DELETE FROM frames WHERE seq > 100');
    index.close();
    let state: ViewState = value(await reader.openView('old', ''));
    expect([state.count, state.head]).toEqual([100, total]);
    while (state.count < total) state = value(await reader.viewRows(state.viewId, 0, 0));
    expect(state).toMatchObject({ scannedTo: total, head: total });
  });

  it('pages through a view without filter by ordinal', async () => {
    const { viewId } = await completeView('');
    const page = value(await reader.viewRows(viewId, 1000, 50));
    expect(page.rows.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, index) => 1001 + index),
    );
    expect(value(await reader.viewRows(viewId, total - 2, 50)).rows).toHaveLength(2);
    expect(value(await reader.locate(viewId, 77))).toEqual({ ordinal: 76, exact: true });
    expect(value(await reader.locate(viewId, total + 5))).toEqual({ ordinal: total, exact: false });
  });

  it('gives a list row everything the list shows', async () => {
    const { viewId } = await completeView('action:Authorize type:result');
    const [row] = value(await reader.viewRows(viewId, 0, 1)).rows;
    expect(row).toMatchObject({
      kind: 'message',
      messageType: 'result',
      action: 'Authorize',
      station: 'CP2',
      connection: 2,
      direction: 'out',
      sender: 'csms',
      tampered: false,
      summary: 'Accepted',
    });
    expect(row?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(row?.pairSeq).toBe((row?.seq ?? 0) - 1);
    expect(row?.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['station:CP1 type:call', calls / 3 + 1],
    ['station:CP1,CP3', (calls / 3) * 4 + 2],
    ['action:Heartbeat', (calls / 10) * 2],
    ['action:Heartbeat -station:CP2 dir:out', (calls / 10) * (2 / 3)],
    ['type:error', calls / 100],
    ['errors', calls / 100],
    ['conn:2 not(type:call)', calls / 3],
    ['type:upgrade,connection-opened', 2],
    ['id:17', 2],
    ['role:bench', 2],
    ['tag-29', 11 - 1 + 100 - 10],
    ['"tag-29" station:CP3', 0],
    ['"oh \\\\\\"no"', calls / 100],
    ['-idtag', total - (calls - calls / 10) * 2],
    ['station:nobody', 0],
    ['hush', 0],
  ])('finds with %s the same frames in a view and by windows', async (filter, estimate) => {
    const seqs = await allOf(filter);
    const state = await completeView(filter);
    const rows = [];
    for (let start = 0; start < state.count; start += 500) {
      rows.push(...value(await reader.viewRows(state.viewId, start, 500)).rows);
    }
    expect(rows.map(({ seq }) => seq)).toEqual(seqs);
    expect(seqs).toEqual([...new Set(seqs)].sort((left, right) => left - right));
    if (!filter.includes('tag-29')) expect(seqs).toHaveLength(estimate);
    expect(await reader.closeView(state.viewId)).toBe(true);
    expect(await reader.viewRows(state.viewId, 0, 1)).toMatchObject({
      ok: false,
      problem: { code: 'view-unknown' },
    });
  });

  it('finds a text whatever its letter case', async () => {
    const found = await allOf('TAG-2999');
    expect(found).toHaveLength(1);
    expect(await allOf('tag-2999')).toEqual(found);
  });

  it('gives windows by exclusive keys, oldest first', async () => {
    const window = async (keys: { before?: number; after?: number }) =>
      value(await reader.framesWindow({ capture: 'old', limit: 3, ...keys })).frames.map(
        ({ seq }) => seq,
      );
    expect(await window({ after: 10 })).toEqual([11, 12, 13]);
    expect(await window({ before: 10 })).toEqual([7, 8, 9]);
    expect(await window({})).toEqual([total - 2, total - 1, total]);
    expect(await window({ after: 10, before: 13 })).toEqual([11, 12]);
    expect(await window({ after: total })).toEqual([]);
    expect(await window({ before: 1 })).toEqual([]);
    const filtered = value(
      await reader.framesWindow({ capture: 'old', filter: 'type:error', before: total, limit: 2 }),
    );
    expect(filtered.frames.map(({ messageId }) => messageId)).toEqual(['2800', '2900']);
  });

  it('masks secrets in frames, and reveals one on request (security-checklist 41)', async () => {
    const { frames } = value(await reader.framesWindow({ capture: 'old', after: 2, limit: 2 }));
    expect(JSON.stringify(frames)).not.toMatch(/hush|Q1AxOmh1c2g/);
    expect(frames.map(({ masked }) => masked)).toEqual([true, true]);
    const revealed = value(await reader.readFrame('old', 4, true));
    expect(revealed.text).toContain('hush-hush');
    expect(revealed.masked).toBe(false);
  });

  it('gives one frame whole: line hash, handshake, pair', async () => {
    const frame = value(await reader.readFrame('old', 5));
    expect(frame.handshake.map(({ kind }) => kind)).toEqual([
      'connection-opened',
      'upgrade-request',
    ]);
    expect(frame.pair?.seq).toBe(6);
    expect(frame.lineSha256).toBe(value(await reader.lineHash('old', 5)));
    expect(frame.lineSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says what is wrong instead of throwing', async () => {
    const code = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.problem.code);
    expect(code(await reader.openView('none', ''))).toBe('capture-unknown');
    expect(code(await reader.openView('old', 'dir:up'))).toBe('filter-wrong');
    expect(code(await reader.readFrame('old', total + 1))).toBe('frame-unknown');
  });

  it('lets a view grow with a live capture', async () => {
    const journal = open('live');
    live.set('live', journal);
    const index: CaptureIndex = startCaptureIndex({
      directory: join(root, 'live'),
      capture: 'live',
      head: 0,
    });
    journal.onHead(({ seq }) => index.headMoved(seq));
    for (let number = 0; number < 100; number++) addCall(journal, number);
    await new Promise<void>((resolve) => journal.afterWrite(resolve));
    await index.reached(201);
    const { viewId, count, head } = value(await reader.openView('live', 'type:call'));
    expect({ count, head }).toEqual({ count: 100, head: 201 });
    for (let number = 100; number < 150; number++) addCall(journal, number);
    await new Promise<void>((resolve) => journal.afterWrite(resolve));
    expect(await reader.readFrame('live', 302)).toMatchObject({
      ok: false,
      problem: { code: 'frame-unknown' },
    });
    await index.reached(301);
    expect(value(await reader.viewRows(viewId, 140, 500))).toMatchObject({
      count: 150,
      start: 140,
    });
    live.delete('live');
    await journal.close();
    await index.close();
  });

  it('ends a search that nobody waits for any more', async () => {
    const abort = new AbortController();
    const answer = reader.framesWindow(
      { capture: 'old', filter: 'nothing-like-this', limit: 10 },
      abort.signal,
    );
    abort.abort();
    expect(value(await answer).frames).toEqual([]);
  });
});
