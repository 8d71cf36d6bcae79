/** `charge-point`: one or several emulated charge points without a window. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { builtInProfiles } from '../../../shared/api/built-in-profiles.ts';
import {
  type ChargePointRequest,
  type ChargePointState,
  chargePointRequest,
} from '../../../shared/api/charge-points-contract.ts';
import {
  type FleetRequest,
  type FleetSummary,
  fleetRequest,
} from '../../../shared/api/fleets-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import type { Bench } from '../../bench/bench.ts';
import { isReadablePem, settingsProblem } from '../../bench/charge-point/settings-problem.ts';
import type { LoadedBenchFile } from '../bench-file.ts';
import { addHeadlessOptions, type HeadlessOptions, runHeadless } from '../headless-role.ts';
import { type GivenKey, type KeyOptions, readKey, withKeyOptions } from '../key-options.ts';
import { type ExitCode, formatSpoken, type Output, problemExitCode } from '../output.ts';
import { readSettingsFile } from '../settings-file.ts';
import { readSecretFile } from '../text-files.ts';

interface ChargePointOptions extends HeadlessOptions, KeyOptions {
  url: string;
  id: string;
  profile?: string;
  serial?: string;
  connectors?: string;
  count: string;
  rate: string;
  chargePointProfile?: string;
  settings?: string;
  cable?: string;
  vehicle?: unknown;
  idle?: string;
  charge?: string;
  trust?: string;
  insecure?: boolean;
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

const fleetName = 'fleet';
/** A fleet is told of no more often than this. */
const fleetLineEveryMs = 1000;

function counted(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function describeFleet({ connections, registrations, problems }: FleetSummary): string {
  const boots = counted(registrations);
  const why = problems.map(({ code, count }) => `${code} ${count}`).join(', ');
  return [
    counted(connections),
    ...(boots === '' ? [] : [`BootNotification ${boots}`]),
    ...(why === '' ? [] : [`because of ${why}`]),
  ].join('; ');
}

/** Prints the counts of a fleet when they have changed, at most once a second. */
function announceFleet(bench: Bench, output: Output): void {
  let shown = '';
  let waiting = false;
  function tell(): void {
    waiting = false;
    const [summary] = bench.fleets.list();
    if (summary === undefined) return;
    const text = describeFleet(summary);
    if (text === shown) return;
    shown = text;
    const { request: _settings, ...counts } = summary;
    output.line(text, { event: 'fleet', ...counts });
  }
  bench.onMoved((topic) => {
    if (topic !== 'charge-points' || waiting) return;
    waiting = true;
    setTimeout(tell, fleetLineEveryMs).unref();
  });
}

/** The request of the flags, before it is checked. */
function requestOf(options: ChargePointOptions, key: GivenKey): object {
  const given = {
    url: options.url,
    securityProfile: options.profile === undefined ? undefined : Number(options.profile),
    ...key,
    serialNumber: options.count === '1' ? options.serial : undefined,
    connectors: options.connectors === undefined ? undefined : Number(options.connectors),
    cable: options.cable,
    vehicle: options.vehicle,
    trust: options.insecure ? 'insecure' : undefined,
  };
  // What is left out is left to the profile.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

interface ChargePointsPlan {
  id: string;
  request: ChargePointRequest;
  /** For more than one. */
  fleet?: FleetRequest;
}

/** What is wrong with flags, by the first thing that is. */
function wrongInput({ issues: [issue] }: z.ZodError): { ok: false; problem: Problem } {
  const where = issue?.path.map(String).join('.');
  const parameters = { reason: issue?.message ?? '' };
  return { ok: false, problem: { code: 'input-invalid', where, parameters } };
}

/** Drivers come and go when one of the two flags is given. */
function sessionsOf({ idle, charge }: ChargePointOptions): unknown {
  if (idle === undefined && charge === undefined) return undefined;
  return {
    ...(idle === undefined ? {} : { idleS: Number(idle) }),
    ...(charge === undefined ? {} : { chargeS: Number(charge) }),
  };
}

function planFleet(
  options: ChargePointOptions,
  { url, securityProfile, password, authorizationKeyHex, ...settings }: ChargePointRequest,
): Outcome<FleetRequest | undefined> {
  if (options.count === '1' && !options.id.includes('{')) return { ok: true, value: undefined };
  const { serialNumber: _own, autoConnect: _always, ...shared } = settings;
  const fleet = fleetRequest.safeParse({
    url,
    securityProfile,
    password,
    authorizationKeyHex,
    ids: options.id,
    count: Number(options.count),
    bootsPerS: Number(options.rate),
    settings: shared,
    sessions: sessionsOf(options),
  });
  return fleet.success ? { ok: true, value: fleet.data } : wrongInput(fleet.error);
}

/** The settings of a profile named by a flag, from `bench.yaml`. */
function profileOf(
  { chargePointProfile: name }: ChargePointOptions,
  benchFile: LoadedBenchFile | undefined,
): Outcome<object> {
  if (name === undefined) return { ok: true, value: {} };
  const settings = benchFile?.file.chargePointProfiles[name] ?? builtInProfiles.get(name);
  return settings === undefined
    ? { ok: false, problem: { code: 'charge-point-profile-unknown', where: name } }
    : { ok: true, value: settings };
}

function planChargePoints(
  options: ChargePointOptions,
  benchFile: LoadedBenchFile | undefined,
): Outcome<ChargePointsPlan> {
  const key = readKey(options);
  const trust = options.trust === undefined ? undefined : readSecretFile(options.trust);
  for (const file of [key, trust]) {
    if (file && !file.ok) return file;
  }
  if (trust?.ok && !isReadablePem(trust.value)) {
    return { ok: false, problem: { code: 'certificate-unreadable', where: options.trust ?? '' } };
  }
  const profile = profileOf(options, benchFile);
  if (!profile.ok) return profile;
  const file: Outcome<object> =
    options.settings === undefined ? { ok: true, value: {} } : readSettingsFile(options.settings);
  if (!file.ok) return file;
  const wanted = requestOf(options, key.ok ? key.value : {});
  const pem = trust?.ok ? { trust: { pem: trust.value } } : {};
  const request = chargePointRequest.safeParse({
    securityProfile: 0,
    ...profile.value,
    ...file.value,
    ...wanted,
    ...pem,
  });
  if (!request.success) return wrongInput(request.error);
  const wrong = settingsProblem(request.data);
  if (wrong) return { ok: false, problem: wrong };
  const fleet = planFleet(options, request.data);
  if (!fleet.ok) return fleet;
  const plan = { id: options.id, request: request.data };
  return { ok: true, value: fleet.value === undefined ? plan : { ...plan, fleet: fleet.value } };
}

async function startChargePoints(
  bench: Bench,
  output: Output,
  { id, request, fleet }: ChargePointsPlan,
): Promise<ExitCode | undefined> {
  if (fleet === undefined) announce(bench, output);
  else announceFleet(bench, output);
  const started =
    fleet === undefined
      ? await bench.chargePoints.put(id, request)
      : await bench.fleets.put(fleetName, fleet);
  if (started.ok) return undefined;
  output.problem(started.problem);
  return problemExitCode(started.problem);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

export function addChargePointCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('charge-point')
    .description('Run emulated charge points')
    .requiredOption('--url <url>', 'endpoint of the Central System, ws:// or wss://')
    .requiredOption(
      '--id <identity>',
      'identity; with --count a pattern such as CP-{0001}, or a number is appended',
    )
    .option('--profile <number>', 'security profile 0 to 3; 0 if absent')
    .option('--serial <text>', 'serial number: CN of the client certificate')
    .option('--connectors <number>', 'number of connectors; 1 if absent')
    .option('--count <number>', 'how many charge points', '1')
    .option('--rate <number>', 'with --count: how many start in a second', '50')
    .option('--idle <seconds>', 'with --count: drivers come to a free connector, on average after')
    .option('--charge <seconds>', 'with --count: drivers charge, on average for')
    .option('--charge-point-profile <name>', 'named settings, of bench.yaml or built in')
    .option('--settings <file>', 'further settings, YAML or JSON; flags go before them')
    .addOption(
      new Option('--cable <kind>', 'what hangs on it; a socket if absent').choices([
        'fixed',
        'socket',
      ]),
    )
    .option('--vehicle <json>', 'what charges at every connector', readJson)
    .option('--trust <file>', 'PEM of the root that the server certificate must lead to')
    .option('--insecure', 'accept any server certificate');
  addHeadlessOptions(withKeyOptions(command)).action(async (options: ChargePointOptions) =>
    finish(
      await runHeadless(
        {
          name: 'charge-point',
          plan: (benchFile) => planChargePoints(options, benchFile),
          start: startChargePoints,
        },
        options,
      ),
    ),
  );
}
