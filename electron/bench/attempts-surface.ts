/**
 * Connection attempts as the doors see them: the list, the autopsy of one, what can be said before the first one, and
 * the key log. Puts together what capture, pki and roles know; decides nothing itself.
 */
import type {
  AttemptAutopsy,
  AttemptList,
  AttemptSummary,
  FirstContact,
  KeyLogState,
} from '../../shared/api/attempts-contract.ts';
import type { NetworkAddress } from '../../shared/api/bench-contract.ts';
import { securityProfile } from '../../shared/api/common-schemas.ts';
import type { RefusedAttempt } from '../../shared/api/csms-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import { autopsyOf } from '../../shared/security/autopsy/autopsy.ts';
import type { AttemptRow } from './capture/attempt-row.ts';
import type { CaptureReader } from './capture/capture-reader.ts';
import { timestampOf } from './capture/frame-rows.ts';
import type { ChargePointsSurface } from './charge-point/charge-points-surface.ts';
import type { CsmsSurface } from './csms/csms-surface.ts';
import type { LiveRecord } from './live-record.ts';
import { checkReachability } from './network/reachability.ts';
import { certificateView } from './pki/certificate-view.ts';

export interface AttemptsRequest {
  capture?: string | undefined;
  outcome: 'all' | 'failed';
  role?: 'csms' | 'charge-point' | undefined;
  station?: string | undefined;
  before?: number | undefined;
  limit: number;
}

export interface KeyLogTarget {
  listener?: string | undefined;
  chargePoint?: string | undefined;
  on: boolean;
}

/** Problems: those of captures, `attempt-not-recorded`, `listener-unknown`, `charge-point-unknown`, `key-log-target`. */
export interface AttemptsSurface {
  list(request: AttemptsRequest): Promise<Outcome<AttemptList>>;
  get(request: {
    capture: string;
    connection: number;
    run?: string | undefined;
  }): Promise<Outcome<AttemptAutopsy>>;
  firstContact(station: string): Promise<Outcome<FirstContact>>;
  keyLog(): KeyLogState;
  setKeyLog(target: KeyLogTarget): Outcome<KeyLogState>;
  exportKeyLog(of: {
    capture?: string | undefined;
    connection?: number | undefined;
    run?: string | undefined;
  }): Promise<Outcome<{ fileName: string; text: string; sessions: number }>>;
}

export interface AttemptsParts {
  reader: CaptureReader;
  live: Pick<LiveRecord, 'capture' | 'recorder'>;
  csms: Pick<CsmsSurface, 'state' | 'attempts' | 'setKeyLog'>;
  chargePoints: Pick<ChargePointsSurface, 'list' | 'setKeyLog'>;
  addresses: { current(): NetworkAddress[] };
}

const mostNameless = 5;

export function createAttemptsSurface(parts: AttemptsParts): AttemptsSurface {
  const { reader, live, csms, chargePoints } = parts;
  const captureOf = (capture: string | undefined) =>
    capture === undefined || capture === 'live' ? live.capture() : capture;

  /** The newest refusal of each kind can be adopted; it names the frame of its request. */
  function refusals(capture: string): Map<number, RefusedAttempt> {
    if (capture !== live.capture()) return new Map();
    return new Map(csms.attempts().map((refusal) => [refusal.seq, refusal]));
  }

  function keyLog(): KeyLogState {
    return {
      listeners: csms
        .state()
        .listeners.filter((listener) => listener.keyLog === true)
        .map(({ id }) => id),
      chargePoints: chargePoints
        .list()
        .filter((chargePoint) => chargePoint.keyLog === true)
        .map(({ id }) => id),
    };
  }

  return {
    async list({ capture: asked, outcome, limit, ...filter }) {
      const capture = captureOf(asked);
      // One more than wanted tells whether there is another page.
      const wanted = { ...filter, failed: outcome === 'failed', limit: limit + 1 };
      const found = await reader.attempts(capture, wanted);
      if (!found.ok) return found;
      const rows = found.value.slice(0, limit);
      const adoptable = refusals(capture);
      const attempts = rows.map((row) => summaryOf(capture, row, adoptable));
      const last = rows.at(-1);
      const hasMore = found.value.length > limit && last !== undefined;
      return { ok: true, value: { attempts, ...(hasMore ? { before: last.seq } : {}) } };
    },
    async get({ capture: asked, connection, run }) {
      const capture = captureOf(asked);
      const found = await reader.attempt(capture, connection, run);
      if (!found.ok) return found;
      const { attempt, frames, queries, previous, next } = found.value;
      const autopsy = autopsyOf({ frames, queries, certificateOf });
      const keyOf = (row: AttemptRow) => ({ capture, run: row.run, connection: row.connection });
      const value: AttemptAutopsy = {
        attempt: summaryOf(capture, attempt, refusals(capture)),
        autopsy,
        frames: frames.map(({ seq }) => seq),
        ...(previous && { previous: keyOf(previous) }),
        ...(next && { next: keyOf(next) }),
      };
      return { ok: true, value };
    },
    firstContact: (station) => firstContact(parts, station),
    keyLog,
    setKeyLog({ listener, chargePoint, on }) {
      if ((listener === undefined) === (chargePoint === undefined)) {
        return { ok: false, problem: { code: 'key-log-target' } };
      }
      const switched =
        listener === undefined
          ? chargePoints.setKeyLog(chargePoint ?? '', on)
          : csms.setKeyLog(listener, on);
      if (!switched.ok) return switched;
      live.recorder.append({
        role: 'bench',
        kind: 'key-log-switched',
        detail: {
          of: listener === undefined ? 'charge-point' : 'listener',
          name: listener ?? chargePoint ?? '',
          on,
        },
      });
      return { ok: true, value: keyLog() };
    },
    async exportKeyLog({ capture: asked, connection, run }) {
      const capture = captureOf(asked);
      const found = await reader.sessionKeys(capture, { connection, run });
      if (!found.ok) return found;
      const texts = found.value;
      live.recorder.append({
        role: 'bench',
        kind: 'secret-revealed',
        detail: { what: 'tls-keys', sessions: texts.length },
      });
      const name = connection === undefined ? capture : `${capture}-${connection}`;
      const text = texts.map((lines) => `${lines}\n`).join('');
      return { ok: true, value: { fileName: `${name}.keylog.txt`, text, sessions: texts.length } };
    },
  };
}

function certificateOf(der: string) {
  return certificateView(Buffer.from(der, 'base64'));
}

function summaryOf(
  capture: string,
  row: AttemptRow,
  refusals: ReadonlyMap<number, RefusedAttempt>,
): AttemptSummary {
  const { seq, run, connection, version, suite } = row;
  const refusal = row.frames
    .split(',')
    .map((frame) => refusals.get(Number(frame)))
    .find((known) => known !== undefined);
  const profile = securityProfile.safeParse(row.securityProfile ?? refusal?.securityProfile).data;
  return {
    ...{ capture, run, connection, seq, at: timestampOf(row.wallUs) },
    role: row.role === 'charge-point' ? 'charge-point' : 'csms',
    ...(row.station !== null && { station: row.station }),
    ...(row.remote !== null && { remoteAddress: row.remote }),
    ...(row.place !== null && { place: row.place }),
    outcome: row.outcome,
    ...(row.code !== null && { code: row.code }),
    ...(row.stage !== null && { stage: row.stage }),
    ...(row.side !== null && { side: row.side }),
    ...(row.status !== null && { status: row.status }),
    ...(profile !== undefined && { securityProfile: profile }),
    ...(version !== null && suite !== null && { tls: { version, suite } }),
    tampered: row.tampered === 1,
    ...(row.fault !== null && { fault: row.fault }),
    ...(refusal !== undefined && { refusal }),
  };
}

/** Everything that can be looked at before a charge point's first connection. */
async function firstContact(parts: AttemptsParts, station: string): Promise<Outcome<FirstContact>> {
  const { reader, live, csms, addresses } = parts;
  const capture = live.capture();
  const [own, nameless, queries] = await Promise.all([
    reader.attempts(capture, { failed: false, role: 'csms', station, limit: 50 }),
    reader.attempts(capture, { failed: true, role: 'csms', nameless: true, limit: mostNameless }),
    reader.framesWindow({ capture, filter: 'type:name-query', limit: 1 }),
  ]);
  if (!own.ok) return own;
  if (!nameless.ok) return nameless;
  const listeners = await Promise.all(
    csms.state().listeners.map(async ({ id, port, status, urls }) => ({
      id,
      port,
      listening: status === 'listening',
      urls: urls.map(({ url }) => url),
      reachability:
        port === 0 ? 'unknown' : (await checkReachability(port, status === 'listening')).status,
    })),
  );
  const [newest] = own.value;
  const query = queries.ok ? queries.value.frames.at(-1) : undefined;
  const nameQuery = query === undefined ? undefined : nameQueryOf(query);
  return {
    ok: true,
    value: {
      station,
      attempts: own.value.length,
      ...(newest && { newest: summaryOf(capture, newest, new Map()) }),
      listeners,
      addresses: addresses.current().map(({ address, network }) => ({ address, network })),
      ...(nameQuery && { nameQuery }),
      nameless: nameless.value.map((row) => summaryOf(capture, row, new Map())),
    },
  };
}

function nameQueryOf({
  seq,
  at,
  detail,
}: {
  seq: number;
  at: string;
  detail?: unknown;
}): FirstContact['nameQuery'] {
  // Frames of other programs may have any detail; each member is checked.
  const facts: Record<string, unknown> =
    typeof detail === 'object' && detail !== null ? { ...detail } : {};
  const { name, outcome, from } = facts;
  if (typeof name !== 'string' || typeof outcome !== 'string') return undefined;
  const asker = typeof from === 'object' && from !== null && 'address' in from ? from.address : '';
  return { seq, at, name, outcome, from: String(asker) };
}
