/** What came of one sent action, whole: answer or error, explained, with its frames. */
import { Button, Stack, Text } from '@mantine/core';
import type { CallOutcome } from '../../../../shared/api/csms-contract.ts';
import { readErrorCode } from '../../../../shared/ocpp/error-codes.ts';
import { formatDuration } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { errorCodeWords, outcomeWords as words } from '../words.ts';
import type { SentCall } from './call-log.ts';
import { FrameLinks, Latency, OutcomeLine } from './outcome-line.tsx';
import styles from './send-action.module.css';

function Json({ value, label }: { value: unknown; label: string }) {
  const text = visibleText(JSON.stringify(value, null, 2) ?? '');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.answer} aria-label={label} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}

function hasContent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function Ended({ outcome, timeoutMs }: { outcome: CallOutcome; timeoutMs: number }) {
  switch (outcome.outcome) {
    case 'result':
      return <Json value={outcome.payload} label={words.payload} />;
    case 'error':
      return (
        <Stack gap="xs">
          <Text size="sm">{errorCodeWords[readErrorCode(outcome.error?.code ?? '')]}</Text>
          {outcome.error !== undefined && outcome.error.description !== '' && (
            <Text size="sm">“{visibleText(outcome.error.description)}”</Text>
          )}
          {hasContent(outcome.error?.details) && (
            <Json value={outcome.error?.details} label={words.details} />
          )}
        </Stack>
      );
    case 'timeout':
      return <Text size="sm">{words.timeoutText(formatDuration(timeoutMs))}</Text>;
    case 'not-connected':
      return (
        <Text size="sm">{outcome.frames.length > 0 ? words.lostText : words.notConnectedText}</Text>
      );
  }
}

export function OutcomePanel({
  sent,
  defaultTimeoutMs,
  onEdit,
}: {
  /** Undefined when nothing was sent yet. */
  sent: SentCall | undefined;
  defaultTimeoutMs: number;
  onEdit: (sent: SentCall) => void;
}) {
  if (sent === undefined) {
    return (
      <Panel title={words.title}>
        <Text size="sm" c="dimmed">
          {words.noneYet}
        </Text>
      </Panel>
    );
  }
  const { state } = sent;
  return (
    <Panel
      title={words.title}
      note={visibleText(sent.action)}
      actions={
        <Button
          variant="default"
          size="compact-xs"
          title={words.editHint}
          onClick={() => onEdit(sent)}
        >
          {words.edit}
        </Button>
      }
    >
      <Stack gap="xs" role="status" aria-label={words.title}>
        <div className={styles.head}>
          <strong>
            <OutcomeLine sent={sent} />
          </strong>
          <Latency sent={sent} />
          <FrameLinks sent={sent} />
          <span className={styles.quiet}>
            <TimeText at={sent.sentAt} as="time" />
            {!sent.validate && `, ${words.unchecked}`}
          </span>
        </div>
        {state.status === 'refused' && <ProblemAlert error={state.error} />}
        {state.status === 'ended' && (
          <Ended outcome={state.outcome} timeoutMs={sent.timeoutMs ?? defaultTimeoutMs} />
        )}
      </Stack>
    </Panel>
  );
}
