/**
 * Monaco itself; only `code-editor.tsx` imports this, lazily. Knows nothing of OCPP.
 * Completion and validation run in workers that Vite emits as files of their own, as the CSP demands.
 */
import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
// All of them: picking single ones leaves services unregistered that others depend on.
import 'monaco-editor/features/register.all';
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';
import 'monaco-editor/languages/definitions/yaml/register';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import { useEffect, useRef } from 'react';
import type { CodeEditorProps, EditorProblem } from './code-editor-props.ts';

self.MonacoEnvironment = {
  getWorker: (_workerId: string, label: string) =>
    label === 'json' ? new JsonWorker() : new EditorWorker(),
};

for (const [name, base] of [
  ['bench-light', 'vs'],
  ['bench-dark', 'vs-dark'],
] as const) {
  const background = name === 'bench-light' ? '#ffffff' : '#20282a';
  const quiet = name === 'bench-light' ? '#566260' : '#9aa6a6';
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [],
    colors: {
      'editor.background': background,
      'editorGutter.background': background,
      // Monaco's own are too faint to read.
      'editorLineNumber.foreground': quiet,
      'editorLineNumber.dimmedForeground': quiet,
    },
  });
}

type Schema = NonNullable<CodeEditorProps['schema']>;

/** Schemas of the editors that are open, by address of their text. */
const openSchemas = new Map<string, Schema>();

function applySchemas(): void {
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    enableSchemaRequest: false,
    schemas: [...openSchemas].map(([address, schema]) => ({
      uri: `${address}.schema`,
      fileMatch: [address],
      schema,
    })),
  });
}

type Complete = NonNullable<CodeEditorProps['complete']>;

/** What completes the YAML editors that are open, by address of their text. */
const openCompletions = new Map<string, Complete>();

monaco.languages.registerCompletionItemProvider('yaml', {
  triggerCharacters: [' ', '{', ','],
  provideCompletionItems(model, { lineNumber, column }) {
    const complete = openCompletions.get(model.uri.toString());
    if (complete === undefined) return { suggestions: [] };
    const { startColumn, endColumn } = model.getWordUntilPosition({ lineNumber, column });
    const before = model.getLineContent(lineNumber).slice(0, startColumn - 1);
    // Monaco ends words at a hyphen, names of actions do not.
    const hyphenated = /[\w$-]*$/.exec(before)?.[0] ?? '';
    const range = new monaco.Range(
      lineNumber,
      startColumn - hyphenated.length,
      lineNumber,
      endColumn,
    );
    const { CompletionItemKind } = monaco.languages;
    return {
      suggestions: complete(model.getValue(), { line: lineNumber, column }).map(
        ({ label, insert, kind, detail }) => ({
          label,
          insertText: insert,
          kind: kind === 'name' ? CompletionItemKind.Property : CompletionItemKind.Value,
          range,
          ...(detail === undefined ? {} : { detail }),
        }),
      ),
    };
  },
});

function showProblems(model: monaco.editor.ITextModel, problems: readonly EditorProblem[]): void {
  const markers = problems.map(({ message, severity, line, column }) => ({
    message,
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    endColumn: model.getLineMaxColumn(Math.min(line, model.getLineCount())),
  }));
  monaco.editor.setModelMarkers(model, 'bench', markers);
}

let opened = 0;

function problemsOf(address: monaco.Uri): EditorProblem[] {
  return monaco.editor.getModelMarkers({ resource: address }).map((marker) => ({
    message: marker.message,
    severity: marker.severity === monaco.MarkerSeverity.Error ? 'error' : 'warning',
    line: marker.startLineNumber,
    column: marker.startColumn,
  }));
}

/** Everything the effects call back, always the newest. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

export function MonacoEditor(props: CodeEditorProps & { dark: boolean }) {
  const { value, label, language = 'json', schema, readOnly = false, dark } = props;
  const { problems, complete } = props;
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const latest = useLatest(props);
  /** Texts told to the owner that have not come back as `value` yet: typing may be ahead of rendering. */
  const told = useRef<string[]>([]);

  useEffect(() => {
    if (container.current === null) return;
    opened += 1;
    const address = monaco.Uri.parse(`bench:///text-${opened}.json`);
    const model = monaco.editor.createModel(latest.current.value, language, address);
    const created = monaco.editor.create(container.current, {
      model,
      readOnly: latest.current.readOnly ?? false,
      domReadOnly: latest.current.readOnly ?? false,
      ariaLabel: latest.current.label,
      automaticLayout: true,
      minimap: { enabled: false },
      fontSize: 12,
      lineHeight: 18,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue(
        '--mantine-font-family-monospace',
      ),
      tabSize: 2,
      scrollBeyondLastLine: false,
      renderLineHighlight: latest.current.readOnly === true ? 'none' : 'line',
      lineNumbersMinChars: 3,
      folding: true,
      wordWrap: 'on',
      fixedOverflowWidgets: true,
      quickSuggestions: { strings: true, other: true, comments: false },
      accessibilitySupport: 'auto',
      unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
    });
    editor.current = created;
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () =>
      latest.current.onSubmit?.(),
    );
    const changes = model.onDidChangeContent(({ isFlush }) => {
      // A text that was set from outside is known there.
      if (isFlush) return;
      told.current.push(model.getValue());
      latest.current.onChange?.(model.getValue());
    });
    const markers = monaco.editor.onDidChangeMarkers((changed) => {
      if (changed.some((uri) => uri.toString() === address.toString())) {
        latest.current.onProblems?.(problemsOf(address));
      }
    });
    return () => {
      changes.dispose();
      markers.dispose();
      openSchemas.delete(address.toString());
      applySchemas();
      created.dispose();
      model.dispose();
      editor.current = null;
    };
  }, [language, latest]);

  useEffect(() => {
    const model = editor.current?.getModel();
    const back = told.current.indexOf(value);
    told.current = back === -1 ? [] : told.current.slice(back + 1);
    if (back === -1 && model && model.getValue() !== value) model.setValue(value);
  }, [value]);

  useEffect(() => {
    const address = editor.current?.getModel()?.uri.toString();
    if (address === undefined) return;
    if (schema === undefined) openSchemas.delete(address);
    else openSchemas.set(address, schema);
    applySchemas();
  }, [schema]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && problems !== undefined) showProblems(model, problems);
  }, [problems]);

  useEffect(() => {
    const address = editor.current?.getModel()?.uri.toString();
    if (address === undefined || complete === undefined) return;
    openCompletions.set(address, complete);
    return () => void openCompletions.delete(address);
  }, [complete]);

  useEffect(() => {
    editor.current?.updateOptions({ readOnly, domReadOnly: readOnly, ariaLabel: label });
  }, [readOnly, label]);

  useEffect(() => {
    monaco.editor.setTheme(dark ? 'bench-dark' : 'bench-light');
  }, [dark]);

  return <div ref={container} style={{ height: '100%' }} />;
}
