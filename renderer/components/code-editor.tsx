/**
 * An editor or viewer for JSON and YAML: Monaco, loaded when first shown, with a plain text in the meantime.
 * Knows nothing of OCPP; a schema is handed in.
 */
import { Text, useComputedColorScheme } from '@mantine/core';
import { Component, lazy, type ReactNode, Suspense } from 'react';
import styles from './code-editor.module.css';
import type { CodeEditorProps } from './code-editor-props.ts';
import { editorWords } from './words.ts';

const MonacoEditor = lazy(async () => ({
  default: (await import('./monaco-editor.tsx')).MonacoEditor,
}));

/** Falls back to plain text when the editor's files cannot be loaded. */
class EditorBoundary extends Component<
  { fallback: ReactNode; children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

function PlainText({
  value,
  label,
  readOnly = false,
  onChange,
  note,
}: CodeEditorProps & { note: string }) {
  return (
    <div className={styles.plain}>
      <Text size="xs" c="dimmed">
        {note}
      </Text>
      <textarea
        className={styles.area}
        aria-label={label}
        value={value}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      />
    </div>
  );
}

/** Fills its parent, which needs a height. */
export function CodeEditor(props: CodeEditorProps) {
  const scheme = useComputedColorScheme('light');
  return (
    <div className={styles.editor}>
      <EditorBoundary fallback={<PlainText {...props} note={editorWords.failed} />}>
        <Suspense fallback={<PlainText {...props} readOnly note={editorWords.loading} />}>
          <MonacoEditor {...props} dark={scheme === 'dark'} />
        </Suspense>
      </EditorBoundary>
    </div>
  );
}
