/** The language of the filter on one card. */
import { ActionIcon, Code, Popover, Stack, Table, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { filterHelpWords } from './words.ts';

export function FilterHelp() {
  return (
    <Popover width={460} position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon size="sm" aria-label={filterHelpWords.open} title={filterHelpWords.open}>
          <IconHelpCircle size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">{filterHelpWords.intro}</Text>
          <Table>
            <Table.Tbody>
              {filterHelpWords.rows.map(([example, meaning]) => (
                <Table.Tr key={example}>
                  <Table.Td>
                    <Code>{example}</Code>
                  </Table.Td>
                  <Table.Td>{meaning}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
