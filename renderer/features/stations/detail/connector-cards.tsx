/** The connectors as small cards: status with its age, meter, power, running transaction. */
import { Button, Group, Text } from '@mantine/core';
import type { ConnectorState, StationState } from '../../../../shared/api/csms-contract.ts';
import { formatEnergy, formatPower } from '../../../components/format.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { connectorTone } from '../../../components/status-tones.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { isRunning } from '../stations-shown.ts';
import { connectorWords as words } from '../words.ts';
import styles from './connector-cards.module.css';

function ConnectorCard({
  connector,
  transactionId,
}: {
  connector: ConnectorState;
  transactionId: number | undefined;
}) {
  const { connectorId, status, errorCode, since, meterWh, powerW } = connector;
  return (
    <li className={styles.card} data-fault={status === 'Faulted' || undefined}>
      <div className={styles.name}>{words.connector(connectorId)}</div>
      <div className={styles.status}>
        <StatusDot tone={connectorTone(status)}>{visibleText(status)}</StatusDot>
      </div>
      {errorCode !== undefined && errorCode !== 'NoError' && (
        <div className={styles.error}>
          {words.error}: {visibleText(errorCode)}
        </div>
      )}
      {since !== undefined && (
        <div className={styles.quiet}>
          {words.since} <TimeText at={since} />
        </div>
      )}
      {(meterWh !== undefined || powerW !== undefined) && (
        <dl className={styles.readings}>
          {meterWh !== undefined && (
            <div>
              <dt>{words.meter}</dt>
              <dd>{formatEnergy(meterWh)}</dd>
            </div>
          )}
          {powerW !== undefined && (
            <div>
              <dt>{words.power}</dt>
              <dd>{formatPower(powerW)}</dd>
            </div>
          )}
        </dl>
      )}
      {transactionId !== undefined && <div>{words.transaction(transactionId)}</div>}
    </li>
  );
}

export function ConnectorCards({
  station,
  onAskForStatus,
}: {
  station: StationState;
  onAskForStatus: () => void;
}) {
  const running = new Map(
    station.transactions
      .filter(isRunning)
      .map(({ connectorId, transactionId }) => [connectorId, transactionId]),
  );
  if (station.connectors.length === 0) {
    return station.connected ? (
      <Group gap="sm" className={styles.none}>
        <Text size="sm">{words.none}</Text>
        <Button variant="default" size="compact-xs" onClick={onAskForStatus}>
          {words.ask}
        </Button>
      </Group>
    ) : null;
  }
  return (
    <ul className={styles.cards} aria-label={words.title}>
      {station.connectors.map((connector) => (
        <ConnectorCard
          key={connector.connectorId}
          connector={connector}
          transactionId={running.get(connector.connectorId)}
        />
      ))}
    </ul>
  );
}
