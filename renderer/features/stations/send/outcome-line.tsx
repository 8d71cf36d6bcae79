/** How one sent action ended: as a line with its tone, how long it took, and links to its frames. */
import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CallOutcome } from '../../../../shared/api/csms-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { formatDuration } from '../../../components/format.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { outcomeWords as words } from '../words.ts';
import type { SentCall } from './call-log.ts';
import styles from './send-action.module.css';

/** Answers that grant what was asked. */
const granted = new Set(['Accepted', 'Unlocked', 'Scheduled', 'RebootRequired']);

/** The `status` of the payload, which most answers have. */
export function statusOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('status' in payload)) return undefined;
  return typeof payload.status === 'string' ? payload.status : undefined;
}

function endedAs(outcome: CallOutcome): { tone: StatusTone; text: string } {
  switch (outcome.outcome) {
    case 'result': {
      const status = statusOf(outcome.payload);
      if (status === undefined) return { tone: 'good', text: words.answered };
      const tone = granted.has(status) ? 'good' : 'warning';
      return { tone, text: words.answeredWith(visibleText(status)) };
    }
    case 'error':
      return { tone: 'error', text: words.error(visibleText(outcome.error?.code ?? '')) };
    case 'timeout':
      return { tone: 'error', text: words.timeout };
    case 'not-connected':
      return {
        tone: 'off',
        text: outcome.frames.length > 0 ? words.lost : words.notConnected,
      };
  }
}

export function OutcomeLine({ sent }: { sent: SentCall }) {
  const { state } = sent;
  if (state.status === 'waiting') {
    return (
      <span>
        <Loader size={10} mr={6} aria-hidden />
        {words.waiting}
      </span>
    );
  }
  if (state.status === 'refused') return <StatusDot tone="error">{words.refused}</StatusDot>;
  const { tone, text } = endedAs(state.outcome);
  return <StatusDot tone={tone}>{text}</StatusDot>;
}

/** The index is at most a moment behind the journal. */
const indexRetries = 6;
const indexRetryMs = 250;

/** Exact, by the answer's frame; until that is indexed what this page saw. */
export function Latency({ sent }: { sent: SentCall }) {
  const answerSeq = sent.state.status === 'ended' ? sent.state.outcome.frames[1] : undefined;
  const frame = useQuery(
    orpc.frames.get.queryOptions({
      input: {
        seq: answerSeq ?? 0,
        ...(sent.capture === undefined ? {} : { capture: sent.capture }),
      },
      enabled: answerSeq !== undefined,
      retry: indexRetries,
      retryDelay: indexRetryMs,
    }),
  );
  const latencyMs = frame.data?.latencyMs ?? sent.tookMs;
  if (sent.state.status !== 'ended' || latencyMs === undefined) return null;
  return <span title={words.latencyHint}>{formatDuration(latencyMs)}</span>;
}

/** Links to the CALL and to its answer; into the capture they are in when another one has begun since. */
export function FrameLinks({ sent }: { sent: SentCall }) {
  const live = useQuery(orpc.bench.state.queryOptions()).data?.recording.capture;
  if (sent.state.status !== 'ended') return null;
  const { capture } = sent;
  const elsewhere = capture === undefined || capture === live ? {} : { capture };
  return sent.state.outcome.frames.map((seq, index) => {
    const what = index === 0 ? words.call : words.answer;
    return (
      <Link
        key={seq}
        to="/frames"
        search={{ seq, ...elsewhere }}
        className={styles.frameLink}
        aria-label={words.openFrame(what, seq)}
      >
        {what} {seq.toLocaleString('en-US')}
      </Link>
    );
  });
}
