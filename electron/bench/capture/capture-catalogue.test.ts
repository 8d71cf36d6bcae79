import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { golden, goldenFrames } from '../../../tests/support/golden-record.ts';
import {
  type CaptureCatalogue,
  incomingPrefix,
  newCaptureId,
  openCatalogue,
} from './capture-catalogue.ts';
import { checkCapture } from './chain-check.ts';

let directory = '';
let live: string | undefined;
let pinned: string | undefined;
const released: string[] = [];
let catalogue: CaptureCatalogue;

beforeEach(() => {
  directory = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-catalogue-'));
  live = undefined;
  pinned = undefined;
  released.length = 0;
  catalogue = openCatalogue({
    directory,
    liveCapture: () => live,
    isPinned: (capture) => capture === pinned,
    release: async (capture) => {
      released.push(capture);
    },
  });
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

/** A copy of the golden capture that was begun and last written on this day. */
function addCapture(id: string, day: string): number {
  const folder = join(directory, id);
  fs.cpSync(golden, folder, { recursive: true });
  let bytes = 0;
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    const createdUs = Date.parse(day) * 1000;
    const text = fs.readFileSync(path, 'utf8');
    fs.writeFileSync(path, text.replace(/"createdUs":\d+/, `"createdUs":${createdUs}`));
    fs.utimesSync(path, new Date(day), new Date(day));
    bytes += fs.statSync(path).size;
  }
  return bytes;
}

describe('the catalogue of captures', () => {
  it('lists captures, newest first, and says which one is live and which is damaged', () => {
    addCapture('older', '2026-01-01');
    addCapture('newer', '2026-02-01');
    fs.mkdirSync(join(directory, 'damaged'));
    fs.writeFileSync(join(directory, 'damaged', '000000.jsonl'), 'GIF89a\n');
    fs.mkdirSync(join(directory, 'empty'));
    live = 'newer';
    const list = catalogue.list();
    expect(list.slice(0, 2)).toMatchObject([
      { id: 'newer', name: 'newer', live: true, frames: goldenFrames, segments: 2 },
      { id: 'older', live: false, createdAt: '2026-01-01T00:00:00.000000Z' },
    ]);
    expect(list.find(({ id }) => id === 'damaged')?.problem?.code).toBe('capture-foreign');
    expect(list.find(({ id }) => id === 'empty')?.problem?.code).toBe('capture-empty');
  });

  it('renames beside the record', async () => {
    addCapture('one', '2026-01-01');
    const before = (await checkCapture(join(directory, 'one'))).chainHead;
    expect(catalogue.rename('one', 'Charger 7, wrong clock')).toMatchObject({
      ok: true,
      value: { id: 'one', name: 'Charger 7, wrong clock' },
    });
    expect(catalogue.list()[0]?.name).toBe('Charger 7, wrong clock');
    expect((await checkCapture(join(directory, 'one'))).chainHead).toBe(before);
    fs.writeFileSync(join(directory, 'one', 'capture.json'), '{"name":7');
    expect(catalogue.list()[0]?.name).toBe('one');
  });

  it('deletes, but neither the live one nor one that evidence points into', async () => {
    for (const id of ['one', 'two', 'three']) addCapture(id, '2026-01-01');
    live = 'two';
    pinned = 'three';
    expect(await catalogue.delete('one')).toEqual({ ok: true, value: true });
    expect(await catalogue.delete('two')).toMatchObject({ problem: { code: 'capture-live' } });
    expect(await catalogue.delete('three')).toMatchObject({ problem: { code: 'capture-pinned' } });
    expect(await catalogue.delete('one')).toMatchObject({ problem: { code: 'capture-unknown' } });
    expect(released).toEqual(['one']);
    expect(fs.readdirSync(directory).sort()).toEqual(['three', 'two']);
  });

  it.each(['..', '../one', '.', '', 'a/b', 'C:\\x'])('takes %j for no capture', async (id) => {
    expect(catalogue.directoryOf(id)).toBeUndefined();
    expect(await catalogue.delete(id)).toMatchObject({ problem: { code: 'capture-unknown' } });
    expect(fs.existsSync(directory)).toBe(true);
  });

  it('retires whole captures by size, oldest first', async () => {
    let bytes = 0;
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries())
      bytes = addCapture(id, `2026-01-0${index + 1}`);
    live = 'a';
    pinned = 'b';
    expect(await catalogue.retain({ bytes: bytes * 2.5, days: 0 })).toEqual(['c', 'd']);
    expect(await catalogue.retain({ bytes: bytes * 2.5, days: 0 })).toEqual([]);
    expect(await catalogue.retain({ bytes: 0, days: 0 })).toEqual([]);
  });

  it('retires by age of the last frame', async () => {
    for (const [index, id] of ['a', 'b', 'c'].entries()) addCapture(id, `2026-01-0${index + 1}`);
    expect(await catalogue.retain({ bytes: 0, days: 2 }, Date.parse('2026-01-04T12:00Z'))).toEqual([
      'a',
      'b',
    ]);
  });

  it('takes away what a killed import left behind, and lists it never', async () => {
    addCapture('a', '2026-01-01');
    const old = join(directory, `${incomingPrefix}old`);
    const fresh = join(directory, `${incomingPrefix}fresh`);
    fs.mkdirSync(join(old, 'original'), { recursive: true });
    fs.utimesSync(old, new Date('2026-01-01'), new Date('2026-01-01'));
    fs.mkdirSync(fresh);
    expect(catalogue.list().map(({ id }) => id)).toEqual(['a']);
    await catalogue.retain({ bytes: 0, days: 0 });
    expect(fs.readdirSync(directory).toSorted()).toEqual([`${incomingPrefix}fresh`, 'a']);
  });

  it('makes ids that sort by time and are folder names', () => {
    const id = newCaptureId(new Date('2026-11-22T10:15:30.123Z'));
    expect(id).toMatch(/^20261122-101530-[0-9a-f]{4}$/);
  });
});
