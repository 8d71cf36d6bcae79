/** What the editor is given and what it tells, for the part loaded at once and the part loaded later. */

/** A problem the editor found in the text, for example against the schema. */
export interface EditorProblem {
  message: string;
  severity: 'error' | 'warning';
  line: number;
  column: number;
}

/** Something that can be written at the cursor. */
export interface Completion {
  label: string;
  /** Written in place of the word at the cursor. */
  insert: string;
  kind: 'name' | 'value';
  detail?: string;
}

export interface CodeEditorProps {
  value: string;
  /** What it shows, read out by screen readers. */
  label: string;
  language?: 'json' | 'yaml' | 'plaintext';
  /** JSON schema (draft-07) for completion and validation. Must keep its identity between renderings. */
  schema?: { readonly [keyword: string]: unknown };
  readOnly?: boolean;
  onChange?: (value: string) => void;
  /** Underlined where they are, for languages that Monaco does not check itself. */
  problems?: readonly EditorProblem[];
  /** What can be written at the cursor of a YAML text; line and column count from 1. */
  complete?: (text: string, place: { line: number; column: number }) => readonly Completion[];
  onProblems?: (problems: readonly EditorProblem[]) => void;
  /** Ctrl+Enter or Cmd+Enter. */
  onSubmit?: () => void;
}
