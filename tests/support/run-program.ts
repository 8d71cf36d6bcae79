/** Runs the command line, as a process of its own or in this one, and waits for its end. Imported by tests only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { runCommandLine } from '../../electron/cli/command-line.ts';

const program = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));

export interface EndedProgram {
  code: number | null;
  out: string;
  errors: string;
  /** The JSON lines of stdout and of stderr. */
  lines: Record<string, unknown>[];
  problems: Record<string, unknown>[];
}

function jsonLines(text: string): Record<string, unknown>[] {
  const whole = text.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  return whole.map((line) => JSON.parse(line));
}

/** Runs it with these words; `input` is all of its stdin. */
export async function runProgram(
  words: readonly string[],
  options: { input?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<EndedProgram> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...options.environment },
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  await once(child, 'close');
  return { code: child.exitCode, out, errors, lines: jsonLines(out), problems: jsonLines(errors) };
}

/** Collects what is written to a stream instead of printing it. */
function collected(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  let text = '';
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  return { text: () => text, end: () => spy.mockRestore() };
}

/** Runs it in this process: quick, for commands that end by themselves. */
export async function runHere(words: readonly string[]): Promise<EndedProgram> {
  const [out, errors] = [collected(process.stdout), collected(process.stderr)];
  try {
    const code = await runCommandLine(words);
    const [said, complained] = [out.text(), errors.text()];
    return {
      code,
      out: said,
      errors: complained,
      lines: jsonLines(said),
      problems: jsonLines(complained),
    };
  } finally {
    out.end();
    errors.end();
  }
}

/** A running program with pipes, for what has to be spoken to. */
export function spawnProgram(words: readonly string[]) {
  return spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
}
