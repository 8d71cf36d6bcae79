/**
 * Downloads and uploads over FTP and FTPS, explicit and implicit, within limits. The client library is loaded when the
 * first such transfer begins. Throws TransferError; knows nothing of OCPP.
 */
import { PassThrough, Readable } from 'node:stream';
import type { Client, FTPError } from 'basic-ftp';
import type { TransferFault } from '../../../../shared/api/charge-point-security-contract.ts';
import { hostOf, type Location } from './location.ts';
import {
  type Consumer,
  checkedPieces,
  faultOfError,
  type TransferContext,
  TransferError,
  type UploadFile,
  type Watch,
} from './transfer.ts';

const plainPort = 21;
const implicitPort = 990;
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

async function withClient<T>(
  location: Location,
  context: TransferContext,
  watch: Watch,
  work: (client: Client, library: Library) => Promise<T>,
): Promise<T> {
  const library = await import('basic-ftp');
  let last: unknown;
  for (const opening of openings(location)) {
    // Our own watch ends what stands still.
    const client = new library.Client(0);
    const close = (): void => client.close();
    watch.signal.addEventListener('abort', close, { once: true });
    try {
      if (watch.ending !== undefined) throw watch.ending;
      const isConnected = await connect(client, location, opening, context);
      watch.touch();
      if (isConnected) {
        const { userName, password } = location;
        if (userName === '') await client.login();
        else await client.login(userName, password);
        await client.useDefaultSettings();
        return await work(client, library);
      }
    } catch (error) {
      last = watch.ending ?? error;
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (watch.ending !== undefined || code !== 'ECONNREFUSED') throw translated(last, library);
    } finally {
      watch.signal.removeEventListener('abort', close);
      client.close();
    }
  }
  throw translated(last ?? new TransferError('unreachable', 'no greeting'), library);
}

/** Connects and secures; false when the server is silent, as one of the other kind would be. */
async function connect(
  client: Client,
  { url, protocol }: Location,
  { port, security }: { port: number; security: Security },
  context: TransferContext,
): Promise<boolean> {
  const host = hostOf(url);
  // The library keeps its options and writes into them.
  const tls = (): ReturnType<TransferContext['tls']> => ({ ...context.tls(host), host });
  if (security === 'implicit') {
    await client.connectImplicitTLS(host, port, tls());
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

/** Size as the server states it; undefined from one that does not know the command. */
async function sizeOf(client: Client, path: string, library: Library): Promise<number | undefined> {
  try {
    return await client.size(path);
  } catch (error) {
    if (error instanceof library.FTPError && error.code !== 550) return undefined;
    throw error;
  }
}

/** Downloads a file and gives what became of its pieces. */
export function downloadOverFtp<T>(
  location: Location,
  context: TransferContext,
  watch: Watch,
  consume: Consumer<T>,
): Promise<T> {
  return withClient(location, context, watch, async (client, library) => {
    const path = pathOf(location);
    const totalBytes = await sizeOf(client, path, library);
    const passed = new PassThrough();
    const received = client.downloadTo(passed, path);
    // Whoever reads the pieces hears of it through the stream.
    received.catch((error: unknown) => passed.destroy(asError(watch.ending ?? error)));
    try {
      // A stream of bytes without an encoding is made of buffers.
      const bytes = passed as AsyncIterable<Uint8Array>;
      const value = await consume(checkedPieces(bytes, context, watch, totalBytes));
      await received;
      return value;
    } finally {
      passed.destroy();
    }
  });
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
  return withClient(location, context, watch, async (client, library) => {
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
