/** Transfers as the file servers see them, files that came, and the statuses that the charge point reported. */
import { Button, Progress, Table } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { TransferStatus } from '../../../../shared/api/csms-station-contract.ts';
import type { ReceivedFile, TransferState } from '../../../../shared/api/files-contract.ts';
import { ColumnTableOrNone } from '../../../components/column-table.tsx';
import { formatBytes } from '../../../components/format.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import pieces from '../pieces/pieces.module.css';
import { fetchReceived, receivedPath } from './file-requests.ts';
import styles from './transfers.module.css';
import { transferScreenWords as words } from './words.ts';

const tones: Record<TransferState['status'], StatusTone> = {
  waiting: 'info',
  running: 'busy',
  done: 'good',
  failed: 'error',
  expired: 'off',
};

function Moving({ transfer }: { transfer: TransferState }) {
  const { kind, status, bytes, totalBytes, attempts, urls, problem } = transfer;
  const percent =
    status === 'done'
      ? 100
      : totalBytes === undefined
        ? 0
        : (bytes / Math.max(totalBytes, 1)) * 100;
  const what = words.kinds[kind];
  return (
    <Table.Tr>
      <Table.Td>{what}</Table.Td>
      <Table.Td>
        <StatusDot tone={tones[status]}>{words.statuses[status]}</StatusDot>
        {problem !== undefined && <ProblemAlert problem={problem} />}
      </Table.Td>
      <Table.Td className={styles.progress}>
        <Progress value={percent} size="sm" aria-label={words.progressOf(what)} />
        <span className={pieces.quiet}>
          {totalBytes === undefined
            ? formatBytes(bytes)
            : words.of(formatBytes(bytes), formatBytes(totalBytes))}
        </span>
      </Table.Td>
      <Table.Td>{attempts}</Table.Td>
      <Table.Td className={pieces.wire}>{visibleText(urls[0]?.url ?? '')}</Table.Td>
    </Table.Tr>
  );
}

export function MovingTransfers({ transfers }: { transfers: readonly TransferState[] }) {
  return (
    <Panel title={words.moving} note={transfers.length}>
      <ColumnTableOrNone
        label={words.moving}
        columns={[words.kind, words.status, words.progress, words.attempts, words.url]}
        minWidth={620}
        none={words.movingNone}
      >
        {transfers.map((transfer) => (
          <Moving key={transfer.id} transfer={transfer} />
        ))}
      </ColumnTableOrNone>
    </Panel>
  );
}

export function ReceivedFiles({ files }: { files: readonly ReceivedFile[] }) {
  const save = useMutation({
    mutationFn: ({ id, name }: ReceivedFile) =>
      saveFile({ path: receivedPath(id), fileName: name, fetchFile: () => fetchReceived(id) }),
    onError: notifyProblem,
  });
  return (
    <Panel title={words.received} note={files.length}>
      <ColumnTableOrNone
        label={words.received}
        columns={[words.kind, words.name, { numbers: words.bytes }, words.at, words.actions]}
        none={words.receivedNone}
      >
        {files.map((file) => (
          <Table.Tr key={file.id}>
            <Table.Td>{words.kinds[file.kind]}</Table.Td>
            <Table.Td className={pieces.wire}>{visibleText(file.name)}</Table.Td>
            <Table.Td ta="right">{formatBytes(file.bytes)}</Table.Td>
            <Table.Td>
              <TimeText at={file.createdAt} />
            </Table.Td>
            <Table.Td>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={words.saveOf(visibleText(file.name))}
                onClick={() => save.mutate(file)}
              >
                {words.save}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </ColumnTableOrNone>
    </Panel>
  );
}

export function ReportedStatuses({ statuses }: { statuses: readonly TransferStatus[] }) {
  return (
    <Panel title={words.reported} note={statuses.length}>
      <ColumnTableOrNone
        label={words.reported}
        columns={[words.at, words.kind, words.status, words.request, words.frame]}
        none={words.reportedNone}
      >
        {statuses.map(({ seq, at, kind, status, requestId }) => (
          <Table.Tr key={seq}>
            <Table.Td>
              <TimeText at={at} as="time" />
            </Table.Td>
            <Table.Td>{words.kinds[kind]}</Table.Td>
            <Table.Td>{visibleText(status)}</Table.Td>
            <Table.Td>{requestId ?? ''}</Table.Td>
            <Table.Td>
              <FrameLinks frames={[seq]} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ColumnTableOrNone>
    </Panel>
  );
}
