/**
 * What every part of the bench is built upon: store, program log, settings, the record, and how it tells that something
 * moved or failed. Knows no role.
 */
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { type BenchRecord, openBenchRecord } from './bench-record.ts';
import { type BenchSettings, openSettings } from './bench-settings.ts';
import type { BenchSurface, Topic } from './bench-surface.ts';
import type { Faults } from './faults-surface.ts';
import { createMovedBroadcast } from './moved-broadcast.ts';
import { type ChargerEvidence, createChargerEvidence } from './probe/charger-evidence.ts';
import type { ProgramLog } from './program-log.ts';
import { createRevealAudit } from './reveal-audit.ts';
import { createRootAdviser, type RootAdviser } from './root-advice.ts';
import type { ReopenBench } from './secrets-surface.ts';
import type { Opened } from './store/private-files.ts';
import type { Store } from './store/store.ts';

export interface BenchOptions {
  dataFolder: string;
  /** 32 bytes from the desktop's keychain. */
  dataKey?: Uint8Array;
  /** What a given passphrase unwrapped, or why it did not. */
  passphrase?: Opened;
  /** Where the key of the secrets cannot be had, captures, settings and unlocking still work; opens it again then. */
  reopen?: ReopenBench;
  version: string;
  supervised: boolean;
  /** Starts the listeners and charge points of the last run. */
  restore: boolean;
  /** Also told every line of the program log. */
  logMirror?: (line: string) => void;
  /** Told when the record cannot be written, works again, or was mended on opening. */
  onRecordProblem?: (problem: Problem) => void;
}

export interface Foundation {
  options: BenchOptions;
  store: Store;
  log: ProgramLog;
  settings: BenchSettings;
  adviser: RootAdviser;
  evidence: ChargerEvidence;
  /** Set as soon as there are faults to note. */
  noteFault: Faults['note'];
  startedAtMs: number;
  moved(topic: Topic): void;
  onMoved: BenchSurface['onMoved'];
  endMoved(): void;
  /** Something failed in the background that nobody waits for. */
  onError(error: unknown): void;
  onProblem(problem: Problem | { code: string }): void;
}

/** Nothing is recorded yet. */
export function layFoundation(options: BenchOptions, store: Store, log: ProgramLog): Foundation {
  const { moved, onMoved, end } = createMovedBroadcast<Topic>();
  return {
    options,
    store,
    log,
    settings: openSettings(store.settings),
    adviser: createRootAdviser(),
    evidence: createChargerEvidence(Date.now),
    noteFault: () => undefined,
    startedAtMs: Date.now(),
    moved,
    onMoved,
    endMoved: end,
    onError: (error) => log.write('error', 'background', error),
    onProblem(problem) {
      log.write('warning', problem.code, problem);
      moved('bench');
    },
  };
}

/** Name and version of the program, as records and copies carry it. */
export function toolOf({ version }: BenchOptions): string {
  return `benchpoint ${version}`;
}

/** Opens the record, and lets everybody look on who follows connections. Problems: those of the journal. */
export function openRecord(foundation: Foundation): Outcome<BenchRecord> {
  const { options, log, settings, store, adviser, moved, onError, onProblem } = foundation;
  const noteReveal = createRevealAudit({
    add: store.reveals.add,
    capture: () => (record.ok ? record.value.live.capture() : ''),
    changed: () => moved('secrets'),
    nowMs: Date.now,
  });
  const record = openBenchRecord({
    dataFolder: options.dataFolder,
    tool: toolOf(options),
    log,
    settings,
    store: store.settings,
    moved,
    onConnectionFrame(frame, seq) {
      adviser.note(frame, seq);
      foundation.noteFault(frame, seq);
      foundation.evidence.note(frame, seq, record.ok ? record.value.live.capture() : '');
      noteReveal(frame, seq);
    },
    onRecordProblem(problem) {
      onProblem(problem);
      options.onRecordProblem?.(problem);
    },
    onReadProblem: onProblem,
    onError,
  });
  return record;
}
