/** One of the two servers on the Bench screen: its head, what it knows while it is on, and the dialog of its settings. */
import { Group, Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { NamesState, TimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../bench.module.css';
import { ServerHead } from './server-status.tsx';
import { namesAndTimeWords } from './words.ts';

export function ServerPart({
  words: { dialog, ...words },
  state,
  put,
  form,
  children,
}: {
  /** `server` as it is called inside a sentence, `dialog` the title of its settings. */
  words: Record<'title' | 'server' | 'offText' | 'dialog', string>;
  state: NamesState | TimeState;
  put: {
    isPending: boolean;
    mutate: (change: { enabled: boolean; port?: number }) => void;
  };
  /** Its settings, until they are applied or given up. */
  form: (onDone: () => void) => ReactNode;
  /** Shown while it is on. */
  children: ReactNode;
}) {
  const [editing, setEditing] = useState(false);
  const close = () => setEditing(false);
  return (
    <div className={styles.item}>
      <Stack gap="xs">
        <ServerHead
          title={words.title}
          server={words.server}
          offText={words.offText}
          state={state}
          busy={put.isPending}
          onStart={(port) => put.mutate({ enabled: true, port })}
          onStop={() => put.mutate({ enabled: false })}
          onSettings={() => setEditing(true)}
        />
        {state.status === 'on' && children}
      </Stack>
      <Modal opened={editing} onClose={close} title={dialog} size="lg">
        {editing && <BenchControls>{form(close)}</BenchControls>}
      </Modal>
    </div>
  );
}

/** What was asked of a server, or that nothing was. */
export function AskedList({
  title,
  none,
  link,
  children,
}: {
  title: string;
  none: string;
  /** To all of it, where that is more than the list shows. */
  link?: ReactNode;
  /** One `AskedItem` each. */
  children: readonly ReactNode[];
}) {
  if (children.length === 0) {
    return (
      <Text size="sm" className={texts.quiet}>
        {none}
      </Text>
    );
  }
  return (
    <div>
      <Group justify="space-between">
        <Text size="xs" className={texts.quiet}>
          {title}
        </Text>
        {link}
      </Group>
      <ul className={texts.list}>{children}</ul>
    </div>
  );
}

/** Something that was asked, with its frame. */
export function AskedItem({
  asked: { at, seq },
  children,
}: {
  asked: { at: string; seq: number };
  children: ReactNode;
}) {
  return (
    <li>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <span className={texts.quiet}>
          <TimeText at={at} as="time" />
        </span>{' '}
        {children}{' '}
        <Link className={texts.link} to="/frames" search={{ seq }}>
          {namesAndTimeWords.frame(seq)}
        </Link>
      </Text>
    </li>
  );
}
