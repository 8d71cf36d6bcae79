/** Sends any message as an emulated charge point, valid or not, and raw text. */
import { Autocomplete, Button, Group, Switch, Text, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { actionsSentBy16, isAction16 } from '../../../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../../../shared/ocpp/examples-1.6.ts';
import { loadSchema } from '../../../../shared/ocpp/schema-loader.ts';
import { orpc } from '../../../app/api-client.ts';
import { CodeEditor } from '../../../components/code-editor.tsx';
import type { EditorProblem } from '../../../components/code-editor-props.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { framesOf } from './frames-of.ts';
import styles from './send.module.css';
import { FrameLinks, SentList } from './sent-list.tsx';
import { sendMessage } from './sent-messages.ts';
import { sendWords as words } from './words.ts';

const sendable = actionsSentBy16('charge-point').map(({ action }) => action);

/** The example of an action with the time put in. */
function exampleText(action: string): string {
  if (!isAction16(action)) return '{}';
  const now = new Date().toISOString();
  return JSON.stringify(
    exampleRequest(action),
    (key, value: unknown) => (key === 'timestamp' ? now : value),
    2,
  );
}

function parsed(text: string): { payload: unknown } | undefined {
  try {
    const payload: unknown = JSON.parse(text);
    return { payload };
  } catch {
    // Half-written text is what editors hold; the verdict says so.
    return undefined;
  }
}

function Verdict({
  isJson,
  hasSchema,
  problems,
}: {
  isJson: boolean;
  hasSchema: boolean;
  problems: readonly EditorProblem[];
}) {
  const [first] = problems;
  if (!isJson) return <StatusDot tone="error">{words.notJson}</StatusDot>;
  if (!hasSchema) return <StatusDot tone="off">{words.noSchema}</StatusDot>;
  if (first === undefined) return <StatusDot tone="good">{words.fits}</StatusDot>;
  return <StatusDot tone="warning">{words.problem(first.line, first.message)}</StatusDot>;
}

function Message({ id, connected }: { id: string; connected: boolean }) {
  const [action, setAction] = useState('Heartbeat');
  const [text, setText] = useState(() => exampleText('Heartbeat'));
  const [validate, setValidate] = useState(true);
  const [problems, setProblems] = useState<readonly EditorProblem[]>([]);
  const schema = useQuery({
    queryKey: ['request-schema', action],
    queryFn: async () => (await loadSchema('ocpp1.6', action, 'request')) ?? null,
  }).data;
  const content = parsed(text);
  const isKnown = isAction16(action);
  const canSend = connected && action.trim() !== '' && content !== undefined;
  const send = () => {
    if (!canSend || content === undefined) return;
    void sendMessage(id, {
      ocppAction: action.trim(),
      payload: content.payload,
      validate: validate && isKnown,
    });
  };
  const choose = (next: string) => {
    setAction(next);
    if (isAction16(next)) setText(exampleText(next));
  };
  return (
    <Panel
      title={words.title}
      note={words.note}
      actions={
        <>
          <Button
            variant="default"
            title={words.exampleHint}
            onClick={() => setText(exampleText(action))}
          >
            {words.example}
          </Button>
          <Button leftSection={<IconSend size={14} />} disabled={!canSend} onClick={send}>
            {words.send}
          </Button>
        </>
      }
    >
      <Autocomplete
        size="xs"
        label={words.action}
        description={words.actionHint}
        data={sendable}
        value={action}
        maxLength={100}
        onChange={choose}
      />
      <div className={styles.payload}>
        <CodeEditor
          value={text}
          label={words.payload(action)}
          {...(schema ? { schema } : {})}
          onChange={setText}
          onProblems={setProblems}
          onSubmit={send}
        />
      </div>
      <div className={styles.verdict} role="status">
        <Verdict isJson={content !== undefined} hasSchema={schema !== null} problems={problems} />
      </div>
      <Group justify="space-between" align="flex-start">
        <Switch
          label={words.anyway}
          description={words.anywayHint}
          checked={!validate || !isKnown}
          disabled={!isKnown}
          onChange={(event) => setValidate(!event.currentTarget.checked)}
        />
        <Text size="xs">{connected ? words.sendHint : words.notConnected}</Text>
      </Group>
    </Panel>
  );
}

function Raw({ id, connected }: { id: string; connected: boolean }) {
  const [text, setText] = useState('[2,"raw-1","Heartbeat",{}]');
  const send = useMutation(orpc.chargePoints.act.mutationOptions({ onError: notifyProblem }));
  return (
    <Panel
      title={words.raw}
      note={words.rawNote}
      actions={
        <Button
          variant="default"
          disabled={!connected || text === ''}
          loading={send.isPending}
          onClick={() => send.mutate({ params: { id }, body: { action: 'send-raw', text } })}
        >
          {words.rawSend}
        </Button>
      }
    >
      <Textarea
        aria-label={words.rawText}
        rows={4}
        spellCheck={false}
        classNames={{ input: texts.wire }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Text size="sm" role="status" mt={6}>
        {send.data !== undefined && (
          <>
            {words.rawSent} <FrameLinks frames={framesOf(send.data.outcome)} />
          </>
        )}
      </Text>
    </Panel>
  );
}

export function SendTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, status } = chargePoint;
  const connected = status === 'connected';
  return (
    <div className={styles.send}>
      <div className={styles.column}>
        <Message id={id} connected={connected} />
        <Raw id={id} connected={connected} />
      </div>
      <Panel title={words.answers}>
        <SentList id={id} />
      </Panel>
    </div>
  );
}
