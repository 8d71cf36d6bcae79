/**
 * The bench's record: the catalogue of captures, the live one, its reader, and retention over all of them.
 * Knows captures and settings; nothing of roles.
 */
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { NewFrame } from '../../shared/record/frame.ts';
import type { BenchSettings } from './bench-settings.ts';
import { type CaptureCatalogue, openCatalogue } from './capture/capture-catalogue.ts';
import { type CaptureReader, createCaptureReader } from './capture/capture-reader.ts';
import { type LiveRecord, openLiveRecord } from './live-record.ts';
import type { ProgramLog } from './program-log.ts';
import type { SettingStore } from './store/settings.ts';

export interface BenchRecordOptions {
  dataFolder: string;
  tool: string;
  log: ProgramLog;
  settings: BenchSettings;
  store: SettingStore;
  moved(topic: 'frames' | 'captures'): void;
  onConnectionFrame(frame: NewFrame, seq: number): void;
  /** The record cannot be written, works again, or was mended on opening. */
  onRecordProblem(problem: Problem): void;
  onReadProblem(problem: Problem): void;
  onError(error: unknown): void;
}

export interface BenchRecord {
  catalogue: CaptureCatalogue;
  live: LiveRecord;
  reader: CaptureReader;
  close(reason: string): Promise<void>;
}

const retentionCheckMs = 600_000;
const bytesPerMegabyte = 1_000_000;
const lastCaptureSetting = 'live-capture';

/** Keeps the captures within the limits of the settings. Returns the way to stop. */
function keepWithinLimits(
  { catalogue, live }: Pick<BenchRecord, 'catalogue' | 'live'>,
  { settings, log, moved, onError }: BenchRecordOptions,
): () => void {
  async function retain(): Promise<void> {
    const { retentionMegabytes, retentionDays } = settings.current();
    await live.rotateWhenLarge();
    const limits = { bytes: retentionMegabytes * bytesPerMegabyte, days: retentionDays };
    const deleted = await catalogue.retain(limits);
    if (deleted.length > 0) log.write('info', 'captures-retired', { deleted });
    moved('captures');
  }
  const timer = setInterval(() => retain().catch(onError), retentionCheckMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Problems: those of `openLiveRecord`. */
export function openBenchRecord(options: BenchRecordOptions): Outcome<BenchRecord> {
  const { store } = options;
  let record: BenchRecord | undefined;
  const catalogue = openCatalogue({
    directory: join(options.dataFolder, 'captures'),
    liveCapture: () => record?.live.capture(),
    release: async (capture) => record?.reader.release(capture),
  });
  const lastCapture = store.read(lastCaptureSetting);
  const opened = openLiveRecord({
    catalogue: () => catalogue,
    tool: options.tool,
    strict: options.settings.current().strictRecording,
    lastCapture: typeof lastCapture === 'string' ? lastCapture : undefined,
    remember: (capture) => store.write(lastCaptureSetting, capture),
    moved: () => options.moved('frames'),
    onConnectionFrame: options.onConnectionFrame,
    onProblem: options.onRecordProblem,
    nowMs: Date.now,
  });
  if (!opened.ok) return opened;
  const live = opened.value;
  const reader = createCaptureReader({
    directoryOf: (capture) => catalogue.directoryOf(capture),
    liveHead: (capture) => (capture === live.capture() ? live.head() : undefined),
    onProblem: options.onReadProblem,
  });
  const stopRetention = keepWithinLimits({ catalogue, live }, options);
  record = {
    catalogue,
    live,
    reader,
    async close(reason) {
      stopRetention();
      await live.close(reason);
      await reader.close();
    },
  };
  return { ok: true, value: record };
}
