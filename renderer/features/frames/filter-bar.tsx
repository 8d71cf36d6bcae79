/** Where the filter is typed: says at once where and why it is wrong, hands out what can be read. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { parseFilter } from '../../../shared/filter/frame-filter.ts';
import styles from './filter-bar.module.css';
import { FilterOptions, useFilterCompletion } from './filter-completion.tsx';
import { FilterHelp } from './filter-help.tsx';
import { filterFaults, filterHelpWords, framesWords } from './words.ts';

const typingPauseMs = 200;

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
  const completion = useFilterCompletion({ text, setText, inputRef });

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

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (completion.takesKey(event)) return;
    if (event.key === 'Enter' && readable !== undefined) apply(readable);
    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
  };

  return (
    <div className={styles.bar}>
      <FilterOptions completion={completion}>
        <TextInput
          ref={inputRef}
          classNames={{ input: styles.text }}
          aria-label={framesWords.filterLabel}
          placeholder={framesWords.filterPlaceholder}
          value={text}
          maxLength={4_000}
          spellCheck={false}
          error={!parsed.ok && !completion.isOpen}
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
          onChange={(event) => {
            setText(event.currentTarget.value);
            completion.onTyped(event.currentTarget);
          }}
          onSelect={(event) => completion.onCaret(event.currentTarget)}
          onBlur={completion.close}
          onKeyDown={onKeyDown}
        />
      </FilterOptions>
      {!parsed.ok && !completion.isOpen && (
        <Fault text={text} at={parsed.at} message={filterFaults[parsed.code](parsed.word ?? '')} />
      )}
    </div>
  );
}
