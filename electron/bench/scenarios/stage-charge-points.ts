/**
 * The charge points of a run: claims their identities, connects them, waits until they are ready, sets their keys.
 * Each one that is made notes its way back. Knows no step.
 */
import { chargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { ScenarioChargePoint } from '../../../shared/scenario/scenario.ts';
import { type Actor, chargePointOf, ownPrefix, stationOf } from './actors.ts';
import type { Inbox } from './inbox.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';
import type { WaysBack } from './ways-back.ts';

type Done = Outcome<undefined>;
const done: Done = { ok: true, value: undefined };

const atOnce = 50;
export const readyMs = { first: 20_000, each: 20 };

export interface ChargePointsStage {
  doors: ScenarioDoors;
  ways: WaysBack;
  /** Where the charge points connect instead of to the local CSMS. */
  url: string | undefined;
  /** The run's listener, if it has one. */
  listenerId: string | undefined;
}

/** Nobody's charge point is replaced but what an earlier run left behind. */
async function claim(doors: ScenarioDoors, id: string): Promise<Done> {
  const isOurs = id.startsWith(ownPrefix);
  const station = stationOf(doors, id);
  const isTaken = chargePointOf(doors, id) !== undefined || station !== undefined;
  if (isTaken && !isOurs) {
    return { ok: false, problem: { code: 'scenario-identity-taken', where: id } };
  }
  if (isTaken) {
    await doors.chargePoints.delete(id);
    doors.csms.deleteStation(id);
  }
  return done;
}

function connectionOf(
  { doors, url, listenerId }: ChargePointsStage,
  id: string,
  settings: ScenarioChargePoint,
) {
  const { securityProfile, password, authorizationKeyHex } = settings;
  const elsewhere = url ?? settings.url;
  if (elsewhere !== undefined) return { ok: true, value: { url: elsewhere } } as const;
  const ofRun = listenerId === undefined ? {} : { listener: listenerId };
  const prepared = doors.prepare({ id, securityProfile, ...ofRun });
  if (!prepared.ok || (password === undefined && authorizationKeyHex === undefined)) {
    return prepared;
  }
  const bound = doors.csms.putStation(id, { password, authorizationKeyHex });
  const { authorizationKeyHex: _made, ...place } = prepared.value;
  return bound.ok ? ({ ok: true, value: place } as const) : bound;
}

async function connect(
  stage: ChargePointsStage,
  id: string,
  settings: ScenarioChargePoint,
): Promise<Done> {
  const { doors, ways } = stage;
  const { csms, chargePoints } = doors;
  const claimed = await claim(doors, id);
  if (!claimed.ok) return claimed;
  ways.note(async () => {
    await chargePoints.delete(id);
    csms.deleteStation(id);
  });
  const connection = connectionOf(stage, id, settings);
  if (!connection.ok) return connection;
  const { id: _id, count: _count, configuration: _keys, ready: _ready, ...request } = settings;
  const whole = chargePointRequest.parse({ ...request, ...connection.value });
  const put = await chargePoints.put(id, whole);
  return put.ok ? done : put;
}

async function connectAll(
  stage: ChargePointsStage,
  ids: readonly string[],
  settings: ScenarioChargePoint,
): Promise<Done> {
  for (let start = 0; start < ids.length; start += atOnce) {
    const batch = ids.slice(start, start + atOnce);
    const ended = await Promise.all(batch.map((id) => connect(stage, id, settings)));
    const wrong = ended.find(({ ok }) => !ok);
    if (wrong) return wrong;
  }
  return done;
}

function isReady(
  { chargePoints }: ScenarioDoors,
  ids: readonly string[],
  { ready, autoConnect }: ScenarioChargePoint,
): boolean {
  if (ready === 'no' || !autoConnect) return true;
  const wanted = new Set(ids);
  return chargePoints
    .list()
    .filter(({ id }) => wanted.has(id))
    .every(
      ({ status, registration }) =>
        status === 'connected' && (ready === 'connected' || registration === 'Accepted'),
    );
}

async function configure(
  { csms }: ScenarioDoors,
  id: string,
  keys: Readonly<Record<string, string>>,
): Promise<Done> {
  for (const [key, value] of Object.entries(keys)) {
    const request = { action: 'ChangeConfiguration', payload: { key, value }, validate: true };
    const answer = await csms.call(id, request);
    if (!answer.ok) return answer;
    const { outcome, payload } = answer.value;
    const status = outcome === 'result' ? Reflect.get(Object(payload), 'status') : outcome;
    if (status !== 'Accepted' && status !== 'RebootRequired') {
      const parameters = { key, status: String(status) };
      return { ok: false, problem: { code: 'scenario-key-refused', where: id, parameters } };
    }
  }
  return done;
}

/** Brings all charge points of one actor up. Problems: `scenario-identity-taken`, `scenario-not-ready`, `scenario-key-refused`. */
export async function bringUp(
  stage: ChargePointsStage,
  { ids, local }: Actor,
  settings: ScenarioChargePoint,
  { inbox, signal }: { inbox: Inbox; signal: AbortSignal },
): Promise<Done> {
  const { doors } = stage;
  const connected = await connectAll(stage, ids, settings);
  if (!connected.ok) return connected;
  const timeoutMs = readyMs.first + ids.length * readyMs.each;
  const look = () => (isReady(doors, ids, settings) ? true : undefined);
  if ((await inbox.wait(look, { timeoutMs, signal })) === 'timeout') {
    const late = ids.find((id) => !isReady(doors, [id], settings)) ?? '';
    const reason = chargePointOf(doors, late)?.problem;
    const problem = { code: 'scenario-not-ready', where: late };
    return { ok: false, problem: reason ? { ...reason, where: late } : problem };
  }
  for (const id of local ? ids : []) {
    const configured = await configure(doors, id, settings.configuration);
    if (!configured.ok) return configured;
  }
  return done;
}
