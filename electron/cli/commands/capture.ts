/** `capture list|check|import|export`: captures on disk, without a running bench. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Problem } from '../../../shared/api/problem.ts';
import {
  newCaptureId,
  openCatalogue,
  writeCaptureName,
} from '../../bench/capture/capture-catalogue.ts';
import {
  exportRedacted,
  importCapture,
  joinSegments,
  splitSegments,
} from '../../bench/capture/capture-copy.ts';
import { checkCapture } from '../../bench/capture/chain-check.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { withWorkFolder } from '../../bench/work-folder.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { programVersion } from '../program-version.ts';
import { readTextFile, writeTextFile } from '../text-files.ts';

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

async function check(reference: string, options: CaptureOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const directory = directoryFor(reference, options);
  if (directory === undefined) return fail(output, { code: 'capture-unknown', where: reference });
  const result = await checkCapture(directory);
  if (result.problem) output.problem(result.problem);
  output.line(
    result.intact
      ? `Intact: ${result.frames} frames, chain head ${result.chainHead}`
      : `Not intact after ${result.frames} frames`,
    { capture: reference, ...result },
  );
  return result.intact ? exitCode.success : exitCode.failedVerdict;
}

async function importFile(
  path: string,
  options: CaptureOptions & { name?: string },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const catalogue = catalogueOf(options);
  const capture = newCaptureId();
  const to = catalogue.pathFor(capture);
  const imported = existsSync(join(path, '000000.jsonl'))
    ? await importCapture({ from: path, to, capture, tool })
    : await withWorkFolder(async (folder) => {
        const content = readTextFile(path);
        if (!content.ok) return content;
        const from = join(folder, 'original');
        const split = splitSegments(content.value, from);
        return split.ok ? importCapture({ from, to, capture, tool }) : split;
      });
  if (!imported.ok) return fail(output, imported.problem);
  writeCaptureName(to, options.name ?? path);
  const { frames } = imported.value;
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
  return withWorkFolder(async (folder) => {
    const to = join(folder, 'redacted');
    const exported = await exportRedacted({ from, to, capture: newCaptureId(), tool });
    if (!exported.ok) return fail(output, exported.problem);
    const written = writeTextFile(file, joinSegments(to));
    if (!written.ok) return fail(output, written.problem);
    const { frames, masked } = exported.value;
    output.line(`Wrote ${frames} frames to ${file}; secrets were taken out of ${masked}`, {
      file,
      frames,
      masked,
    });
    return exitCode.success;
  });
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
      .description('Verify the hash chain of a capture (id or folder)'),
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
