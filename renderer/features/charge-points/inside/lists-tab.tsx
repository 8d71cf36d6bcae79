/** The identifiers an emulated charge point knows: its local list and its cache. Read-only: they are the CSMS's. */
import { Stack, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChargePointDetails } from '../../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './inside.module.css';
import { Quiet, ScrollingTable } from './transactions-tab.tsx';
import { useDetails } from './use-details.ts';
import { listsWords as words } from './words.ts';

type Known = ChargePointDetails['cache'];

function IdTags({ label, known, empty }: { label: string; known: Known; empty: string }) {
  const [text, setText] = useState('');
  if (known.total === 0) return <Quiet>{empty}</Quiet>;
  const wanted = text.trim().toLowerCase();
  const shown = known.entries.filter(({ idTag }) => idTag.toLowerCase().includes(wanted));
  return (
    <Stack gap="xs">
      <TextInput
        aria-label={`${words.filter}: ${label}`}
        placeholder={words.filter}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ScrollingTable
        label={label}
        headings={[words.idTag, words.status, words.parent, words.expiry]}
      >
        {shown.map(({ idTag, status, parentIdTag, expiryDate }) => (
          <Table.Tr key={idTag}>
            <Table.Td className={styles.value}>{visibleText(idTag)}</Table.Td>
            <Table.Td>
              <StatusDot tone={status === 'Accepted' ? 'good' : 'warning'}>
                {visibleText(status)}
              </StatusDot>
            </Table.Td>
            <Table.Td>{parentIdTag === undefined ? '' : visibleText(parentIdTag)}</Table.Td>
            <Table.Td>{expiryDate === undefined ? '' : <TimeText at={expiryDate} />}</Table.Td>
          </Table.Tr>
        ))}
      </ScrollingTable>
      {known.total > known.entries.length && (
        <Quiet>{words.cut(known.entries.length, known.total)}</Quiet>
      )}
    </Stack>
  );
}

export function ListsTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const query = useDetails(chargePoint.id);
  return (
    <Loaded query={query} lines={6}>
      {({ localList, cache }) => (
        <div className={styles.pair}>
          <Panel title={words.localList} note={words.version(localList.version, localList.total)}>
            <IdTags label={words.localList} known={localList} empty={words.localEmpty} />
          </Panel>
          <Panel title={words.cache} note={words.cacheTotal(cache.total)}>
            <IdTags label={words.cache} known={cache} empty={words.cacheEmpty} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}
