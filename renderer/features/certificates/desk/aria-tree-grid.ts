/**
 * Roles and states of an ARIA tree grid made of elements that are no table: the rows of a table cannot be laid out
 * one by one. Only the grid takes the focus; it names its active row. Knows nothing of certificates.
 */
import type { HTMLAttributes } from 'react';
import type { TreeRow } from './tree-rows.ts';

type Attributes = HTMLAttributes<HTMLDivElement>;

export function treeGridAttributes(
  grid: { label: string; rowCount: number; activeRow: string | undefined },
  handlers: Pick<Attributes, 'onClick' | 'onKeyDown'>,
): Attributes {
  return {
    role: 'treegrid',
    tabIndex: 0,
    'aria-label': grid.label,
    'aria-rowcount': grid.rowCount,
    'aria-activedescendant': grid.activeRow,
    ...handlers,
  };
}

/** `index` counts from 0, without the header. */
export function treeRowAttributes(row: TreeRow, index: number, isSelected: boolean): Attributes {
  return {
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-level': row.level,
    'aria-setsize': row.setSize,
    'aria-posinset': row.position,
    'aria-selected': isSelected,
    ...(row.kind === 'entry' && row.expanded !== undefined
      ? { 'aria-expanded': row.expanded }
      : {}),
  };
}

export const headerRow: Attributes = { role: 'row', 'aria-rowindex': 1 };
export const headerCell: Attributes = { role: 'columnheader' };
export const cell: Attributes = { role: 'gridcell' };
