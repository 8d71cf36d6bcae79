/** Everything sent to this station in this session, newest first; choosing one shows its outcome. */
import { Button } from '@mantine/core';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { outcomeWords as words } from '../words.ts';
import type { SentCall } from './call-log.ts';
import { FrameLinks, Latency, OutcomeLine } from './outcome-line.tsx';
import styles from './send-action.module.css';
import { forgetCalls } from './sent-calls.ts';

export function CallHistory({
  station,
  calls,
  shown,
  onShow,
}: {
  station: string;
  calls: readonly SentCall[];
  /** Id of the call whose outcome is shown. */
  shown: number | undefined;
  onShow: (sent: SentCall) => void;
}) {
  return (
    <>
      <ol className={styles.history} aria-label={words.history}>
        {calls.map((sent) => (
          <li key={sent.id} className={styles.sent} data-shown={sent.id === shown || undefined}>
            <button
              type="button"
              className={styles.actionName}
              aria-pressed={sent.id === shown}
              onClick={() => onShow(sent)}
            >
              {visibleText(sent.action)}
            </button>
            <span className={`${styles.quiet} ${styles.aside}`}>
              <TimeText at={sent.sentAt} as="time" />
            </span>
            <OutcomeLine sent={sent} />
            <span className={`${styles.quiet} ${styles.aside}`}>
              <Latency sent={sent} />
            </span>
            <span className={styles.links}>
              <FrameLinks sent={sent} />
            </span>
          </li>
        ))}
      </ol>
      <Button variant="default" size="compact-xs" mt="xs" onClick={() => forgetCalls(station)}>
        {words.clear}
      </Button>
    </>
  );
}
