/** A table under its columns, and what is said when it has no rows. Knows nothing of what the rows show. */
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface ColumnTableProps {
  label: string;
  /** The headings; those of numbers stand at the right. */
  columns: readonly (string | { readonly numbers: string })[];
  /** In pixels; where there is less room the table scrolls sideways. Without it the table never does. */
  minWidth?: number;
  className?: string | undefined;
  children: ReactNode;
}

export function ColumnTable({ label, columns, minWidth, className, children }: ColumnTableProps) {
  const table = (
    <Table aria-label={label} className={className}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <Table.Th key={column}>{column}</Table.Th>
            ) : (
              <Table.Th key={column.numbers} ta="right">
                {column.numbers}
              </Table.Th>
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
  if (minWidth === undefined) return table;
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      {table}
    </Table.ScrollContainer>
  );
}

/** The table, or a quiet sentence in its place while there is no row. */
export function ColumnTableOrNone({
  none,
  children,
  ...table
}: ColumnTableProps & { none: string; children: readonly ReactNode[] }) {
  if (children.length > 0) return <ColumnTable {...table}>{children}</ColumnTable>;
  return (
    <Text size="sm" c="dimmed">
      {none}
    </Text>
  );
}
