/** One capture in the list, with what can be done to it and the result of its check. */
import { ActionIcon, Button, Code, Group, Menu, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { captureExportPath, exportFileName } from '../../../../shared/api/capture-files.ts';
import type { CaptureCheck, CaptureState } from '../../../../shared/api/captures-contract.ts';
import { orpc, useBenchConnection } from '../../../app/api-client.ts';
import { fetchCopy } from '../../../app/capture-transfer.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { problemOf } from '../../../components/problem-of.ts';
import { saveFile } from '../../../components/save-file.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { captureWords as words } from '../words.ts';
import type { OpenDialog } from './capture-dialogs.tsx';
import styles from './captures.module.css';

function ChainHead({ head }: { head: string }) {
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="baseline">
        <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
          {words.head}
        </Text>
        <Code className={styles.head}>{head}</Code>
        <CopyButton value={head} label={words.copyHead} />
      </Group>
      <Text size="xs" c="dimmed">
        {words.headText}
      </Text>
    </>
  );
}

function CheckResult({ check }: { check: CaptureCheck }) {
  return (
    <Stack gap={4} role="status">
      {check.intact ? (
        <StatusDot tone="good">{words.intact(check.frames)}</StatusDot>
      ) : (
        <>
          {check.problem !== undefined && (
            <ProblemAlert title={words.broken} problem={check.problem} />
          )}
          <StatusDot tone="error">{words.brokenAfter(check.frames)}</StatusDot>
        </>
      )}
      {check.intact && <ChainHead head={check.chainHead} />}
    </Stack>
  );
}

/** The copy is made by the bench, without secrets, and streamed into one file. */
function useExport({ id }: CaptureState) {
  const fileName = exportFileName(id);
  return useMutation({
    mutationFn: () =>
      saveFile({ path: captureExportPath(id), fileName, fetchFile: () => fetchCopy(id) }),
    onSuccess: (outcome) => {
      if (outcome === 'saved') notifications.show({ title: words.exported, message: fileName });
    },
    onError: (error) => {
      const { message, fix } = problemOf(error);
      notifications.show({
        color: 'red',
        title: words.exportFailed,
        message: [message, fix].filter((part) => part !== undefined).join(' '),
      });
    },
  });
}

function RowActions({
  capture,
  checking,
  onCheck,
  onDialog,
}: {
  capture: CaptureState;
  checking: boolean;
  onCheck: () => void;
  onDialog: (dialog: OpenDialog) => void;
}) {
  const isOnline = useBenchConnection().status === 'online';
  const copy = useExport(capture);
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button
        variant="default"
        size="compact-xs"
        aria-label={words.openLabel(capture.name)}
        renderRoot={(props) => (
          <Link to="/frames" search={capture.live ? {} : { capture: capture.id }} {...props} />
        )}
      >
        {words.open}
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        title={words.checkHint}
        aria-label={words.checkLabel(capture.name)}
        loading={checking}
        disabled={!isOnline}
        onClick={onCheck}
      >
        {words.check}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="sm" aria-label={words.more(capture.name)} loading={copy.isPending}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!isOnline} onClick={() => copy.mutate()}>
            {words.exportCopy}
          </Menu.Item>
          <Menu.Item disabled={!isOnline} onClick={() => onDialog({ kind: 'rename', capture })}>
            {words.rename}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            disabled={!isOnline || capture.live}
            onClick={() => onDialog({ kind: 'delete', capture })}
          >
            {words.remove}
            {capture.live && (
              <Text size="xs" c="dimmed">
                {words.removeLive}
              </Text>
            )}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

export function CaptureRow({
  capture,
  onDialog,
}: {
  capture: CaptureState;
  onDialog: (dialog: OpenDialog) => void;
}) {
  const check = useMutation(orpc.captures.check.mutationOptions());
  const { id, name, live, createdAt, frames, bytes, problem } = capture;
  const hasResult = problem !== undefined || check.data !== undefined || check.isError;
  return (
    <>
      <Table.Tr style={hasResult ? { borderBottom: 0 } : undefined}>
        <Table.Td>
          <div className={styles.name}>{visibleText(name)}</div>
          {name !== id && <div className={styles.id}>{id}</div>}
          {live && <StatusDot tone="good">{words.live}</StatusDot>}
        </Table.Td>
        <Table.Td>
          <TimeText at={createdAt} />
        </Table.Td>
        <Table.Td ta="right">{frames === undefined ? '' : formatCount(frames)}</Table.Td>
        <Table.Td ta="right">{formatBytes(bytes)}</Table.Td>
        <Table.Td>
          <RowActions
            capture={capture}
            checking={check.isPending}
            onCheck={() => check.mutate({ id })}
            onDialog={onDialog}
          />
        </Table.Td>
      </Table.Tr>
      {hasResult && (
        <Table.Tr>
          <Table.Td colSpan={5} className={styles.result}>
            {problem !== undefined && <ProblemAlert problem={problem} />}
            {check.isError && <ProblemAlert error={check.error} />}
            {check.data !== undefined && <CheckResult check={check.data} />}
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
