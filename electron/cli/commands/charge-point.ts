/** `charge-point`: one or several emulated charge points without a window. */
import type { Command } from 'commander';
import {
  type ChargePointRequest,
  type ChargePointState,
  chargePointRequest,
} from '../../../shared/api/charge-points-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import { endpointProblem } from '../../../shared/security/endpoint-url.ts';
import type { Bench } from '../../bench/bench.ts';
import { addHeadlessOptions, type HeadlessOptions, runHeadless } from '../headless-role.ts';
import { type ExitCode, formatSpoken, type Output, problemExitCode } from '../output.ts';
import { readSecretFile } from '../text-files.ts';

interface ChargePointOptions extends HeadlessOptions {
  url: string;
  id: string;
  profile: string;
  password?: string;
  passwordFile?: string;
  keyHex?: string;
  serial?: string;
  connectors: string;
  count: string;
  trust?: string;
  insecure?: boolean;
}

function identities(id: string, count: number): string[] {
  if (count === 1) return [id];
  const digits = String(count).length;
  return Array.from(
    { length: count },
    (_, index) => `${id}-${String(index + 1).padStart(digits, '0')}`,
  );
}

function describe({ id, status, registration, problem, nextAttemptAt }: ChargePointState): string {
  const boot = registration ? `, BootNotification ${registration}` : '';
  const why = problem ? `: ${formatSpoken(speakProblem(problem)).replaceAll('\n', ' ')}` : '';
  const next = nextAttemptAt ? ` (next attempt ${nextAttemptAt})` : '';
  return `${id}: ${status}${boot}${why}${next}`;
}

function announce(bench: Bench, output: Output): void {
  const shown = new Map<string, string>();
  bench.onMoved((topic) => {
    if (topic !== 'charge-points') return;
    for (const state of bench.chargePoints.list()) {
      const text = describe(state);
      if (shown.get(state.id) === text) continue;
      shown.set(state.id, text);
      const { id, status, registration, problem, attempts } = state;
      output.line(text, { event: 'charge-point', id, status, registration, problem, attempts });
    }
  });
}

/** The request of the flags, before it is checked. */
function requestOf(options: ChargePointOptions, password: string | undefined): unknown {
  return {
    url: options.url,
    securityProfile: Number(options.profile),
    password,
    authorizationKeyHex: options.keyHex,
    serialNumber: options.count === '1' ? options.serial : undefined,
    connectors: Number(options.connectors),
    trust: options.insecure ? 'insecure' : options.trust === undefined ? 'bench' : undefined,
  };
}

interface ChargePointsPlan {
  ids: string[];
  request: ChargePointRequest;
}

function planChargePoints(options: ChargePointOptions): Outcome<ChargePointsPlan> {
  const password =
    options.passwordFile === undefined ? undefined : readSecretFile(options.passwordFile);
  const trust = options.trust === undefined ? undefined : readSecretFile(options.trust);
  for (const file of [password, trust]) {
    if (file && !file.ok) return file;
  }
  const wanted = requestOf(options, password?.ok ? password.value : options.password);
  const request = chargePointRequest.safeParse(
    trust?.ok ? { ...Object(wanted), trust: { pem: trust.value } } : wanted,
  );
  const count = Number(options.count);
  if (!request.success || !Number.isInteger(count) || count < 1) {
    const [issue] = request.error?.issues ?? [];
    const reason = issue ? issue.message : '--count needs a whole number from 1';
    const where = issue?.path.map(String).join('.');
    return { ok: false, problem: { code: 'input-invalid', where, parameters: { reason } } };
  }
  const wrong = endpointProblem(request.data.url, request.data.securityProfile);
  if (wrong) return { ok: false, problem: wrong };
  return { ok: true, value: { ids: identities(options.id, count), request: request.data } };
}

async function startChargePoints(
  bench: Bench,
  output: Output,
  { ids, request }: ChargePointsPlan,
): Promise<ExitCode | undefined> {
  announce(bench, output);
  for (const id of ids) {
    const put = await bench.chargePoints.put(id, request);
    if (!put.ok) {
      output.problem(put.problem);
      return problemExitCode(put.problem);
    }
  }
  return undefined;
}

export function addChargePointCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('charge-point')
    .description('Run emulated charge points')
    .requiredOption('--url <url>', 'endpoint of the Central System, ws:// or wss://')
    .requiredOption('--id <identity>', 'charge point identity; with --count a number is appended')
    .option('--profile <number>', 'security profile 0 to 3', '0')
    .option('--password <text>', 'password (visible in the process list; see --password-file)')
    .option('--password-file <file>', 'file that holds the password')
    .option('--key-hex <digits>', 'AuthorizationKey as hexadecimal digits')
    .option('--serial <text>', 'serial number: CN of the client certificate')
    .option('--connectors <number>', 'number of connectors', '1')
    .option('--count <number>', 'how many charge points', '1')
    .option('--trust <file>', 'PEM of the root that the server certificate must lead to')
    .option('--insecure', 'accept any server certificate');
  addHeadlessOptions(command).action(async (options: ChargePointOptions) =>
    finish(
      await runHeadless(
        { name: 'charge-point', plan: () => planChargePoints(options), start: startChargePoints },
        options,
      ),
    ),
  );
}
