/**
 * The file server for HTTP and HTTPS: GET and HEAD with ranges, PUT and POST, raw or as a form. Paths lead into made-up
 * folders only. Knows no OCPP and no disk.
 */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import type { TransferFailure } from './file-errors.ts';
import { plainAddress } from './file-listener.ts';
import { requestedRange, uploadOffset } from './http-range.ts';
import { type ContentParts, type Received, receiveContent, sendContent } from './move-content.ts';
import { dispositionFileName, firstFormFile, multipartBoundary } from './multipart.ts';
import { fileNamed, findPlace, type Place } from './transfer-place.ts';
import type { Login, Offered, Transfer } from './transfers.ts';

export interface HttpFilesOptions extends ContentParts {
  protocol: 'http' | 'https';
  tls?: TlsOptions;
  idleTimeoutMs: number;
  onError(error: unknown): void;
}

const headersTimeoutMs = 20_000;
/** How long what a refused sender still sends is swallowed, so that it can read the answer. */
const lingerMs = 2000;

type Failure = Exclude<Received, { ok: true }>['failure'] | TransferFailure;

const failureStatus: Readonly<Record<Failure, number>> = {
  'too-large': 413,
  'disk-full': 507,
  'storage-failed': 500,
  'upload-malformed': 400,
  'name-refused': 400,
  'too-many-files': 403,
  'offset-wrong': 416,
  busy: 409,
  'transfer-ended': 404,
  'connection-lost': 400,
  'idle-timeout': 408,
  aborted: 400,
};

export function createHttpFiles(options: HttpFilesOptions): Server {
  const limits = { headersTimeout: headersTimeoutMs, requestTimeout: 0, maxHeaderSize: 16_384 };
  const server = options.tls
    ? createHttpsServer({ ...limits, ...options.tls })
    : createHttpServer(limits);
  server.setTimeout(options.idleTimeoutMs);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    serve(options, request, response).catch((error: unknown) => {
      options.onError(error);
      response.destroy();
    });
  };
  server.on('request', handle);
  // Asked before the body is sent: a refusal then saves the charger the upload.
  server.on('checkContinue', handle);
  return server;
}

async function serve(
  options: HttpFilesOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const segments = pathSegments(request.url ?? '/');
  const login = basicLogin(request.headers.authorization);
  const visible = options.book.visibleTo(options.protocol, login);
  const place = segments === undefined ? undefined : findPlace(visible, segments);
  if (place === undefined || place.kind === 'root') {
    const locked = findPlace(options.book.locked(options.protocol), segments ?? []);
    const mayLogIn = locked !== undefined && locked.kind !== 'root';
    if (mayLogIn) response.setHeader('WWW-Authenticate', 'Basic realm="files", charset="UTF-8"');
    refuse(request, response, mayLogIn ? 401 : 404, mayLogIn ? 'login-needed' : 'not-found');
    return;
  }
  const { offered } = place.transfer;
  if (offered !== undefined) await serveDownload(options, { request, response, place, offered });
  else await serveUpload(options, { request, response, place });
}

/** Decoded after splitting, so that an escaped slash is part of a name and of no path; undefined when broken. */
function pathSegments(target: string): string[] | undefined {
  const path = target.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    // A broken escape names nothing.
    return undefined;
  }
}

function basicLogin(header: string | undefined): Login | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0
    ? { user: text, password: '' }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  place: Exclude<Place, { kind: 'root' }>;
}

function visitOf({ protocol }: HttpFilesOptions, { request }: Pick<Exchange, 'request'>) {
  return {
    protocol,
    peer: plainAddress(request.socket.remoteAddress),
    cut: () => {
      request.socket.destroy();
    },
  };
}

async function serveDownload(
  options: HttpFilesOptions,
  exchange: Exchange & { offered: Offered },
): Promise<void> {
  const { request, response, place, offered } = exchange;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(request, response, 405, 'method-refused');
    return;
  }
  if (place.kind === 'file' && place.name !== offered.name) {
    refuse(request, response, 404, 'not-found');
    return;
  }
  const asked = rangeOf(request, offered);
  response.setHeader('Accept-Ranges', 'bytes');
  if (asked === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${offered.bytes}`);
    refuse(request, response, 416, 'range-wrong');
    return;
  }
  const { range, partial } = asked;
  if (partial) {
    const { start, end } = range;
    response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${offered.bytes}`);
  }
  response.writeHead(partial ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': range.end - range.start,
    'Content-Disposition': `attachment; filename*=UTF-8''${escapeName(offered.name)}`,
    'Last-Modified': new Date(offered.modifiedMs).toUTCString(),
    ETag: entityTag(offered),
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const visit = visitOf(options, exchange);
  await sendContent(options, place.transfer, offered, { ...visit, ...range, to: response });
}

function entityTag({ sha256 }: Offered): string {
  return `"${sha256}"`;
}

/** RFC 8187: what encodeURIComponent leaves but a parameter must not have. */
function escapeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** With `If-Range`, only while the file is the same (RFC 9110 §13.1.5). */
function rangeOf({ headers }: IncomingMessage, offered: Offered) {
  const condition = headers['if-range'];
  const isSame =
    condition === undefined ||
    condition === entityTag(offered) ||
    condition === new Date(offered.modifiedMs).toUTCString();
  return requestedRange(isSame ? headers.range : undefined, offered.bytes);
}

async function serveUpload(options: HttpFilesOptions, exchange: Exchange): Promise<void> {
  const { request, response, place } = exchange;
  const { transfer } = place;
  if (request.method === 'HEAD') {
    const known = place.kind === 'file' ? fileNamed(transfer, place.name) : undefined;
    response.writeHead(known ? 200 : 404, known ? { 'Content-Length': known.bytes } : {});
    response.end();
    return;
  }
  if (request.method !== 'PUT' && request.method !== 'POST') {
    response.setHeader('Allow', 'PUT, POST, HEAD');
    refuse(request, response, 405, 'method-refused');
    return;
  }
  const declared = Number(request.headers['content-length'] ?? Number.NaN);
  const offset = uploadOffset(request.headers['content-range']);
  if (offset === undefined || offset + declared > transfer.maxBytes) {
    const failure = offset === undefined ? 'offset-wrong' : 'too-large';
    refuse(request, response, failureStatus[failure], failure);
    return;
  }
  if (/100-continue/i.test(request.headers.expect ?? '')) response.writeContinue();
  const received = await takeBody(options, exchange, { offset, declared });
  if (!received.ok) {
    refuse(request, response, failureStatus[received.failure], received.failure);
    return;
  }
  response.writeHead(201, { 'Content-Type': 'text/plain' });
  response.end('received\n');
}

async function takeBody(
  options: HttpFilesOptions,
  exchange: Exchange,
  { offset, declared }: { offset: number; declared: number },
): Promise<Received> {
  const { request, place } = exchange;
  const { transfer } = place;
  const visit = visitOf(options, exchange);
  // The answer has to leave although the body was not read to its end.
  const body: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => bodyOf(request) };
  const named = place.kind === 'file' ? place.name : undefined;
  const boundary = multipartBoundary(request.headers['content-type']);
  if (boundary === undefined) {
    const expectedBytes = Number.isNaN(declared) ? undefined : offset + declared;
    const disposition = dispositionFileName(request.headers['content-disposition']);
    const name = named ?? disposition ?? defaultName(transfer);
    return receiveContent(options, transfer, {
      ...{ ...visit, name, offset, content: body },
      ...(expectedBytes === undefined ? {} : { expectedBytes }),
    });
  }
  const file = await firstFormFile(body, boundary).catch(() => undefined);
  if (file === undefined) return { ok: false, failure: 'upload-malformed' };
  const { content } = file;
  const received = await receiveContent(options, transfer, {
    ...{ ...visit, name: named ?? file.name, content },
  });
  if (received.ok) request.resume();
  return received;
}

function bodyOf(request: IncomingMessage): AsyncIterator<Buffer> {
  return request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
}

/** For a charge point that posts to the folder and says no name. */
function defaultName({ uploadName, kind, uploads }: Transfer): string {
  return uploadName ?? `${kind}-${uploads.size + 1}.bin`;
}

/** The answer's body is the code: chargers log it, people find it in the guide. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' });
  response.end(request.method === 'HEAD' ? undefined : `${code}\n`);
  if (request.complete) return;
  request.resume();
  const { socket } = request;
  const linger = setTimeout(() => socket.destroy(), lingerMs);
  linger.unref();
  socket.once('close', () => clearTimeout(linger));
}
