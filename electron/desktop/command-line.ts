/**
 * The few arguments the desktop program takes, from its own start and from a second one.
 * Knows nothing of Electron: pure functions. Switches meant for Chromium pass by unread.
 */
import { resolve } from 'node:path';
import { z } from 'zod';

export interface DesktopArguments {
  /** Absolute path; undefined: the bench decides. */
  dataDir?: string;
}

const option = '--data-dir';

/** Understands `--data-dir DIR` and `--data-dir=DIR`; a relative path counts from `workingFolder`. */
export function parseArguments(words: readonly string[], workingFolder: string): DesktopArguments {
  const position = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[position];
  if (word === undefined) return {};
  const value = word === option ? words[position + 1] : word.slice(option.length + 1);
  if (value === undefined || value === '' || value.startsWith('--')) return {};
  return { dataDir: resolve(workingFolder, value) };
}

const handOver = z.strictObject({
  version: z.literal(1),
  dataDir: z.string().min(1).max(4096).optional(),
});

/** What a second instance hands to the first before it quits. */
export function handOverData({ dataDir }: DesktopArguments): z.infer<typeof handOver> {
  return dataDir === undefined ? { version: 1 } : { version: 1, dataDir };
}

export type SecondInstance =
  | { action: 'show' }
  /** It asked for another data folder than the one in use. */
  | { action: 'show-other-folder'; dataDir: string }
  | { action: 'ignore' };

/** Judges what another process sent; anything of an unexpected shape is ignored (security-checklist 18). */
export function judgeSecondInstance(
  data: unknown,
  dataDirInUse: string | undefined,
): SecondInstance {
  const parsed = handOver.safeParse(data);
  if (!parsed.success) return { action: 'ignore' };
  const { dataDir } = parsed.data;
  if (dataDir === undefined || dataDir === dataDirInUse) return { action: 'show' };
  return { action: 'show-other-folder', dataDir };
}
