/**
 * Answers the page's calls: each one checked for its sender and its shape before anything happens.
 * Knows nothing of how the calls are carried out; those functions are handed in.
 */
import type { IpcMain } from 'electron';
import { z } from 'zod';
import {
  type DesktopInformation,
  type DesktopTheme,
  desktopThemes,
  type MenuCommand,
  menuCommands,
  type SaveOutcome,
  type SaveRequest,
} from '../../shared/api/desktop.ts';
import { requestChannels } from './channels.ts';
import { type Log, originForLog } from './log.ts';

/** What the page may have done, after the checks. */
export interface HostFunctions {
  information(): DesktopInformation;
  copyText(text: string): void;
  openExternal(url: string): Promise<boolean>;
  saveFromBench(request: SaveRequest): Promise<SaveOutcome>;
  showDataFolder(): Promise<boolean>;
  setTheme(theme: DesktopTheme): Promise<void>;
  announceMenuCommands(commands: readonly MenuCommand[]): void;
}

/** The part of a frame that says whose it is. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
}

export type SenderVerdict = 'trusted' | 'frame-gone' | 'not-main-frame' | 'foreign-origin';

/** Only the main frame of a page of the bench may call (security-checklist 14). */
export function judgeSender(frame: SenderFrame | null, origin: string | undefined): SenderVerdict {
  if (frame === null) return 'frame-gone';
  if (frame.parent !== null) return 'not-main-frame';
  return origin !== undefined && frame.origin === origin ? 'trusted' : 'foreign-origin';
}

export interface IpcOptions {
  ipcMain: Pick<IpcMain, 'handle'>;
  origin(): string | undefined;
  functions: HostFunctions;
  log: Log;
}

const copiedTextLimit = 5_000_000;

const saveRequest = z.strictObject({
  path: z.string().startsWith('/api/').max(4096),
  fileName: z.string().min(1).max(255),
});

/** Registers every handler; a call that fails a check is rejected in the page and logged without its content. */
export function registerIpc(options: IpcOptions): void {
  const { functions } = options;
  const nothing = z.tuple([]);
  answer(options, requestChannels.information, nothing, () => functions.information());
  answer(options, requestChannels.copyText, z.tuple([z.string().max(copiedTextLimit)]), ([text]) =>
    functions.copyText(text),
  );
  answer(options, requestChannels.openExternal, z.tuple([z.string().max(2048)]), ([url]) =>
    functions.openExternal(url),
  );
  answer(options, requestChannels.saveFromBench, z.tuple([saveRequest]), ([request]) =>
    functions.saveFromBench(request),
  );
  answer(options, requestChannels.showDataFolder, nothing, () => functions.showDataFolder());
  answer(options, requestChannels.setTheme, z.tuple([z.enum(desktopThemes)]), ([theme]) =>
    functions.setTheme(theme),
  );
  const commands = z.tuple([z.array(z.enum(menuCommands)).max(menuCommands.length)]);
  answer(options, requestChannels.announceMenuCommands, commands, ([announced]) =>
    functions.announceMenuCommands(announced),
  );
}

function answer<T>(
  { ipcMain, origin, log }: IpcOptions,
  channel: string,
  schema: z.ZodType<T>,
  run: (content: T) => unknown,
): void {
  ipcMain.handle(channel, async (event, ...sent: unknown[]) => {
    const verdict = judgeSender(event.senderFrame, origin());
    if (verdict !== 'trusted') {
      log('call-refused', {
        channel,
        verdict,
        from: originForLog(event.senderFrame?.origin ?? ''),
      });
      throw new Error(`${channel} refused: ${verdict}`);
    }
    const parsed = schema.safeParse(sent);
    if (!parsed.success) {
      log('call-refused', { channel, verdict: 'invalid-content' });
      throw new Error(`${channel} refused: invalid-content`);
    }
    return run(parsed.data);
  });
}
