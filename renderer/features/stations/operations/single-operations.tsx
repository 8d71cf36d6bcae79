/** Operations that stand by themselves: another key, another certificate, the security log. */
import { Button, PasswordInput, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { useCanAsk } from '../pieces/use-action.tsx';
import styles from './operations.module.css';
import { isTransfer, isUnderWay, useOperations, useStartOperation } from './use-operations.ts';
import { keyWords as words } from './words.ts';

type KeyForm = keyof typeof words.forms;
const forms: readonly KeyForm[] = ['binary', 'printable', 'given'];

function useBlocked(station: StationState): boolean {
  const operations = useOperations(station.id).data ?? [];
  const busy = operations.some((operation) => isUnderWay(operation) && !isTransfer(operation));
  return !useCanAsk(station) || busy;
}

function ChangeKey({ station }: { station: StationState }) {
  const [form, setForm] = useState<KeyForm>('binary');
  const [hex, setHex] = useState('');
  const start = useStartOperation(station.id);
  const blocked = useBlocked(station);
  const begin = () =>
    start.mutate(
      form === 'given'
        ? { operation: 'change-authorization-key', authorizationKeyHex: hex.trim() }
        : { operation: 'change-authorization-key', form },
      { onSuccess: () => setHex('') },
    );
  return (
    <Panel title={words.title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.text.key}
        </Text>
        <Select
          label={words.form}
          data={forms.map((value) => ({ value, label: words.forms[value] }))}
          value={form}
          onChange={(value) => setForm(forms.find((known) => known === value) ?? 'binary')}
        />
        {form === 'given' && (
          <PasswordInput
            size="xs"
            w="100%"
            label={words.hex}
            description={words.hexHint}
            autoComplete="off"
            value={hex}
            onChange={(event) => setHex(event.currentTarget.value)}
          />
        )}
        <Button
          disabled={blocked || (form === 'given' && hex.trim() === '')}
          loading={start.isPending}
          onClick={begin}
        >
          {words.start}
        </Button>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

function Renew({ station }: { station: StationState }) {
  const start = useStartOperation(station.id);
  const blocked = useBlocked(station);
  return (
    <Panel title={words.renewTitle}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.text.renew}
        </Text>
        <Button
          disabled={blocked}
          loading={start.isPending}
          onClick={() => start.mutate({ operation: 'renew-certificate' })}
        >
          {words.start2}
        </Button>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

function SecurityLog({ station }: { station: StationState }) {
  const start = useStartOperation(station.id);
  const canAsk = useCanAsk(station);
  return (
    <Panel title={words.logTitle}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.text.log}
        </Text>
        <Button
          disabled={!canAsk}
          loading={start.isPending}
          onClick={() => start.mutate({ operation: 'get-log', logType: 'SecurityLog' })}
        >
          {words.startLog}
        </Button>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

export function SingleOperations({ station }: { station: StationState }) {
  return (
    <div className={styles.forms}>
      <ChangeKey station={station} />
      <Renew station={station} />
      <SecurityLog station={station} />
    </div>
  );
}
