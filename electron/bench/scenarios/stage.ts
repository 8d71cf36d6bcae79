/**
 * What a run needs around it: listener, policy, id tags, charge points. Sets it up, changes it on the way, and puts
 * everything back as it was, whatever happened in between. Knows no step but `csms`.
 */
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { ScenarioRunRequest } from '../../../shared/api/scenarios-contract.ts';
import type { CsmsStep, Scenario, ScenarioChargePoint } from '../../../shared/scenario/scenario.ts';
import { type Actor, type Actors, ownPrefix, stationOf } from './actors.ts';
import type { Inbox } from './inbox.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';
import { bringUp, type ChargePointsStage, readyMs } from './stage-charge-points.ts';
import { createCsmsStage } from './stage-csms.ts';
import { createWaysBack } from './ways-back.ts';

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
  const { doors, scenario, actors, url } = parts;
  const { setUp } = scenario;
  const ways = createWaysBack();
  const csmsStage = createCsmsStage(doors, parts.listenerId, ways);
  const listenerId = setUp.listener === undefined ? undefined : parts.listenerId;
  const chargePointsStage: ChargePointsStage = { doors, ways, url, listenerId };

  async function makeFirmware(): Promise<Done> {
    for (const [name, { file, bytes }] of Object.entries(setUp.firmware)) {
      const made = await doors.firmware.generate(file, bytes);
      if (!made.ok) return made;
      const { id } = made.value;
      ways.note(() => doors.firmware.delete(id));
      parts.keep(name, id);
    }
    return done;
  }

  async function bringAllUp(inbox: Inbox, signal: AbortSignal): Promise<Done> {
    for (const [name, settings] of Object.entries(setUp.chargePoints)) {
      const actor = actors.get(name);
      if (!actor?.emulated) continue;
      const up = await bringUp(chargePointsStage, actor, settings, { inbox, signal });
      if (!up.ok) return up;
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

  return {
    async setUp(inbox, signal) {
      const begun = await csmsStage.setUp(setUp);
      if (!begun.ok) return begun;
      const made = await makeFirmware();
      if (!made.ok) return made;
      const up = await bringAllUp(inbox, signal);
      return up.ok ? awaitStations(inbox, signal) : up;
    },
    change: csmsStage.change,
    clear: ways.take,
  };
}
