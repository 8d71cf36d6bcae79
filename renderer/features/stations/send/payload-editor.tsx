/** The payload of one action as form or as JSON, both made from its schema; how to send it, and the button that does. */
import { Button, NumberInput, SegmentedControl, Switch, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { useBenchConnection } from '../../../app/api-client.ts';
import { CodeEditor } from '../../../components/code-editor.tsx';
import type { EditorProblem } from '../../../components/code-editor-props.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { sendWords as words } from '../words.ts';
import { isSendable } from './action-list.tsx';
import { loadRequestSchema } from './action-schema.ts';
import { keepView, keptView, type PayloadView } from './drafts.ts';
import { type Field, formFields, readPayload, writePayload } from './form-schema.ts';
import { RecentPayloads, SavedPayloads } from './kept-payloads.tsx';
import { SchemaForm } from './schema-form.tsx';
import styles from './send-action.module.css';
import { useFormProblems } from './use-form-problems.ts';
import { formWords } from './words.ts';

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

function FormView({
  action,
  text,
  onText,
  fields,
  onSubmit,
}: {
  action: string;
  text: string;
  onText: (text: string) => void;
  fields: readonly Field[] | undefined;
  onSubmit: () => void;
}) {
  const payload = readPayload(text);
  const problems = useFormProblems(action, payload);
  if (fields === undefined) return <Text size="sm">{formWords.noForm}</Text>;
  if (payload === undefined) return <Text size="sm">{formWords.onlyJson}</Text>;
  return (
    <>
      <section
        className={styles.form}
        aria-label={formWords.formOf(action)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
        }}
      >
        <SchemaForm
          fields={fields}
          payload={payload}
          problems={problems}
          onChange={(next) => onText(writePayload(next))}
        />
      </section>
      <div className={styles.verdict} role="status">
        {problems.size === 0 ? (
          <StatusDot tone="good">{formWords.fits}</StatusDot>
        ) : (
          <StatusDot tone="warning">
            {formWords.departs(problems.size)}: {[...problems.values()][0]}
          </StatusDot>
        )}
      </div>
    </>
  );
}

export function PayloadEditor(props: PayloadEditorProps) {
  const { station, action, text, onText, validate, timeoutMs, onTimeoutMs } = props;
  const [problems, setProblems] = useState<readonly EditorProblem[]>([]);
  const [view, setView] = useState<PayloadView>(keptView);
  const isOnline = useBenchConnection().status === 'online';
  const schema = useRequestSchema(action);
  const isKnown = isSendable(action);
  const canSend = isOnline && station.connected && action !== '' && isJson(text);
  const send = () => {
    if (canSend) props.onSend();
  };
  const show = (wanted: PayloadView) => {
    setView(wanted);
    keepView(wanted);
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
          <RecentPayloads station={station.id} action={action} onText={onText} />
          <SavedPayloads action={action} text={text} onText={onText} />
          <Button leftSection={<IconSend size={14} />} disabled={!canSend} onClick={send}>
            {words.send}
          </Button>
        </>
      }
    >
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={formWords.view}
        value={view}
        onChange={(value) => show(value === 'form' ? 'form' : 'json')}
        data={[
          { value: 'form', label: formWords.form },
          { value: 'json', label: formWords.json },
        ]}
      />
      {view === 'form' ? (
        schema !== undefined && (
          <FormView
            action={action}
            text={text}
            onText={onText}
            fields={schema === null ? undefined : formFields(schema)}
            onSubmit={send}
          />
        )
      ) : (
        <>
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
        </>
      )}
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
