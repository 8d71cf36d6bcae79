/** Facts name by name; what is undefined is left out. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './settings-screen.module.css';

export type Fact = readonly [name: string, value: ReactNode];

export function FactTable({ facts }: { facts: readonly Fact[] }) {
  return (
    <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0}>
      <Table.Tbody>
        {facts
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th className={styles.fact}>{name}</Table.Th>
              <Table.Td className={styles.value}>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
