import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { NewFrame } from '../../../shared/record/frame.ts';
import { type CaptureIndex, indexOnce, startCaptureIndex } from './capture-index.ts';
import { deleteIndex, indexFileName } from './index-database.ts';
import { type Journal, openJournal } from './journal.ts';

const folders: string[] = [];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-index-'));
  folders.push(folder);
  return folder;
}

function open(directory: string, runId = 'run-1', segmentBytes = 4000): Journal {
  const opened = openJournal({ directory, captureId: 'one', runId, tool: 'test', segmentBytes });
  if (!opened.ok) throw new Error(opened.problem.code);
  closing.push(() => opened.value.close());
  return opened.value;
}

function follow(directory: string, journal: Journal): CaptureIndex {
  const index = startCaptureIndex({ directory, capture: 'one', head: journal.head().seq });
  journal.onHead(({ seq }) => index.headMoved(seq));
  closing.push(() => index.close());
  return index;
}

interface Row {
  [column: string]: unknown;
}

function rowsOf(directory: string): Row[] {
  const database = new DatabaseSync(join(directory, indexFileName));
  const rows = database.prepare('SELECT * FROM frames ORDER BY seq').all();
  database.close();
  return rows;
}

const station = { role: 'csms', connection: 1, station: 'CP1' } as const;
const received = (text: string): NewFrame => ({
  ...station,
  direction: 'in',
  sender: 'charge-point',
  kind: 'message',
  text,
});
const sent = (text: string): NewFrame => ({
  ...station,
  direction: 'out',
  sender: 'csms',
  kind: 'message',
  text,
});
const opened: NewFrame = {
  role: 'csms',
  connection: 1,
  kind: 'connection-opened',
  detail: {
    local: { address: '127.0.0.1', port: 1 },
    remote: { address: '127.0.0.1', port: 2 },
  },
};

const heartbeatAnswer = '{"currentTime":"2026-11-22T10:00:00Z"}';

/** A conversation with something of everything that pairing and judging tell apart. */
const conversation: NewFrame[] = [
  opened,
  received('[2,"a","Heartbeat",{}]'),
  sent(`[3,"a",${heartbeatAnswer}]`),
  received('[2,"b","StatusNotification",{"connectorId":1,"errorCode":"NoError"}]'),
  sent('[4,"b","OccurenceConstraintViolation","status is missing",{}]'),
  sent('[2,"c","Reset",{"type":"Soft"}]'),
  {
    ...station,
    sender: 'csms',
    kind: 'call-timeout',
    detail: { messageId: 'c', action: 'Reset', timeoutMs: 5 },
  },
  received('[3,"c",{"status":"Accepted"}]'),
  received('[3,"nobody",{}]'),
  received('[2,"a","Authorize",{"idTag":"x"}]'),
  received('[2,"d","Heartbeat",{}]'),
  received('not json'),
  {
    ...station,
    direction: 'out',
    sender: 'csms',
    kind: 'answer-withheld',
    detail: { messageId: 'd', action: 'Heartbeat', callSeq: 12 },
    flags: ['tampered'],
  },
  {
    ...station,
    kind: 'connection-closed',
    detail: { code: 'closed', bytesIn: 1, bytesOut: 1, durationMs: 1 },
  },
];

async function record(journal: Journal, frames: NewFrame[]): Promise<void> {
  for (const frame of frames) {
    journal.append(frame);
    await new Promise<void>((resolve) => journal.afterWrite(resolve));
  }
}

const rulesOf = (row: Row | undefined): string[] =>
  typeof row?.judgements === 'string'
    ? JSON.parse(row.judgements).map(({ rule }: { rule: string }) => rule)
    : [];

describe('the index', () => {
  it('pairs, judges and summarises what the journal holds', async () => {
    const directory = newFolder();
    const journal = open(directory);
    await record(journal, conversation);
    await journal.close();
    expect(await indexOnce(directory, 'one')).toBe(conversation.length + 2);
    const rows = rowsOf(directory);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    const bySeq = (seq: number) => rows[seq - 1];
    expect(bySeq(3)).toMatchObject({
      messageType: 'call',
      action: 'Heartbeat',
      pairSeq: 4,
      opened: 2,
    });
    expect(bySeq(4)).toMatchObject({
      messageType: 'result',
      action: 'Heartbeat',
      pairSeq: 3,
      latencyUs: Number(bySeq(4)?.monoUs) - Number(bySeq(3)?.monoUs),
      summary: '2026-11-22T10:00:00Z',
    });
    expect(rulesOf(bySeq(5))).toEqual(['schema-required']);
    expect(bySeq(5)).toMatchObject({ severity: 3, failed: 1, pairSeq: 6 });
    expect(bySeq(6)).toMatchObject({
      messageType: 'error',
      action: 'StatusNotification',
      failed: 1,
    });
    expect(bySeq(8)).toMatchObject({
      kind: 'call-timeout',
      pairSeq: 7,
      action: 'Reset',
      failed: 1,
    });
    expect(rulesOf(bySeq(9))).toEqual(['answer-late']);
    expect(rulesOf(bySeq(10))).toEqual(['answer-unknown-id']);
    expect(rulesOf(bySeq(11))).toEqual(['message-id-reused']);
    expect(rulesOf(bySeq(12))).toEqual(['call-while-outstanding']);
    expect(rulesOf(bySeq(13))).toContain('not-json');
    expect(bySeq(13)).toMatchObject({ messageType: 'malformed', summary: 'not json' });
    expect(bySeq(14)).toMatchObject({
      kind: 'answer-withheld',
      pairSeq: 12,
      action: 'Heartbeat',
      messageId: 'd',
      tampered: 1,
      failed: 0,
      summary: 'Heartbeat',
    });
    expect(bySeq(15)).toMatchObject({ kind: 'connection-closed', summary: 'closed' });
  });

  it('is made anew the same when it was deleted, damaged or fell behind in the middle of a run', async () => {
    const directory = newFolder();
    const journal = open(directory);
    await record(journal, conversation.slice(0, 4));
    const first = follow(directory, journal);
    await first.reached(5);
    await first.close();
    await record(journal, conversation.slice(4));
    await journal.close();
    const second = open(directory, 'run-2');
    await record(second, conversation);
    await second.close();
    await indexOnce(directory, 'one');
    const grown = rowsOf(directory);
    expect(grown.length).toBe(2 * (conversation.length + 2));
    deleteIndex(directory);
    await indexOnce(directory, 'one');
    expect(rowsOf(directory)).toEqual(grown);
    for (const suffix of ['-wal', '-shm'])
      fs.rmSync(join(directory, indexFileName + suffix), { force: true });
    fs.writeFileSync(join(directory, indexFileName), 'this is no database at all');
    await indexOnce(directory, 'one');
    expect(rowsOf(directory)).toEqual(grown);
  });

  it('is made anew when it knows more than the journal, and when it is of another capture', async () => {
    const directory = newFolder();
    const journal = open(directory, 'run-1', 1_000_000);
    await record(journal, conversation);
    await journal.close();
    await indexOnce(directory, 'one');
    const path = join(directory, '000000.jsonl');
    const lines = fs.readFileSync(path, 'utf8').split('\n');
    fs.writeFileSync(path, `${lines.slice(0, 6).join('\n')}\n`);
    expect(await indexOnce(directory, 'one')).toBe(5);
    expect(rowsOf(directory)).toHaveLength(5);
  });

  it('never indexes what the journal has not acknowledged', async () => {
    const directory = newFolder();
    const journal = open(directory, 'run-1', 1_000_000);
    await record(journal, [opened]);
    const index = startCaptureIndex({ directory, capture: 'one', head: 1 });
    closing.push(() => index.close());
    await index.reached(1);
    expect(index.indexedTo()).toBe(1);
    index.headMoved(2);
    await index.reached(2);
    expect(rowsOf(directory)).toHaveLength(2);
  });

  it('follows a live journal from segment to segment', async () => {
    const directory = newFolder();
    const journal = open(directory, 'run-1', 100_000);
    const index = follow(directory, journal);
    await index.reached(1);
    for (let round = 0; round < 20; round++) {
      for (let call = 0; call < 100; call++) {
        journal.append(received(`[2,"${round}-${call}","Heartbeat",{}]`));
        journal.append(sent(`[3,"${round}-${call}",${heartbeatAnswer}]`));
      }
      await new Promise<void>((resolve) => journal.afterWrite(resolve));
    }
    await index.reached(journal.head().seq);
    expect(rowsOf(directory).filter(({ pairSeq }) => pairSeq !== null)).toHaveLength(4000);
  });

  it('takes a hundred thousand frames of one turn', async () => {
    const directory = newFolder();
    const journal = open(directory, 'run-1', 8_000_000);
    for (let count = 0; count < 50_000; count++) {
      journal.append(received(`[2,"${count}","Heartbeat",{}]`));
      journal.append(sent(`[3,"${count}",${heartbeatAnswer}]`));
    }
    await journal.close();
    expect(await indexOnce(directory, 'one')).toBe(100_002);
  });
});
