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

/** An operation that needs nothing from the person but the word to begin. */
function PlainOperation({
  station,
  request,
  title,
  text,
  begin,
  blocked,
}: {
  station: StationState;
  request: Parameters<ReturnType<typeof useStartOperation>['mutate']>[0];
  title: string;
  text: string;
  begin: string;
  blocked: boolean;
}) {
  const start = useStartOperation(station.id);
  return (
    <Panel title={title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        <Button disabled={blocked} loading={start.isPending} onClick={() => start.mutate(request)}>
          {begin}
        </Button>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

export function SingleOperations({ station }: { station: StationState }) {
  const blocked = useBlocked(station);
  const canAsk = useCanAsk(station);
  return (
    <div className={styles.forms}>
      <ChangeKey station={station} />
      <PlainOperation
        station={station}
        request={{ operation: 'renew-certificate' }}
        title={words.renewTitle}
        text={words.text.renew}
        begin={words.start2}
        blocked={blocked}
      />
      <PlainOperation
        station={station}
        request={{ operation: 'get-log', logType: 'SecurityLog' }}
        title={words.logTitle}
        text={words.text.log}
        begin={words.startLog}
        blocked={!canAsk}
      />
    </div>
  );
}
