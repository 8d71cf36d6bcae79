/** Why a transfer could not go on, as a value both servers turn into their own answers. Knows no protocol. */

export type TransferFailure =
  | 'connection-lost'
  | 'idle-timeout'
  | 'aborted'
  | 'too-large'
  | 'disk-full'
  | 'storage-failed'
  | 'transfer-ended'
  | 'upload-malformed';

/** Thrown inside a stream, where an error is the only way out; caught where the transfer ends. */
export class TransferError extends Error {
  readonly failure: TransferFailure;

  constructor(failure: TransferFailure, cause?: unknown) {
    super(failure, { cause });
    this.failure = failure;
  }
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const fileSystem = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'EMFILE', 'ENFILE']);

/** What an error of a stream or of the file system means; everything unknown is the connection's. */
export function failureOf(error: unknown): TransferFailure {
  if (error instanceof TransferError) return error.failure;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (fullDisk.has(code)) return 'disk-full';
  return fileSystem.has(code) ? 'storage-failed' : 'connection-lost';
}
