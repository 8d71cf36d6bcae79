/** Where the filter is typed: says at once where and why it is wrong, hands out what can be read. */
import { ActionIcon, Code, Popover, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconFilter, IconHelpCircle, IconX } from '@tabler/icons-react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { parseFilter } from '../../../shared/filter/frame-filter.ts';
import styles from './filter-bar.module.css';
import { filterFaults, filterHelpWords, framesWords } from './words.ts';

const typingPauseMs = 200;

function FilterHelp() {
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

function Fault({ text, at, message }: { text: string; at: number; message: string }) {
  return (
    <div className={styles.fault} role="alert">
      <code className={styles.echo}>
        {text.slice(0, at)}
        <mark>{text.slice(at) || '…'}</mark>
      </code>
      <span>
        {message} {filterHelpWords.kept}
      </span>
    </div>
  );
}

export function FilterBar({
  applied,
  onApply,
  inputRef,
}: {
  /** The filter that is in effect. */
  applied: string;
  onApply: (filter: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(applied);
  const sent = useRef(applied);
  const parsed = parseFilter(text);
  const readable = parsed.ok ? text.trim() : undefined;

  useEffect(() => {
    // An address from elsewhere, and not the echo of what was typed here, replaces the text.
    if (applied === sent.current) return;
    sent.current = applied;
    setText(applied);
  }, [applied]);

  const apply = useCallback(
    (filter: string) => {
      sent.current = filter;
      onApply(filter);
    },
    [onApply],
  );

  useEffect(() => {
    if (readable === undefined || readable === sent.current) return;
    const timer = setTimeout(() => apply(readable), typingPauseMs);
    return () => clearTimeout(timer);
  }, [readable, apply]);

  return (
    <div className={styles.bar}>
      <TextInput
        ref={inputRef}
        className={styles.input}
        classNames={{ input: styles.text }}
        aria-label={framesWords.filterLabel}
        placeholder={framesWords.filterPlaceholder}
        value={text}
        maxLength={4_000}
        spellCheck={false}
        autoComplete="off"
        error={!parsed.ok}
        leftSection={<IconFilter size={14} />}
        rightSectionWidth={text === '' ? 28 : 52}
        rightSection={
          <span className={styles.tools}>
            {text !== '' && (
              <ActionIcon
                size="sm"
                aria-label={framesWords.clearFilter}
                onClick={() => {
                  setText('');
                  apply('');
                }}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
            <FilterHelp />
          </span>
        }
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && readable !== undefined) apply(readable);
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {!parsed.ok && (
        <Fault text={text} at={parsed.at} message={filterFaults[parsed.code](parsed.word ?? '')} />
      )}
    </div>
  );
}
