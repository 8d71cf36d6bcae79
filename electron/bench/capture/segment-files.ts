/**
 * The segment files of a capture: their names, their header line, what refuses a file that is not ours.
 * Knows nothing of the frames inside.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import {
  recordFormatName,
  recordFormatVersion,
  type SegmentHeader,
} from '../../../shared/record/frame.ts';

/** Chain value of the first segment's header. */
export const firstChain = '0'.repeat(64);

const segmentPattern = /^(\d{6})\.jsonl$/;
/** No header of ours comes near; what has no line end by then is a foreign file. */
export const longestHeaderBytes = 64 * 1024;

/** `000000.jsonl` and so on. */
export function segmentName(segment: number): string {
  return `${String(segment).padStart(6, '0')}.jsonl`;
}

export interface SegmentFile {
  segment: number;
  name: string;
  path: string;
  bytes: number;
}

/** The segments of a capture folder in order; empty when there is no such folder. */
export function listSegments(directory: string): SegmentFile[] {
  if (!fs.existsSync(directory)) return [];
  const files: SegmentFile[] = [];
  for (const name of fs.readdirSync(directory)) {
    const number = segmentPattern.exec(name)?.[1];
    if (number === undefined) continue;
    const path = join(directory, name);
    files.push({ segment: Number(number), name, path, bytes: fs.statSync(path).size });
  }
  return files.sort((left, right) => left.segment - right.segment);
}

/** The header line with its line end; the order of the fields is part of the format. */
export function encodeHeader(header: SegmentHeader): string {
  const { format, version, capture, segment, chain, createdUs, tool, runtime, tls } = header;
  const fields = { format, version, capture, segment, chain, createdUs, tool, runtime, tls };
  const { derivedFrom } = header;
  return `${JSON.stringify(derivedFrom === undefined ? fields : { ...fields, derivedFrom })}\n`;
}

function problem(code: string, where: string, parameters?: Problem['parameters']): Problem {
  return { code, where, ...(parameters !== undefined && { parameters }) };
}

function isHeader(value: object): value is SegmentHeader {
  const header = value as Partial<Record<keyof SegmentHeader, unknown>>; // read field by field below
  return (
    typeof header.capture === 'string' &&
    Number.isSafeInteger(header.segment) &&
    typeof header.chain === 'string' &&
    /^[0-9a-f]{64}$/.test(header.chain) &&
    typeof header.createdUs === 'number' &&
    typeof header.tool === 'string'
  );
}

/**
 * Parses a header line. Problems: `capture-foreign` (not our format), `capture-newer` with
 * `version` and `tool`, `capture-damaged`. `where` names the file.
 */
export function parseHeader(line: string, where: string): Outcome<SegmentHeader> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, problem: problem('capture-foreign', where) };
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) {
    return { ok: false, problem: problem('capture-foreign', where) };
  }
  if (value.format !== recordFormatName) {
    return { ok: false, problem: problem('capture-foreign', where) };
  }
  const version = 'version' in value ? value.version : undefined;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    return { ok: false, problem: problem('capture-damaged', where) };
  }
  if (version > recordFormatVersion) {
    const tool = 'tool' in value && typeof value.tool === 'string' ? value.tool : '';
    return {
      ok: false,
      problem: problem('capture-newer', where, {
        version,
        tool,
        known: recordFormatVersion,
      }),
    };
  }
  if (!isHeader(value)) return { ok: false, problem: problem('capture-damaged', where) };
  return { ok: true, value };
}

/** The header with the length of its line in bytes, line end included. */
export interface HeaderLine {
  header: SegmentHeader;
  bytes: number;
}

/** Reads the first line of a segment; problems as `parseHeader`, `capture-damaged` when it has no line end. */
export function readHeader(path: string): Outcome<HeaderLine> {
  const file = fs.openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(longestHeaderBytes, fs.fstatSync(file).size));
    const length = fs.readSync(file, buffer, 0, buffer.length, 0);
    const end = buffer.subarray(0, length).indexOf(10);
    if (end === -1) {
      const looksOurs = buffer.subarray(0, 2).toString() === '{"' || length === 0;
      return {
        ok: false,
        problem: problem(looksOurs ? 'capture-damaged' : 'capture-foreign', path),
      };
    }
    const parsed = parseHeader(buffer.toString('utf8', 0, end), path);
    return parsed.ok ? { ok: true, value: { header: parsed.value, bytes: end + 1 } } : parsed;
  } finally {
    fs.closeSync(file);
  }
}
