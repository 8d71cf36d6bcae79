/** The configuration keys of an emulated charge point, changed as a technician would at the charge point itself. */
import { ActionIcon, Button, Table, Text, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { ChargePointDetails } from '../../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { findConfigurationKey } from '../../../../shared/ocpp/configuration-keys.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './inside.module.css';
import { statusOf } from './outcome-status.ts';
import { Quiet } from './transactions-tab.tsx';
import { useDetails } from './use-details.ts';
import { keyWords as words } from './words.ts';

type Key = ChargePointDetails['configuration'][number];

const tones: Readonly<Record<string, StatusTone>> = {
  Accepted: 'good',
  RebootRequired: 'warning',
  Rejected: 'error',
  NotSupported: 'error',
};

function useSetKey(onStatus: (status: string) => void) {
  return useMutation(
    orpc.chargePoints.act.mutationOptions({
      onSuccess: ({ outcome }) => {
        onStatus(statusOf(outcome) ?? '');
        void queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() });
      },
      onError: notifyProblem,
    }),
  );
}

function KeyEditor({
  id,
  entry: { key, value },
  onStatus,
  onClose,
}: {
  id: string;
  entry: Key;
  onStatus: (status: string) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(value ?? '');
  const set = useSetKey((status) => {
    onStatus(status);
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ params: { id }, body: { action: 'set-configuration', key, value: text } });
  };
  const giveUp = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return (
    <form className={styles.editRow} onSubmit={submit}>
      <TextInput
        flex={1}
        miw={160}
        aria-label={words.newValue(key)}
        placeholder={value === undefined ? words.keyHint : undefined}
        value={text}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        // The person has just asked to write here.
        autoFocus
        onKeyDown={giveUp}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" loading={set.isPending}>
        {words.set}
      </Button>
      <Button variant="default" onClick={onClose}>
        {words.cancel}
      </Button>
    </form>
  );
}

function Value({ entry: { value, key } }: { entry: Key }) {
  if (value === undefined) return <span className={styles.quiet}>{words.writeOnly}</span>;
  if (value === '') return <span className={styles.quiet}>{words.empty}</span>;
  const unit = findConfigurationKey(key)?.unit;
  return (
    <span className={styles.value}>
      {visibleText(value)}
      {unit !== undefined && ` ${unit}`}
    </span>
  );
}

function KeyRow({ id, entry }: { id: string; entry: Key }) {
  const [editing, setEditing] = useState(false);
  const [status, setStatus] = useState<string>();
  const { key, readonly } = entry;
  const meaning = findConfigurationKey(key)?.meaning;
  return (
    <Table.Tr aria-label={key}>
      <Table.Td>
        <div>{key}</div>
        {meaning !== undefined && <div className={styles.meaning}>{meaning}</div>}
      </Table.Td>
      <Table.Td w="38%">
        {editing ? (
          <KeyEditor id={id} entry={entry} onStatus={setStatus} onClose={() => setEditing(false)} />
        ) : (
          <div className={styles.editRow}>
            <Value entry={entry} />
            {readonly ? (
              <span className={styles.quiet}>{words.readonly}</span>
            ) : (
              <ActionIcon size="sm" aria-label={words.edit(key)} onClick={() => setEditing(true)}>
                <IconPencil size={14} />
              </ActionIcon>
            )}
          </div>
        )}
      </Table.Td>
      <Table.Td w={150} role="status">
        {status !== undefined && <StatusDot tone={tones[status] ?? 'info'}>{status}</StatusDot>}
      </Table.Td>
    </Table.Tr>
  );
}

export function ConfigurationTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id } = chargePoint;
  const query = useDetails(id);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  return (
    <Panel
      title={words.title}
      note={words.note}
      actions={
        <TextInput
          aria-label={words.filter}
          placeholder={words.filter}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      }
    >
      <Text size="sm" mb="xs">
        {words.text}
      </Text>
      <Loaded query={query} lines={10}>
        {({ configuration }) => {
          const shown = configuration.filter(({ key }) => key.toLowerCase().includes(wanted));
          if (shown.length === 0) return <Quiet>{words.none}</Quiet>;
          return (
            <div className={styles.keys}>
              <Table verticalSpacing={4} aria-label={words.title}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.key}</Table.Th>
                    <Table.Th>{words.value}</Table.Th>
                    <Table.Th>{words.answer}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {shown.map((entry) => (
                    <KeyRow key={entry.key} id={id} entry={entry} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}
