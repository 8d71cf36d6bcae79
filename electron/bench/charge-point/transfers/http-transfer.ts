/**
 * Downloads and uploads over HTTP and HTTPS, redirects included, within limits.
 * Throws TransferError; knows nothing of OCPP.
 */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tls from 'node:tls';
import type { TransferFault } from '../../../../shared/api/charge-point-security-contract.ts';
import { connectOpen } from './closed-addresses.ts';
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

const httpPort = 80;
const httpsPort = 443;
const mostRedirects = 5;
const pieceBytes = 64 * 1024;

/** A request to one server, credentials as a header of its own. */
interface Target {
  url: URL;
  authorization?: string;
}

function targetOf({ url, userName, password }: Location): Target {
  if (userName === '' && password === '') return { url };
  const credentials = Buffer.from(`${userName}:${password}`).toString('base64');
  return { url, authorization: `Basic ${credentials}` };
}

/** The connection under a request: one each, so that nothing is left open behind a transfer. */
async function connectTo(
  url: URL,
  { context, watch }: { context: TransferContext; watch: Watch },
): Promise<Duplex> {
  const host = hostOf(url);
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? httpsPort : httpPort) : Number(url.port);
  const socket = await connectOpen({ host, port }, watch.signal);
  if (!isSecure) return socket;
  return tls.connect({ ...context.tls(host), host, ALPNProtocols: ['http/1.1'], socket });
}

function openRequest(
  target: Target,
  method: string,
  headers: Record<string, string>,
  surroundings: { context: TransferContext; watch: Watch },
): ClientRequest {
  const { url, authorization } = target;
  const { request } = url.protocol === 'https:' ? https : http;
  return request(url, {
    method,
    createConnection(_options, onCreated) {
      connectTo(url, surroundings).then(
        (connection) => onCreated(null, connection),
        // The callback wants a connection even where there is none.
        (error: Error) => onCreated(error, null as unknown as Duplex),
      );
      return undefined;
    },
    signal: surroundings.watch.signal,
    headers: {
      ...headers,
      ...(authorization === undefined ? {} : { authorization }),
    },
  });
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Later ones belong to whoever reads the body.
    request.on('error', reject);
  });
}

const faultsOfStatus: Record<number, TransferFault> = {
  400: 'bad-request',
  401: 'permission-denied',
  403: 'permission-denied',
  404: 'not-found',
  405: 'operation-unsupported',
  407: 'permission-denied',
  410: 'not-found',
  413: 'too-large',
  501: 'operation-unsupported',
};

function refusalOf(status: number): TransferError {
  return new TransferError(faultsOfStatus[status] ?? 'refused', `HTTP ${status}`);
}

/** Where a redirect leads; never from inside TLS to outside, never to another kind of server. */
function redirected(target: Target, location: string | undefined): Target {
  if (location === undefined || !URL.canParse(location, target.url.href)) {
    throw new TransferError('redirect-refused', 'no usable Location');
  }
  const url = new URL(location, target.url);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || (target.url.protocol === 'https:' && url.protocol === 'http:')) {
    throw new TransferError('redirect-refused', `to ${url.protocol}//${url.host}`);
  }
  url.username = '';
  url.password = '';
  const { authorization } = target;
  // Credentials are for the server they were given for.
  const isSameServer = url.origin === target.url.origin;
  return isSameServer && authorization !== undefined ? { url, authorization } : { url };
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** Downloads a file and gives what became of its pieces. */
export async function downloadOverHttp<T>(
  location: Location,
  context: TransferContext,
  watch: Watch,
  consume: Consumer<T>,
): Promise<T> {
  let target = targetOf(location);
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const headers = { accept: '*/*', 'accept-encoding': 'identity' };
    const request = openRequest(target, 'GET', headers, { context, watch });
    request.end();
    try {
      const answer = await answerTo(request);
      watch.touch();
      const { statusCode: status = 0 } = answer;
      if (!redirects.has(status)) {
        if (status !== 200) throw refusalOf(status);
        const body = resumedBody(target, answer, { context, watch });
        return await consume(checkedPieces(body, context, watch, lengthOf(answer)));
      }
      target = redirected(target, answer.headers.location);
    } finally {
      request.destroy();
    }
  }
  throw new TransferError('redirect-refused', `more than ${mostRedirects}`);
}

/**
 * The body, gone on with where the connection was cut, as far as the server has the rest of the same file (RFC 9110
 * §14). What cannot be gone on with fails as it was cut.
 */
async function* resumedBody(
  target: Target,
  first: IncomingMessage,
  surroundings: { context: TransferContext; watch: Watch },
): AsyncGenerator<Uint8Array> {
  const requests: ClientRequest[] = [];
  let answer = first;
  let bytes = 0;
  try {
    for (;;) {
      try {
        for await (const piece of bodyOf(answer)) {
          bytes += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        const range = requests.length < mostResumptions ? rangeFrom(first, bytes) : undefined;
        if (range === undefined || surroundings.watch.signal.aborted) throw error;
        const request = openRequest(target, 'GET', range, surroundings);
        requests.push(request);
        request.end();
        answer = await answerTo(request);
        if (!continues(answer, first, bytes)) throw error;
      }
    }
  } finally {
    for (const request of requests) request.destroy();
  }
}

/** Asks for the rest of a file that has not changed; undefined where the server offers none. */
function rangeFrom(first: IncomingMessage, bytes: number): Record<string, string> | undefined {
  const { 'accept-ranges': ranges, etag, 'last-modified': modified } = first.headers;
  if (ranges !== 'bytes' || bytes === 0 || lengthOf(first) === undefined) return undefined;
  const version = etag?.startsWith('W/') ? modified : (etag ?? modified);
  return {
    'accept-encoding': 'identity',
    range: `bytes=${bytes}-`,
    ...(version === undefined ? {} : { 'if-range': version }),
  };
}

function continues(answer: IncomingMessage, first: IncomingMessage, bytes: number): boolean {
  const length = lengthOf(first) ?? 0;
  const { 'content-range': range } = answer.headers;
  return answer.statusCode === 206 && range === `bytes ${bytes}-${length - 1}/${length}`;
}

/** The body as it comes. A page instead of a file is known by its type before its first byte. */
async function* bodyOf(answer: IncomingMessage): AsyncGenerator<Uint8Array> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = answer.headers;
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    throw new TransferError('not-a-firmware', type);
  }
  if (encoding.toLowerCase() !== 'identity') {
    throw new TransferError('refused', `content encoding ${encoding}`);
  }
  try {
    // Without an encoding set, a body is made of buffers.
    for await (const piece of answer as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    throw faultOfError(error);
  }
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** Uploads a file; a server that knows no PUT gets a POST unless the method was chosen. */
export async function uploadOverHttp(
  location: Location,
  file: UploadFile,
  method: 'PUT' | 'POST' | undefined,
  surroundings: { context: TransferContext; watch: Watch },
): Promise<void> {
  let target = targetOf(location);
  let verb = method ?? 'PUT';
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const answer = await sendFile(target, file, verb, surroundings);
    const { status } = answer;
    if (status >= 200 && status < 300) return;
    const isPutUnknown = (status === 405 || status === 501) && method === undefined;
    if (isPutUnknown && verb === 'PUT') verb = 'POST';
    // Only these two ask for the same request again.
    else if (status === 307 || status === 308) target = redirected(target, answer.location);
    else throw refusalOf(status);
  }
  throw new TransferError('redirect-refused', `more than ${mostRedirects}`);
}

async function sendFile(
  target: Target,
  { content }: UploadFile,
  method: 'PUT' | 'POST',
  { context, watch }: { context: TransferContext; watch: Watch },
): Promise<{ status: number; location: string | undefined }> {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(content.length),
  };
  const request = openRequest(target, method, headers, { context, watch });
  const answered = answerTo(request);
  const sending = pipeline(
    Readable.from(
      pieces(content, (bytes) => {
        watch.touch();
        context.onProgress(bytes, content.length);
      }),
    ),
    request,
  );
  // A refusal may come, and the connection go, before all is sent: the answer counts.
  sending.catch(() => undefined);
  try {
    const answer = await answered;
    return { status: answer.statusCode ?? 0, location: answer.headers.location };
  } finally {
    request.destroy();
  }
}

function* pieces(content: Uint8Array, onPiece: (bytes: number) => void): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += pieceBytes) {
    const piece = content.subarray(start, start + pieceBytes);
    yield piece;
    onPiece(start + piece.length);
  }
}
