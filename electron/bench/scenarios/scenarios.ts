/**
 * The scenarios of a bench: shipped and saved ones, checking a text, and their runs, one at a time because a run
 * changes what all stations meet. Runs are kept in memory, their frames in the record.
 */
import type { Outcome } from '../../../shared/api/problem.ts';
import type {
  ScenarioCheck,
  ScenarioEntry,
  ScenarioFault,
  ScenarioFile,
  ScenarioRun,
  ScenarioRunHead,
  ScenarioRunRequest,
} from '../../../shared/api/scenarios-contract.ts';
import { readScenario } from '../../../shared/scenario/read-scenario.ts';
import { scenarioJsonSchema } from '../../../shared/scenario/scenario-schema.ts';
import type { TextFault } from '../../../shared/yaml/placed-yaml.ts';
import type { SettingStore } from '../store/settings.ts';
import { type Run, startRun } from './run.ts';
import type { ScenarioDoors, ScenariosSurface } from './scenarios-surface.ts';
import { readShippedScenarios, type ShippedScenario } from './shipped.ts';

export interface Scenarios {
  surface: ScenariosSurface;
  /** Cancels what runs and waits until it is cleared up. */
  close(): Promise<void>;
}

export interface ScenariosParts {
  doors: ScenarioDoors;
  store: SettingStore;
  moved(): void;
  onError(error: unknown): void;
}

const savedSetting = 'saved-scenarios';
const keptRuns = 20;
const largestLibrary = 200;

function faultOf({ place, path, reason }: TextFault): ScenarioFault {
  return { ...place, path, reason };
}

function entryOf(id: string, source: ScenarioEntry['source'], text: string): ScenarioEntry {
  const read = readScenario(text);
  if (!read.ok) return { id, source, name: id, faulty: true, stations: [] };
  const { name, description, setUp } = read.value;
  const stations = [...Object.keys(setUp.chargePoints), ...Object.keys(setUp.stations)];
  return { id, source, name, description, faulty: false, stations };
}

function readSaved(store: SettingStore): Map<string, string> {
  const kept = store.read(savedSetting);
  if (typeof kept !== 'object' || kept === null) return new Map();
  return new Map(Object.entries(kept).map(([id, text]) => [id, String(text)]));
}

function headOf(state: ScenarioRun): ScenarioRunHead {
  const { steps: _steps, actors: _actors, problem: _problem, leftOver: _left, ...head } = state;
  return head;
}

export function createScenarios({ doors, store, moved, onError }: ScenariosParts): Scenarios {
  /** Read when first asked for: most runs of the bench need none. */
  let shippedOnes: readonly ShippedScenario[] | undefined;
  let shippedEntries: readonly ScenarioEntry[] | undefined;
  let savedOnes: Map<string, string> | undefined;
  let schema: Record<string, unknown> | undefined;
  let runs: Run[] = [];

  function shipped(): readonly ShippedScenario[] {
    shippedOnes ??= readShippedScenarios();
    return shippedOnes;
  }

  function saved(): Map<string, string> {
    savedOnes ??= readSaved(store);
    return savedOnes;
  }

  function keep(): void {
    store.write(savedSetting, Object.fromEntries(saved()));
    moved();
  }

  function get(id: string): Outcome<ScenarioFile> {
    const own = saved().get(id);
    const text = own ?? shipped().find((one) => one.id === id)?.text;
    if (text === undefined) return { ok: false, problem: { code: 'scenario-unknown', where: id } };
    const source = own === undefined ? 'shipped' : 'saved';
    return { ok: true, value: { ...entryOf(id, source, text), text } };
  }

  function textOf({ scenario, text }: ScenarioRunRequest): Outcome<string> {
    if (text !== undefined) return { ok: true, value: text };
    if (scenario === undefined) return { ok: false, problem: { code: 'scenario-text-missing' } };
    const found = get(scenario);
    return found.ok ? { ok: true, value: found.value.text } : found;
  }

  function runOf(id: string): Outcome<Run> {
    const run = runs.find((one) => one.state().id === id);
    return run
      ? { ok: true, value: run }
      : { ok: false, problem: { code: 'scenario-run-unknown', where: id } };
  }

  function start(request: ScenarioRunRequest): Outcome<ScenarioRun> {
    const busy = runs.map((one) => one.state()).find(({ endedAt }) => endedAt === undefined);
    if (busy) return { ok: false, problem: { code: 'scenario-running', where: busy.name } };
    const text = textOf(request);
    if (!text.ok) return text;
    const read = readScenario(text.value);
    if (!read.ok) {
      const { place, path, reason } = read.faults[0] ?? { place: undefined, path: '', reason: '' };
      const where = place ? `${place.line}:${place.column}` : path;
      return {
        ok: false,
        problem: { code: 'scenario-invalid', where, parameters: { reason, path } },
      };
    }
    const started = startRun({
      doors,
      scenario: read.value,
      scenarioId: request.scenario,
      request,
      moved,
      onError,
    });
    if (!started.ok) return started;
    started.value.ended.catch(onError);
    runs = [started.value, ...runs].slice(0, keptRuns);
    return { ok: true, value: started.value.state() };
  }

  const surface: ScenariosSurface = {
    list() {
      shippedEntries ??= shipped().map(({ id, text }) => entryOf(id, 'shipped', text));
      return [...shippedEntries, ...[...saved()].map(([id, text]) => entryOf(id, 'saved', text))];
    },
    get,
    save(id, text) {
      if (shipped().some((one) => one.id === id)) {
        return { ok: false, problem: { code: 'scenario-shipped', where: id } };
      }
      if (!saved().has(id) && saved().size >= largestLibrary) {
        const parameters = { limit: largestLibrary };
        return { ok: false, problem: { code: 'scenario-too-many', parameters } };
      }
      saved().set(id, text);
      keep();
      return get(id);
    },
    delete(id) {
      const deleted = saved().delete(id);
      if (deleted) keep();
      return deleted;
    },
    validate(text): ScenarioCheck {
      const read = readScenario(text);
      return read.ok
        ? { valid: true, name: read.value.name, faults: [] }
        : { valid: false, faults: read.faults.map(faultOf) };
    },
    schema() {
      schema ??= scenarioJsonSchema();
      return schema;
    },
    run: start,
    runs: () => runs.map((one) => headOf(one.state())),
    runState(id) {
      const run = runOf(id);
      return run.ok ? { ok: true, value: run.value.state() } : run;
    },
    cancel(id) {
      const run = runOf(id);
      if (!run.ok) return run;
      return run.value.cancel()
        ? { ok: true, value: run.value.state() }
        : { ok: false, problem: { code: 'scenario-run-ended', where: id } };
    },
  };

  return {
    surface,
    async close() {
      for (const run of runs) run.cancel();
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
}
