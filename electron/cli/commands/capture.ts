/** `capture list|check|import|export`: captures on disk, without a running bench. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { newCaptureId, openCatalogue } from '../../bench/capture/capture-catalogue.ts';
import { exportRedacted, joined } from '../../bench/capture/capture-copy.ts';
import { importJournal } from '../../bench/capture/capture-import.ts';
import { type CaptureCheck, checkCapture } from '../../bench/capture/chain-check.ts';
import { layOutSegments } from '../../bench/capture/journal-file.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { withWorkFolder } from '../../bench/work-folder.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { programVersion } from '../program-version.ts';
import { writeStream } from '../text-files.ts';

interface CaptureOptions {
  dataDir?: string;
  json?: boolean;
}

const tool = `benchpoint ${programVersion}`;

function catalogueOf({ dataDir }: CaptureOptions) {
  const directory = join(dataDir ?? defaultDataFolder(), 'captures');
  return openCatalogue({ directory, liveCapture: () => undefined });
}

function fail(output: Output, problem: Problem): ExitCode {
  output.problem(problem);
  return problemExitCode(problem);
}

/** A capture by its id in the data folder, or by its path. */
function directoryFor(reference: string, options: CaptureOptions): string | undefined {
  if (existsSync(join(reference, '000000.jsonl'))) return reference;
  return catalogueOf(options).directoryOf(reference);
}

function list(options: CaptureOptions): ExitCode {
  const output = createOutput(options.json ?? false);
  for (const capture of catalogueOf(options).list()) {
    const size = `${(capture.bytes / 1_000_000).toFixed(1)} MB`;
    output.line(`${capture.id}  ${capture.createdAt}  ${size}  ${capture.name}`, { ...capture });
  }
  return exitCode.success;
}

/** Of a capture by its id or folder, or of one file as an export makes it. */
async function checkReferenced(
  reference: string,
  options: CaptureOptions,
): Promise<Outcome<CaptureCheck>> {
  const directory = directoryFor(reference, options);
  if (directory !== undefined) return { ok: true, value: await checkCapture(directory) };
  if (statSync(reference, { throwIfNoEntry: false })?.isFile() !== true) {
    return { ok: false, problem: { code: 'capture-unknown', where: reference } };
  }
  return withWorkFolder(async (folder) => {
    const content = createReadStream(reference);
    const laidOut = await layOutSegments(content, folder, Number.POSITIVE_INFINITY);
    return laidOut.ok ? { ok: true, value: await checkCapture(folder) } : laidOut;
  });
}

async function check(reference: string, options: CaptureOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const checked = await checkReferenced(reference, options);
  if (!checked.ok) return fail(output, checked.problem);
  const result = checked.value;
  if (result.problem) output.problem(result.problem);
  output.line(
    result.intact
      ? `Intact: ${result.frames} frames, chain head ${result.chainHead}`
      : `Not intact after ${result.frames} frames`,
    { capture: reference, ...result },
  );
  return result.intact ? exitCode.success : exitCode.failedVerdict;
}

/** The bytes of a file; `failure` tells an error of reading it from any other. */
function fileSource(path: string) {
  const source = {
    failure: undefined as unknown,
    async *content(): AsyncGenerator<Uint8Array> {
      try {
        yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
      } catch (error) {
        source.failure = error;
        throw error;
      }
    },
  };
  return source;
}

function unreadable(path: string, error: unknown): { ok: false; problem: Problem } {
  const raw = error instanceof Error ? error.message : String(error);
  return { ok: false, problem: { code: 'file-unreadable', where: path, parameters: { raw } } };
}

async function importFile(
  path: string,
  options: CaptureOptions & { name?: string },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const { directory: captures } = catalogueOf(options);
  const name = options.name ?? path;
  const file = fileSource(path);
  const source = existsSync(join(path, '000000.jsonl'))
    ? { directory: path }
    : { content: file.content(), limitBytes: Number.POSITIVE_INFINITY };
  const imported = await importJournal({ captures, name, tool, source }).catch((error: unknown) => {
    if (error !== file.failure) throw error;
    return unreadable(path, error);
  });
  if (!imported.ok) return fail(output, imported.problem);
  const { frames, capture } = imported.value;
  output.line(`Imported ${frames} frames as ${capture}`, { capture, frames });
  return exitCode.success;
}

async function exportFile(
  reference: string,
  file: string,
  options: CaptureOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const from = directoryFor(reference, options);
  if (from === undefined) return fail(output, { code: 'capture-unknown', where: reference });
  const exported = await exportRedacted({ from, capture: newCaptureId(), tool });
  if (!exported.ok) return fail(output, exported.problem);
  const written = await writeStream(file, joined(exported.value));
  if (!written.ok) return fail(output, written.problem);
  const { frames, masked } = exported.value.copied;
  output.line(`Wrote ${frames} frames to ${file}; secrets were taken out of ${masked}`, {
    file,
    frames,
    masked,
  });
  return exitCode.success;
}

export function addCaptureCommand(program: Command, finish: (code: ExitCode) => void): void {
  const capture = program.command('capture').description('List, check, import and export captures');
  const withOptions = (command: Command) =>
    command
      .option('--data-dir <folder>', 'where captures are kept')
      .option('--json', 'print JSON lines');
  withOptions(capture.command('list').description('List the captures')).action(
    (options: CaptureOptions) => finish(list(options)),
  );
  withOptions(
    capture
      .command('check <capture>')
      .description('Verify the hash chain of a capture (id, folder or exported file)'),
  ).action(async (reference: string, options: CaptureOptions) =>
    finish(await check(reference, options)),
  );
  withOptions(
    capture
      .command('import <path>')
      .description('Import a journal from elsewhere (a .jsonl file or a capture folder)')
      .option('--name <text>', 'name of the capture'),
  ).action(async (path: string, options: CaptureOptions) =>
    finish(await importFile(path, options)),
  );
  withOptions(
    capture
      .command('export <capture> <file>')
      .description('Write a copy without secrets, to be given away'),
  ).action(async (reference: string, file: string, options: CaptureOptions) =>
    finish(await exportFile(reference, file, options)),
  );
}
