/**
 * What a file transfer of a charge point is given and gives, and how one that stands still is ended.
 * Knows no protocol and no OCPP.
 */
import type { ConnectionOptions } from 'node:tls';
import type { TransferFault } from '../../../../shared/api/charge-point-security-contract.ts';
import { closedAddressCode } from './closed-addresses.ts';

export interface TransferLimits {
  /** Without a byte in either direction; the first connection included. */
  idleMs: number;
  /** From beginning to end. */
  totalMs: number;
  /** Of one file. */
  maxBytes: number;
}

export const transferLimits: TransferLimits = {
  idleMs: 30_000,
  totalMs: 30 * 60_000,
  maxBytes: 100 * 1024 * 1024,
};

/** How often one download is gone on with after a cut, within one attempt. */
export const mostResumptions = 5;

/** What surrounds one attempt at a transfer. */
export interface TransferContext {
  limits: TransferLimits;
  /** Timers of the charge point. */
  after(delayMs: number, run: () => void): () => void;
  /** Options for a server of this name, for https and ftps. */
  tls(host: string): ConnectionOptions;
  /** Ends the transfer from outside. */
  signal: AbortSignal;
  onProgress(bytes: number, totalBytes: number | undefined): void;
}

/** A file to upload, small enough to be held in memory. */
export interface UploadFile {
  name: string;
  content: Uint8Array;
}

export type Transferred<T> =
  | { ok: true; value: T; bytes: number }
  | { ok: false; fault: TransferFault; detail: string };

/** Takes the pieces of a download as they come. */
export type Consumer<T> = (pieces: AsyncIterable<Uint8Array>) => Promise<T>;

/** How transfers fail inside; becomes a value at their border (`file-transfer.ts`). */
export class TransferError extends Error {
  readonly fault: TransferFault;

  constructor(fault: TransferFault, detail = '') {
    super(detail === '' ? fault : `${fault}: ${detail}`);
    this.fault = fault;
  }
}

/** Watches one attempt: tells when nothing moved for too long, when it takes too long, and when it is cancelled. */
export interface Watch {
  /** Aborted when the attempt is over before its time. */
  readonly signal: AbortSignal;
  /** Why it was ended, if it was. */
  readonly ending: TransferError | undefined;
  /** Something moved. */
  touch(): void;
  stop(): void;
}

export function watchTransfer(context: TransferContext): Watch {
  const { limits, after, signal } = context;
  const controller = new AbortController();
  let ending: TransferError | undefined;
  let moved = false;
  let cancelIdle = armIdle();
  const cancelTotal = after(limits.totalMs, () => end('timed-out', 'total time'));
  const onAbort = (): void => end('cancelled', '');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });

  function armIdle(): () => void {
    moved = false;
    return after(limits.idleMs, () => {
      if (moved) cancelIdle = armIdle();
      else end('timed-out', 'nothing moved');
    });
  }

  function end(fault: TransferFault, detail: string): void {
    ending ??= new TransferError(fault, detail);
    controller.abort();
  }

  return {
    signal: controller.signal,
    get ending() {
      return ending;
    },
    touch() {
      moved = true;
    },
    stop() {
      cancelIdle();
      cancelTotal();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** Text that a login page or an error page begins with. */
const pageStart = /^(?:\uFEFF)?\s*<(?:!doctype\s+html|html|head|body)\b/i;

/**
 * Lets the pieces of a file through, counts them and refuses what cannot be a firmware: too large, empty, a web page,
 * or not as long as the server said. Throws TransferError.
 */
export async function* checkedPieces(
  pieces: AsyncIterable<Uint8Array>,
  context: TransferContext,
  watch: Watch,
  totalBytes: number | undefined,
): AsyncGenerator<Uint8Array> {
  const { maxBytes } = context.limits;
  if (totalBytes !== undefined && totalBytes > maxBytes) {
    throw new TransferError('too-large', `${totalBytes} bytes`);
  }
  let bytes = 0;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    watch.touch();
    if (bytes === 0 && pageStart.test(Buffer.from(piece.subarray(0, 200)).toString('latin1'))) {
      throw new TransferError('not-a-firmware', 'a web page');
    }
    bytes += piece.length;
    if (bytes > maxBytes) throw new TransferError('too-large', `more than ${maxBytes} bytes`);
    context.onProgress(bytes, totalBytes);
    yield piece;
  }
  if (watch.ending !== undefined) throw watch.ending;
  if (totalBytes !== undefined && bytes !== totalBytes) {
    throw new TransferError('incomplete', `${bytes} of ${totalBytes} bytes`);
  }
  if (bytes === 0) throw new TransferError('empty');
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
]);

/** What an error of Node's network comes to. */
export function faultOfError(error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = code !== '' ? code : error instanceof Error ? error.message : '';
  if (code === closedAddressCode) return new TransferError('unreachable', 'the address is closed');
  if (networkCodes.has(code)) return new TransferError('unreachable', detail);
  const isOfTls =
    /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;
  if (isOfTls.test(code)) return new TransferError('tls-failed', detail);
  return new TransferError('incomplete', detail);
}
