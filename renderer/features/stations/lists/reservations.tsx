/** The reservations that were made at a station, and a new one. */
import { Button, NumberInput, Stack, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { ReservationState } from '../../../../shared/api/csms-station-contract.ts';
import { ColumnTableOrNone } from '../../../components/column-table.tsx';
import { formatDuration } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { DateTimeInput } from '../pieces/date-time-input.tsx';
import pieces from '../pieces/pieces.module.css';
import { ActionOutcome, type StationAction, useAction, useCanAsk } from '../pieces/use-action.tsx';
import styles from './lists.module.css';
import { reservationWords as words } from './words.ts';

const tones: Record<ReservationState['state'], StatusTone> = {
  active: 'good',
  refused: 'error',
  cancelled: 'off',
  used: 'busy',
  expired: 'off',
};

const hourMs = 3_600_000;
const longestIdTag = 20;

function stateText({ state, transactionId, answer }: ReservationState): string {
  if (state === 'used' && transactionId !== undefined) return words.usedBy(transactionId);
  if (state === 'refused' && answer !== undefined) return words.refusedWith(visibleText(answer));
  return words.states[state];
}

function NewReservation({
  action,
  canAsk,
  nextId,
}: {
  action: StationAction;
  canAsk: boolean;
  nextId: number;
}) {
  const [connectorId, setConnectorId] = useState(1);
  const [idTag, setIdTag] = useState('BENCH-TAG-1');
  const [expiryDate, setExpiryDate] = useState<string | undefined>(() =>
    new Date(Date.now() + hourMs).toISOString(),
  );
  return (
    <div className={pieces.row}>
      <NumberInput
        className={styles.number}
        label={words.connector}
        title={words.connectorHint}
        min={0}
        allowDecimal={false}
        value={connectorId}
        onChange={(value) => setConnectorId(Number(value))}
      />
      <TextInput
        label={words.idTag}
        maxLength={longestIdTag}
        spellCheck={false}
        value={idTag}
        onChange={(event) => setIdTag(event.currentTarget.value)}
      />
      <DateTimeInput label={words.expiry} value={expiryDate} onChange={setExpiryDate} />
      <Button
        disabled={!canAsk || idTag === '' || expiryDate === undefined}
        loading={action.pending}
        onClick={() =>
          action.send('ReserveNow', { connectorId, expiryDate, idTag, reservationId: nextId })
        }
      >
        {words.add}
      </Button>
    </div>
  );
}

export function Reservations({
  station,
  reservations,
}: {
  station: StationState;
  reservations: readonly ReservationState[];
}) {
  const action = useAction(station);
  const canAsk = useCanAsk(station);
  const nextId = Math.max(0, ...reservations.map(({ reservationId }) => reservationId)) + 1;
  return (
    <Panel title={words.title} note={reservations.length}>
      <Stack gap="sm">
        <ColumnTableOrNone
          label={words.title}
          columns={[
            words.id,
            words.connector,
            words.idTag,
            words.expiry,
            words.state,
            words.actions,
          ]}
          minWidth={560}
          none={`${words.none} ${words.noneText}`}
        >
          {reservations.map((one) => {
            const leftMs = Date.parse(one.expiryDate) - Date.now();
            return (
              <Table.Tr key={`${one.reservationId} ${one.at}`}>
                <Table.Td>{one.reservationId}</Table.Td>
                <Table.Td>{one.connectorId}</Table.Td>
                <Table.Td>{visibleText(one.idTag)}</Table.Td>
                <Table.Td>
                  <TimeText at={one.expiryDate} />
                  {one.state === 'active' && leftMs > 0 && (
                    <span className={pieces.quiet}> {words.left(formatDuration(leftMs))}</span>
                  )}
                </Table.Td>
                <Table.Td>
                  <StatusDot tone={tones[one.state]}>{stateText(one)}</StatusDot>
                </Table.Td>
                <Table.Td>
                  {one.state === 'active' && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={words.cancelOf(one.reservationId)}
                      disabled={!canAsk || action.pending}
                      onClick={() =>
                        action.send('CancelReservation', { reservationId: one.reservationId })
                      }
                    >
                      {words.cancel}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </ColumnTableOrNone>
        <NewReservation action={action} canAsk={canAsk} nextId={nextId} />
        <ActionOutcome sent={action.sent} />
      </Stack>
    </Panel>
  );
}
