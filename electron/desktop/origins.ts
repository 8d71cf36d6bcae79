/**
 * Which addresses are ours and which may be handed to the system's browser, decided on parsed URLs.
 * Knows nothing of Electron: pure functions.
 */

/** Hosts that links may lead to; everything else stays a text that can be copied. */
const externalHosts: ReadonlySet<string> = new Set([
  'openchargealliance.org',
  'www.openchargealliance.org',
  'www.rfc-editor.org',
  'datatracker.ietf.org',
]);

/** Whether a document at `url` is a page of the bench at `origin`. */
export function isBenchPage(url: string, origin: string | undefined): boolean {
  const parsed = URL.parse(url);
  return (
    origin !== undefined &&
    parsed?.protocol === 'http:' &&
    parsed.origin === origin &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Whether the window may fetch `url` at all: the bench's HTTP and WebSocket door, its blobs, inline data. */
export function isBenchResource(url: string, origin: string | undefined): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || origin === undefined) return false;
  switch (parsed.protocol) {
    case 'http:':
      return isBenchPage(url, origin);
    case 'ws:':
      return parsed.host === new URL(origin).host;
    case 'blob:':
      return parsed.origin === origin;
    case 'data:':
      return true;
    default:
      return false;
  }
}

/** The address to open in the system's browser, or undefined when it must not be opened. */
export function externalAddress(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:') return undefined;
  if (parsed.username !== '' || parsed.password !== '' || parsed.port !== '') return undefined;
  return externalHosts.has(parsed.hostname) ? parsed.href : undefined;
}
