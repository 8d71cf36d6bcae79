import { describe, expect, it } from 'vitest';
import type { FrameRow } from '../../../shared/api/frames-contract.ts';
import { createRowPages, pageSize } from './row-pages.ts';

const rows = (first: number, count: number, part: Partial<FrameRow> = {}): FrameRow[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: first + index + 1,
    at: '',
    monoUs: 0,
    run: 'r',
    role: 'csms',
    kind: 'message',
    bytes: 0,
    summary: '',
    tampered: false,
    ...part,
  }));

describe('pages of rows', () => {
  it('give rows by ordinal and nothing for what was not fetched', () => {
    const pages = createRowPages();
    pages.put(2, rows(200, pageSize), 0);
    expect(pages.rowAt(250)?.seq).toBe(251);
    expect(pages.rowAt(199)).toBeUndefined();
  });

  it('know which neighbours of the rows in sight are missing, within the view', () => {
    const pages = createRowPages();
    expect(pages.missingAround(250, 290, 1_000)).toEqual([3, 1]);
    expect(pages.missingAround(0, 40, 1_000)).toEqual([1]);
    expect(pages.missingAround(960, 1_000, 1_000)).toEqual([8]);
    pages.put(3, rows(300, pageSize), 0);
    expect(pages.missingAround(250, 290, 1_000)).toEqual([1]);
    expect(pages.missingAround(0, 0, 0)).toEqual([]);
  });

  it('want what is missing, and what grew since it was fetched', () => {
    const pages = createRowPages();
    pages.put(0, rows(0, pageSize), 130);
    pages.put(1, rows(100, 30), 130);
    expect(pages.wanting(80, 130, 130, 130)).toEqual([]);
    expect(pages.wanting(80, 140, 140, 140)).toEqual([1]);
    expect(pages.wanting(80, 240, 500, 500)).toEqual([1, 2]);
  });

  it('do not ask for the same rows again while the view stands still', () => {
    const pages = createRowPages();
    pages.put(0, rows(0, 3), 50);
    expect(pages.wanting(0, 10, 10, 50)).toEqual([]);
  });

  it('want a CALL without answer again once frames were added', () => {
    const pages = createRowPages();
    pages.put(0, rows(0, 3, { messageType: 'call' }), 3);
    expect(pages.wanting(0, 3, 3, 3)).toEqual([]);
    expect(pages.wanting(0, 3, 3, 4)).toEqual([0]);
    pages.put(0, rows(0, 3, { messageType: 'call', pairSeq: 9 }), 4);
    expect(pages.wanting(0, 3, 3, 5)).toEqual([]);
  });

  it('drop the page used longest ago', () => {
    const pages = createRowPages(2);
    pages.put(0, rows(0, pageSize), 0);
    pages.put(1, rows(100, pageSize), 0);
    pages.wanting(0, 1, 1_000, 0);
    pages.put(2, rows(200, pageSize), 0);
    expect(pages.rowAt(0)).toBeDefined();
    expect(pages.rowAt(100)).toBeUndefined();
  });

  it('want nothing of an empty list', () => {
    expect(createRowPages().wanting(0, 0, 0, 0)).toEqual([]);
  });
});
