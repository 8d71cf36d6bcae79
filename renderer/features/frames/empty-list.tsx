/** What stands in an empty list: why it is empty and what to do about it. */
import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orpc } from '../../app/api-client.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import styles from './empty-list.module.css';
import type { FrameView, FrameViewSnapshot } from './frame-view.ts';
import { emptyWords, framesWords } from './words.ts';

/** So few frames may all be of the bench itself. */
const fewFrames = 20;

/** A charger that asks for a name or the time is there, though it has not connected. */
const isFromOutside = (kind: string): boolean => kind === 'name-query' || kind === 'time-query';

/** True while no connection was ever seen in what is shown. */
function isWithoutConnection(count: number, view: FrameView | undefined): boolean {
  if (count > fewFrames) return false;
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    const row = view?.rowAt(ordinal);
    if (row === undefined || row.connection !== undefined || isFromOutside(row.kind)) return false;
  }
  return true;
}

function HowToBegin() {
  const csms = useQuery(orpc.csms.get.queryOptions()).data;
  const urls = csms?.listeners.flatMap((listener) => listener.urls) ?? [];
  const url = urls.find(({ network }) => network !== 'lo') ?? urls[0];
  return (
    <Stack className={styles.card} gap="sm">
      <Title order={2}>{emptyWords.nothingTitle}</Title>
      <Text size="sm">{emptyWords.nothingText}</Text>
      {url === undefined ? (
        <Text size="sm">{emptyWords.startListener}</Text>
      ) : (
        <>
          <Text size="sm">{emptyWords.urlText}</Text>
          <Group gap="xs">
            <Code>{url.url}</Code>
            <CopyButton value={url.url} label={url.url} />
          </Group>
        </>
      )}
      <Link to="/">{emptyWords.toBench}</Link>
    </Stack>
  );
}

export function EmptyList({
  snapshot,
  view,
  userFilter,
  onClearFilter,
}: {
  snapshot: FrameViewSnapshot;
  view: FrameView | undefined;
  userFilter: boolean;
  onClearFilter: () => void;
}) {
  const { status, count, head, scannedTo } = snapshot;
  if (status === 'opening') return null;
  if (!userFilter) {
    return isWithoutConnection(count, view) ? (
      <div className={styles.place}>
        <HowToBegin />
      </div>
    ) : null;
  }
  if (count > 0 || scannedTo < head) return null;
  return (
    <div className={styles.place}>
      <Stack className={styles.card} gap="sm">
        <Title order={2}>{emptyWords.filteredTitle}</Title>
        <Text size="sm">{emptyWords.filteredText(head)}</Text>
        <Button variant="default" onClick={onClearFilter}>
          {framesWords.clearFilter}
        </Button>
      </Stack>
    </div>
  );
}
