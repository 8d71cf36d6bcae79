/** The time server on the Bench screen, and the clocks of those who asked it. */
import { Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { sayClock, saySkew } from '../../../../shared/api/names-and-time-words.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../bench.module.css';
import { usePutTime } from './actions.ts';
import { ServerHead } from './server-status.tsx';
import { TimeForm } from './time-form.tsx';
import { namesAndTimeWords, timeWords as words } from './words.ts';

const shownClocks = 5;

function Clocks({ state }: { state: TimeState }) {
  if (state.clocks.length === 0) {
    return (
      <Text size="sm" className={texts.quiet}>
        {words.none}
      </Text>
    );
  }
  return (
    <div>
      <Text size="xs" className={texts.quiet}>
        {words.clocks}
      </Text>
      <ul className={texts.list}>
        {state.clocks.slice(0, shownClocks).map((clock) => (
          <li key={clock.from}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              <span className={texts.quiet}>
                <TimeText at={clock.at} as="time" />
              </span>{' '}
              {clock.from} · {sayClock(clock)} · {words.times(clock.queries)}{' '}
              <Link className={texts.link} to="/frames" search={{ seq: clock.seq }}>
                {namesAndTimeWords.frame(clock.seq)}
              </Link>
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function TimePart({ state }: { state: TimeState }) {
  const put = usePutTime();
  const [editing, setEditing] = useState(false);
  const close = () => setEditing(false);
  const { offsetMs } = state.settings;
  return (
    <div className={styles.item}>
      <Stack gap="xs">
        <ServerHead
          {...{ title: words.title, server: words.server, offText: words.offText, state }}
          busy={put.isPending}
          onStart={(port) => put.mutate({ enabled: true, port })}
          onStop={() => put.mutate({ enabled: false })}
          onSettings={() => setEditing(true)}
        />
        {state.status === 'on' && (
          <>
            {offsetMs !== 0 && (
              <StatusDot tone="warning">{words.moved(saySkew(offsetMs))}</StatusDot>
            )}
            <Clocks state={state} />
          </>
        )}
      </Stack>
      <Modal opened={editing} onClose={close} title={words.dialog} size="lg">
        {editing && (
          <BenchControls>
            <TimeForm state={state} onDone={close} />
          </BenchControls>
        )}
      </Modal>
    </div>
  );
}
