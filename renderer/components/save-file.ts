/**
 * Saves a file that the bench gives: through the host in the desktop window, as a download in a browser.
 * Knows nothing of what is in it.
 */
import { desktopHost } from './desktop-host.ts';
import { saveWords } from './words.ts';

/** How long a browser may take to begin the download before its source is given back. */
const keptForDownloadMs = 30_000;

/**
 * `path` is the GET route of the API, which the desktop host streams to disk; `fetchFile` is for browsers.
 * Rejects with what `fetchFile` rejects with, or when the host could not save.
 */
export async function saveFile(request: {
  path: string;
  fileName: string;
  fetchFile: () => Promise<Blob>;
}): Promise<'saved' | 'cancelled'> {
  const host = desktopHost();
  if (host === undefined) {
    download(await request.fetchFile(), request.fileName);
    return 'saved';
  }
  const outcome = await host.saveFromBench({ path: request.path, fileName: request.fileName });
  switch (outcome.outcome) {
    case 'saved':
    case 'cancelled':
      return outcome.outcome;
    case 'refused':
      throw new Error(saveWords.refused(outcome.status));
    case 'failed':
      throw new Error(outcome.reason);
  }
}

/** Saves what the page already holds; the desktop window asks where to with its own dialog. */
export function download(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptForDownloadMs);
}
