/**
 * Reads the first file of a multipart/form-data body (RFC 7578) as it comes, with bounded memory. Form fields without a
 * file name are passed over. Knows no HTTP server and no disk.
 */
import { TransferError } from './file-errors.ts';

const maxHeaderBytes = 16_384;

/** The boundary of a Content-Type, or undefined when it is no multipart/form-data with one. */
export function multipartBoundary(contentType: string | undefined): string | undefined {
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  );
  return match?.[1] ?? match?.[2];
}

/** The file name of a Content-Disposition, without the folders that some senders put before it. */
export function dispositionFileName(header: string | undefined): string | undefined {
  const encoded = /;\s*filename\*=UTF-8''([^;\s]+)/i.exec(header ?? '')?.[1];
  const plain = /;\s*filename=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header ?? '');
  const name =
    encoded === undefined ? (plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]) : decode(encoded);
  return name?.split(/[/\\]/).at(-1);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape is no name.
    return undefined;
  }
}

export interface FormFile {
  name: string;
  /** Ends where the part ends; must be read to its end. Throws `upload-malformed` when the body is cut off. */
  content: AsyncIterable<Uint8Array>;
}

/**
 * The first part with a file name; undefined when the body has none. Throws `upload-malformed` for a body that is no
 * multipart with this boundary.
 */
export async function firstFormFile(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): Promise<FormFile | undefined> {
  const reader = createReader(body[Symbol.asyncIterator]());
  // The first boundary stands at the very beginning or after a preamble.
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  reader.unread(Buffer.from('\r\n'));
  await reader.skipPast(delimiter);
  for (;;) {
    const lineEnd = await reader.take(2);
    if (lineEnd.toString('latin1') === '--') return undefined;
    if (lineEnd.toString('latin1') !== '\r\n') throw new TransferError('upload-malformed');
    const name = dispositionFileName(await contentDisposition(reader));
    if (name !== undefined && name !== '') {
      return { name, content: reader.until(delimiter) };
    }
    await reader.skipPast(delimiter);
  }
}

async function contentDisposition(reader: Reader): Promise<string | undefined> {
  // A part may have no header at all: then the empty line comes at once.
  reader.unread(Buffer.from('\r\n'));
  const head = await reader.collectUntil(Buffer.from('\r\n\r\n'), maxHeaderBytes);
  const lines = head.toString('utf8').split('\r\n');
  return lines.find((line) => /^content-disposition\s*:/i.test(line));
}

interface Reader {
  unread(bytes: Buffer): void;
  take(count: number): Promise<Buffer>;
  until(mark: Buffer): AsyncGenerator<Uint8Array>;
  skipPast(mark: Buffer): Promise<void>;
  collectUntil(mark: Buffer, maxBytes: number): Promise<Buffer>;
}

function createReader(source: AsyncIterator<Uint8Array>): Reader {
  let rest: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const next = await source.next();
    if (next.done) throw new TransferError('upload-malformed');
    rest = rest.length === 0 ? Buffer.from(next.value) : Buffer.concat([rest, next.value]);
  }

  /** Everything before `mark`, which is taken as well; as much as could be the beginning of it is held back. */
  async function* until(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const found = rest.indexOf(mark);
      if (found >= 0) {
        const before = rest.subarray(0, found);
        rest = rest.subarray(found + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      const safe = rest.length - mark.length + 1;
      if (safe > 0) {
        const before = rest.subarray(0, safe);
        rest = rest.subarray(safe);
        yield before;
      }
      await more();
    }
  }

  return {
    unread(bytes) {
      rest = Buffer.concat([bytes, rest]);
    },
    async take(count) {
      while (rest.length < count) await more();
      const taken = rest.subarray(0, count);
      rest = rest.subarray(count);
      return taken;
    },
    until,
    async skipPast(mark) {
      for await (const piece of until(mark)) void piece;
    },
    async collectUntil(mark, maxBytes) {
      const pieces: Uint8Array[] = [];
      let bytes = 0;
      for await (const piece of until(mark)) {
        bytes += piece.length;
        if (bytes > maxBytes) throw new TransferError('upload-malformed');
        pieces.push(piece);
      }
      return Buffer.concat(pieces);
    },
  };
}
