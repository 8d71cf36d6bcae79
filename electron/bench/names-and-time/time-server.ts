/**
 * The time server: answers SNTP and NTP clients with this computer's clock and a settable offset, and records what
 * their clock said. Handed the record; sets nobody's clock and asks no other server.
 */
import type {
  AskersClock,
  TimeSettings,
  TimeState,
} from '../../../shared/api/names-and-time-contract.ts';
import type { NetworkAddress } from '../../../shared/record/frame.ts';
import type { ServerContext } from './name-server.ts';
import { createPlaces, type OpenPlace } from './open-places.ts';
import { askedPlace, isNeighbour, type OwnAddress, plainAddress } from './own-networks.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRecentList } from './recent-list.ts';
import { readTimeRequest, type TimeReading, writeTimeAnswer } from './time-messages.ts';
import { openUdp } from './udp-socket.ts';

export interface TimeServer {
  state(): TimeState;
  apply(settings: TimeSettings): Promise<void>;
  /** The addresses of the machine changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const keptClocks = 50;
const keptBytes = 128;
/** `iburst` clients ask eight times in a row. */
const limits = { burst: 40, perSecond: 5, sources: 1024 };
const strangers = 'strangers';

/** Time and skew as the record has them; nothing where the request does not tell. */
function clockOf(reading: TimeReading, nowMs: number): { theirTime?: string; skewMs?: number } {
  const theirTimeMs = reading.kind === 'request' ? reading.theirTimeMs : undefined;
  if (theirTimeMs === undefined) return {};
  return {
    theirTime: new Date(theirTimeMs).toISOString(),
    skewMs: Math.round(theirTimeMs - nowMs),
  };
}

export function createTimeServer(context: ServerContext, initial: TimeSettings): TimeServer {
  const { recorder, own, nowMs, moved } = context;
  let settings = initial;
  const rate = createRateLimit(limits, nowMs);
  const clocks = createRecentList<AskersClock>(keptClocks);

  /** Why there is no answer; undefined when there is one. */
  function reasonToIgnore(
    reading: TimeReading,
    { isStranger, taken }: { isStranger: boolean; taken: string },
  ): string | undefined {
    if (taken === 'first-drop') return 'too-many-queries';
    if (isStranger) return 'other-network';
    return reading.kind === 'unanswerable' ? reading.reason : undefined;
  }

  function noteClock(from: string, seq: number, reading: TimeReading, receivedAtMs: number): void {
    if (reading.kind !== 'request') return;
    const queries = (clocks.find(from)?.queries ?? 0) + 1;
    const at = new Date(receivedAtMs).toISOString();
    const { version } = reading;
    clocks.put(from, { from, at, seq, version, queries, ...clockOf(reading, receivedAtMs) });
    moved();
  }

  function take(
    bytes: Buffer,
    { peer, to }: { peer: NetworkAddress; to: NetworkAddress },
    send: (answer: Buffer) => void,
  ): void {
    const receivedAtMs = nowMs();
    const from = { address: plainAddress(peer.address), port: peer.port };
    const isStranger = settings.answerTo === 'own-networks' && !isNeighbour(peer.address, own());
    const taken = rate.take(isStranger ? strangers : from.address);
    if (taken === 'drop') return;
    const reading = readTimeRequest(bytes);
    const reason = reasonToIgnore(reading, { isStranger, taken });
    const { offsetMs, stratum, referenceId } = settings;
    const answers = reading.kind === 'request' && reason === undefined;
    const { version, mode } = reading;
    const seq = recorder.append({
      role: 'bench',
      kind: 'time-query',
      direction: 'in',
      base64: bytes.subarray(0, keptBytes).toString('base64'),
      ...(answers && offsetMs !== 0 && { flags: ['tampered' as const] }),
      detail: {
        from,
        to,
        outcome: answers ? 'answered' : reading.kind === 'request' ? 'ignored' : 'malformed',
        ...(version !== undefined && { version }),
        ...(mode !== undefined && { mode }),
        ...clockOf(reading, receivedAtMs),
        ...(answers && { stratum, referenceId, offsetMs }),
        ...(reason && { reason }),
      },
    });
    noteClock(from.address, seq, reading, receivedAtMs);
    if (!answers) return;
    recorder.afterWrite(
      () => {
        const times = { receivedAtMs: receivedAtMs + offsetMs, sentAtMs: nowMs() + offsetMs };
        send(writeTimeAnswer(reading, { ...times, stratum, referenceId }));
      },
      () => undefined,
    );
  }

  async function openAt(
    place: OwnAddress,
    wantedPort: number,
    lost: (error: NodeJS.ErrnoException) => void,
  ): Promise<OpenPlace> {
    const udp = await openUdp(place, wantedPort, {
      onMessage(bytes, peer) {
        const { address } = askedPlace(place, peer.address, own());
        const to = { address, port: udp.port };
        take(bytes, { peer, to }, (answer) => udp.send(answer, peer));
      },
      onLost: lost,
    });
    return udp;
  }

  const places = createPlaces({ openAt, problemOf: context.problemOf, changed: moved });
  const bring = () =>
    places.bring(settings.enabled ? context.placesOf(settings.host) : [], settings.port);

  return {
    state: () => ({
      ...places.served(settings.port),
      settings,
      clocks: clocks.all(),
    }),
    async apply(wanted) {
      settings = wanted;
      await bring();
    },
    refresh: bring,
    close: () => places.bring([], settings.port),
  };
}
