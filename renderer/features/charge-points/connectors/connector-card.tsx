/** One connector of an emulated charge point: what it does, what flows, and what a driver or technician does there. */
import { ActionIcon, Button, Group, Menu, Popover, Text, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { ChargePointDetails } from '../../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { formatEnergy, formatPower } from '../../../components/format.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { connectorTone } from '../../../components/status-tones.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './connectors.module.css';
import { FaultDialog } from './fault-dialog.tsx';
import { Light } from './light.tsx';
import { VehicleDialog } from './vehicle-dialog.tsx';
import { connectorWords as words } from './words.ts';

type Connector = ChargePointState['connectors'][number];
type ConnectorDetails = ChargePointDetails['connectors'][number];

function PresentIdTag({ id, connectorId }: { id: string; connectorId: number }) {
  const [opened, setOpened] = useState(false);
  const [idTag, setIdTag] = useState(words.defaultIdTag);
  const { act } = useChargePointAction(id);
  const fits = idTag.trim() !== '' && idTag.length <= 20;
  const present = (event: FormEvent) => {
    event.preventDefault();
    if (!fits) return;
    setOpened(false);
    act({ action: 'present-id-tag', idTag: idTag.trim(), connectorId });
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withArrow shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {words.presentIdTag}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={present}>
          <Group gap="xs" align="flex-end">
            <TextInput
              label={words.idTag}
              value={idTag}
              maxLength={20}
              data-autofocus
              onChange={(event) => setIdTag(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!fits}>
              {words.present}
            </Button>
          </Group>
          <Text size="xs" mt={4}>
            {words.presentAgain}
          </Text>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function More({
  id,
  connectorId,
  details,
}: {
  id: string;
  connectorId: number;
  details: ConnectorDetails | undefined;
}) {
  const { act } = useChargePointAction(id);
  const [parking, setParking] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="sm" aria-label={words.more(connectorId)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => act({ action: 'unlock', connectorId })}>
            {words.unlock}
          </Menu.Item>
          <Menu.Item disabled={details === undefined} onClick={() => setParking(true)}>
            {words.vehicle}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {details !== undefined && (
        <VehicleDialog
          id={id}
          connectorId={connectorId}
          vehicle={details.vehicle}
          opened={parking}
          onClose={() => setParking(false)}
        />
      )}
    </>
  );
}

function FaultButton({ id, connector }: { id: string; connector: Connector }) {
  const { act, busy } = useChargePointAction(id);
  const [striking, setStriking] = useState(false);
  const { connectorId, errorCode } = connector;
  const isBroken = errorCode !== undefined && errorCode !== 'NoError';
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        disabled={busy}
        onClick={() => (isBroken ? act({ action: 'clear-fault', connectorId }) : setStriking(true))}
      >
        {isBroken ? words.clearFault : words.fault}
      </Button>
      <FaultDialog
        id={id}
        connectorId={connectorId}
        opened={striking}
        onClose={() => setStriking(false)}
      />
    </>
  );
}

function Readings({
  connector,
  details,
}: {
  connector: Connector;
  details: ConnectorDetails | undefined;
}) {
  const { meterWh, powerW, stateOfChargePercent } = connector;
  return (
    <dl className={styles.readings}>
      <div>
        <dt>{words.meter}</dt>
        <dd>{formatEnergy(meterWh ?? 0)}</dd>
      </div>
      <div>
        <dt>{words.power}</dt>
        <dd>{formatPower(powerW ?? 0)}</dd>
      </div>
      <div title={words.limitHint}>
        <dt>{words.limit}</dt>
        <dd>{details === undefined ? '–' : formatPower(details.offeredW)}</dd>
      </div>
      <div>
        <dt>{words.soc}</dt>
        <dd>{stateOfChargePercent === undefined ? '–' : `${stateOfChargePercent} %`}</dd>
      </div>
    </dl>
  );
}

function factsOf({ pluggedIn, idTag, transactionId, reservationId }: Connector): string[] {
  return [
    pluggedIn ? words.pluggedIn : words.unplugged,
    ...(idTag === undefined ? [] : [`${words.tag} ${idTag}`]),
    ...(transactionId === undefined ? [] : [words.transaction(transactionId)]),
    ...(reservationId === undefined ? [] : [words.reserved(reservationId)]),
  ];
}

function Status({ connector }: { connector: Connector }) {
  const { status, errorCode, errorInfo, since } = connector;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.status}>
          <StatusDot tone={connectorTone(status)}>{status}</StatusDot>
        </span>
        {since !== undefined && (
          <span className={styles.quiet}>
            {words.since} <TimeText at={since} />
          </span>
        )}
      </div>
      {errorCode !== undefined && errorCode !== 'NoError' && (
        <div className={styles.error}>
          {words.error}: {[errorCode, errorInfo].filter(Boolean).map(String).join(', ')}
        </div>
      )}
    </>
  );
}

/** Connector 0, which is the charge point itself: a line above the others. */
export function WholeStrip({
  id,
  connector,
  light,
}: {
  id: string;
  connector: Connector;
  light: ChargePointState['light'];
}) {
  const { reservationId, status } = connector;
  const { act, busy } = useChargePointAction(id);
  return (
    <section
      className={styles.strip}
      data-fault={status === 'Faulted' || undefined}
      aria-label={words.whole}
    >
      <h3 className={styles.name}>{words.whole}</h3>
      <Status connector={connector} />
      <Light light={light} />
      {reservationId !== undefined && (
        <span className={styles.facts}>{words.reserved(reservationId)}</span>
      )}
      <BenchControls className={styles.stripActions}>
        <FaultButton id={id} connector={connector} />
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy || status === 'Faulted'}
          title={words.emergencyStopHint}
          onClick={() => act({ action: 'emergency-stop' })}
        >
          {words.emergencyStop}
        </Button>
      </BenchControls>
    </section>
  );
}

export function ConnectorCard({
  id,
  connector,
  details,
}: {
  id: string;
  connector: Connector;
  details: ConnectorDetails | undefined;
}) {
  const { act, busy } = useChargePointAction(id);
  const { connectorId, pluggedIn, status } = connector;
  return (
    <li
      className={styles.card}
      data-fault={status === 'Faulted' || undefined}
      aria-label={words.connector(connectorId)}
    >
      <h3 className={styles.name}>{words.connector(connectorId)}</h3>
      <Status connector={connector} />
      <Readings connector={connector} details={details} />
      <div className={styles.facts}>
        {factsOf(connector).map((fact) => (
          <span key={fact}>{visibleText(fact)}</span>
        ))}
      </div>
      {details !== undefined && (
        <div className={styles.quiet}>
          {words.vehicleFacts(
            details.vehicle.batteryKwh,
            details.vehicle.maxPowerW,
            details.vehicle.phases,
          )}
        </div>
      )}
      <BenchControls className={styles.actions}>
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          onClick={() => act({ action: pluggedIn ? 'unplug' : 'plug-in', connectorId })}
        >
          {pluggedIn ? words.unplug : words.plugIn}
        </Button>
        <PresentIdTag id={id} connectorId={connectorId} />
        <FaultButton id={id} connector={connector} />
        <More id={id} connectorId={connectorId} details={details} />
      </BenchControls>
    </li>
  );
}
