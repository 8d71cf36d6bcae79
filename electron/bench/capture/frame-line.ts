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

/** Connections and identities repeat; a hostile peer may not grow the caches without bound. */
const mostCached = 10_000;

/** What the messages of one connection in one direction have between their time and their text. */
interface MessageMiddle {
  role: NewFrame['role'];
  station: NewFrame['station'];
  sender: NewFrame['sender'];
  text: string;
}

/** `run` is the id of the run whose monotonic clock the frames carry. */
export function createFrameEncoder(run: string): FrameEncoder {
  const runField = `,"run":${JSON.stringify(run)},"role":"`;
  const stationFields = new Map<string, string>();
  const middles = { in: new Map<number, MessageMiddle>(), out: new Map<number, MessageMiddle>() };
  let second = -1;
  let secondText = '';

  function stationField(station: string): string {
    let field = stationFields.get(station);
    if (field === undefined) {
      field = `,"station":${JSON.stringify(station)}`;
      if (stationFields.size >= mostCached) stationFields.clear();
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

  function middleOf(frame: NewFrame): string {
    let text = `${runField}${frame.role}"`;
    if (frame.leg !== undefined) text += `,"leg":"${frame.leg}"`;
    if (frame.connection !== undefined) text += `,"connection":${frame.connection}`;
    if (frame.station !== undefined) text += stationField(frame.station);
    if (frame.direction !== undefined) text += `,"direction":"${frame.direction}"`;
    if (frame.sender !== undefined) text += `,"sender":"${frame.sender}"`;
    return `${text},"kind":"${frame.kind}"`;
  }

  /** The same for a message, of which there are many on each connection: one flat text instead of a dozen parts. */
  function cachedMiddleOf(frame: NewFrame): string {
    const { connection, direction, role, station, sender } = frame;
    if (connection === undefined || direction === undefined || frame.leg !== undefined) {
      return middleOf(frame);
    }
    const known = middles[direction];
    const middle = known.get(connection);
    if (middle?.role === role && middle.station === station && middle.sender === sender) {
      return middle.text;
    }
    if (known.size >= mostCached) known.clear();
    // Parsing gives back one flat text, so that what is concatenated to it is cheap to write.
    const text: string = JSON.parse(JSON.stringify(middleOf(frame)));
    known.set(connection, { role, station, sender, text });
    return text;
  }

  return {
    encode(frame, seq, wallUs, monoUs, chain) {
      const middle = frame.kind === 'message' ? cachedMiddleOf(frame) : middleOf(frame);
      let line = `{"seq":${seq},"wallUs":${wallText(wallUs)},"monoUs":${monoUs}${middle}`;
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
