/**
 * The program's own log: JSON lines, rotated, for what went wrong inside. Codes and errors only;
 * frames, keys and tokens never come here, and what looks like a credential is taken out.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const rotateAtBytes = 5 * 1024 * 1024;

export interface ProgramLog {
  /** Writes one line. Never throws: a full disk must not stop the bench. */
  write(level: 'info' | 'warning' | 'error', code: string, facts?: unknown): void;
}

/** What looks like a credential; the first group stays. Quotes may be escaped: text of a message within a line. */
const credentials = [
  /\b((?:Basic|Bearer)\s+)[A-Za-z0-9+/=_-]+/g,
  /(\/\/)[^/\s:@"]+:[^/\s@"]+@/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /(AuthorizationKey\\*"\s*,\s*\\*"value\\*"\s*:\s*\\*")[^"\\]*/g,
];

/** Takes credentials out of a text. */
function redactCredentials(text: string): string {
  return credentials.reduce((redacted, pattern) => redacted.replace(pattern, '$1[redacted]'), text);
}

/** JSON of any facts, errors with their stack wherever they are. */
function describe(entry: object): string {
  try {
    return JSON.stringify(entry, (_name, value: unknown) =>
      value instanceof Error ? (value.stack ?? value.message) : value,
    );
  } catch (error) {
    // Facts that go round in circles must not keep the line from being written.
    return JSON.stringify({ ...entry, facts: String(error) });
  }
}

/** @param mirror also told every line, for example to write it to stderr. */
export function openProgramLog(directory: string, mirror?: (line: string) => void): ProgramLog {
  const folder = join(directory, 'logs');
  const path = join(folder, 'benchpoint.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    write(level, code, facts) {
      const entry = { at: new Date().toISOString(), level, code, facts };
      const line = redactCredentials(`${describe(entry)}\n`);
      mirror?.(line);
      try {
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
        if (size > rotateAtBytes) renameSync(path, `${path}.1`);
        appendFileSync(path, line, { mode: 0o600 });
      } catch (error) {
        // The log itself cannot be written: stderr is all that is left.
        process.stderr.write(
          `program log: ${error instanceof Error ? error.message : ''}\n${line}`,
        );
      }
    },
  };
}
