/** What charges at an emulated charge point, the messages that wait to be told, and who has reserved. */
import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ChargePointDetails } from '../../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { formatEnergy } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './inside.module.css';
import { useDetails } from './use-details.ts';
import { transactionWords as words } from './words.ts';

type Transaction = ChargePointDetails['transactions'][number];

/** A table that scrolls by itself, reachable by keyboard. */
export function ScrollingTable({
  label,
  headings,
  children,
}: {
  label: string;
  headings: readonly string[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={styles.scroll} tabIndex={0}>
      <Table stickyHeader verticalSpacing={4} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

export function Quiet({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" className={texts.quiet}>
      {children}
    </Text>
  );
}

function idOf({ transactionId, startLost }: Transaction): string {
  if (transactionId !== undefined) return String(transactionId);
  return startLost ? words.lostId : words.unknownId;
}

function Running({
  transactions,
  connectors,
}: {
  transactions: readonly Transaction[];
  connectors: ChargePointState['connectors'];
}) {
  if (transactions.length === 0) return <Quiet>{words.none}</Quiet>;
  const meterOf = (id: number): number | undefined =>
    connectors.find(({ connectorId }) => connectorId === id)?.meterWh;
  return (
    <ScrollingTable
      label={words.running}
      headings={[
        words.connector,
        words.transaction,
        words.idTag,
        words.started,
        words.energy,
        words.state,
      ]}
    >
      {transactions.map((transaction) => {
        const { connectorId, idTag, parentIdTag, startedAt, meterStartWh, suspended } = transaction;
        const meterWh = meterOf(connectorId) ?? meterStartWh;
        return (
          <Table.Tr key={connectorId}>
            <Table.Td>{connectorId}</Table.Td>
            <Table.Td title={transaction.startLost ? words.lostHint : undefined}>
              {idOf(transaction)}
            </Table.Td>
            <Table.Td>
              {visibleText(idTag)}
              {parentIdTag !== undefined && ` (${words.parent} ${visibleText(parentIdTag)})`}
            </Table.Td>
            <Table.Td>
              <TimeText at={startedAt} />
            </Table.Td>
            <Table.Td title={`${words.meterStart}: ${formatEnergy(meterStartWh)}`}>
              {formatEnergy(Math.max(0, meterWh - meterStartWh))}
            </Table.Td>
            <Table.Td>{suspended ? words.suspended : words.charging}</Table.Td>
          </Table.Tr>
        );
      })}
    </ScrollingTable>
  );
}

function Queue({ queue }: { queue: ChargePointDetails['queue'] }) {
  const { messages, total, failedAttempts } = queue;
  if (total === 0) return <Quiet>{words.queueEmpty}</Quiet>;
  return (
    <Stack gap="xs">
      <Quiet>{words.queueText}</Quiet>
      {failedAttempts > 0 && <Text size="sm">{words.failedAttempts(failedAttempts)}</Text>}
      <ScrollingTable
        label={words.queue}
        headings={[words.message, words.connector, words.transaction, words.at, words.payload]}
      >
        {messages.map(({ action, connectorId, transactionId, at, payload }, index) => {
          const text = visibleText(JSON.stringify(payload));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is its place in the queue
            <Table.Tr key={index}>
              <Table.Td>{action}</Table.Td>
              <Table.Td>{connectorId}</Table.Td>
              <Table.Td>{transactionId ?? words.unknownId}</Table.Td>
              <Table.Td>
                <TimeText at={at} />
              </Table.Td>
              <Table.Td>
                <span className={styles.payload} title={text}>
                  {text}
                </span>
              </Table.Td>
            </Table.Tr>
          );
        })}
      </ScrollingTable>
      {total > messages.length && <Quiet>{words.moreQueued(total - messages.length)}</Quiet>}
    </Stack>
  );
}

function Reservations({ reservations }: { reservations: ChargePointDetails['reservations'] }) {
  if (reservations.length === 0) return <Quiet>{words.noReservation}</Quiet>;
  return (
    <ScrollingTable
      label={words.reservations}
      headings={[words.reservation, words.connector, words.idTag, words.parent, words.expires]}
    >
      {reservations.map(({ reservationId, connectorId, idTag, parentIdTag, expiresAt }) => (
        <Table.Tr key={reservationId}>
          <Table.Td>{reservationId}</Table.Td>
          <Table.Td>{connectorId === 0 ? words.whole : connectorId}</Table.Td>
          <Table.Td>{visibleText(idTag)}</Table.Td>
          <Table.Td>{parentIdTag === undefined ? '' : visibleText(parentIdTag)}</Table.Td>
          <Table.Td>
            <TimeText at={expiresAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ScrollingTable>
  );
}

export function TransactionsTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const query = useDetails(chargePoint.id);
  return (
    <Loaded query={query} lines={6}>
      {({ transactions, queue, reservations }) => (
        <div className={styles.stack}>
          <Panel title={words.running}>
            <Running transactions={transactions} connectors={chargePoint.connectors} />
          </Panel>
          <Panel
            title={words.queue}
            note={queue.total > 0 ? words.queueNote(queue.total) : undefined}
          >
            <Queue queue={queue} />
          </Panel>
          <Panel title={words.reservations}>
            <Reservations reservations={reservations} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}
