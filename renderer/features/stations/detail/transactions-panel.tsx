/** The transactions of a station: running ones first, then the newest; one of them may be chosen. */
import { Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { StationState, TransactionState } from '../../../../shared/api/csms-contract.ts';
import { formatEnergy } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import { energyOf, isRunning, sortedTransactions } from '../stations-shown.ts';
import { meterWords } from '../transactions/words.ts';
import { transactionWords as words } from '../words.ts';
import styles from './station-overview.module.css';

const shownAtFirst = 20;

interface TransactionsPanelProps {
  station: StationState;
  /** The chosen one. */
  shown: number | undefined;
  onShow: (transactionId: number) => void;
}

function TransactionRow({
  transaction,
  station,
  shown,
  onShow,
}: TransactionsPanelProps & { transaction: TransactionState }) {
  const energy = energyOf(transaction, station);
  const { transactionId } = transaction;
  const isShown = transactionId === shown;
  return (
    <Table.Tr className={isShown ? pieces.chosen : undefined}>
      <Table.Td>
        <button
          type="button"
          className={pieces.plainButton}
          aria-pressed={isShown}
          aria-label={meterWords.show(transactionId)}
          onClick={() => onShow(transactionId)}
        >
          {transactionId}
        </button>
      </Table.Td>
      <Table.Td>{transaction.connectorId}</Table.Td>
      <Table.Td>{visibleText(transaction.idTag)}</Table.Td>
      <Table.Td>
        <TimeText at={transaction.startedAt} />
      </Table.Td>
      <Table.Td>
        {transaction.stoppedAt === undefined ? (
          <StatusDot tone={station.connected ? 'busy' : 'warning'}>
            {station.connected ? words.running : words.notStopped}
          </StatusDot>
        ) : (
          <TimeText at={transaction.stoppedAt} />
        )}
      </Table.Td>
      <Table.Td ta="right">{energy === undefined ? '' : formatEnergy(energy)}</Table.Td>
      <Table.Td>{visibleText(transaction.reason ?? '')}</Table.Td>
    </Table.Tr>
  );
}

export function TransactionsPanel(props: TransactionsPanelProps) {
  const { station } = props;
  const [all, setAll] = useState(false);
  const sorted = sortedTransactions(station.transactions);
  const rows = all ? sorted : sorted.slice(0, shownAtFirst);
  const running = station.transactions.filter(isRunning).length;
  return (
    <Panel
      title={words.title}
      note={
        running === 0 || !station.connected ? undefined : (
          <StatusDot tone="busy">{words.open(running)}</StatusDot>
        )
      }
    >
      {sorted.length === 0 ? (
        <Stack gap={2}>
          <Text size="sm">{words.none}</Text>
          <Text size="sm" c="dimmed">
            {words.hint}
          </Text>
        </Stack>
      ) : (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table aria-label={words.title} className={styles.transactions}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.id}</Table.Th>
                <Table.Th>{words.connector}</Table.Th>
                <Table.Th>{words.idTag}</Table.Th>
                <Table.Th>{words.started}</Table.Th>
                <Table.Th>{words.stopped}</Table.Th>
                <Table.Th ta="right">{words.energy}</Table.Th>
                <Table.Th>{words.reason}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((transaction) => (
                <TransactionRow
                  key={transaction.transactionId}
                  {...props}
                  transaction={transaction}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {rows.length < sorted.length && (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          {words.showAll(sorted.length)}
        </Button>
      )}
    </Panel>
  );
}
