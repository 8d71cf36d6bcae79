/** The line at the bottom: recording, head of the capture, listeners, stations, index. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { StatusDot, type StatusTone } from '../components/status-dot.tsx';
import { orpc, useBenchConnection } from './api-client.ts';
import { useFrameProgress } from './bench-events.ts';
import styles from './status-bar.module.css';
import { connectionWords, statusWords } from './words.ts';

/** A lag below this is what a busy index has and says nothing to anybody. */
const notableLagFrames = 2_000;

function Recording() {
  const connection = useBenchConnection();
  const recording = useQuery(orpc.bench.state.queryOptions()).data?.recording;
  if (connection.status === 'connecting') {
    return <StatusDot tone="busy">{connectionWords.connecting}</StatusDot>;
  }
  if (connection.status !== 'online' || recording === undefined) {
    return <StatusDot tone="off">{statusWords.unknown}</StatusDot>;
  }
  const tones: Record<typeof recording.status, StatusTone> = {
    recording: 'good',
    failing: 'error',
    stopped: 'warning',
  };
  return (
    <StatusDot tone={tones[recording.status]}>
      {statusWords[recording.status]}
      {recording.strict && ` (${statusWords.strict})`}
      {recording.framesLost > 0 && `, ${statusWords.lost(recording.framesLost)}`}
    </StatusDot>
  );
}

function Head() {
  const progress = useFrameProgress();
  if (progress === undefined) return null;
  const lag = progress.head - progress.indexedTo;
  return (
    <>
      <Item>{statusWords.head(progress.head)}</Item>
      {lag > notableLagFrames && (
        <Item>
          <StatusDot tone="warning">{statusWords.indexLag(lag)}</StatusDot>
        </Item>
      )}
    </>
  );
}

function Listeners() {
  const csms = useQuery(orpc.csms.get.queryOptions()).data;
  if (csms === undefined) return null;
  const listening = csms.listeners.filter(({ status }) => status === 'listening').length;
  const failed = csms.listeners.filter(({ status }) => status === 'failed').length;
  return (
    <>
      <Item>
        <StatusDot tone={listening > 0 ? 'good' : 'off'}>
          {listening > 0 ? statusWords.listeners(listening) : statusWords.noListener}
        </StatusDot>
      </Item>
      {failed > 0 && (
        <Item>
          <StatusDot tone="error">{statusWords.failedListeners(failed)}</StatusDot>
        </Item>
      )}
      <Item>{statusWords.connected(csms.connected)}</Item>
    </>
  );
}

function EmulatedChargePoints() {
  const chargePoints = useQuery(orpc.chargePoints.list.queryOptions()).data ?? [];
  if (chargePoints.length === 0) return null;
  const online = chargePoints.filter(({ status }) => status === 'connected').length;
  return (
    <>
      <Item>{statusWords.chargePoints(online)}</Item>
      {chargePoints.some(({ insecure }) => insecure) && (
        <Item>
          <StatusDot tone="warning">{statusWords.insecure}</StatusDot>
        </Item>
      )}
    </>
  );
}

function Item({ children }: { children: ReactNode }) {
  return <span className={styles.item}>{children}</span>;
}

export function StatusBar() {
  const { status } = useBenchConnection();
  return (
    <section className={styles.bar} aria-label={statusWords.bar}>
      <Item>
        <Recording />
      </Item>
      <Head />
      <span className={styles.gap} />
      {/* What a lost bench last said of its listeners may no longer be so. */}
      {status === 'online' && (
        <>
          <EmulatedChargePoints />
          <Listeners />
        </>
      )}
    </section>
  );
}
