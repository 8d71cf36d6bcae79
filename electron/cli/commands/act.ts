/**
 * `act`: does something to an emulated charge point of a running bench. The actions, their values and their defaults
 * come from the contract. A client of the HTTP API like any script: knows no bench of its own.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { chargePointAction } from '../../../shared/api/charge-points-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';

/** One value of an action, as JSON Schema describes it. */
interface ActionValue {
  name: string;
  type: string | undefined;
  /** Given by its place among the words; the others as `name=value`. */
  placed: boolean;
  required: boolean;
  preset: unknown;
}

const described = z.object({
  oneOf: z.array(
    z.object({
      properties: z.record(
        z.string(),
        z.looseObject({
          type: z.string().optional(),
          const: z.string().optional(),
          default: z.unknown().optional(),
        }),
      ),
      required: z.array(z.string()),
    }),
  ),
});

/** Every action with its values, in the order of the contract. */
function readActions(): Map<string, ActionValue[]> {
  const { oneOf } = described.parse(z.toJSONSchema(chargePointAction, { io: 'input' }));
  return new Map(
    oneOf.map(({ properties: { action, ...values }, required }) => [
      action?.const ?? '',
      Object.entries(values).map(([name, { type, default: preset, ...more }]) => {
        const isFree = type === undefined && Object.keys(more).length === 0;
        const isRequired = required.includes(name);
        // A payload may be anything, and is `{}` when left out.
        return {
          name,
          type,
          preset,
          placed: isRequired || isFree,
          required: isRequired && !isFree,
        };
      }),
    ]),
  );
}

function usageOf([action, values]: [string, ActionValue[]]): string {
  const words = values
    .toSorted((left, right) => Number(right.placed) - Number(left.placed))
    .map(({ name, placed, required, preset }) => {
      if (placed) return required ? `<${name}>` : `[${name}]`;
      return `[${name}=${preset === undefined ? '…' : String(preset)}]`;
    });
  return `  ${[action, ...words].join(' ')}`;
}

function wrong(where: string, reason: string): Outcome<never> {
  return { ok: false, problem: { code: 'input-invalid', where, parameters: { reason } } };
}

/** Text stays text; everything else is JSON. */
function readValue({ name, type }: ActionValue, text: string): Outcome<unknown> {
  if (type === 'string') return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return wrong(name, error instanceof Error ? error.message : String(error));
  }
}

/** The words after the action, each with the value it is for: first those that have a place, then `name=value`. */
function assign(values: ActionValue[], words: readonly string[]): Outcome<[ActionValue, string][]> {
  const places = values.filter(({ placed }) => placed);
  const assigned: [ActionValue, string][] = [];
  for (const [index, word] of words.entries()) {
    const place = places[index];
    const [, name, text] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
    // What may be left out gives way to a named value.
    const named = values.find((value) => value.name === name && !value.placed);
    if (place !== undefined && (place.required || named === undefined)) {
      assigned.push([place, word]);
    } else if (named !== undefined && text !== undefined) {
      assigned.push([named, text]);
    } else {
      return wrong(word, 'the action has no such value');
    }
  }
  const missing = places.find(
    (place) => place.required && !assigned.some(([value]) => value === place),
  );
  return missing === undefined
    ? { ok: true, value: assigned }
    : wrong(missing.name, 'the action needs it');
}

/**
 * The body of the request from the words of the command line.
 * Problems: `input-invalid` for an unknown action, a word too many, a value that is missing or no JSON.
 */
export function readAction(action: string, words: readonly string[]): Outcome<object> {
  const actions = readActions();
  const values = actions.get(action);
  if (values === undefined) return wrong('action', `one of ${[...actions.keys()].join(', ')}`);
  const assigned = assign(values, words);
  if (!assigned.ok) return assigned;
  const left = values.filter(({ placed, required }) => placed && !required);
  const body: Record<string, unknown> = {
    action,
    ...Object.fromEntries(left.map(({ name }) => [name, {}])),
  };
  for (const [value, text] of assigned.value) {
    const read = readValue(value, text);
    if (!read.ok) return read;
    body[value.name] = read.value;
  }
  return { ok: true, value: body };
}

const acted = z.looseObject({
  state: z.looseObject({
    id: z.string(),
    status: z.string(),
    connectors: z.array(z.looseObject({ connectorId: z.number(), status: z.string() })),
  }),
  outcome: z
    .looseObject({
      outcome: z.string().optional(),
      result: z.string().optional(),
      status: z.string().optional(),
    })
    .optional(),
});

/** Whether it came to what was meant: a CALLRESULT, a tag that is let in, a key that is changed. */
function cameToGood(outcome: z.output<typeof acted>['outcome']): boolean {
  const { outcome: answer = 'result', result, status = 'Accepted' } = outcome ?? {};
  const isTaken = status === 'Accepted' || status === 'RebootRequired';
  return answer === 'result' && result !== 'refused' && isTaken;
}

function show(answer: BenchAnswer, output: Output): ExitCode {
  const read = acted.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { state, outcome } = read.data;
  const connectors = state.connectors.map(({ connectorId, status }) => `${connectorId} ${status}`);
  const text = `${state.id}: ${state.status}; ${connectors.join(', ')}`;
  output.line(outcome === undefined ? text : JSON.stringify(outcome), read.data);
  return cameToGood(outcome) ? exitCode.success : exitCode.failedVerdict;
}

interface ActOptions extends BenchAddress {
  connector?: string;
  validate: boolean;
  json?: boolean;
}

async function act(
  [id, action, given]: [string, string, string[]],
  options: ActOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const flags = [
    ...(options.connector === undefined ? [] : [`connectorId=${options.connector}`]),
    ...(options.validate ? [] : ['validate=false']),
  ];
  const body = readAction(action, [...given, ...flags]);
  if (!body.ok) {
    output.problem(body.problem);
    return problemExitCode(body.problem);
  }
  const request = { path: `/charge-points/${encodeURIComponent(id)}/actions`, body: body.value };
  return askBench(options, request, { output, show: (answer) => show(answer, output) });
}

export function addActCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('act <id> <action> [values...]')
    .description('Do something to an emulated charge point of a running bench')
    .option('--connector <number>', 'the connector it is done to: connectorId=<number>')
    .option('--no-validate', 'send what the schema forbids: validate=false')
    .addHelpText('after', () => `\nActions:\n${[...readActions()].map(usageOf).join('\n')}`);
  withBenchAddress(command).action(
    async (id: string, action: string, values: string[], options: ActOptions) =>
      finish(await act([id, action, values], options)),
  );
}
