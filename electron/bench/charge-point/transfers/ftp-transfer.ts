/**
 * Downloads and uploads over FTP and FTPS, explicit and implicit, within limits. The client library is loaded when the
 * first such transfer begins. Throws TransferError; knows nothing of OCPP.
 */
import { PassThrough, Readable } from 'node:stream';
import type { Client, FTPError } from 'basic-ftp';
import type { TransferFault } from '../../../../shared/api/charge-point-security-contract.ts';
import { connectOpen, openSocket } from './closed-addresses.ts';
import { hostOf, type Location } from './location.ts';
import {
  type Consumer,
  checkedPieces,
  faultOfError,
  mostResumptions,
  type TransferContext,
  TransferError,
  type UploadFile,
  type Watch,
} from './transfer.ts';

const plainPort = 21;
const implicitPort = 990;
const restartPending = 350;
/** A server of implicit FTPS says nothing before TLS: silence for so long tells the two kinds apart. */
const greetingMs = 3000;

type Security = 'none' | 'explicit' | 'implicit';
type Library = typeof import('basic-ftp');

/** Which ways to begin are tried, in order: `ftps` means the implicit kind to some and the explicit one to others. */
function openings({ protocol, url }: Location): { port: number; security: Security }[] {
  const port = url.port === '' ? undefined : Number(url.port);
  if (protocol === 'ftp') return [{ port: port ?? plainPort, security: 'none' }];
  if (protocol === 'ftpes') return [{ port: port ?? plainPort, security: 'explicit' }];
  if (port === undefined) {
    return [
      { port: implicitPort, security: 'implicit' },
      { port: plainPort, security: 'explicit' },
    ];
  }
  const kinds = [
    { port, security: 'explicit' as const },
    { port, security: 'implicit' as const },
  ];
  return port === implicitPort ? kinds.slice(1) : kinds;
}

/** A control connection that is logged in and ready for files. */
interface Control {
  client: Client;
  library: Library;
  close(): void;
}

async function openControl(
  location: Location,
  context: TransferContext,
  watch: Watch,
): Promise<Control> {
  const library = await import('basic-ftp');
  let last: unknown;
  for (const opening of openings(location)) {
    // Our own watch ends what stands still.
    const client = new library.Client(0);
    // Control and data connections, the address of a PASV reply included, go nowhere that is closed.
    client.ftp._newSocket = openSocket;
    const onAbort = (): void => client.close();
    watch.signal.addEventListener('abort', onAbort, { once: true });
    const close = (): void => {
      watch.signal.removeEventListener('abort', onAbort);
      client.close();
    };
    try {
      if (watch.ending !== undefined) throw watch.ending;
      if (await connect(client, location, opening, { context, watch })) {
        watch.touch();
        const { userName, password } = location;
        if (userName === '') await client.login();
        else await client.login(userName, password);
        await client.useDefaultSettings();
        return { client, library, close };
      }
      close();
    } catch (error) {
      close();
      last = watch.ending ?? error;
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (watch.ending !== undefined || code !== 'ECONNREFUSED') throw translated(last, library);
    }
  }
  throw translated(last ?? new TransferError('unreachable', 'no greeting'), library);
}

async function withControl<T>(
  location: Location,
  { context, watch }: { context: TransferContext; watch: Watch },
  work: (control: Control) => Promise<T>,
): Promise<T> {
  const control = await openControl(location, context, watch);
  try {
    return await work(control);
  } catch (error) {
    throw translated(watch.ending ?? error, control.library);
  } finally {
    control.close();
  }
}

/** Connects and secures; false when the server is silent, as one of the other kind would be. */
async function connect(
  client: Client,
  { url, protocol }: Location,
  { port, security }: { port: number; security: Security },
  { context, watch }: { context: TransferContext; watch: Watch },
): Promise<boolean> {
  const host = hostOf(url);
  // The library keeps its options and writes into them.
  const tls = (): ReturnType<TransferContext['tls']> => ({ ...context.tls(host), host });
  if (security === 'implicit') {
    const socket = await connectOpen({ host, port }, watch.signal);
    await client.connectImplicitTLS(host, port, { ...tls(), socket });
    return true;
  }
  let isSilent = false;
  const mayBeImplicit = protocol === 'ftps';
  const cancel = mayBeImplicit
    ? context.after(greetingMs, () => {
        isSilent = true;
        client.close();
      })
    : () => undefined;
  try {
    await client.connect(host, port);
  } catch (error) {
    if (isSilent) return false;
    throw error;
  } finally {
    cancel();
  }
  if (security === 'explicit') await client.useTLS(tls());
  return true;
}

const faultsOfReply: Record<number, TransferFault> = {
  500: 'operation-unsupported',
  501: 'bad-request',
  502: 'operation-unsupported',
  504: 'operation-unsupported',
  530: 'permission-denied',
  532: 'permission-denied',
  534: 'tls-failed',
  550: 'not-found',
  552: 'too-large',
  553: 'permission-denied',
};

function translated(error: unknown, { FTPError: ReplyError }: Library): TransferError {
  if (!(error instanceof ReplyError)) return faultOfError(error);
  const { code }: FTPError = error;
  return new TransferError(faultsOfReply[code] ?? 'refused', `FTP ${code}`);
}

/** The path below the folder that the login leads to (RFC 1738 §3.2.2). */
function pathOf({ url }: Location): string {
  return decodeURIComponent(url.pathname).replace(/^\//, '');
}

/** What tells whether a file is still the same one. */
interface FileFacts {
  totalBytes: number | undefined;
  modifiedMs: number | undefined;
}

/** As the server states them; undefined from one that does not know the command. */
async function factsOf({ client, library }: Control, path: string): Promise<FileFacts> {
  const unknownWhenRefused = (error: unknown): undefined => {
    if (error instanceof library.FTPError) return undefined;
    throw error;
  };
  const totalBytes = await client.size(path).catch((error: unknown) => {
    if (error instanceof library.FTPError && error.code === 550) throw error;
    return unknownWhenRefused(error);
  });
  const modified = await client.lastMod(path).catch(unknownWhenRefused);
  const modifiedMs = modified?.getTime();
  return { totalBytes, modifiedMs: Number.isNaN(modifiedMs) ? undefined : modifiedMs };
}

/** Downloads a file and gives what became of its pieces. */
export function downloadOverFtp<T>(
  location: Location,
  context: TransferContext,
  watch: Watch,
  consume: Consumer<T>,
): Promise<T> {
  return withControl(location, { context, watch }, async (control) => {
    const facts = await factsOf(control, pathOf(location));
    const reopen = (): Promise<Control> => openControl(location, context, watch);
    const body = resumedBody(pathOf(location), { control, facts }, reopen, watch);
    return await consume(checkedPieces(body, context, watch, facts.totalBytes));
  });
}

/**
 * The file, gone on with over a new connection where the last one was cut, as far as the server restarts (RFC 3659 §5)
 * and has the same file still. What cannot be gone on with fails as it was cut.
 */
async function* resumedBody(
  path: string,
  first: { control: Control; facts: FileFacts },
  reopen: () => Promise<Control>,
  watch: Watch,
): AsyncGenerator<Uint8Array> {
  const { totalBytes } = first.facts;
  let { control } = first;
  let bytes = 0;
  try {
    for (let resumptions = 0; ; resumptions += 1) {
      const begunAt = bytes;
      const cut = yield* countedUntilCut(piecesFrom(control, path, bytes, watch), (count) => {
        bytes += count;
      });
      if (totalBytes === undefined ? cut === undefined : bytes >= totalBytes) return;
      const hopeless = totalBytes === undefined || bytes === begunAt || watch.signal.aborted;
      if (hopeless || resumptions === mostResumptions) {
        if (cut === undefined) return;
        throw cut;
      }
      control.close();
      control = await reopen();
      if (!(await continues(control, path, bytes, first.facts))) {
        throw cut ?? new TransferError('incomplete', `${bytes} of ${totalBytes} bytes`);
      }
    }
  } finally {
    control.close();
  }
}

/** Whether the server has the same file and can begin in it: one that only says so would send all of it again. */
async function continues(
  control: Control,
  path: string,
  bytes: number,
  before: FileFacts,
): Promise<boolean> {
  const { totalBytes, modifiedMs } = await factsOf(control, path);
  const isSame = totalBytes === before.totalBytes && modifiedMs === before.modifiedMs;
  if (!isSame) return false;
  const { code } = await control.client.sendIgnoringError(`REST ${bytes}`);
  return code === restartPending;
}

/** Passes pieces on, and gives the error that ended them before their time, if one did. */
async function* countedUntilCut(
  pieces: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, Error | undefined> {
  try {
    for await (const piece of pieces) {
      count(piece.length);
      yield piece;
    }
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

async function* piecesFrom(
  { client }: Control,
  path: string,
  startAt: number,
  watch: Watch,
): AsyncGenerator<Uint8Array> {
  const passed = new PassThrough();
  const received = client.downloadTo(passed, path, startAt);
  // Whoever reads the pieces hears of it through the stream.
  received.catch((error: unknown) => passed.destroy(asError(watch.ending ?? error)));
  try {
    // A stream of bytes without an encoding is made of buffers.
    yield* passed as AsyncIterable<Uint8Array>;
    await received;
  } finally {
    passed.destroy();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Uploads a file under its name. */
export function uploadOverFtp(
  location: Location,
  file: UploadFile,
  { context, watch }: { context: TransferContext; watch: Watch },
): Promise<void> {
  const total = file.content.length;
  return withControl(location, { context, watch }, async ({ client, library }) => {
    client.trackProgress(({ bytes }) => {
      watch.touch();
      context.onProgress(Math.min(bytes, total), total);
    });
    try {
      await client.uploadFrom(Readable.from([file.content]), pathOf(location));
    } catch (error) {
      const isDenied = error instanceof library.FTPError && error.code === 550;
      throw isDenied ? new TransferError('permission-denied', 'FTP 550') : error;
    } finally {
      client.trackProgress();
    }
  });
}
