/**
 * The certificate desk for commands: of a running bench over its API, or of a data folder that no bench holds. Both answer
 * the same requests. Knows no certificate.
 */
import type { Command } from 'commander';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { defaultDataFolder } from '../bench/data-folder.ts';
import {
  type BenchAnswer,
  type BenchRequest,
  doorRequest,
  readAnswer,
  requestBench,
} from './bench-request.ts';
import { type ExitCode, type Output, problemExitCode } from './output.ts';
import { openOwnStore } from './own-store.ts';
import { type PassphraseOptions, withPassphrase } from './passphrase.ts';

export interface DeskOptions extends PassphraseOptions {
  api?: string;
  token?: string;
  tokenFile?: string;
  dataDir?: string;
  json?: boolean;
}

export function withDeskOptions(command: Command): Command {
  return withPassphrase(
    command
      .option('--data-dir <folder>', 'where certificates are kept, while no bench runs on it')
      .option('--api <url>', 'address of a running bench, instead of a data folder')
      .option('--token <text>', 'its token (visible in the process list; see --token-file)')
      .option('--token-file <file>', 'file that holds the token')
      .option('--json', 'print JSON lines'),
  );
}

export interface DeskAccess {
  ask(request: BenchRequest): Promise<Outcome<Response>>;
  close(): Promise<void>;
}

/** Problems: those of the token and of `openOwnStore`. */
async function openDesk(options: DeskOptions): Promise<Outcome<DeskAccess>> {
  const { api } = options;
  if (api !== undefined) {
    const address = { ...options, api };
    const ask: DeskAccess['ask'] = (request) => requestBench(address, request);
    return { ok: true, value: { ask, close: async () => undefined } };
  }
  const opened = await openOwnStore(options.dataDir ?? defaultDataFolder(), options);
  if (!opened.ok) return opened;
  const { store } = opened.value;
  // The door and its libraries take longer to load than most commands to run.
  const [{ createDeskDoor }, { openPki }, { keepPolicy }] = await Promise.all([
    import('../server/desk-door.ts'),
    import('../bench/pki-surface.ts'),
    import('../bench/csms/kept-policy.ts'),
  ]);
  const nothing = () => undefined;
  const policy = keepPolicy(store.settings, nothing);
  const cpoName = () => policy.current().cpoName;
  const { authorities, desk } = openPki({ store, cpoName, moved: nothing });
  const answer = createDeskDoor(desk);
  return {
    ok: true,
    value: {
      ask: async (request) => ({
        ok: true,
        value: await answer(doorRequest('http://desk', request)),
      }),
      async close() {
        await authorities.close();
        store.close();
      },
    },
  };
}

/** Runs a command on the desk and closes it; a problem is shown and becomes the exit code. */
export async function onDesk(
  options: DeskOptions,
  output: Output,
  work: (desk: DeskAccess) => Promise<ExitCode>,
): Promise<ExitCode> {
  const desk = await openDesk(options);
  if (!desk.ok) return shown(output, desk.problem);
  try {
    return await work(desk.value);
  } finally {
    await desk.value.close();
  }
}

/** Asks for JSON; `show` gets what was answered, a refusal is shown. */
export async function askDesk(
  desk: DeskAccess,
  request: BenchRequest,
  output: Output,
  show: (body: unknown) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const response = await desk.ask(request);
  if (!response.ok) return shown(output, response.problem);
  const answer: BenchAnswer = await readAnswer(response.value);
  return answer.ok ? show(answer.body) : answer.refuse(output);
}

/** Asks for a file; a refusal is shown. */
export async function askDeskFile(
  desk: DeskAccess,
  request: BenchRequest,
  output: Output,
  take: (bytes: Uint8Array) => ExitCode,
): Promise<ExitCode> {
  const response = await desk.ask(request);
  if (!response.ok) return shown(output, response.problem);
  if (!response.value.ok) return (await readAnswer(response.value)).refuse(output);
  return take(new Uint8Array(await response.value.arrayBuffer()));
}

export function shown(output: Output, problem: Problem): ExitCode {
  output.problem(problem);
  return problemExitCode(problem);
}
