/**
 * The charge point's way out: TCP, TLS, upgrade, each step in the record; what comes back is an open connection or
 * the reason why there is none. Knows nothing of what the charge point does with it.
 */
import net, { type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { BadHandshakeName } from '../../../shared/ocpp/bad-input.ts';
import { badRequest } from './bad-handshake.ts';
import { recordFailedAddresses, recordingLookup } from './before-tcp.ts';
import { type ConnectionRecord, createConnectionRecord } from './connection-record.ts';
import { askBadly, type BadHandshakeAnswer } from './dial-bad-upgrade.ts';
import {
  type DialDependencies,
  type DialOutcome,
  type DialRequest,
  type Failed,
  failDial,
} from './dial-request.ts';
import { secureDialledSocket } from './dial-tls.ts';
import { type UpgradeToDo, upgradeDialledStream } from './dial-upgrade.ts';
import { underFault } from './handshake-fault.ts';
import { describeTlsFailure } from './tls-failure.ts';

/** The URL of a charge point: endpoint, slash, percent-encoded identity (OCPP-J 1.6 §3.1.1). */
export function connectionUrl(endpoint: string, identity: string): URL {
  return new URL(`${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(identity)}`);
}

/** Host of a URL as sockets take it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Credentials go into the header only; in a URL they would stand in the record and in logs. */
function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'wss:' ? 443 : 80;
}

function connectTcp(
  request: DialRequest,
  socket: Socket,
  record: ConnectionRecord,
): Promise<Failed | undefined> {
  return new Promise((resolve) => {
    const failWith = (error: Error) => {
      clearTimeout(timer);
      const failure = describeTlsFailure({ role: 'charge-point', error });
      const { url } = request;
      const parameters = { ...failure.parameters, host: hostOf(url), port: portOf(url) };
      resolve(failDial(record, socket, { ...failure, parameters }));
    };
    const timer = setTimeout(() => {
      const error = new Error('connect ETIMEDOUT');
      failWith(Object.assign(error, { code: 'ETIMEDOUT', syscall: 'connect' }));
    }, request.connectTimeoutMs);
    socket.once('error', failWith);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', failWith);
      record.opened({ url: request.url.href });
      resolve(undefined);
    });
  });
}

/** One connection on its way: its socket, and its account in the record. */
interface Way {
  request: DialRequest;
  socket: Socket;
  record: ConnectionRecord;
}

type Unopened = Exclude<DialOutcome, { outcome: 'connected' }>;

/** Begins a connection and ends it when the signal says so. */
async function onTheWay<Reached>(
  asked: DialRequest,
  dependencies: DialDependencies,
  go: (way: Way) => Promise<Reached | Unopened>,
): Promise<Reached | Unopened> {
  const request = { ...asked, url: withoutUserInfo(asked.url) };
  const { url } = request;
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    throw new TypeError('url is not ws or wss');
  const lookup = recordingLookup((facts) =>
    record.append({ kind: 'name-lookup', direction: 'out', detail: facts }),
  );
  const place = request.connectTo ?? { host: hostOf(url), port: portOf(url) };
  const socket = net.connect({ ...place, noDelay: true, lookup });
  const record = createConnectionRecord(socket, {
    number: dependencies.connectionNumber,
    role: 'charge-point',
    recorder: underFault(dependencies.recorder, request.fault),
    station: request.station,
    fault: request.fault,
  });
  recordFailedAddresses(socket, record);
  const { signal } = dependencies;
  const abort = () => {
    record.fail({ stage: 'tcp', code: 'dial-aborted', side: 'charge-point' });
    socket.destroy(new Error('aborted'));
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const outcome = await go({ request, socket, record });
    return signal?.aborted && isFailed(outcome) ? { outcome: 'aborted' } : outcome;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

const isFailed = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'failure' in outcome;

/**
 * Dials a Central System. Never rejects for what the network or the other side does.
 * Throws for a request that makes no sense: `wss` without `tls`, another scheme than `ws` and `wss`.
 */
export function dial(asked: DialRequest, dependencies: DialDependencies): Promise<DialOutcome> {
  const { onOpen } = dependencies;
  const open = onOpen === undefined ? {} : { onOpen };
  return onTheWay(asked, dependencies, (way) =>
    overStream(way, (todo) => upgradeDialledStream({ ...todo, ...open })),
  );
}

/**
 * Dials like `dial` and asks for the upgrade in a way that a Central System has to refuse or at least survive. Whatever
 * the answer, no WebSocket is opened.
 */
export function dialBadly(
  name: BadHandshakeName,
  asked: DialRequest,
  dependencies: DialDependencies,
): Promise<BadHandshakeAnswer | Unopened> {
  const request = name === 'wrong-transport' ? onOtherTransport(asked) : asked;
  return onTheWay(request, dependencies, (way) =>
    overStream(way, (todo) => askBadly(badRequest(name, todo.request), todo)),
  );
}

/** TLS where none is spoken, none where it is. */
function onOtherTransport(asked: DialRequest): DialRequest {
  const url = new URL(asked.url);
  // The port belongs to the other scheme, where it may be the usual one.
  const port = portOf(asked.url);
  url.protocol = asked.url.protocol === 'ws:' ? 'wss:' : 'ws:';
  url.port = String(port);
  // What is secret inside TLS stays out of a connection without it.
  const { credentials: _secret, ...request } = asked;
  return {
    ...request,
    url,
    tls: { suites: 'bench', trustedRootsPem: [], verification: 'insecure' },
  };
}

async function overStream<Reached extends { outcome: string }>(
  { request, socket, record }: Way,
  upgrade: (todo: UpgradeToDo) => Promise<Reached>,
): Promise<Reached | Failed> {
  const state = { open: false };
  socket.once('close', () => {
    // Once open, the connection closes its own account.
    if (!state.open) record.end(record.failed ? 'failed' : 'refused');
  });
  const notConnected = await connectTcp(request, socket, record);
  if (notConnected !== undefined) return notConnected;
  const deadlineMs = performance.now() + request.handshakeTimeoutMs;
  let stream: Duplex = socket;
  if (request.url.protocol === 'wss:') {
    const secured = await secureDialledSocket(request, hostOf(request.url), socket, record);
    if ('outcome' in secured) return secured;
    stream = secured;
  }
  const remainingMs = Math.max(1, deadlineMs - performance.now());
  const reached = await upgrade({ request, stream, socket, record, remainingMs });
  state.open = reached.outcome === 'connected';
  return reached;
}
