/** Starts a transaction from the CSMS: connector and id tag, and what the charge point answered. */
import { Button, NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { Panel } from '../../../components/panel.tsx';
import { ActionOutcome, useAction, useCanAsk } from '../pieces/use-action.tsx';
import { pieceWords } from '../pieces/words.ts';
import styles from './transactions.module.css';
import { meterWords as words } from './words.ts';

const longestIdTag = 20;

export function RemoteStart({ station }: { station: StationState }) {
  const [connectorId, setConnectorId] = useState<number | undefined>(1);
  const [idTag, setIdTag] = useState('BENCH-TAG-1');
  const action = useAction(station);
  const canAsk = useCanAsk(station);
  const start = () =>
    action.send('RemoteStartTransaction', {
      idTag,
      ...(connectorId === undefined ? {} : { connectorId }),
    });
  return (
    <Panel title={words.start}>
      <div className={styles.start}>
        <NumberInput
          className={styles.short}
          label={words.connector}
          min={1}
          allowDecimal={false}
          value={connectorId ?? ''}
          onChange={(value) => setConnectorId(typeof value === 'number' ? value : undefined)}
        />
        <TextInput
          label={words.idTag}
          maxLength={longestIdTag}
          spellCheck={false}
          value={idTag}
          onChange={(event) => setIdTag(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!canAsk || idTag === ''}
          loading={action.pending}
          onClick={start}
        >
          {words.startButton}
        </Button>
      </div>
      {!station.connected && (
        <Text size="xs" c="dimmed">
          {pieceWords.notConnected}
        </Text>
      )}
      <ActionOutcome sent={action.sent} />
    </Panel>
  );
}
