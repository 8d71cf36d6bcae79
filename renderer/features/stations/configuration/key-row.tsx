/** One configuration key: what it means, its value to be changed in place, and what the charge point answered. */
import { Loader, Table, Text, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type {
  ConfigurationChange,
  ConfigurationEntry,
} from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { CommittedTextInput } from '../../../components/committed-input.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import { errorText, outcomeText } from './change-text.ts';
import styles from './configuration.module.css';
import { explanation, standardKey } from './key-facts.ts';
import { configurationWords as words } from './words.ts';

const tones: Readonly<Record<string, StatusTone>> = {
  Accepted: 'good',
  RebootRequired: 'warning',
  Rejected: 'error',
  NotSupported: 'error',
};

/** The answer to ChangeConfiguration, with the value that was read back where it is another one. */
export function ChangeAnswer({
  change,
  wanted,
}: {
  change: ConfigurationChange;
  wanted: string | undefined;
}) {
  const { readBack } = change;
  return (
    <span className={styles.answer} role="status">
      <StatusDot tone={tones[change.status ?? ''] ?? 'error'}>
        {visibleText(change.status ?? outcomeText(change.outcome))}
      </StatusDot>
      {change.error !== undefined && <span>{visibleText(errorText(change.error))}</span>}
      {readBack?.value !== undefined && readBack.value !== wanted && (
        <span>{words.readBack(visibleText(readBack.value))}</span>
      )}
      <FrameLinks frames={change.frames} />
    </span>
  );
}

function KeyName({ entry }: { entry: ConfigurationEntry }) {
  const standard = standardKey(entry.key);
  const text = standard === undefined ? words.notSaid : explanation(standard);
  return (
    <>
      <Tooltip label={text} multiline maw={360}>
        <Text span size="sm" fw={600} className={styles.key}>
          {visibleText(entry.key)}
        </Text>
      </Tooltip>
      <span className={styles.meaning}>{standard?.meaning ?? words.notSaid}</span>
    </>
  );
}

export function KeyRow({
  station,
  entry,
  canChange,
}: {
  station: string;
  entry: ConfigurationEntry;
  canChange: boolean;
}) {
  const change = useMutation(orpc.csms.changeConfiguration.mutationOptions());
  const wanted = change.variables?.value;
  const value = change.data?.readBack?.value ?? entry.value;
  return (
    <Table.Tr>
      <Table.Td>
        <KeyName entry={entry} />
      </Table.Td>
      <Table.Td className={styles.value}>
        {entry.readonly ? (
          visibleText(value ?? words.noValue)
        ) : (
          <CommittedTextInput
            aria-label={words.edit(visibleText(entry.key))}
            classNames={{ input: styles.value ?? '' }}
            maxLength={500}
            disabled={!canChange || change.isPending}
            placeholder={value === undefined ? words.noValue : ''}
            value={value ?? ''}
            onCommit={(next) => change.mutate({ id: station, key: entry.key, value: next })}
          />
        )}
      </Table.Td>
      <Table.Td>{entry.readonly ? words.readonly : words.writableText}</Table.Td>
      <Table.Td>
        {change.isPending && <Loader size={12} />}
        {change.error !== null && <ProblemAlert error={change.error} />}
        {change.data !== undefined && <ChangeAnswer change={change.data} wanted={wanted} />}
      </Table.Td>
    </Table.Tr>
  );
}
