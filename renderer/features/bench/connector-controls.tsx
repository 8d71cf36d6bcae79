/** One connector of an emulated charge point, with what a driver or a technician does at it. */
import { Button, Group, Popover, Text, TextInput } from '@mantine/core';
import { type FormEvent, Fragment, useState } from 'react';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import styles from './bench.module.css';
import { useChargePointAction } from './charge-point-actions.ts';
import { chargePointsWords as words } from './charge-point-words.ts';

type Connector = ChargePointState['connectors'][number];

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
          size="compact-xs"
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
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function factsOf(connector: Connector): string[] {
  const { status, idTag, transactionId, powerW, meterWh, errorCode } = connector;
  return [
    status,
    errorCode === undefined || errorCode === 'NoError' ? undefined : errorCode,
    idTag,
    transactionId === undefined ? undefined : words.transaction(transactionId),
    powerW === undefined || powerW === 0 ? undefined : words.power(powerW),
    meterWh === undefined ? undefined : words.energy(meterWh),
  ].filter((part) => part !== undefined);
}

export function ConnectorControls({ id, connector }: { id: string; connector: Connector }) {
  const { act, busy } = useChargePointAction(id);
  const { connectorId, pluggedIn, status } = connector;
  const faulted = status === 'Faulted';
  return (
    <fieldset className={styles.connector} aria-label={words.connector(connectorId)}>
      <Text size="xs" flex={1} miw={160}>
        <strong>{connectorId}</strong>
        {factsOf(connector).map((fact, index) => (
          <Fragment key={fact}>
            {index === 0 ? ' ' : ' · '}
            <span className={styles.fact}>{fact}</span>
          </Fragment>
        ))}
      </Text>
      <Group gap={6}>
        <Button
          variant="default"
          size="compact-xs"
          disabled={busy}
          onClick={() => act({ action: pluggedIn ? 'unplug' : 'plug-in', connectorId })}
        >
          {pluggedIn ? words.unplug : words.plugIn}
        </Button>
        <PresentIdTag id={id} connectorId={connectorId} />
        <Button
          variant="default"
          size="compact-xs"
          disabled={busy}
          onClick={() =>
            act(
              faulted
                ? { action: 'clear-fault', connectorId }
                : { action: 'fault', connectorId, errorCode: 'InternalError' },
            )
          }
        >
          {faulted ? words.clearFault : words.fault}
        </Button>
      </Group>
    </fieldset>
  );
}
