/**
 * Reads a file with the settings of a charge point, YAML or JSON: errors name line and column. No secret is in it.
 * Knows no bench.
 */
import {
  type ChargePointProfile,
  chargePointProfile,
} from '../../shared/api/charge-point-profiles-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import {
  faultOfIssue,
  faultText,
  readPlacedYaml,
  type TextFault,
} from '../../shared/yaml/placed-yaml.ts';
import { readTextFile } from './text-files.ts';

function wrong(path: string, fault: TextFault): Outcome<never> {
  const { place } = fault;
  const where = place === undefined ? path : `${path}:${place.line}:${place.column}`;
  const parameters = { reason: faultText(fault) };
  return { ok: false, problem: { code: 'input-invalid', where, parameters } };
}

export function parseSettings(text: string, path: string): Outcome<ChargePointProfile> {
  const read = readPlacedYaml(text);
  if (!read.ok) return wrong(path, read.fault);
  const parsed = chargePointProfile.safeParse(read.value.value ?? {});
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const fault: TextFault =
    issue === undefined
      ? { place: undefined, path: '', reason: '' }
      : faultOfIssue(read.value, issue);
  return wrong(path, fault);
}

/** Problems: `file-unreadable`, `input-invalid` with line and column. */
export function readSettingsFile(path: string): Outcome<ChargePointProfile> {
  const text = readTextFile(path);
  return text.ok ? parseSettings(text.value, path) : text;
}
