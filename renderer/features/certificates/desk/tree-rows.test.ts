import { describe, expect, it } from 'vitest';
import { certificateEntry } from './entry-sample.ts';
import {
  filteredRows,
  type Issued,
  issuedByEach,
  noIssuer,
  rowKey,
  type TreeRow,
  treeRows,
  treeStep,
} from './tree-rows.ts';

const root = certificateEntry({ id: 'root', role: 'root', below: 2 });
const sub = certificateEntry({ id: 'sub', role: 'sub-authority', issuer: 'root', below: 300 });
const server = certificateEntry({ id: 'server', role: 'server', issuer: 'root' });
const client = certificateEntry({ id: 'client', role: 'client', issuer: 'sub' });
const stranger = certificateEntry({ id: 'stranger', role: 'other', issuer: null });

const issuedBy = new Map<string, Issued>([
  [noIssuer, { entries: [stranger, root], total: 2 }],
  ['root', { entries: [server, sub], total: 2 }],
  ['sub', { entries: [client], total: 300 }],
]);

const shape = (rows: readonly TreeRow[]) => rows.map((row) => `${row.level} ${rowKey(row)}`);

describe('the tree of authorities', () => {
  it('has authorities first, what they issued below them, and says what is left', () => {
    const rows = treeRows(issuedBy, () => true);
    expect(shape(rows)).toEqual([
      '1 root',
      '2 sub',
      '3 client',
      '3 more:sub',
      '2 server',
      '1 stranger',
    ]);
    expect(rows[3]).toMatchObject({ kind: 'more', left: 299 });
    expect(rows[2]).toMatchObject({ position: 1, setSize: 300 });
  });

  it('folds, and has a row that waits for what was not fetched yet', () => {
    expect(shape(treeRows(issuedBy, ({ id }) => id === 'root'))).toEqual([
      '1 root',
      '2 sub',
      '2 server',
      '1 stranger',
    ]);
    const waiting = treeRows(new Map([[noIssuer, { entries: [root], total: 1 }]]), () => true);
    expect(waiting[1]).toMatchObject({ kind: 'more', issuer: 'root', left: undefined });
  });

  it('has authorities from the first page on, and each certificate once', () => {
    const first = { issuer: 'root', entries: [server], total: 3 };
    expect(issuedByEach([root, sub], [first]).get('root')?.entries).toEqual([sub, server]);
    const second = { issuer: 'root', entries: [client, sub], total: 3 };
    const both = issuedByEach([root, sub], [first, second]).get('root');
    expect(both).toEqual({ entries: [sub, server, client], total: 3 });
  });

  it('shows what fits a filter under its authorities only', () => {
    const rows = filteredRows({ entries: [client], total: 1 }, [root, sub]);
    expect(shape(rows)).toEqual(['1 root', '2 sub', '3 client']);
    expect(rows.map((row) => row.kind === 'entry' && row.onTheWay)).toEqual([true, true, false]);
  });

  it('says when more fits a filter than is shown', () => {
    const rows = filteredRows({ entries: [stranger], total: 700 }, [root]);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', left: 699 });
  });
});

describe('keys of the tree grid', () => {
  const rows = treeRows(issuedBy, () => true);
  it('right unfolds, then goes down; left folds, then goes up', () => {
    const folded = treeRows(issuedBy, () => false);
    expect(treeStep(folded, 0, 'ArrowRight')).toMatchObject({ to: 'fold', expanded: true });
    expect(treeStep(rows, 0, 'ArrowRight')).toEqual({ to: 'row', index: 1 });
    expect(treeStep(rows, 1, 'ArrowLeft')).toMatchObject({ to: 'fold', expanded: false });
    expect(treeStep(rows, 2, 'ArrowLeft')).toEqual({ to: 'row', index: 1 });
    expect(treeStep(rows, 5, 'ArrowRight')).toBeUndefined();
    expect(treeStep(rows, 5, 'ArrowLeft')).toBeUndefined();
  });

  it('stays within the rows', () => {
    expect(treeStep(rows, 0, 'ArrowUp')).toEqual({ to: 'row', index: 0 });
    expect(treeStep(rows, 5, 'PageDown')).toEqual({ to: 'row', index: 5 });
    expect(treeStep(rows, 5, 'Home')).toEqual({ to: 'row', index: 0 });
    expect(treeStep([], -1, 'ArrowDown')).toBeUndefined();
  });
});
