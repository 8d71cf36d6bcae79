/**
 * What the desktop shell has to say to whoever reads its stderr: one JSON line an event, codes and parameters.
 * Knows nothing of windows. Secrets and addresses with a token are never passed to it.
 */

export type Log = (code: string, parameters?: Record<string, string | number | null>) => void;

export const logToStderr: Log = (code, parameters = {}) => {
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), code, ...parameters })}\n`,
  );
};

/** An address without path, query and fragment, which may hold a token. */
export function originForLog(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'not a URL';
  return parsed.origin === 'null' ? parsed.protocol : parsed.origin;
}
