/** Sends any action to a station: choose it, write the payload, see what came of it. */
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { outcomeWords, sendWords as words } from '../words.ts';
import { ActionList, isSendable } from './action-list.tsx';
import { CallHistory } from './call-history.tsx';
import type { SentCall } from './call-log.ts';
import { OutcomePanel } from './call-outcome.tsx';
import { chooseAction, chosenAction, draftText, keepDraft } from './drafts.ts';
import { PayloadEditor } from './payload-editor.tsx';
import { prefilledPayload } from './prefill.ts';
import styles from './send-action.module.css';
import { sendCall, useSentCalls } from './sent-calls.ts';

const defaultTimeoutMs = 30_000;

export function SendAction({ station }: { station: StationState }) {
  const { id } = station;
  const [action, setAction] = useState(() => chosenAction(id));
  const [text, setText] = useState(
    () => draftText(id, action) ?? prefilledPayload(action, station, Date.now()),
  );
  const [validate, setValidate] = useState(true);
  const [timeoutMs, setTimeoutMs] = useState<number>();
  const [shownId, setShownId] = useState<number>();
  const outcome = useRef<HTMLDivElement>(null);
  const calls = useSentCalls().filter((sent) => sent.station === id);
  const shown = calls.find((sent) => sent.id === shownId) ?? calls[0];
  const policyTimeoutMs = useQuery(orpc.csms.get.queryOptions()).data?.policy.callTimeoutMs;

  const write = (next: string) => {
    setText(next);
    keepDraft(id, action, next);
  };
  const choose = (next: string) => {
    setAction(next);
    chooseAction(id, next);
    setText(draftText(id, next) ?? prefilledPayload(next, station, Date.now()));
  };
  const editAgain = (sent: SentCall) => {
    setAction(sent.action);
    chooseAction(id, sent.action);
    setText(sent.payloadText);
    keepDraft(id, sent.action, sent.payloadText);
    setValidate(sent.validate);
  };
  const send = () => {
    setShownId(undefined);
    outcome.current?.scrollIntoView({ block: 'nearest' });
    void sendCall({
      station: id,
      action,
      payloadText: text,
      validate: validate && isSendable(action),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  };

  return (
    <div className={styles.send}>
      <div>
        <Panel title={words.actions}>
          <div className={styles.actionsBody}>
            <ActionList selected={action} onSelect={choose} />
          </div>
        </Panel>
      </div>
      <div className={styles.editor}>
        <PayloadEditor
          station={station}
          action={action}
          text={text}
          onText={write}
          onExample={() => write(prefilledPayload(action, station, Date.now()))}
          validate={validate}
          onValidate={setValidate}
          timeoutMs={timeoutMs}
          onTimeoutMs={setTimeoutMs}
          defaultTimeoutMs={policyTimeoutMs ?? defaultTimeoutMs}
          onSend={send}
        />
      </div>
      <div className={styles.outcome} ref={outcome}>
        <OutcomePanel
          sent={shown}
          defaultTimeoutMs={policyTimeoutMs ?? defaultTimeoutMs}
          onEdit={editAgain}
        />
        {calls.length > 0 && (
          <Panel title={outcomeWords.history} note={calls.length}>
            <CallHistory
              station={id}
              calls={calls}
              shown={shown?.id}
              onShow={(sent) => setShownId(sent.id)}
            />
          </Panel>
        )}
      </div>
    </div>
  );
}
