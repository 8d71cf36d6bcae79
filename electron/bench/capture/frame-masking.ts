/**
 * A recorded frame as it may leave through a door: without credentials, keys and passwords. The record itself is never
 * altered. Knows nothing of doors.
 */
import { decodeMessage, type OcppMessage } from '../../../shared/ocpp/message-codec.ts';
import {
  maskText as mask,
  maskHeader,
  maskMessageText,
  maskUrl,
} from '../../../shared/ocpp/secret-masking.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';

export interface MaskedFrame {
  frame: ReadFrame;
  /** Whether anything was taken out. */
  masked: boolean;
}

/** With this the masking looks for everything it knows: what it leaves alone then holds no secret. */
const mostSuspicious: OcppMessage = { kind: 'malformed', reason: 'not-json', response: 'ignore' };

function maskText(text: string): string {
  if (!maskMessageText(text, mostSuspicious).masked) return text;
  return maskMessageText(text, decodeMessage(text)).text;
}

/** Header lines in bytes that should have been TLS or OCPP: a charger that speaks HTTP to a TLS port. */
const headerWithSecret = /(authorization|cookie)\s*:/i;

/** Bytes that say something secret are withheld whole: they cannot be shortened and stay evidence. */
function maskBytes(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  const latin = bytes.toString('latin1');
  if (headerWithSecret.test(latin)) return undefined;
  const start = latin.search(/[[{]/);
  if (start !== -1 && maskText(latin.slice(start)) !== latin.slice(start)) return undefined;
  return maskText(bytes.toString('utf8')) === bytes.toString('utf8') ? base64 : undefined;
}

/** The same as text: lines of an HTTP request, the values of those two masked. */
function maskHeaderLines(text: string): string {
  return text.replace(
    /^([\w-]*(?:authorization|cookie)[\w-]*[ \t]*):([^\r\n]*)/gim,
    (_line, name: string, value: string) => `${name}: ${maskHeader(name.trim(), value)}`,
  );
}

function maskHeaders(headers: unknown): unknown {
  if (!Array.isArray(headers)) return headers;
  return headers.map((header: unknown) => {
    if (!Array.isArray(header)) return header;
    const [name, value]: unknown[] = header;
    return typeof name === 'string' && typeof value === 'string'
      ? [name, maskHeader(name, value)]
      : header;
  });
}

/** Details are objects of format 1 (or of a later program): headers by name, every other text as a URL may be. */
function maskDetail(detail: unknown): unknown {
  if (typeof detail === 'string') return maskUrl(detail);
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return detail;
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      name === 'headers' ? maskHeaders(value) : maskDetail(value),
    ]),
  );
}

/** Takes the secrets out of a frame. */
export function maskFrame(frame: ReadFrame): MaskedFrame {
  let masked = false;
  const shown: ReadFrame = { ...frame };
  if (frame.kind === 'tls-keys') {
    // Nothing of it may leave: the keys open everything that passed on the connection.
    delete shown.base64;
    return { frame: { ...shown, text: mask }, masked: true };
  }
  if (frame.text !== undefined) {
    const isMessage = frame.kind === 'message';
    shown.text = isMessage ? maskText(frame.text) : maskHeaderLines(maskText(frame.text));
    masked ||= shown.text !== frame.text;
  }
  if (frame.base64 !== undefined && maskBytes(frame.base64) === undefined) {
    delete shown.base64;
    masked = true;
  }
  if (frame.detail !== undefined) {
    const detail = maskDetail(frame.detail);
    if (JSON.stringify(detail) !== JSON.stringify(frame.detail)) {
      shown.detail = detail;
      masked = true;
    }
  }
  return { frame: shown, masked };
}
