/**
 * What a run changes at the local CSMS: listener, policy, id tags, answers, stations. Every change notes its way back.
 * Knows no charge point and no step but `csms`.
 */
import { type ListenerSettings, listenerConfiguration } from '../../../shared/api/csms-contract.ts';
import type { CsmsPolicyChanges } from '../../../shared/api/csms-policy.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { CsmsStep, Scenario } from '../../../shared/scenario/scenario.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';
import type { WaysBack } from './ways-back.ts';

type Csms = ScenarioDoors['csms'];
type Done = Outcome<undefined>;
const done: Done = { ok: true, value: undefined };

/** The listener of the run, under a name that is the run's own. */
function createListener(csms: Csms, listenerId: string, ways: WaysBack) {
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

  async function changeListener(wanted: CsmsStep['listener']): Promise<Done> {
    if (wanted === undefined) return done;
    if (listener === undefined) return { ok: false, problem: { code: 'scenario-no-listener' } };
    if (wanted === 'start') return startListener(listener);
    await stopListener();
    return done;
  }

  return {
    change: changeListener,
    async setUp(wanted: Scenario['setUp']['listener']): Promise<Done> {
      if (wanted === undefined) return done;
      ways.note(stopListener);
      return startListener(listenerConfiguration.parse({ ...wanted, id: listenerId }));
    },
  };
}

/** Policy and id tags, which are the CSMS's and not the run's: the first change of each knows how it was. */
function createSettings(csms: Csms, ways: WaysBack) {
  const putBackPolicy = new Set<string>();
  const putBackTags = new Set<string>();

  function setPolicy(changes: CsmsPolicyChanges): void {
    const { policy } = csms.state();
    const before = Object.entries(policy).filter(
      ([key]) => Object.hasOwn(changes, key) && !putBackPolicy.has(key),
    );
    for (const [key] of before) putBackPolicy.add(key);
    // Entries of the policy are changes of it.
    ways.note(() => csms.setPolicy(Object.fromEntries(before) as CsmsPolicyChanges));
    csms.setPolicy(changes);
  }

  function putIdTag({ idTag, ...request }: NonNullable<CsmsStep['idTag']>): void {
    if (!putBackTags.has(idTag)) {
      putBackTags.add(idTag);
      const before = csms.idTags().find((one) => one.idTag === idTag);
      ways.note(() => {
        if (before === undefined) return csms.deleteIdTag(idTag);
        const { idTag: _name, ...earlier } = before;
        return csms.putIdTag(idTag, earlier);
      });
    }
    csms.putIdTag(idTag, request);
  }

  return { setPolicy, putIdTag };
}

/** Answers and stations. */
function createStations(csms: Csms, ways: WaysBack) {
  const answers = new Set<string>();

  function answerUsually(): void {
    for (const id of answers) csms.deleteAnswer(id);
    answers.clear();
  }

  function changeStation({ answer, station: request, disconnect }: CsmsStep, id: string): Done {
    if (answer) {
      if (answers.size === 0) ways.note(answerUsually);
      answers.add(csms.addAnswer({ ...answer, station: id }).id);
    }
    if (request) {
      const bound = csms.putStation(id, request);
      if (!bound.ok) return bound;
    }
    const ended = disconnect ? csms.disconnectStation(id) : undefined;
    return ended && !ended.ok ? ended : done;
  }

  return { answerUsually, changeStation };
}

export interface CsmsStage {
  setUp(setUp: Scenario['setUp']): Promise<Done>;
  /** What a `csms` step does: to the CSMS once, to each of the stations. */
  change(step: CsmsStep, stations: readonly string[]): Promise<Done>;
}

/** The fault goes with the listener at the end of the run. */
async function changeFault(
  setFault: ScenarioDoors['setFault'],
  listenerId: string,
  wanted: CsmsStep['fault'],
): Promise<Done> {
  if (wanted === undefined) return done;
  const changed = await setFault(listenerId, wanted === 'off' ? undefined : wanted);
  return changed.ok ? done : changed;
}

export function createCsmsStage(
  { csms, setFault }: Pick<ScenarioDoors, 'csms' | 'setFault'>,
  listenerId: string,
  ways: WaysBack,
): CsmsStage {
  const listener = createListener(csms, listenerId, ways);
  const { setPolicy, putIdTag } = createSettings(csms, ways);
  const { answerUsually, changeStation } = createStations(csms, ways);
  return {
    async setUp(setUp) {
      if (setUp.policy) setPolicy(setUp.policy);
      for (const [idTag, request] of Object.entries(setUp.idTags)) putIdTag({ idTag, ...request });
      return listener.setUp(setUp.listener);
    },
    async change(step, stations) {
      if (step.policy) setPolicy(step.policy);
      if (step.idTag) putIdTag(step.idTag);
      if (step.answers === 'usual') answerUsually();
      // Before anybody is disconnected, so that they come back into it.
      const shown = await changeFault(setFault, listenerId, step.fault);
      if (!shown.ok) return shown;
      for (const id of stations) {
        const changed = changeStation(step, id);
        if (!changed.ok) return changed;
      }
      return listener.change(step.listener);
    },
  };
}
