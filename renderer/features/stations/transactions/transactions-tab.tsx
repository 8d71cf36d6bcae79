/** The tab Transactions: all of them, the meter of the chosen one, and a remote start. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { TransactionsPanel } from '../detail/transactions-panel.tsx';
import pieces from '../pieces/pieces.module.css';
import { sortedTransactions } from '../stations-shown.ts';
import { RemoteStart } from './remote-start.tsx';
import { TransactionMeter } from './transaction-meter.tsx';
import { meterWords as words } from './words.ts';

export function TransactionsTab({ station }: { station: StationState }) {
  const [chosen, setChosen] = useState<number>();
  const shown = chosen ?? sortedTransactions(station.transactions)[0]?.transactionId;
  return (
    <div className={pieces.stack}>
      <TransactionsPanel station={station} shown={shown} onShow={setChosen} />
      {shown === undefined ? (
        <Text size="sm" c="dimmed">
          {words.choose}
        </Text>
      ) : (
        <TransactionMeter key={shown} station={station.id} transactionId={shown} />
      )}
      <RemoteStart station={station} />
    </div>
  );
}
