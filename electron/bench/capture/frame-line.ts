/**
 * One frame as one line of the journal and back. Written by hand, because this runs for every frame before
 * it is answered. The order of the fields is part of record format 1 and pinned by golden files.
 */
import type { NewFrame, ReadFrame } from '../../../shared/record/frame.ts';

/** Writes the lines of one run. */
export interface FrameEncoder {
  /** The line with its line end. `chain` is given for the first line of a write only. */
  encode(frame: NewFrame, seq: number, wallUs: number, monoUs: number, chain?: string): string;
}

/** Identities are few and repeat; a hostile peer may not grow the cache without bound. */
const mostCachedStations = 10_000;

/** `run` is the id of the run whose monotonic clock the frames carry. */
export function createFrameEncoder(run: string): FrameEncoder {
  const runField = `,"run":${JSON.stringify(run)},"role":"`;
  const stationFields = new Map<string, string>();
  let second = -1;
  let secondText = '';

  function stationField(station: string): string {
    let field = stationFields.get(station);
    if (field === undefined) {
      field = `,"station":${JSON.stringify(station)}`;
      if (stationFields.size >= mostCachedStations) stationFields.clear();
      stationFields.set(station, field);
    }
    return field;
  }

  /** Digits of a 16-digit number; its seconds change rarely and are kept as text. */
  function wallText(wallUs: number): string {
    const seconds = Math.floor(wallUs / 1_000_000);
    if (seconds !== second) {
      second = seconds;
      secondText = String(seconds);
    }
    if (seconds <= 0) return String(wallUs);
    return secondText + String(wallUs - seconds * 1_000_000).padStart(6, '0');
  }

  return {
    encode(frame, seq, wallUs, monoUs, chain) {
      let line = `{"seq":${seq},"wallUs":${wallText(wallUs)},"monoUs":${monoUs}${runField}${frame.role}"`;
      if (frame.leg !== undefined) line += `,"leg":"${frame.leg}"`;
      if (frame.connection !== undefined) line += `,"connection":${frame.connection}`;
      if (frame.station !== undefined) line += stationField(frame.station);
      if (frame.direction !== undefined) line += `,"direction":"${frame.direction}"`;
      if (frame.sender !== undefined) line += `,"sender":"${frame.sender}"`;
      line += `,"kind":"${frame.kind}"`;
      if (frame.detail !== undefined) line += `,"detail":${JSON.stringify(frame.detail)}`;
      if (frame.text !== undefined) line += `,"text":${JSON.stringify(frame.text)}`;
      if (frame.base64 !== undefined) line += `,"base64":"${frame.base64}"`;
      if (frame.flags !== undefined) line += `,"flags":${JSON.stringify(frame.flags)}`;
      if (chain !== undefined) line += `,"chain":"${chain}"`;
      return `${line}}\n`;
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const optionalStrings = [
  'station',
  'direction',
  'sender',
  'text',
  'base64',
  'leg',
  'chain',
] as const;

/**
 * Reads a line. Undefined when it is no frame: not JSON, or a field of format 1 has another type.
 * Unknown kinds and unknown fields are kept as they are.
 */
export function readFrameLine(line: string): ReadFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { seq, wallUs, monoUs, run, role, kind, connection, flags } = value;
  if (!Number.isSafeInteger(seq) || typeof wallUs !== 'number' || typeof monoUs !== 'number') {
    return undefined;
  }
  if (typeof run !== 'string' || typeof role !== 'string' || typeof kind !== 'string') {
    return undefined;
  }
  if (connection !== undefined && typeof connection !== 'number') return undefined;
  if (flags !== undefined && !Array.isArray(flags)) return undefined;
  for (const name of optionalStrings) {
    const field = value[name];
    if (field !== undefined && typeof field !== 'string') return undefined;
  }
  // Every field that format 1 gives a meaning was checked above; values of later programs pass as they are.
  return value as unknown as ReadFrame;
}
