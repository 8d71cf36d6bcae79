/** Sends one action from a form of its own and shows beside it what the charge point answered. */
import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { readErrorCode } from '../../../../shared/ocpp/error-codes.ts';
import { useBenchConnection } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import type { SentCall } from '../send/call-log.ts';
import { FrameLinks, Latency, OutcomeLine } from '../send/outcome-line.tsx';
import { sendCall } from '../send/sent-calls.ts';
import { errorCodeWords } from '../words.ts';
import styles from './pieces.module.css';

export interface StationAction {
  /** Payloads are checked by the bench before they are sent. */
  send(action: string, payload: object): void;
  pending: boolean;
  /** What was sent last. */
  sent: SentCall | undefined;
}

export function useAction(station: StationState): StationAction {
  const mutation = useMutation({ mutationFn: sendCall });
  return {
    send: (action, payload) =>
      mutation.mutate({
        station: station.id,
        action,
        payloadText: JSON.stringify(payload),
        validate: true,
      }),
    pending: mutation.isPending,
    sent: mutation.data,
  };
}

/** Whether the station can be asked anything at the moment. */
export function useCanAsk(station: StationState): boolean {
  return useBenchConnection().status === 'online' && station.connected;
}

export function ActionOutcome({ sent }: { sent: SentCall | undefined }) {
  if (sent === undefined) return null;
  const { state } = sent;
  const error =
    state.status === 'ended' && state.outcome.outcome === 'error' ? state.outcome.error : undefined;
  return (
    <div role="status">
      <div className={styles.line}>
        <span>{visibleText(sent.action)}:</span>
        <OutcomeLine sent={sent} />
        <Latency sent={sent} />
        <FrameLinks sent={sent} />
      </div>
      {error !== undefined && (
        <Text size="sm">
          {errorCodeWords[readErrorCode(error.code)]} {visibleText(error.description)}
        </Text>
      )}
      {state.status === 'refused' && <ProblemAlert error={state.error} />}
    </div>
  );
}
