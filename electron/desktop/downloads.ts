/**
 * Downloads that the page makes itself (a blob behind a link): native save dialog, own pages only.
 * Large exports do not come this way; see save-file.ts.
 */
import { join } from 'node:path';
import type { Session } from 'electron';
import { type Log, originForLog } from './log.ts';
import { isBenchResource } from './origins.ts';
import { safeFileName } from './save-file.ts';

export interface DownloadOptions {
  origin(): string | undefined;
  /** The user's own folder for downloads. */
  folder(): string;
  log: Log;
}

/** Every other download is cancelled before a byte is written. */
export function guardDownloads(session: Pick<Session, 'on'>, options: DownloadOptions): void {
  session.on('will-download', (event, item) => {
    if (!isBenchResource(item.getURL(), options.origin())) {
      event.preventDefault();
      options.log('download-denied', { from: originForLog(item.getURL()) });
      return;
    }
    const defaultPath = join(options.folder(), safeFileName(item.getFilename()));
    item.setSaveDialogOptions({ defaultPath });
  });
}
