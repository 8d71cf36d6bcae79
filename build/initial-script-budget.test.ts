/**
 * That the build of the screens fails when the editor or too much else loads first.
 */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { budgetProblems, initialChunks } from './initial-script-budget.ts';

function chunk(fileName: string, imports: string[] = [], moduleIds: string[] = [], code = '') {
  return {
    fileName,
    chunk: {
      type: 'chunk' as const,
      fileName,
      imports,
      moduleIds,
      code,
      isEntry: fileName === 'entry.js',
    },
  };
}

function problemsOf(...all: ReturnType<typeof chunk>[]): string[] {
  return budgetProblems(initialChunks(new Map(all.map((one) => [one.fileName, one.chunk]))));
}

describe('initial script budget', () => {
  const editor = chunk('editor.js', [], ['/node_modules/monaco-editor/editor.js']);

  it('lets the editor be loaded later', () => {
    expect(
      problemsOf(chunk('entry.js', ['kit.js']), chunk('kit.js', ['entry.js']), editor),
    ).toEqual([]);
  });

  it('refuses the editor anywhere below the entry', () => {
    const problems = problemsOf(
      chunk('entry.js', ['kit.js']),
      chunk('kit.js', ['editor.js']),
      editor,
    );
    expect(problems).toEqual([expect.stringContaining('monaco-editor')]);
  });

  it('counts what the entry imports, gzipped', () => {
    const kit = chunk('kit.js', [], [], randomBytes(400_000).toString('base64'));
    expect(problemsOf(chunk('entry.js', ['kit.js']), kit)).toEqual([
      expect.stringContaining('over 350000'),
    ]);
    expect(problemsOf(chunk('entry.js'), kit)).toEqual([]);
  });
});
