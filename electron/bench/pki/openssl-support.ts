/**
 * Runs the system's OpenSSL for tests, so that what the bench issues is judged by somebody else.
 * Knows nothing of certificates; gives each caller a folder of its own.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder to run OpenSSL in. `run` answers with stdout and stderr, whatever the exit code. */
export interface OpenSslFolder {
  write(name: string, content: string): string;
  path(name: string): string;
  run(...commandLine: string[]): Promise<{ exitCode: number; output: string }>;
  remove(): void;
}

export function createOpenSslFolder(): OpenSslFolder {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-pki-'));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write: (name, content) => {
      writeFileSync(path(name), content);
      return path(name);
    },
    run: (...commandLine) =>
      new Promise((resolve) => {
        execFile('openssl', commandLine, { cwd: folder }, (error, stdout, stderr) => {
          const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ exitCode, output: stdout + stderr });
        });
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
