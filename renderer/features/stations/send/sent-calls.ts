/** The one log of sent actions of this page, over the connection to the bench. */
import { useSyncExternalStore } from 'react';
import { benchClient, orpc, queryClient } from '../../../app/api-client.ts';
import { type CallDraft, createCallLog, type SentCall } from './call-log.ts';

const log = createCallLog((request) => benchClient.csms.call(request));

function liveCapture(): string | undefined {
  return queryClient.getQueryData(orpc.bench.state.queryKey())?.recording.capture;
}

/** Resolves when the call has ended, however it did. The text must be JSON. */
export function sendCall(draft: CallDraft): Promise<SentCall> {
  const capture = liveCapture();
  return log.send(capture === undefined ? draft : { ...draft, capture });
}

export const forgetCalls = log.forget;

/** Everything sent in this session, newest first. */
export function useSentCalls(): readonly SentCall[] {
  return useSyncExternalStore(log.subscribe, log.calls);
}
