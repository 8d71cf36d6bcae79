/** The payload of one action: editor with the schema of its request, how to send it, and the button that does. */
import { Button, Menu, NumberInput, Switch } from '@mantine/core';
import { IconChevronDown, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { useBenchConnection } from '../../../app/api-client.ts';
import { CodeEditor, type EditorProblem } from '../../../components/code-editor.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { sendWords as words } from '../words.ts';
import { isSendable } from './action-list.tsx';
import { loadRequestSchema } from './action-schema.ts';
import { recentPayloads } from './call-log.ts';
import styles from './send-action.module.css';
import { useSentCalls } from './sent-calls.ts';

interface PayloadEditorProps {
  station: StationState;
  action: string;
  text: string;
  onText: (text: string) => void;
  onExample: () => void;
  validate: boolean;
  onValidate: (validate: boolean) => void;
  /** The CSMS's own when undefined. */
  timeoutMs: number | undefined;
  onTimeoutMs: (timeoutMs: number | undefined) => void;
  defaultTimeoutMs: number;
  onSend: () => void;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Half-written text is what editors hold; the caller says so.
    return false;
  }
}

/** Null stands for "there is none", because a query may not give undefined. */
function useRequestSchema(action: string) {
  return useQuery({
    queryKey: ['request-schema', action],
    queryFn: async () => (await loadRequestSchema(action)) ?? null,
  }).data;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 120);

function RecentPayloads({ action, onText }: { action: string; onText: (text: string) => void }) {
  const recent = recentPayloads(useSentCalls(), action);
  return (
    <Menu position="bottom-end" width={420}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          rightSection={<IconChevronDown size={12} />}
          title={words.recentHint}
        >
          {words.recent}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {recent.length === 0 && <Menu.Label>{words.noRecent}</Menu.Label>}
        {recent.map((text) => (
          <Menu.Item key={text} onClick={() => onText(text)} ff="monospace" fz="xs">
            {oneLine(text)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Verdict({
  text,
  hasSchema,
  problems,
}: {
  text: string;
  hasSchema: boolean;
  problems: readonly EditorProblem[];
}) {
  const [first] = problems;
  if (!isJson(text)) return <StatusDot tone="error">{words.notJson}</StatusDot>;
  if (!hasSchema) return <StatusDot tone="off">{words.noSchema}</StatusDot>;
  if (first === undefined) return <StatusDot tone="good">{words.fits}</StatusDot>;
  return (
    <StatusDot tone="warning">
      {words.problem(first.line, first.message)}
      {problems.length > 1 && ` (${words.moreProblems(problems.length - 1)})`}
    </StatusDot>
  );
}

export function PayloadEditor(props: PayloadEditorProps) {
  const { station, action, text, onText, validate, timeoutMs, onTimeoutMs } = props;
  const [problems, setProblems] = useState<readonly EditorProblem[]>([]);
  const isOnline = useBenchConnection().status === 'online';
  const schema = useRequestSchema(action);
  const isKnown = isSendable(action);
  const canSend = isOnline && station.connected && action !== '' && isJson(text);
  const send = () => {
    if (canSend) props.onSend();
  };
  return (
    <Panel
      title={action}
      actions={
        <>
          <Button
            variant="default"
            size="compact-xs"
            onClick={props.onExample}
            title={words.exampleHint}
          >
            {words.example}
          </Button>
          <RecentPayloads action={action} onText={onText} />
          <Button leftSection={<IconSend size={14} />} disabled={!canSend} onClick={send}>
            {words.send}
          </Button>
        </>
      }
    >
      <div className={styles.payload}>
        <CodeEditor
          value={text}
          label={words.payloadLabel(action)}
          {...(schema ? { schema } : {})}
          onChange={onText}
          onProblems={setProblems}
          onSubmit={send}
        />
      </div>
      <div className={styles.verdict} role="status">
        <Verdict text={text} hasSchema={schema !== null} problems={problems} />
      </div>
      <div className={styles.controls}>
        <Switch
          label={words.anyway}
          description={isKnown ? words.anywayHint : words.otherHint}
          checked={!validate || !isKnown}
          disabled={!isKnown}
          onChange={(event) => props.onValidate(!event.currentTarget.checked)}
        />
        <div className={styles.sendRow}>
          <NumberInput
            className={styles.timeout}
            label={words.timeout}
            placeholder={`${props.defaultTimeoutMs / 1_000}${words.timeoutUnit}`}
            suffix={words.timeoutUnit}
            min={1}
            max={3_600}
            allowDecimal={false}
            value={timeoutMs === undefined ? '' : timeoutMs / 1_000}
            onChange={(seconds) =>
              onTimeoutMs(typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : undefined)
            }
          />
          <span className={styles.sendHint}>
            {station.connected ? words.sendHint : words.notConnected}
          </span>
        </div>
      </div>
    </Panel>
  );
}
