/** What is to break at a connector, as StatusNotification will tell it. */
import { Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { connectorWords as words } from './words.ts';

/** OCPP 1.6 §7.6, without NoError. */
const errorCodes = [
  'InternalError',
  'GroundFailure',
  'OverCurrentFailure',
  'OverVoltage',
  'UnderVoltage',
  'HighTemperature',
  'ConnectorLockFailure',
  'EVCommunicationError',
  'PowerMeterFailure',
  'PowerSwitchFailure',
  'ReaderFailure',
  'ResetFailure',
  'WeakSignal',
  'LocalListConflict',
  'OtherError',
] as const;

const fresh = {
  errorCode: 'InternalError',
  info: '',
  vendorId: '',
  vendorErrorCode: '',
  endsTransaction: true,
};

export function FaultDialog({
  id,
  connectorId,
  opened,
  onClose,
}: {
  id: string;
  connectorId: number;
  opened: boolean;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(fresh);
  const { act } = useChargePointAction(id);
  const change = (part: Partial<typeof fresh>) => setDraft({ ...draft, ...part });
  const strike = (event: FormEvent) => {
    event.preventDefault();
    const { errorCode, info, vendorId, vendorErrorCode, endsTransaction } = draft;
    act({
      action: 'fault',
      connectorId,
      errorCode,
      endsTransaction,
      ...(info === '' ? {} : { info }),
      ...(vendorId === '' ? {} : { vendorId }),
      ...(vendorErrorCode === '' ? {} : { vendorErrorCode }),
    });
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.faultTitle(connectorId)}>
      <BenchControls>
        <form onSubmit={strike}>
          <Stack gap="sm">
            <Select
              label={words.errorCode}
              data={[...errorCodes]}
              value={draft.errorCode}
              allowDeselect={false}
              data-autofocus
              onChange={(errorCode) => errorCode !== null && change({ errorCode })}
            />
            <TextInput
              label={words.info}
              maxLength={50}
              value={draft.info}
              onChange={(event) => change({ info: event.currentTarget.value })}
            />
            <Group grow>
              <TextInput
                label={words.vendorId}
                maxLength={255}
                value={draft.vendorId}
                onChange={(event) => change({ vendorId: event.currentTarget.value })}
              />
              <TextInput
                label={words.vendorErrorCode}
                maxLength={50}
                value={draft.vendorErrorCode}
                onChange={(event) => change({ vendorErrorCode: event.currentTarget.value })}
              />
            </Group>
            <Switch
              label={words.endsTransaction}
              description={words.endsTransactionHint}
              checked={draft.endsTransaction}
              onChange={(event) => change({ endsTransaction: event.currentTarget.checked })}
            />
            <Group gap="xs">
              <Button type="submit">{words.strike}</Button>
              <Button variant="default" onClick={onClose}>
                {words.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      </BenchControls>
    </Modal>
  );
}
