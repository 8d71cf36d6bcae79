/** The keys of one snapshot as a table that can be filtered. Values are changed in the newest one only. */
import { Alert, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConfigurationSnapshot } from '../../../../shared/api/csms-station-contract.ts';
import { ColumnTable } from '../../../components/column-table.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import styles from './configuration.module.css';
import { type KeySelection, keysShown, missingCoreKeys } from './key-facts.ts';
import { KeyRow } from './key-row.tsx';
import { configurationWords as words } from './words.ts';

const selections: readonly KeySelection[] = ['all', 'writable', 'custom'];

function Notes({ snapshot, isNewest }: { snapshot: ConfigurationSnapshot; isNewest: boolean }) {
  const missing = missingCoreKeys(snapshot.keys);
  return (
    <>
      {!snapshot.complete && (
        <Alert color="amber" variant="light">
          {words.incomplete}
        </Alert>
      )}
      {!isNewest && (
        <Text size="sm" c="dimmed">
          {words.older}
        </Text>
      )}
      {missing.length > 0 && (
        <Text size="sm">
          {words.missing(missing.length)} <span className={pieces.wire}>{missing.join(', ')}</span>
        </Text>
      )}
      {snapshot.unknownKeys.length > 0 && (
        <Text size="sm">
          {words.unknown} {snapshot.unknownKeys.map((key) => visibleText(key)).join(', ')}
        </Text>
      )}
    </>
  );
}

export function KeyTable({
  snapshot,
  isNewest,
  canChange,
}: {
  snapshot: ConfigurationSnapshot;
  isNewest: boolean;
  canChange: boolean;
}) {
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<KeySelection>('all');
  const shown = keysShown(snapshot.keys, text, selection);
  return (
    <>
      <Notes snapshot={snapshot} isNewest={isNewest} />
      <div className={styles.tools}>
        <TextInput
          className={styles.grow}
          aria-label={words.filter}
          placeholder={words.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.show}
          value={selection}
          onChange={(value) => setSelection(selections.find((known) => known === value) ?? 'all')}
          data={selections.map((value) => ({ value, label: words[value] }))}
        />
      </div>
      {shown.length === 0 ? (
        <Text size="sm">{words.noneFits}</Text>
      ) : (
        <ColumnTable
          label={words.title}
          columns={[words.key, words.value, words.access, words.answer]}
          minWidth={620}
          className={styles.keys}
        >
          {shown.map((entry) => (
            <KeyRow
              key={`${snapshot.id} ${entry.key}`}
              station={snapshot.station}
              entry={entry}
              canChange={canChange && isNewest}
            />
          ))}
        </ColumnTable>
      )}
    </>
  );
}
