/**
 * The one subscription to `bench.events`: each topic marks the queries it concerns as stale, so that what is shown
 * is asked for again. Carries no content and knows no screen.
 */
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { BenchEvent } from '../../shared/api/bench-contract.ts';
import { benchClient, connection, orpc, queryClient } from './api-client.ts';
import type { BenchConnection } from './bench-connection.ts';

export interface FrameProgress {
  /** Highest `seq` in the journal of the live capture. */
  head: number;
  /** Highest `seq` in its index. */
  indexedTo: number;
}

/** Times per second that a topic may cause the same queries to be asked again. */
const refetchIntervalMs = 150;
const resubscribeDelayMs = 1_000;

type QueriedTopic = Exclude<BenchEvent['topic'], 'frames'>;

const keysOfTopic: Record<QueriedTopic, readonly (readonly unknown[])[]> = {
  csms: [
    orpc.csms.get.key(),
    orpc.faults.get.key(),
    orpc.csms.answers.key(),
    orpc.csms.idTags.key(),
    orpc.pki.certificates.key(),
    // Who uses a certificate is part of it.
    orpc.pki.entries.key(),
    orpc.pki.entry.key(),
    orpc.pki.rootAdvice.key(),
    orpc.bench.reachability.key(),
  ],
  stations: [
    orpc.csms.stations.key(),
    orpc.csms.station.key(),
    orpc.csms.knowledge.key(),
    orpc.csms.operations.key(),
    orpc.csms.transactionMeter.key(),
    orpc.csms.securityEvents.key(),
    orpc.csms.recentCalls.key(),
    orpc.csms.answers.key(),
    orpc.csms.get.key(),
    orpc.csms.idTags.key(),
  ],
  'charge-points': [
    orpc.chargePoints.key(),
    orpc.faults.get.key(),
    orpc.chargePointProfiles.key(),
    orpc.fleets.key(),
  ],
  attempts: [orpc.csms.attempts.key(), orpc.pki.rootAdvice.key()],
  faults: [orpc.faults.key()],
  captures: [orpc.captures.key(), orpc.bench.state.key()],
  files: [orpc.files.key()],
  'names-and-time': [orpc.namesAndTime.key()],
  probe: [orpc.probe.key()],
  'signing-requests': [orpc.signingRequests.key()],
  scenarios: [
    orpc.scenarios.list.key(),
    orpc.scenarios.get.key(),
    orpc.scenarios.runs.key(),
    orpc.scenarios.runState.key(),
  ],
  settings: [orpc.bench.settings.key(), orpc.bench.network.key(), orpc.pki.key()],
  secrets: [orpc.secrets.key()],
  pki: [orpc.pki.key()],
  bench: [orpc.bench.key(), orpc.pki.key()],
};

let progress: FrameProgress | undefined;
const progressListeners = new Set<() => void>();

function moveHead({ head, indexedTo }: BenchEvent): void {
  if (head === undefined) return;
  progress = { head, indexedTo: indexedTo ?? head };
  for (const listener of [...progressListeners]) listener();
}

/** Calls back whenever frames were added to the live capture; answers the way to stop. */
export function onFrames(listener: () => void): () => void {
  progressListeners.add(listener);
  return () => progressListeners.delete(listener);
}

export function frameProgress(): FrameProgress | undefined {
  return progress;
}

/** Head of the live capture and how far its index is; undefined until the bench said so. */
export function useFrameProgress(): FrameProgress | undefined {
  return useSyncExternalStore(onFrames, frameProgress);
}

/** Marks what a topic concerns as stale at once, then at most every `refetchIntervalMs`. */
function createInvalidator(client: QueryClient): (topic: QueriedTopic) => void {
  const waiting = new Map<QueriedTopic, { again: boolean }>();
  const invalidate = (topic: QueriedTopic): void => {
    for (const queryKey of keysOfTopic[topic]) void client.invalidateQueries({ queryKey });
    const state = { again: false };
    waiting.set(topic, state);
    setTimeout(() => {
      waiting.delete(topic);
      if (state.again) invalidate(topic);
    }, refetchIntervalMs);
  };
  return (topic) => {
    const state = waiting.get(topic);
    if (state === undefined) invalidate(topic);
    else state.again = true;
  };
}

async function listen(opened: BenchConnection): Promise<void> {
  const invalidate = createInvalidator(queryClient);
  for await (const event of await benchClient.bench.events()) {
    if (event.topic === 'frames') moveHead(event);
    else invalidate(event.topic);
    if (opened.state().status !== 'online') return;
  }
}

/** Subscribes whenever the bench is online; what was shown before a loss is asked for again. */
export function followBenchEvents(): void {
  if (connection === undefined) return;
  const opened = connection;
  let listening = false;
  let before = false;
  const subscribe = async (): Promise<void> => {
    if (listening || opened.state().status !== 'online') return;
    listening = true;
    const again = before;
    before = true;
    try {
      await Promise.all([
        listen(opened),
        again ? queryClient.invalidateQueries() : undefined,
        benchClient.frames.head({}).then(({ capture: _capture, ...head }) => {
          moveHead({ topic: 'frames', revision: 0, ...head });
        }),
      ]);
    } catch (error) {
      // The stream ends with an error whenever the connection does; the state says so on screen.
      if (opened.state().status === 'online') console.error('The event stream ended.', error);
    } finally {
      listening = false;
      setTimeout(() => void subscribe(), resubscribeDelayMs);
    }
  };
  opened.subscribe(() => void subscribe());
  void subscribe();
}
