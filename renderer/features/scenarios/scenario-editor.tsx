/** The text of one scenario: editor with completion, its faults, what it runs with, and the buttons that run and keep it. */
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceFloppy, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ScenarioCheck, ScenarioFile } from '../../../shared/api/scenarios-contract.ts';
import { orpc, useBenchConnection } from '../../app/api-client.ts';
import { CodeEditor } from '../../components/code-editor.tsx';
import { BenchControls } from '../../components/last-known.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { StatusDot } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { visibleText } from '../../components/visible-text.ts';
import { drafts } from './drafts.ts';
import { DeleteDialog, SaveDialog, scenariosMoved } from './scenario-dialogs.tsx';
import styles from './scenarios.module.css';
import { scenariosWords as words } from './words.ts';
import { completeYaml } from './yaml-completion.ts';

const checkDelayMs = 300;

/** What is wrong with the text, asked of the bench once typing pauses. */
function useCheck(text: string): ScenarioCheck | undefined {
  const [settled] = useDebouncedValue(text, checkDelayMs);
  const check = useQuery({
    ...orpc.scenarios.validate.queryOptions({ input: { text: settled } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return settled === text ? check.data : undefined;
}

function Verdict({ check }: { check: ScenarioCheck | undefined }) {
  if (check === undefined) return <StatusDot tone="busy">{words.checking}</StatusDot>;
  return check.valid ? (
    <StatusDot tone="good">{words.valid}</StatusDot>
  ) : (
    <StatusDot tone="error">{words.faults(check.faults.length)}</StatusDot>
  );
}

/** Whom the run drives instead of what the set-up says. */
function RunOptions({
  names,
  url,
  onUrl,
  stations,
  onStation,
}: {
  names: readonly string[];
  url: string;
  onUrl: (url: string) => void;
  stations: Readonly<Record<string, string>>;
  onStation: (name: string, id: string | null) => void;
}) {
  const known = useQuery(orpc.csms.stations.queryOptions()).data ?? [];
  return (
    <div className={styles.options}>
      <TextInput
        size="xs"
        label={words.url}
        placeholder={words.urlHint}
        value={url}
        onChange={(event) => onUrl(event.currentTarget.value)}
        spellCheck={false}
      />
      {names.map((name) => (
        <Select
          key={name}
          size="xs"
          label={words.station(name)}
          placeholder={words.stationEmulated}
          data={known.map(({ id }) => id)}
          value={stations[name] ?? null}
          onChange={(id) => onStation(name, id)}
          clearable
          searchable
        />
      ))}
    </div>
  );
}

/** What a run is asked with besides the text. */
function useRunOptions() {
  const [url, setUrl] = useState('');
  const [stations, setStations] = useState<Readonly<Record<string, string>>>({});
  const onStation = (name: string, id: string | null) => {
    const { [name]: _before, ...others } = stations;
    setStations(id === null ? others : { ...others, [name]: id });
  };
  const request = { stations, ...(url.trim() === '' ? {} : { url: url.trim() }) };
  return { controls: { url, onUrl: setUrl, stations, onStation }, request };
}

type Check = ReturnType<typeof useCheck>;

/** What can be written at the cursor, as the schema has it. */
function useCompletion() {
  const schema = useQuery({
    ...orpc.scenarios.schema.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  return useCallback(
    (written: string, place: { line: number; column: number }) =>
      schema === undefined ? [] : completeYaml(schema, written, place),
    [schema],
  );
}

/** The faults as the editor underlines them. */
function useProblems(check: Check) {
  return useMemo(
    () =>
      (check?.faults ?? []).map(({ line = 1, column = 1, reason }) => ({
        message: reason,
        severity: 'error' as const,
        line,
        column,
      })),
    [check],
  );
}

function Faults({ check }: { check: Check }) {
  const faults = check?.faults ?? [];
  if (faults.length === 0) return null;
  return (
    <ul className={`${texts.list} ${styles.faults}`} aria-label={words.faults(faults.length)}>
      {faults.map(({ line, path, reason }) => (
        <li key={`${line} ${path} ${reason}`}>{visibleText(words.fault(line, reason))}</li>
      ))}
    </ul>
  );
}

function EditorBar({
  check,
  file,
  text,
  isRunning,
  onRun,
  onDialog,
}: {
  check: Check;
  file: ScenarioFile;
  text: string;
  isRunning: boolean;
  onRun: () => void;
  onDialog: (dialog: 'save' | 'delete') => void;
}) {
  const isSaved = file.source === 'saved';
  const isChanged = text !== file.text;
  const save = useMutation(
    orpc.scenarios.save.mutationOptions({
      onSuccess: async () => {
        drafts.delete(file.id);
        await scenariosMoved();
      },
      onError: notifyProblem,
    }),
  );
  return (
    <BenchControls className={styles.bar}>
      <span role="status">
        <Verdict check={check} />
      </span>
      {isChanged && <span className={texts.quiet}>{words.changed}</span>}
      <span className={styles.grow} />
      {isSaved && (
        <Button
          variant="default"
          leftSection={<IconTrash size={14} />}
          onClick={() => onDialog('delete')}
        >
          {words.remove}
        </Button>
      )}
      {isSaved && (
        <Button
          variant="default"
          leftSection={<IconDeviceFloppy size={14} />}
          disabled={!isChanged}
          loading={save.isPending}
          onClick={() => save.mutate({ id: file.id, text })}
        >
          {words.save}
        </Button>
      )}
      <Button variant="default" onClick={() => onDialog('save')}>
        {words.saveAs}
      </Button>
      <Button
        leftSection={<IconPlayerPlay size={14} />}
        title={words.runHint}
        disabled={check?.valid !== true}
        loading={isRunning}
        onClick={onRun}
      >
        {words.run}
      </Button>
    </BenchControls>
  );
}

export function ScenarioEditor({
  file,
  onRun,
  onOpen,
}: {
  file: ScenarioFile;
  onRun: (run: string) => void;
  /** Another scenario, or none. */
  onOpen: (id: string | undefined) => void;
}) {
  const [text, setText] = useState(drafts.get(file.id) ?? file.text);
  const [dialog, setDialog] = useState<'save' | 'delete'>();
  const isOnline = useBenchConnection().status === 'online';
  const check = useCheck(text);
  const options = useRunOptions();
  const complete = useCompletion();
  const problems = useProblems(check);
  const run = useMutation(
    orpc.scenarios.run.mutationOptions({
      onSuccess: ({ id }) => onRun(id),
      onError: notifyProblem,
    }),
  );
  const isSaved = file.source === 'saved';
  const isChanged = text !== file.text;
  const write = (written: string) => {
    setText(written);
    if (written === file.text) drafts.delete(file.id);
    else drafts.set(file.id, written);
  };
  const start = () => {
    if (!isOnline || check?.valid !== true) return;
    // An unchanged one is run by its id, so that the run says which it was.
    const what = isChanged || file.id === '' ? { text } : { scenario: file.id };
    run.mutate({ ...what, ...options.request });
  };
  return (
    <>
      <EditorBar
        check={check}
        file={file}
        text={text}
        isRunning={run.isPending}
        onRun={start}
        onDialog={setDialog}
      />
      <RunOptions names={file.stations} {...options.controls} />
      <div className={styles.editor}>
        <CodeEditor
          value={text}
          label={words.editor(file.name)}
          language="yaml"
          problems={problems}
          complete={complete}
          onChange={write}
          onSubmit={start}
        />
      </div>
      <Faults check={check} />
      <SaveDialog
        opened={dialog === 'save'}
        text={text}
        suggestion={isSaved || file.id === '' ? file.id : `my-${file.id}`}
        onSaved={(saved) => {
          drafts.delete(file.id);
          onOpen(saved.id);
        }}
        onClose={() => setDialog(undefined)}
      />
      <DeleteDialog
        opened={dialog === 'delete'}
        file={file}
        onDeleted={() => {
          drafts.delete(file.id);
          onOpen(undefined);
        }}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}
