/**
 * The name server: takes queries over UDP and TCP, records each with its answer, then answers. Handed its table and the
 * record; asks no other server and resolves nothing for strangers.
 */
import type {
  MissingName,
  NameQuery,
  NameQueryOutcome,
  NameSettings,
  NamesState,
} from '../../../shared/api/names-and-time-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import type { FrameRecorder, NetworkAddress } from '../../../shared/record/frame.ts';
import {
  type NameReading,
  type ReadQuery,
  type ResponseCode,
  readNameQuery,
  responseCodes,
  writeNameAnswer,
} from './name-messages.ts';
import { type NameStreams, openNameStreams } from './name-stream.ts';
import { decideName } from './name-table.ts';
import { createPlaces, isSystemError, type OpenPlace } from './open-places.ts';
import {
  addressesAt,
  askedPlace,
  isNeighbour,
  type OwnAddress,
  plainAddress,
} from './own-networks.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRecentList } from './recent-list.ts';
import { openUdp } from './udp-socket.ts';

export interface ServerContext {
  recorder: FrameRecorder;
  own(): OwnAddress[];
  /** Where a server that is set to `host` listens. */
  placesOf(host: string): OwnAddress[];
  problemOf(error: NodeJS.ErrnoException, place: { address: string; port: number }): Problem;
  nowMs(): number;
  moved(): void;
}

export interface NameServerContext extends ServerContext {
  benchNames(): string[];
}

export interface NameServer {
  state(): NamesState;
  apply(settings: NameSettings): Promise<void>;
  /** The addresses of the machine changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const keptQueries = 50;
const keptMissing = 50;
/** Of a query that cannot be read, at most this much is recorded. */
const keptBytes = 1024;
/** A charger asks a few times a minute; a burst of it after a cable is plugged is normal. */
const limits = { burst: 100, perSecond: 20, sources: 1024 };
/** Strangers share one, and get no answer. */
const strangers = 'strangers';

interface Verdict {
  outcome: NameQueryOutcome;
  rcode?: ResponseCode;
  reason?: string;
  addresses: string[];
  /** Absent: no answer goes out. */
  answer?: Buffer;
}

const ignored = (reason: string): Verdict => ({ outcome: 'ignored', reason, addresses: [] });

export function createNameServer(context: NameServerContext, initial: NameSettings): NameServer {
  const { recorder, own, nowMs, moved, benchNames } = context;
  let settings = initial;
  const rate = createRateLimit(limits, nowMs);
  const queries = createRecentList<NameQuery>(keptQueries);
  const missing = createRecentList<MissingName>(keptMissing);

  function judge(reading: NameReading, place: OwnAddress, transport: 'udp' | 'tcp'): Verdict {
    if (reading.kind === 'unanswerable')
      return { outcome: 'malformed', reason: reading.reason, addresses: [] };
    const { ttlS } = settings;
    const write = (rcode: ResponseCode, query: ReadQuery, addresses: string[]): Buffer => {
      const { question } = reading;
      const answer = { rcode, addresses, ttlS, ...(question && { question }) };
      return writeNameAnswer(query, answer, transport);
    };
    if (reading.kind === 'refusable') {
      const { rcode, reason } = reading;
      const outcome = rcode === 'FORMERR' ? 'malformed' : 'unsupported';
      return { outcome, rcode, reason, addresses: [], answer: write(rcode, reading, []) };
    }
    const table = { settings, benchNames: benchNames() };
    const { outcome, addresses } = decideName(reading.question, table, addressesAt(place, own()));
    const rcode = responseCodes[outcome];
    return { outcome, rcode, addresses, answer: write(rcode, reading, addresses) };
  }

  function noteMissing(name: string, from: string, at: string): void {
    const key = `${name.toLowerCase()} ${from}`;
    const before = missing.find(key);
    missing.put(key, { name, from, queries: (before?.queries ?? 0) + 1, lastAt: at });
  }

  function note(query: NameQuery): void {
    queries.put(String(query.seq), query);
    const { name, from, outcome, at } = query;
    if (name !== undefined && (outcome === 'not-found' || outcome === 'refused'))
      noteMissing(name, from, at);
    if (name !== undefined && outcome === 'answered')
      missing.remove(`${name.toLowerCase()} ${from}`);
    moved();
  }

  function record(
    bytes: Buffer,
    asked: { from: NetworkAddress; to: NetworkAddress; transport: 'udp' | 'tcp' },
    verdict: Verdict,
    question: { name: string; type: string } | undefined,
    startedAtMs: number,
  ): void {
    const { outcome, rcode, reason, addresses } = verdict;
    const durationMs = Math.round((performance.now() - startedAtMs) * 1000) / 1000;
    const facts = { ...asked, outcome, answers: addresses, durationMs };
    const seq = recorder.append({
      role: 'bench',
      kind: 'name-query',
      direction: 'in',
      base64: bytes.subarray(0, keptBytes).toString('base64'),
      detail: { ...facts, ...question, ...(rcode && { rcode }), ...(reason && { reason }) },
    });
    const at = new Date(nowMs()).toISOString();
    const { address } = asked.from;
    const seen = { at, seq, from: address, outcome, answers: addresses };
    note({ ...seen, ...question, ...(reason && { reason }) });
  }

  function take(
    bytes: Buffer,
    asked: {
      from: NetworkAddress;
      place: OwnAddress;
      port: number;
      transport: 'udp' | 'tcp';
      isTooLong?: boolean;
    },
    reply: { send(answer: Buffer): void; drop(): void },
  ): void {
    const startedAtMs = performance.now();
    const { port, transport } = asked;
    const from = { ...asked.from, address: plainAddress(asked.from.address) };
    const place = askedPlace(asked.place, asked.from.address, own());
    const isStranger =
      settings.answerTo === 'own-networks' && !isNeighbour(asked.from.address, own());
    const taken = rate.take(isStranger ? strangers : from.address);
    if (taken === 'drop') {
      reply.drop();
      return;
    }
    const reading: NameReading = asked.isTooLong
      ? { kind: 'unanswerable', reason: 'too-long' }
      : readNameQuery(bytes);
    const verdict =
      taken === 'first-drop'
        ? ignored('too-many-queries')
        : isStranger
          ? ignored('other-network')
          : judge(reading, place, transport);
    const asking = reading.kind === 'unanswerable' ? undefined : reading.question;
    const question = asking && { name: asking.name, type: asking.type };
    const to = { address: place.address, port };
    record(bytes, { from, to, transport }, verdict, question, startedAtMs);
    const { answer } = verdict;
    if (answer === undefined) reply.drop();
    else recorder.afterWrite(() => reply.send(answer), reply.drop);
  }

  async function openAt(
    place: OwnAddress,
    wantedPort: number,
    lost: (error: NodeJS.ErrnoException) => void,
  ): Promise<OpenPlace> {
    let streams: NameStreams | undefined;
    let problem: Problem | undefined;
    let isLost = false;
    const udp = await openUdp(place, wantedPort, {
      onMessage: (bytes, from) =>
        take(
          bytes,
          { from, place, port: udp.port, transport: 'udp' },
          // A datagram that is not answered needs nothing else.
          { send: (answer) => udp.send(answer, from), drop: () => undefined },
        ),
      onLost: (error) => {
        isLost = true;
        void streams?.close();
        lost(error);
      },
    });
    const { port } = udp;
    try {
      streams = await openNameStreams(place, port, ({ bytes, from, isTooLong }, reply) =>
        take(bytes, { from, place, port, transport: 'tcp', isTooLong }, reply),
      );
    } catch (error) {
      if (!isSystemError(error)) throw error;
      problem = context.problemOf(error, { address: place.address, port });
    }
    if (isLost) await streams?.close();
    return {
      port,
      ...(problem && { problem }),
      async close() {
        await Promise.all([udp.close(), streams?.close()]);
      },
    };
  }

  const places = createPlaces({ openAt, problemOf: context.problemOf, changed: moved });
  const bring = () =>
    places.bring(settings.enabled ? context.placesOf(settings.host) : [], settings.port);

  return {
    state: () => ({
      ...places.served(settings.port),
      settings,
      benchNames: settings.benchNames ? benchNames() : [],
      queries: queries.all(),
      missing: missing.all(),
    }),
    async apply(wanted) {
      settings = wanted;
      // What was missing may be there now; the next query tells.
      missing.clear();
      await bring();
    },
    refresh: bring,
    close: () => places.bring([], settings.port),
  };
}
