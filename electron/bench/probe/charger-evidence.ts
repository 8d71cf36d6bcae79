/**
 * Keeps what the latest connections of each charger showed, from the frames of the Central System's listeners as they
 * are recorded. Keeps facts and frame numbers only, no password, and not for ever; judges nothing.
 */
import type { NewFrame } from '../../../shared/record/frame.ts';
import type { ChargerFacts } from '../../../shared/security/probe/judge-charger.ts';
import { readBasicCredentials } from '../wire/basic-credentials.ts';

export interface ChargerEvidence {
  /** Sees every frame of a connection once, with the capture it is in. */
  note(frame: NewFrame, seq: number, capture: string): void;
  /** The latest first. */
  list(): SeenCharger[];
  /** By identity, or by remote address while none is known. */
  find(id: string): SeenCharger | undefined;
  /** Calls back whenever something was noted. */
  onNoted(listener: () => void): void;
}

export interface SeenCharger {
  id: string;
  identified: boolean;
  connections: number;
  lastAtMs: number;
  /** Capture in which the frames are. */
  capture: string;
  facts: ChargerFacts;
}

interface Connection {
  charger: SeenCharger;
  isSecure: boolean;
  /** Of this connection alone. */
  facts: ChargerFacts;
}

const mostConnections = 1_000;
const mostChargers = 300;

function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** Nothing of the password leaves this function. */
function basicOf(
  headers: readonly [string, string][],
  target: string,
): NonNullable<ChargerFacts['request']>['basic'] {
  const values = headers.filter(([name]) => name.toLowerCase() === 'authorization');
  if (values.length === 0) return 'absent';
  const read = readBasicCredentials(values.map(([, value]) => value));
  if (read.kind === 'refused') return 'unreadable';
  return read.userName === identityOf(target) ? 'identity' : 'other-name';
}

function identityOf(target: string): string {
  const last = target.split('?')[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    // `%zz` in a path is what it is (wire case H12).
    return last;
  }
}

function subprotocolsOf(headers: readonly [string, string][]): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol')
    .flatMap(([, value]) => value.split(',').map((token) => token.trim()))
    .slice(0, 20);
}

/** What one frame adds. */
function factsOf({ isSecure }: Connection, frame: NewFrame, seq: number): ChargerFacts {
  switch (frame.kind) {
    case 'client-hello':
      return { hello: { seq, facts: frame.detail } };
    case 'tls-established':
      // The chains are in the record; here they would only take room.
      return {
        established: { seq, facts: { ...frame.detail, ownChain: [], peerChain: [] } },
      };
    case 'connection-failed': {
      const { code, stage, alert } = frame.detail;
      const sentByCharger = alert?.sentBy === 'charge-point';
      return { failure: { seq, code, stage, alert: alert?.name ?? '', sentByCharger } };
    }
    case 'upgrade-request': {
      const { headers, target } = frame.detail;
      const basic = basicOf(headers, target);
      const subprotocols = subprotocolsOf(headers);
      return { request: { seq, basic, subprotocols, secure: isSecure } };
    }
    case 'upgrade-response': {
      const { status, code, securityProfile } = frame.detail;
      const known = securityProfile === undefined ? {} : { securityProfile };
      return { response: { seq, status, code, ...known } };
    }
    default:
      return {};
  }
}

export function createChargerEvidence(nowMs: () => number): ChargerEvidence {
  const connections = new Map<number, Connection>();
  const chargers = new Map<string, SeenCharger>();
  let noted: () => void = () => undefined;

  function chargerOf(id: string, identified: boolean, capture: string): SeenCharger {
    const known = chargers.get(id);
    // A map keeps the place of a key that it has: out first, or it stays among the oldest.
    chargers.delete(id);
    const charger = known ?? { id, identified, connections: 0, lastAtMs: 0, capture, facts: {} };
    // Frame numbers count within one capture.
    if (charger.capture !== capture) Object.assign(charger, { capture, facts: {} });
    chargers.set(id, charger);
    forgetOldest(chargers, mostChargers);
    return charger;
  }

  /** What was noted of a connection belongs to the station as soon as it says who it is, and to the address no more. */
  function identify(connection: Connection, station: string, capture: string): void {
    const { charger: before } = connection;
    if (before.identified) return;
    const charger = chargerOf(station, true, capture);
    connection.charger = charger;
    charger.connections += 1;
    charger.facts = { ...charger.facts, ...connection.facts };
    before.connections -= 1;
    const others = [...connections.values()].filter((one) => one.charger === before);
    before.facts = Object.assign({}, ...others.map(({ facts }) => facts));
    if (before.connections <= 0 && chargers.get(before.id) === before) chargers.delete(before.id);
  }

  return {
    note(frame, seq, capture) {
      const { connection: number, role, station } = frame;
      if (number === undefined || role !== 'csms') return;
      if (frame.kind === 'connection-opened') {
        const charger = chargerOf(frame.detail.remote.address, false, capture);
        charger.connections += 1;
        connections.set(number, { charger, isSecure: false, facts: {} });
        forgetOldest(connections, mostConnections);
      }
      const connection = connections.get(number);
      if (connection === undefined) return;
      if (frame.kind === 'client-hello') connection.isSecure = true;
      if (station !== undefined) identify(connection, station, capture);
      const { charger } = connection;
      const added = charger.capture === capture ? factsOf(connection, frame, seq) : {};
      charger.lastAtMs = nowMs();
      charger.facts = { ...charger.facts, ...added };
      connection.facts = { ...connection.facts, ...added };
      noted();
    },
    list: () => [...chargers.values()].reverse(),
    find: (id) => chargers.get(id),
    onNoted(listener) {
      noted = listener;
    },
  };
}
