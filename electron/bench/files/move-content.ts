/**
 * Moves the content of a transfer between the shelf and a stream, with its limits and its entry in the book. Both kinds
 * of server use it; knows no protocol.
 */
import { createReadStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileProtocol, ReceivedFile } from '../../../shared/api/files-contract.ts';
import { failureOf, type TransferFailure } from './file-errors.ts';
import type { Draft, FileShelf } from './file-shelf.ts';
import { isFileName } from './transfer-names.ts';
import { uploadedBytes } from './transfer-place.ts';
import type { Attempt, Offered, Transfer, TransferBook, UploadSlot } from './transfers.ts';

export interface ContentParts {
  book: TransferBook;
  received: FileShelf<ReceivedFile>;
  nowMs(): number;
}

interface Visit {
  protocol: FileProtocol;
  peer: string;
  /** Ends the connection of this attempt. */
  cut(): void;
}

export interface SendRequest extends Visit {
  /** First byte, and the one behind the last. */
  start: number;
  end: number;
  to: Writable;
}

/** Sends part of the offered file; answers `done` when these bytes were handed over. */
export async function sendContent(
  { book }: Pick<ContentParts, 'book'>,
  transfer: Transfer,
  offered: Offered,
  request: SendRequest,
): Promise<'done' | TransferFailure> {
  const { start, end, to } = request;
  const attempt = book.begin(transfer, request);
  const { covered } = transfer;
  let at = start;
  async function* counted(content: AsyncIterable<Uint8Array>) {
    for await (const piece of content) {
      yield piece;
      covered.add(at, at + piece.length);
      at += piece.length;
      attempt.progress();
    }
  }
  try {
    // A stream cannot be told to read nothing.
    if (end > start) {
      const content = createReadStream(offered.path, { start, end: end - 1 });
      await pipeline(content, counted, to);
    } else {
      await pipeline([], to);
    }
  } catch (error) {
    // A peer that has all it asked for may close before the stream can say that it finished.
    if (at < end || !to.writableFinished) {
      const failure = failureOf(error);
      attempt.end(failure);
      return failure;
    }
  }
  attempt.end(covered.total() === offered.bytes ? 'done' : 'partly');
  return 'done';
}

export interface ReceiveRequest extends Visit {
  name: string;
  /** Where to go on; absent: the file is written anew. */
  offset?: number;
  content: AsyncIterable<Uint8Array>;
  /** Size as far as the sender said it. */
  expectedBytes?: number;
}

export type Received =
  | { ok: true; bytes: number }
  | {
      ok: false;
      failure: TransferFailure | 'busy' | 'name-refused' | 'too-many-files' | 'offset-wrong';
    };

/** A charge point that keeps inventing names must not fill the folder. */
const maxFilesOfTransfer = 100;

/** Takes a file of an upload. What was cut off stays as a draft, so that it can be gone on with. */
export async function receiveContent(
  parts: ContentParts,
  transfer: Transfer,
  request: ReceiveRequest,
): Promise<Received> {
  const { name, offset = 0 } = request;
  const refusal = refuse(transfer, name, offset);
  if (refusal !== undefined) return { ok: false, failure: refusal };
  const slot = slotOf(transfer, name, parts.nowMs());
  slot.busy = true;
  if (request.expectedBytes !== undefined) transfer.totalBytes = request.expectedBytes;
  const attempt = parts.book.begin(transfer, request);
  const outcome = await write(parts, { transfer, slot, attempt, request, offset });
  slot.busy = false;
  if (outcome.ok) transfer.totalBytes = uploadedBytes(transfer);
  attempt.end(outcome.ok ? 'done' : outcome.failure);
  return outcome;
}

function refuse(
  transfer: Transfer,
  name: string,
  offset: number,
): Exclude<Received, { ok: true }>['failure'] | undefined {
  const slot = transfer.uploads.get(name);
  if (!isFileName(name)) return 'name-refused';
  if (slot?.busy) return 'busy';
  if (offset > (slot?.bytes ?? 0)) return 'offset-wrong';
  if (slot === undefined && transfer.uploads.size >= maxFilesOfTransfer) return 'too-many-files';
  return undefined;
}

function slotOf({ uploads }: Transfer, name: string, nowMs: number): UploadSlot {
  const known = uploads.get(name);
  if (known !== undefined) return known;
  const slot: UploadSlot = { complete: false, busy: false, bytes: 0, modifiedMs: nowMs };
  uploads.set(name, slot);
  return slot;
}

interface Writing {
  transfer: Transfer;
  slot: UploadSlot;
  attempt: Attempt;
  request: ReceiveRequest;
  offset: number;
}

async function write(
  parts: ContentParts,
  writing: Writing,
): Promise<{ ok: true; bytes: number } | { ok: false; failure: TransferFailure }> {
  const { transfer, slot, attempt, request, offset } = writing;
  let draft: Draft | undefined;
  try {
    draft = await parts.received.draft(slot.file);
    slot.file = draft.id;
    slot.complete = false;
    slot.sha256 = undefined;
    const bytes = await draft.write(request.content, {
      offset,
      maxBytes: transfer.maxBytes - uploadedBytes(transfer, slot),
      written(end) {
        slot.bytes = end;
        slot.modifiedMs = parts.nowMs();
        attempt.progress();
      },
    });
    slot.bytes = bytes;
    const file = await parts.received.commit(draft, {
      name: request.name,
      kind: transfer.kind,
      transfer: transfer.id,
      protocol: request.protocol,
      peer: request.peer,
      ...(transfer.station === undefined ? {} : { station: transfer.station }),
    });
    slot.complete = true;
    slot.sha256 = file.sha256;
    return { ok: true, bytes };
  } catch (error) {
    const failure = failureOf(error);
    const isOver = parts.book.get(transfer.id) === undefined;
    // Nothing can go on from here, and a full disk wants its space back.
    if (isOver || failure === 'too-large' || failure === 'disk-full') {
      await draft?.discard();
      transfer.uploads.delete(request.name);
    }
    return { ok: false, failure };
  }
}
