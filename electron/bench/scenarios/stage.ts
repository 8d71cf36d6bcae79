/**
 * What a run needs around it: listener, policy, id tags, charge points. Sets it up, changes it on the way, and puts
 * everything back as it was, whatever happened in between. Knows no step but `csms`.
 */
import { chargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import { type ListenerSettings, listenerConfiguration } from '../../../shared/api/csms-contract.ts';
import type { CsmsPolicyChanges } from '../../../shared/api/csms-policy.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { ScenarioRunRequest } from '../../../shared/api/scenarios-contract.ts';
import type { CsmsStep, Scenario, ScenarioChargePoint } from '../../../shared/scenario/scenario.ts';
import { type Actor, type Actors, chargePointOf, stationOf } from './actors.ts';
import type { Inbox } from './inbox.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';

export interface Stage {
  /** Starts and connects everything; resolves when the steps can begin. */
  setUp(inbox: Inbox, signal: AbortSignal): Promise<Outcome<undefined>>;
  /** What a `csms` step does: to the CSMS once, to each of the stations. */
  change(step: CsmsStep, stations: readonly string[]): Promise<Outcome<undefined>>;
  /** Puts everything back; gives what could not be. */
  clear(): Promise<Problem[]>;
}

type Done = Outcome<undefined>;
const done: Done = { ok: true, value: undefined };

/** Identities that scenarios choose by themselves; what an earlier run left behind may be replaced. */
const ownPrefix = 'SCENARIO-';
const atOnce = 50;
const readyMs = { first: 20_000, each: 20 };

function idsOf(name: string, { id, count }: ScenarioChargePoint): string[] {
  const base = id ?? `${ownPrefix}${name}`;
  if (count === 1) return [base];
  return Array.from({ length: count }, (_, index) => `${base}-${index + 1}`);
}

/** Who takes part, as the set-up and the request name them. Problems: `scenario-station-missing`. */
export function castActors(
  { setUp }: Pick<Scenario, 'setUp'>,
  { stations, url }: Pick<ScenarioRunRequest, 'stations' | 'url'>,
): Outcome<Actors> {
  const actors = new Map<string, Actor>();
  for (const [name, settings] of Object.entries(setUp.chargePoints)) {
    const real = stations[name];
    const local = url === undefined && settings.url === undefined;
    actors.set(
      name,
      real === undefined
        ? { name, ids: idsOf(name, settings), emulated: true, local }
        : { name, ids: [real], emulated: false, local: true },
    );
  }
  for (const [name, { id }] of Object.entries(setUp.stations)) {
    const real = stations[name] ?? id;
    if (real === undefined) {
      return { ok: false, problem: { code: 'scenario-station-missing', where: name } };
    }
    actors.set(name, { name, ids: [real], emulated: false, local: true });
  }
  return { ok: true, value: actors };
}

export interface StageParts {
  doors: ScenarioDoors;
  scenario: Scenario;
  actors: Actors;
  /** Where the charge points connect instead of to the local CSMS. */
  url: string | undefined;
  /** Name of the run's listener. */
  listenerId: string;
  /** Keeps a variable of the run. */
  keep(name: string, value: unknown): void;
}

export function createStage(parts: StageParts): Stage {
  const { doors, scenario, actors, url, listenerId } = parts;
  const { csms, chargePoints } = doors;
  const { setUp } = scenario;
  /** Ways back, the last thing done first. */
  const undo: (() => Promise<unknown> | unknown)[] = [];
  const putBackPolicy = new Set<string>();
  const putBackTags = new Set<string>();
  const answers = new Set<string>();
  let listener: ListenerSettings | undefined;

  async function startListener(settings: ListenerSettings): Promise<Done> {
    const state = await csms.startListener(settings);
    const started = state.listeners.find(({ id }) => id === listenerId);
    if (started?.problem) return { ok: false, problem: started.problem };
    // The same port again, should the listener be stopped and started on the way.
    listener = { ...settings, port: started?.port ?? settings.port };
    return done;
  }

  async function stopListener(): Promise<void> {
    const { listeners } = csms.state();
    if (listeners.some(({ id }) => id === listenerId)) await csms.stopListener(listenerId);
  }

  function setPolicy(changes: CsmsPolicyChanges): void {
    const { policy } = csms.state();
    const before = Object.entries(policy).filter(
      ([key]) => Object.hasOwn(changes, key) && !putBackPolicy.has(key),
    );
    for (const [key] of before) putBackPolicy.add(key);
    // Entries of the policy are changes of it.
    undo.push(() => csms.setPolicy(Object.fromEntries(before) as CsmsPolicyChanges));
    csms.setPolicy(changes);
  }

  function putIdTag({ idTag, ...request }: NonNullable<CsmsStep['idTag']>): void {
    if (!putBackTags.has(idTag)) {
      putBackTags.add(idTag);
      const before = csms.idTags().find((one) => one.idTag === idTag);
      undo.push(() => {
        if (before === undefined) return csms.deleteIdTag(idTag);
        const { idTag: _name, ...earlier } = before;
        return csms.putIdTag(idTag, earlier);
      });
    }
    csms.putIdTag(idTag, request);
  }

  /** Nobody's charge point is replaced but what an earlier run left behind. */
  async function claim(id: string): Promise<Done> {
    const isOurs = id.startsWith(ownPrefix);
    const station = stationOf(doors, id);
    const isTaken = chargePointOf(doors, id) !== undefined || station !== undefined;
    if (isTaken && !isOurs) {
      return { ok: false, problem: { code: 'scenario-identity-taken', where: id } };
    }
    if (isTaken) {
      await chargePoints.delete(id);
      csms.deleteStation(id);
    }
    return done;
  }

  function connectionOf(id: string, settings: ScenarioChargePoint) {
    const { securityProfile, password, authorizationKeyHex } = settings;
    const elsewhere = url ?? settings.url;
    if (elsewhere !== undefined) return { ok: true, value: { url: elsewhere } } as const;
    const ofRun = setUp.listener === undefined ? {} : { listener: listenerId };
    const prepared = doors.prepare({ id, securityProfile, ...ofRun });
    if (!prepared.ok || (password === undefined && authorizationKeyHex === undefined)) {
      return prepared;
    }
    const bound = csms.putStation(id, { password, authorizationKeyHex });
    const { authorizationKeyHex: _made, ...place } = prepared.value;
    return bound.ok ? ({ ok: true, value: place } as const) : bound;
  }

  async function connect(id: string, settings: ScenarioChargePoint): Promise<Done> {
    const claimed = await claim(id);
    if (!claimed.ok) return claimed;
    undo.push(async () => {
      await chargePoints.delete(id);
      csms.deleteStation(id);
    });
    const connection = connectionOf(id, settings);
    if (!connection.ok) return connection;
    const { id: _id, count: _count, configuration: _keys, ready: _ready, ...request } = settings;
    const whole = chargePointRequest.parse({ ...request, ...connection.value });
    const put = await chargePoints.put(id, whole);
    return put.ok ? done : put;
  }

  async function connectAll(ids: readonly string[], settings: ScenarioChargePoint): Promise<Done> {
    for (let start = 0; start < ids.length; start += atOnce) {
      const batch = ids.slice(start, start + atOnce);
      const ended = await Promise.all(batch.map((id) => connect(id, settings)));
      const wrong = ended.find(({ ok }) => !ok);
      if (wrong) return wrong;
    }
    return done;
  }

  function isReady(ids: readonly string[], { ready, autoConnect }: ScenarioChargePoint): boolean {
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

  async function configure(id: string, keys: Readonly<Record<string, string>>): Promise<Done> {
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

  async function bringUp(
    { ids, local }: Actor,
    settings: ScenarioChargePoint,
    { inbox, signal }: { inbox: Inbox; signal: AbortSignal },
  ): Promise<Done> {
    const connected = await connectAll(ids, settings);
    if (!connected.ok) return connected;
    const timeoutMs = readyMs.first + ids.length * readyMs.each;
    const look = () => (isReady(ids, settings) ? true : undefined);
    if ((await inbox.wait(look, { timeoutMs, signal })) === 'timeout') {
      const late = ids.find((id) => !isReady([id], settings)) ?? '';
      const reason = chargePointOf(doors, late)?.problem;
      const problem = { code: 'scenario-not-ready', where: late };
      return { ok: false, problem: reason ? { ...reason, where: late } : problem };
    }
    for (const id of local ? ids : []) {
      const configured = await configure(id, settings.configuration);
      if (!configured.ok) return configured;
    }
    return done;
  }

  async function makeFirmware(): Promise<Done> {
    for (const [name, { file, bytes }] of Object.entries(setUp.firmware)) {
      const made = await doors.firmware.generate(file, bytes);
      if (!made.ok) return made;
      const { id } = made.value;
      undo.push(() => doors.firmware.delete(id));
      parts.keep(name, id);
    }
    return done;
  }

  /** Stations that are real must be there. */
  async function awaitStations(inbox: Inbox, signal: AbortSignal): Promise<Done> {
    for (const { ids, emulated } of actors.values()) {
      const [id = ''] = ids;
      if (emulated) continue;
      const look = () => (stationOf(doors, id)?.connected ? true : undefined);
      const there = await inbox.wait(look, { timeoutMs: readyMs.first, signal });
      if (there === 'timeout') {
        return { ok: false, problem: { code: 'station-not-connected', where: id } };
      }
    }
    return done;
  }

  function answerUsually(): void {
    for (const id of answers) csms.deleteAnswer(id);
    answers.clear();
  }

  function changeStation({ answer, station: request, disconnect }: CsmsStep, id: string): Done {
    if (answer) {
      if (answers.size === 0) undo.push(answerUsually);
      answers.add(csms.addAnswer({ ...answer, station: id }).id);
    }
    if (request) {
      const bound = csms.putStation(id, request);
      if (!bound.ok) return bound;
    }
    const ended = disconnect ? csms.disconnectStation(id) : undefined;
    return ended && !ended.ok ? ended : done;
  }

  async function changeListener(wanted: CsmsStep['listener']): Promise<Done> {
    if (wanted === undefined) return done;
    if (listener === undefined) return { ok: false, problem: { code: 'scenario-no-listener' } };
    if (wanted === 'start') return startListener(listener);
    await stopListener();
    return done;
  }

  return {
    async setUp(inbox, signal) {
      if (setUp.policy) setPolicy(setUp.policy);
      for (const [idTag, request] of Object.entries(setUp.idTags)) putIdTag({ idTag, ...request });
      if (setUp.listener !== undefined) {
        const settings = listenerConfiguration.parse({ ...setUp.listener, id: listenerId });
        undo.push(stopListener);
        const started = await startListener(settings);
        if (!started.ok) return started;
      }
      const made = await makeFirmware();
      if (!made.ok) return made;
      for (const [name, settings] of Object.entries(setUp.chargePoints)) {
        const actor = actors.get(name);
        if (!actor?.emulated) continue;
        const up = await bringUp(actor, settings, { inbox, signal });
        if (!up.ok) return up;
      }
      return awaitStations(inbox, signal);
    },
    async change(step, stations) {
      if (step.policy) setPolicy(step.policy);
      if (step.idTag) putIdTag(step.idTag);
      if (step.answers === 'usual') answerUsually();
      for (const id of stations) {
        const changed = changeStation(step, id);
        if (!changed.ok) return changed;
      }
      return changeListener(step.listener);
    },
    async clear() {
      const leftOver: Problem[] = [];
      for (const back of undo.splice(0).reverse()) {
        try {
          await back();
        } catch (error) {
          const raw = error instanceof Error ? error.message : String(error);
          leftOver.push({ code: 'scenario-left-over', parameters: { raw } });
        }
      }
      return leftOver;
    },
  };
}
