/** Reads `bench.yaml`: errors name line and column, secrets are looked up. Never writes it. */
import { dirname, resolve } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type BenchFile, benchFile, type SecretReference } from '../../shared/api/bench-file.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { readSecretFile, readTextFile } from './text-files.ts';

/** The file with a way to look up the secrets that it names. */
export interface LoadedBenchFile {
  file: BenchFile;
  secret(reference: SecretReference): Outcome<string>;
}

function place(path: string, lines: LineCounter, offset: number | undefined): string {
  if (offset === undefined) return path;
  const { line, col } = lines.linePos(offset);
  return `${path}:${line}:${col}`;
}

/** Offset of the value at a path of the document; of the nearest one above it when it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

/** Offset of a name that does not belong where it stands. */
function offsetOfKey(document: Document, path: readonly PropertyKey[], key: string) {
  const parent = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(parent)
    ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return isScalar(pair?.key) ? pair.key.range?.[0] : offsetOf(document, path);
}

function invalid(where: string, reason: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'bench-file-invalid', where, parameters: { reason } } };
}

function lookUp(reference: SecretReference, folder: string): Outcome<string> {
  if ('file' in reference) return readSecretFile(resolve(folder, reference.file));
  const value = process.env[reference.env];
  return value === undefined
    ? { ok: false, problem: { code: 'environment-variable-missing', where: reference.env } }
    : { ok: true, value };
}

/** Problems: `file-unreadable`, `bench-file-invalid` with line and column. */
export function readBenchFile(path: string): Outcome<LoadedBenchFile> {
  const text = readTextFile(path);
  return text.ok ? parseBenchFile(text.value, path) : text;
}

export function parseBenchFile(text: string, path: string): Outcome<LoadedBenchFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [syntaxError] = document.errors;
  if (syntaxError) {
    return invalid(
      place(path, lines, syntaxError.pos[0]),
      syntaxError.message.split('\n')[0] ?? '',
    );
  }
  const parsed = benchFile.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const issuePath = issue?.path ?? [];
    const offset =
      issue?.code === 'unrecognized_keys'
        ? offsetOfKey(document, issuePath, issue.keys[0] ?? '')
        : offsetOf(document, issuePath);
    const reason = `${issuePath.map(String).join('.')}: ${issue?.message ?? ''}`.replace(/^: /, '');
    return invalid(place(path, lines, offset), reason);
  }
  const folder = dirname(resolve(path));
  return {
    ok: true,
    value: { file: parsed.data, secret: (reference) => lookUp(reference, folder) },
  };
}
