/** Which capture the list shows: the live one, or one of those that ended or were imported. */
import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { IconCheck, IconChevronDown, IconDatabase } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CaptureState } from '../../../shared/api/captures-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { TimeText } from '../../components/time-text.tsx';
import { visibleText } from '../../components/visible-text.ts';
import styles from './capture-picker.module.css';
import { captureWords as words } from './words.ts';

/** The live one, then the newest first. */
const inOrder = (captures: readonly CaptureState[]): CaptureState[] =>
  captures.toSorted(
    (left, right) =>
      Number(right.live) - Number(left.live) || right.createdAt.localeCompare(left.createdAt),
  );

function Entry({ capture }: { capture: CaptureState }) {
  return (
    <>
      <span className={styles.name}>{visibleText(capture.name)}</span>
      <Text size="xs" className={styles.about}>
        {capture.live && `${words.live} · `}
        <TimeText at={capture.createdAt} />
        {capture.frames !== undefined && ` · ${words.frames(capture.frames)}`}
      </Text>
    </>
  );
}

export function CapturePicker() {
  const captures = useQuery(orpc.captures.list.queryOptions()).data ?? [];
  const { capture: shownId } = useSearch({ from: '/frames' });
  const navigate = useNavigate({ from: '/frames' });
  const shown = captures.find(({ id, live }) => (shownId === undefined ? live : id === shownId));
  const name = shown === undefined ? (shownId ?? words.liveCapture) : visibleText(shown.name);

  const show = ({ id, live }: CaptureState) =>
    void navigate({
      // Frames of another capture have other numbers; the filter may be of use there, too.
      search: ({ filter }) => ({
        ...(filter === undefined ? {} : { filter }),
        ...(live ? {} : { capture: id }),
      }),
    });

  return (
    <Menu position="bottom-start" width={340} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          aria-label={words.pick(name)}
          title={words.pick(name)}
          leftSection={<IconDatabase size={14} />}
          rightSection={<IconChevronDown size={12} />}
          classNames={{ root: styles.button, label: styles.label }}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.title}</Menu.Label>
        <ScrollArea.Autosize mah={320} type="auto">
          {inOrder(captures).map((capture) => (
            <Menu.Item
              key={capture.id}
              aria-current={capture.id === shown?.id || undefined}
              leftSection={
                <IconCheck size={14} opacity={capture.id === shown?.id ? 1 : 0} aria-hidden />
              }
              onClick={() => show(capture)}
            >
              <Entry capture={capture} />
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        <Menu.Divider />
        <Menu.Item
          onClick={() => void navigate({ to: '/settings', search: { section: 'captures' } })}
        >
          {words.manage}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
