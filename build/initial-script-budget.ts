/**
 * Fails the build of the screens when what a browser loads first grows over its budget or drags the editor in.
 * Knows nothing of the screens themselves.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const budgetBytes = 350_000;

interface Chunk {
  type: 'chunk';
  fileName: string;
  code: string;
  isEntry: boolean;
  imports: readonly string[];
  moduleIds: readonly string[];
}

/** What loads before the first paint: the entries and whatever they import statically, transitively. */
export function initialChunks(chunks: ReadonlyMap<string, Chunk>): Chunk[] {
  const found = new Map<string, Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || found.has(chunk.fileName)) return;
    found.set(chunk.fileName, chunk);
    for (const name of chunk.imports) visit(chunks.get(name));
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk);
  return [...found.values()];
}

/** What is wrong with the initial chunks, one sentence each. */
export function budgetProblems(initial: readonly Chunk[]): string[] {
  const bytes = initial.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
  const editor = initial.some((chunk) =>
    chunk.moduleIds.some((id) => id.includes('/monaco-editor/')),
  );
  return [
    ...(bytes > budgetBytes
      ? [`The initial script is ${bytes} bytes gzipped, over ${budgetBytes}.`]
      : []),
    ...(editor ? ['monaco-editor is imported statically; load it with import().'] : []),
  ];
}

export function initialScriptBudget(): Plugin {
  return {
    name: 'initial-script-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk') chunks.set(output.fileName, output);
      }
      const problems = budgetProblems(initialChunks(chunks));
      if (problems.length > 0) this.error(problems.join(' '));
    },
  };
}
