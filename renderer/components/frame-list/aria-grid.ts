/**
 * Roles and states of an ARIA grid made of elements that are no table: the rows of a table cannot be laid out
 * one by one. Only the grid takes the focus; it names its active row. Knows nothing of frames.
 */
import type { HTMLAttributes } from 'react';

type Attributes = HTMLAttributes<HTMLDivElement>;

export function gridAttributes(
  grid: { label: string; rowCount: number; columnCount: number; activeRow: string | undefined },
  handlers: Pick<Attributes, 'onClick' | 'onKeyDown'>,
): Attributes {
  return {
    role: 'grid',
    tabIndex: 0,
    'aria-label': grid.label,
    'aria-rowcount': grid.rowCount,
    'aria-colcount': grid.columnCount,
    'aria-activedescendant': grid.activeRow,
    ...handlers,
  };
}

/** `index` counts from 1, the header included. */
export function rowAttributes(index: number, isSelected?: boolean): Attributes {
  return { role: 'row', 'aria-rowindex': index, 'aria-selected': isSelected };
}

export function headerAttributes(label: string): Attributes {
  return { role: 'columnheader', 'aria-label': label, title: label };
}

export const cell: Attributes = { role: 'gridcell' };
