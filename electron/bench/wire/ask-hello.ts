/**
 * Sends one ClientHello and takes what the server answers in clear; the handshake is never finished. For probes: each
 * step is in the record as on any connection of a charge point. Judges nothing.
 */
import net, { type Socket } from 'node:net';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { recordFailedAddresses, recordingLookup } from './before-tcp.ts';
import { helloFacts, readClientHello } from './client-hello.ts';
import { addressesOf, type ConnectionRecord, createConnectionRecord } from './connection-record.ts';
import { createServerFlightReader, type FlightMessage } from './server-flight.ts';
import { describeTlsFailure } from './tls-failure.ts';
import { type HelloOffer, writeClientHello } from './write-client-hello.ts';

export interface HelloQuestion {
  /** For the record. */
  url: URL;
  /** Where the connection goes: name or address. */
  place: { host: string; port: number };
  offer: HelloOffer;
  timeoutMs: number;
}

export interface HelloAnswer {
  /** The TCP connection: the address reached and the time it took, or why there is none. */
  reached:
    | { ok: true; address: string; connectMs: number }
    | { ok: false; failure: ConnectionFailure };
  ended:
    | 'complete'
    | 'alert'
    | 'closed'
    | 'reset'
    | 'silent'
    | 'not-tls'
    | 'malformed'
    | 'too-long'
    | 'unreachable'
    | 'aborted';
  /** Of `alert` and `malformed`: which. */
  alert?: number;
  reason?: string;
  messages: FlightMessage[];
  /** `seq` of the frames of this connection, in their order. */
  evidence: number[];
}

export interface AskDependencies {
  recorder: FrameRecorder;
  /** Numbers connections uniquely in the run. */
  connectionNumber: number;
  signal?: AbortSignal;
}

type Ending = Pick<HelloAnswer, 'ended' | 'alert' | 'reason'>;

/** Asks once. Never rejects for what the network or the other side does. */
export function askHello(question: HelloQuestion, asked: AskDependencies): Promise<HelloAnswer> {
  const evidence: number[] = [];
  const recorder: FrameRecorder = {
    append(frame) {
      const seq = asked.recorder.append(frame);
      evidence.push(seq);
      return seq;
    },
    afterWrite: asked.recorder.afterWrite,
  };
  const lookup = recordingLookup((facts) =>
    record.append({ kind: 'name-lookup', direction: 'out', detail: facts }),
  );
  const startedAtMs = performance.now();
  const socket = net.connect({ ...question.place, noDelay: true, lookup });
  const { connectionNumber: number, signal } = asked;
  const record = createConnectionRecord(socket, { number, role: 'charge-point', recorder });
  recordFailedAddresses(socket, record);
  return new Promise((resolve) => {
    const reader = createServerFlightReader();
    let reached: HelloAnswer['reached'] | undefined;

    function finish(ending: Ending): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeAllListeners('data');
      const failure = recordAnswer(record, reader, ending, question.place);
      reached ??= { ok: false, failure };
      record.end(ending.ended === 'complete' ? 'closed-by-us' : 'failed');
      socket.destroy();
      resolve({ reached, ...ending, messages: reader.flight.messages, evidence });
    }
    const finishOnce = once(finish);
    const abort = (): void => finishOnce({ ended: 'aborted' });
    const timer = setTimeout(
      () => finishOnce({ ended: reached === undefined ? 'unreachable' : 'silent' }),
      question.timeoutMs,
    );
    socket.on('error', () => undefined);
    socket.once('close', () => {
      const isReset = record.socketError === 'ECONNRESET' || record.socketError === 'EPIPE';
      finishOnce({ ended: reached === undefined ? 'unreachable' : isReset ? 'reset' : 'closed' });
    });
    socket.once('end', () => finishOnce({ ended: 'closed' }));
    socket.once('connect', () => {
      const connectMs = Math.round((performance.now() - startedAtMs) * 10) / 10;
      reached = { ok: true, address: addressesOf(socket).remote.address, connectMs };
      record.opened({ url: question.url.href });
      sendHello(record, socket, question.offer, abort);
    });
    socket.on('data', (chunk) => {
      reader.feed(chunk);
      const { end } = reader.flight;
      if (end === undefined) return;
      const { kind, ...more } = end;
      finishOnce({
        ended: kind,
        ...('number' in more ? { alert: more.number } : {}),
        ...('reason' in more ? { reason: more.reason } : {}),
      });
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

function once<Argument>(work: (argument: Argument) => void): (argument: Argument) => void {
  let done = false;
  return (argument) => {
    if (done) return;
    done = true;
    work(argument);
  };
}

function sendHello(
  record: ConnectionRecord,
  socket: Socket,
  offer: HelloOffer,
  refuse: () => void,
): void {
  const bytes = writeClientHello(offer);
  const reading = readClientHello(bytes);
  if (reading.kind !== 'client-hello') throw new TypeError(`The hello is ${reading.kind}.`);
  record.append({
    kind: 'client-hello',
    direction: 'out',
    sender: 'charge-point',
    base64: bytes.toString('base64'),
    detail: helloFacts(reading.hello),
  });
  record.recorder.afterWrite(() => socket.write(bytes), refuse);
}

/** The messages that came, and the failure unless the server's turn was complete. */
function recordAnswer(
  record: ConnectionRecord,
  reader: ReturnType<typeof createServerFlightReader>,
  ending: Ending,
  place: HelloQuestion['place'],
): ConnectionFailure {
  const { messages } = reader.flight;
  for (const { facts, bytes } of messages) {
    record.append({
      kind: 'tls-message',
      direction: 'in',
      sender: 'csms',
      detail: facts,
      ...(bytes.length === 0 ? {} : { base64: bytes.toString('base64') }),
    });
  }
  const failure = failureOf(record, ending, messages, place);
  const hasContent = messages.length === 0 || ending.ended === 'malformed';
  if (ending.ended !== 'complete') record.fail(failure, hasContent ? reader.bytes() : undefined);
  return failure;
}

function failureOf(
  { socketError }: ConnectionRecord,
  { ended, alert }: Ending,
  messages: readonly FlightMessage[],
  place: HelloQuestion['place'],
): ConnectionFailure {
  if (ended === 'aborted') return { stage: 'tcp', code: 'dial-aborted', side: 'charge-point' };
  if (ended === 'not-tls') return { stage: 'tls', code: 'tls-on-plain-port', side: 'charge-point' };
  if (ended === 'malformed' || ended === 'too-long') {
    return { stage: 'tls', code: 'tls-protocol-error', side: 'csms' };
  }
  if (ended === 'unreachable') {
    const code = socketError ?? 'ETIMEDOUT';
    const error = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
    const failure = describeTlsFailure({ role: 'charge-point', error });
    return { ...failure, parameters: { ...failure.parameters, ...place } };
  }
  return describeTlsFailure({
    role: 'charge-point',
    serverHelloSeen: messages.some(({ facts }) => facts.message === 'server-hello'),
    ownCertificateAvailable: false,
    ending: ended === 'silent' ? 'timeout' : 'closed',
    ...(alert === undefined ? {} : { alert: { number: alert, direction: 'in' } }),
  });
}
