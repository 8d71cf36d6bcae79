/** Reads `bench.yaml`: errors name line and column, secrets are looked up. Never writes it. */
import { dirname, resolve } from 'node:path';
import { type BenchFile, benchFile, type SecretReference } from '../../shared/api/bench-file.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import {
  faultOfIssue,
  faultText,
  readPlacedYaml,
  type TextPlace,
} from '../../shared/yaml/placed-yaml.ts';
import { readSecretFile, readTextFile } from './text-files.ts';

/** The file with a way to look up the secrets that it names. */
export interface LoadedBenchFile {
  file: BenchFile;
  secret(reference: SecretReference): Outcome<string>;
  /** Where a path of the file leads: it counts from the file's folder. */
  pathOf(path: string): string;
}

function placed(path: string, place: TextPlace | undefined): string {
  return place === undefined ? path : `${path}:${place.line}:${place.column}`;
}

function invalid(where: string, reason: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'bench-file-invalid', where, parameters: { reason } } };
}

function lookUp(reference: SecretReference, folder: string): Outcome<string> {
  if ('file' in reference) return readSecretFile(resolve(folder, reference.file));
  const value = process.env[reference.env];
  return value === undefined
    ? { ok: false, problem: { code: 'environment-variable-missing', where: reference.env } }
    : { ok: true, value };
}

/** Problems: `file-unreadable`, `bench-file-invalid` with line and column. */
export function readBenchFile(path: string): Outcome<LoadedBenchFile> {
  const text = readTextFile(path);
  return text.ok ? parseBenchFile(text.value, path) : text;
}

export function parseBenchFile(text: string, path: string): Outcome<LoadedBenchFile> {
  const read = readPlacedYaml(text);
  if (!read.ok) return invalid(placed(path, read.fault.place), faultText(read.fault));
  const parsed = benchFile.safeParse(read.value.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue === undefined) return invalid(path, '');
    const fault = faultOfIssue(read.value, issue);
    return invalid(placed(path, fault.place), faultText(fault));
  }
  const folder = dirname(resolve(path));
  return {
    ok: true,
    value: {
      file: parsed.data,
      secret: (reference) => lookUp(reference, folder),
      pathOf: (named) => resolve(folder, named),
    },
  };
}
