/** The local authorisation list: what the charge point has, and a draft to be sent in full or as changes. */
import {
  ActionIcon,
  Alert,
  Button,
  NumberInput,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { LocalListState } from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { authorizationStatuses } from '../id-tags/id-tag-form.tsx';
import { DateTimeInput } from '../pieces/date-time-input.tsx';
import pieces from '../pieces/pieces.module.css';
import { ActionOutcome, useAction, useCanAsk } from '../pieces/use-action.tsx';
import { pieceWords } from '../pieces/words.ts';
import {
  type DraftEntry,
  draftOf,
  draftProblem,
  fullList,
  listChanges,
  nextVersion,
} from './list-draft.ts';
import styles from './lists.module.css';
import { localListWords as words } from './words.ts';

const longestIdTag = 20;

function Versions({ list }: { list: LocalListState }) {
  const { reportedVersion, reportedAt, sentVersion, sentAt, lastStatus } = list;
  const differs =
    reportedVersion !== undefined && sentVersion !== undefined && reportedVersion !== sentVersion;
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>{words.reported}</dt>
          <dd>
            {reportedVersion === undefined
              ? words.notReported
              : reportedVersion < 0
                ? words.notSupported
                : reportedVersion}{' '}
            {reportedAt !== undefined && <TimeText at={reportedAt} as="time" />}
          </dd>
        </div>
        <div>
          <dt>{words.sent}</dt>
          <dd>
            {sentVersion ?? words.neverSent} {visibleText(lastStatus ?? '')}{' '}
            {sentAt !== undefined && <TimeText at={sentAt} as="time" />}
          </dd>
        </div>
      </dl>
      {differs && (
        <Alert color="amber" variant="light">
          {words.differs}
        </Alert>
      )}
    </>
  );
}

function EntryRow({
  entry,
  onChange,
  onRemove,
}: {
  entry: DraftEntry;
  onChange: (change: Partial<DraftEntry>) => void;
  onRemove: () => void;
}) {
  const { idTag, status, expiryDate, parentIdTag = '' } = entry;
  return (
    <Table.Tr>
      <Table.Td>
        <TextInput
          aria-label={words.idTag}
          maxLength={longestIdTag}
          spellCheck={false}
          value={idTag}
          onChange={(event) => onChange({ idTag: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>
        <Select
          aria-label={words.status}
          data={[...authorizationStatuses]}
          value={status}
          onChange={(value) => onChange({ status: value ?? 'Accepted' })}
        />
      </Table.Td>
      <Table.Td>
        <DateTimeInput
          aria-label={words.expiry}
          value={expiryDate}
          onChange={(value) => onChange({ expiryDate: value })}
        />
      </Table.Td>
      <Table.Td>
        <TextInput
          aria-label={words.parent}
          maxLength={longestIdTag}
          spellCheck={false}
          value={parentIdTag}
          onChange={(event) => onChange({ parentIdTag: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon aria-label={words.remove(visibleText(idTag))} onClick={onRemove}>
          <IconTrash size={14} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}

function Entries({
  draft,
  onDraft,
}: {
  draft: readonly DraftEntry[];
  onDraft: (draft: readonly DraftEntry[]) => void;
}) {
  if (draft.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.none}
      </Text>
    );
  }
  return (
    <div className={styles.entries}>
      <Table aria-label={words.entries} horizontalSpacing={4} verticalSpacing={2} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.idTag}</Table.Th>
            <Table.Th>{words.status}</Table.Th>
            <Table.Th>{words.expiry}</Table.Th>
            <Table.Th>{words.parent}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {draft.map((entry) => (
            <EntryRow
              key={entry.key}
              entry={entry}
              onChange={(change) =>
                onDraft(
                  draft.map((other) => (other.key === entry.key ? { ...other, ...change } : other)),
                )
              }
              onRemove={() => onDraft(draft.filter((other) => other.key !== entry.key))}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Sending({
  station,
  list,
  draft,
}: {
  station: StationState;
  list: LocalListState;
  draft: readonly DraftEntry[];
}) {
  const [version, setVersion] = useState<number>();
  const action = useAction(station);
  const canAsk = useCanAsk(station);
  const problem = draftProblem(draft);
  const changes = listChanges(list, draft);
  const listVersion = version ?? nextVersion(list);
  const send = (updateType: 'Full' | 'Differential') => {
    const localAuthorizationList = updateType === 'Full' ? fullList(draft) : changes;
    action.send('SendLocalList', { listVersion, localAuthorizationList, updateType });
    setVersion(undefined);
  };
  const blocked = !canAsk || problem !== undefined || action.pending;
  return (
    <>
      <div className={pieces.row}>
        <NumberInput
          className={styles.number}
          label={words.version}
          allowDecimal={false}
          value={listVersion}
          onChange={(value) => setVersion(typeof value === 'number' ? value : undefined)}
        />
        <Button title={words.fullHint} disabled={blocked} onClick={() => send('Full')}>
          {words.full}
        </Button>
        <Button
          variant="default"
          title={words.differentialHint}
          disabled={blocked || changes.length === 0}
          onClick={() => send('Differential')}
        >
          {words.differential(changes.length)}
        </Button>
      </div>
      {problem !== undefined && (
        <Text size="sm" c="red">
          {problem.kind === 'empty' ? words.empty : words.doubled(visibleText(problem.idTag))}
        </Text>
      )}
      <ActionOutcome sent={action.sent} />
    </>
  );
}

export function LocalList({ station, list }: { station: StationState; list: LocalListState }) {
  const [draft, setDraft] = useState(() => draftOf(list));
  const idTags = useQuery(orpc.csms.idTags.queryOptions()).data ?? [];
  const canAsk = useCanAsk(station);
  const ask = useMutation(orpc.csms.readLocalListVersion.mutationOptions());
  const nextKey = Math.max(-1, ...draft.map(({ key }) => key)) + 1;
  const takeOver = () => {
    const known = new Set(draft.map(({ idTag }) => idTag.toLowerCase()));
    const added = idTags
      .filter(({ idTag }) => !known.has(idTag.toLowerCase()))
      .map((tag, index) => ({ ...tag, key: nextKey + index }));
    setDraft([...draft, ...added]);
  };
  return (
    <Panel
      title={words.title}
      note={draft.length}
      actions={
        <Button
          variant="default"
          disabled={!canAsk}
          loading={ask.isPending}
          onClick={() => ask.mutate({ id: station.id })}
        >
          {words.ask}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.text} {!station.connected && pieceWords.notConnected}
        </Text>
        {ask.error !== null && <ProblemAlert error={ask.error} />}
        <Versions list={list} />
        <Entries draft={draft} onDraft={setDraft} />
        <div className={pieces.row}>
          <Button
            variant="default"
            onClick={() => setDraft([...draft, { key: nextKey, idTag: '', status: 'Accepted' }])}
          >
            {words.add}
          </Button>
          <Button
            variant="default"
            title={words.takeOverHint}
            disabled={idTags.length === 0}
            onClick={takeOver}
          >
            {words.takeOver}
          </Button>
          <Button variant="default" onClick={() => setDraft(draftOf(list))}>
            {words.reset}
          </Button>
        </div>
        <Sending station={station} list={list} draft={draft} />
      </Stack>
    </Panel>
  );
}
