/**
 * What may follow in the filter, below the field: opens while somebody types, arrows choose, Enter or Tab takes.
 * Knows the language through `complete-filter.ts` and what the bench has stations of.
 */
import { Combobox, type ComboboxStore, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import {
  applyOption,
  completeFilter,
  type FilterOption,
  type KnownValues,
} from '../../../shared/filter/complete-filter.ts';
import { actions16 } from '../../../shared/ocpp/actions.ts';
import { orpc } from '../../app/api-client.ts';
import { visibleText } from '../../components/visible-text.ts';
import styles from './filter-bar.module.css';
import { filterOptionWords, framesWords } from './words.ts';

const actions = actions16.map(({ action }) => action);

/** Stations of the CSMS, emulated ones, and those that were refused: what frames of this bench can be of. */
function useKnownValues(): KnownValues {
  const stations = useQuery(orpc.csms.stations.queryOptions()).data;
  const chargePoints = useQuery(orpc.chargePoints.list.queryOptions()).data;
  const attempts = useQuery(orpc.csms.attempts.queryOptions()).data;
  return useMemo(() => {
    const names = [
      ...(stations ?? []).map(({ id }) => id),
      ...(chargePoints ?? []).map(({ id }) => id),
      ...(attempts ?? []).map(({ station }) => station ?? ''),
    ];
    const distinct = [...new Set(names)].filter((name) => name !== '');
    return {
      stations: distinct.sort((left, right) => left.localeCompare(right, 'en', { numeric: true })),
      actions,
    };
  }, [stations, chargePoints, attempts]);
}

export interface Completion {
  combobox: ComboboxStore;
  options: readonly FilterOption[];
  isOpen: boolean;
  take: (option: FilterOption) => void;
  close: () => void;
  onTyped: (input: HTMLInputElement) => void;
  onCaret: (input: HTMLInputElement) => void;
  /** Whether the list answers to this key, so that the field must not. */
  takesKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
}

export function useFilterCompletion({
  text,
  setText,
  inputRef,
}: {
  text: string;
  setText: (text: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}): Completion {
  const combobox = useCombobox();
  const known = useKnownValues();
  const [caret, setCaret] = useState(text.length);
  /** Where the caret has to go after an option was put in. */
  const [wantedCaret, setWantedCaret] = useState<number>();
  const completion = completeFilter(text, Math.min(caret, text.length), known);
  const isOpen = combobox.dropdownOpened && completion.options.length > 0;

  useLayoutEffect(() => {
    if (wantedCaret === undefined) return;
    inputRef.current?.setSelectionRange(wantedCaret, wantedCaret);
    setWantedCaret(undefined);
  }, [wantedCaret, inputRef]);

  const take = (option: FilterOption): void => {
    const applied = applyOption(text, completion, option);
    setText(applied.text);
    setCaret(applied.caret);
    setWantedCaret(applied.caret);
    combobox.resetSelectedOption();
    // A key asks for its value at once; behind a value the term is finished.
    if (option.kind === 'value') combobox.closeDropdown();
  };

  return {
    combobox,
    options: completion.options,
    isOpen,
    take,
    close: () => combobox.closeDropdown(),
    onTyped(input) {
      setCaret(input.selectionStart ?? input.value.length);
      combobox.resetSelectedOption();
      if (input.value.trim() === '') combobox.closeDropdown();
      else combobox.openDropdown();
    },
    onCaret: (input) => setCaret(input.selectionStart ?? input.value.length),
    takesKey(event) {
      if (!isOpen) return false;
      const chosen = combobox.getSelectedOptionIndex();
      if (event.key === 'Tab' && !event.shiftKey) {
        const option = completion.options[Math.max(0, chosen)];
        if (option === undefined) return false;
        event.preventDefault();
        take(option);
        return true;
      }
      return event.key === 'Escape' || (event.key === 'Enter' && chosen >= 0);
    },
  };
}

/** Puts the list below the field that it holds. */
export function FilterOptions({
  completion,
  children,
}: {
  completion: Completion;
  children: ReactNode;
}) {
  const { combobox, options, isOpen, take } = completion;
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width={340}
      shadow="md"
      onOptionSubmit={(chosen) => {
        const option = options.find(({ text }) => text === chosen);
        if (option !== undefined) take(option);
      }}
    >
      <Combobox.Target withExpandedAttribute autoComplete="off">
        {children}
      </Combobox.Target>
      <Combobox.Dropdown hidden={!isOpen}>
        <Combobox.Options
          className={styles.options}
          mah={260}
          aria-label={framesWords.filterOptions}
        >
          {options.map(({ text }) => (
            <Combobox.Option key={text} value={text} className={styles.option}>
              <code>{visibleText(text)}</code>
              <span className={styles.about}>{filterOptionWords[text]}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
