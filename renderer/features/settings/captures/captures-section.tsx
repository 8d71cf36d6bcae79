/** The captures on disk: open, check, rename, export, delete, import, begin a new one. */

import { Button, FileButton, Loader, Stack, Table, Text } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { CaptureState } from '../../../../shared/api/captures-contract.ts';
import { orpc, useBenchConnection } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { captureWords as words } from '../words.ts';
import { CaptureDialogs, type OpenDialog } from './capture-dialogs.tsx';
import { CaptureRow } from './capture-row.tsx';
import styles from './captures.module.css';
import { useJournalImport } from './use-journal-import.ts';

function CaptureTable({
  captures,
  onDialog,
}: {
  captures: readonly CaptureState[];
  onDialog: (dialog: OpenDialog) => void;
}) {
  if (captures.length === 0) return <Text size="sm">{words.none}</Text>;
  return (
    <Table.ScrollContainer minWidth={640} type="native">
      <Table aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{words.created}</Table.Th>
            <Table.Th ta="right">{words.frames}</Table.Th>
            <Table.Th ta="right">{words.size}</Table.Th>
            <Table.Th>
              <span className={texts.hidden}>{words.actions}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {captures.map((capture) => (
            <CaptureRow key={capture.id} capture={capture} onDialog={onDialog} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Says whether a file is held over the list, and takes it when it is dropped. */
function useDrop(isActive: boolean, onFile: (file: File) => void) {
  const [isOver, setIsOver] = useState(false);
  const holdsFiles = (event: DragEvent) => isActive && event.dataTransfer.types.includes('Files');
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        const { currentTarget, relatedTarget } = event;
        const stays = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!stays) setIsOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) onFile(file);
      },
    },
  };
}

export function CapturesSection() {
  const captures = useQuery(orpc.captures.list.queryOptions());
  const isOnline = useBenchConnection().status === 'online';
  const [dialog, setDialog] = useState<OpenDialog>();
  const { importing, importFile } = useJournalImport();
  const isReady = isOnline && importing === undefined;
  const drop = useDrop(isReady, importFile);
  return (
    <div className={styles.dropArea} data-over={drop.isOver || undefined} {...drop.handlers}>
      <Panel
        title={words.title}
        note={captures.data?.length}
        actions={
          <>
            {/* The picker takes any file: a journal may have been renamed on its way. */}
            <FileButton
              onChange={(file) => {
                if (file !== null) importFile(file);
              }}
              disabled={!isReady}
            >
              {(props) => (
                <Button
                  variant="default"
                  leftSection={<IconFileImport size={14} />}
                  disabled={!isReady}
                  title={words.importHint}
                  {...props}
                >
                  {words.import}
                </Button>
              )}
            </FileButton>
            <Button
              leftSection={<IconPlus size={14} />}
              disabled={!isOnline}
              onClick={() => setDialog({ kind: 'begin' })}
            >
              {words.begin}
            </Button>
          </>
        }
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {words.text}
          </Text>
          {importing !== undefined && (
            <Text size="sm" role="status">
              <Loader size={12} mr={8} aria-hidden />
              {words.importing(importing)}
            </Text>
          )}
          <Loaded query={captures} lines={5}>
            {(known) => <CaptureTable captures={known} onDialog={setDialog} />}
          </Loaded>
          <Text size="xs" c="dimmed">
            {words.importHint}
          </Text>
        </Stack>
      </Panel>
      {drop.isOver && <div className={styles.dropHint}>{words.drop}</div>}
      <CaptureDialogs dialog={dialog} onClose={() => setDialog(undefined)} />
    </div>
  );
}
