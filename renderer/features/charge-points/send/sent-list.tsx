/** What was sent from a charge point and what the Central System answered. */
import { Link } from '@tanstack/react-router';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { Quiet } from '../inside/transactions-tab.tsx';
import styles from './send.module.css';
import { type SentMessage, type SentState, useSentMessages } from './sent-messages.ts';
import { sendWords as words } from './words.ts';

function Line({ state }: { state: SentState }) {
  if (state.status === 'waiting') return <StatusDot tone="busy">{words.waiting}</StatusDot>;
  if (state.status === 'refused') return <StatusDot tone="error">{words.refused}</StatusDot>;
  switch (state.outcome) {
    case 'result':
      return <StatusDot tone="good">{words.answered}</StatusDot>;
    case 'error':
      return (
        <StatusDot tone="error">{words.error(visibleText(state.error?.code ?? ''))}</StatusDot>
      );
    case 'timeout':
      return <StatusDot tone="error">{words.timeout}</StatusDot>;
    case 'not-connected':
      return <StatusDot tone="off">{words.lost}</StatusDot>;
  }
}

/** Links to the CALL and to its answer. */
export function FrameLinks({ frames }: { frames: readonly number[] }) {
  return frames.map((seq, index) => {
    const what = index === 0 ? words.call : words.answer;
    return (
      <Link
        key={seq}
        className={texts.link}
        to="/frames"
        search={{ seq }}
        aria-label={words.openFrame(what, seq)}
      >
        {what} {seq.toLocaleString('en-US')}
      </Link>
    );
  });
}

function Sent({ sent: { action, state } }: { sent: SentMessage }) {
  return (
    <li>
      <div className={styles.head}>
        <strong>{visibleText(action)}</strong>
        <Line state={state} />
        {state.status === 'ended' && <FrameLinks frames={state.frames} />}
      </div>
      {state.status === 'refused' && <ProblemAlert error={state.error} />}
      {state.status === 'ended' && state.outcome === 'result' && (
        <pre className={styles.body}>{visibleText(JSON.stringify(state.payload, null, 2))}</pre>
      )}
      {state.status === 'ended' && state.error !== undefined && (
        <pre className={styles.body}>{visibleText(state.error.description)}</pre>
      )}
    </li>
  );
}

export function SentList({ id }: { id: string }) {
  const sent = useSentMessages(id);
  if (sent.length === 0) return <Quiet>{words.noneYet}</Quiet>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ol className={styles.answers} tabIndex={0} aria-label={words.answers}>
      {sent.map((one) => (
        <Sent key={one.id} sent={one} />
      ))}
    </ol>
  );
}
