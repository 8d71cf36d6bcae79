/** `csms`: a local Central System without a window. */
import type { Command } from 'commander';
import { stationId } from '../../../shared/api/common-schemas.ts';
import {
  type ListenerSettings,
  listenerConfiguration,
  type StationRequest,
  stationRequest,
} from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { judgementWords } from '../../../shared/record/judgement-words.ts';
import { parseListenSpec } from '../../../shared/security/security-profiles.ts';
import type { Bench } from '../../bench/bench.ts';
import type { LoadedBenchFile } from '../bench-file.ts';
import { addHeadlessOptions, type HeadlessOptions, runHeadless } from '../headless-role.ts';
import {
  addCertificateOptions,
  type CertificateFiles,
  type CertificateOptions,
  importCertificateFiles,
  readCertificateFiles,
} from '../listener-certificates.ts';
import {
  addNamesAndTimeOptions,
  type NamesAndTimeOptions,
  type NamesAndTimePlan,
  planNamesAndTime,
  startNamesAndTime,
} from '../names-and-time-options.ts';
import { type ExitCode, exitCode, type Output, usage } from '../output.ts';
import { readSecretFile } from '../text-files.ts';

interface CsmsOptions extends HeadlessOptions, NamesAndTimeOptions, CertificateOptions {
  listen: string[];
  station: string[];
  stationFile: string[];
  knownOnly?: boolean;
}

function listenersOf(specs: readonly string[]): Outcome<ListenerSettings[]> {
  const listeners: ListenerSettings[] = [];
  for (const spec of specs) {
    const parsed = parseListenSpec(spec);
    if (!parsed.ok) return parsed;
    listeners.push(listenerConfiguration.parse(parsed.value));
  }
  return { ok: true, value: listeners };
}

/** `ID[:PASSWORD]`; an identity has no colon, a password may. */
function readStation(text: string): Outcome<{ id: string; request: StationRequest }> {
  const colon = text.indexOf(':');
  const id = stationId.safeParse(colon < 0 ? text : text.slice(0, colon));
  const request = stationRequest.safeParse(colon < 0 ? {} : { password: text.slice(colon + 1) });
  if (id.success && request.success) {
    return { ok: true, value: { id: id.data, request: request.data } };
  }
  // The text itself is a secret: only what stands before the colon is named.
  const reason = id.success ? 'the password is empty or too long' : 'the identity is missing';
  const where = id.success ? `--station ${id.data}` : '--station';
  return { ok: false, problem: { code: 'input-invalid', where, parameters: { reason } } };
}

/** The stations of `--station` and of the files of `--station-file`, one a line. */
function readStations(options: CsmsOptions): Outcome<{ id: string; request: StationRequest }[]> {
  const texts = [...options.station];
  for (const path of options.stationFile) {
    const content = readSecretFile(path);
    if (!content.ok) return content;
    texts.push(...content.value.split(/\r?\n/).filter((line) => line !== ''));
  }
  const stations = [];
  for (const text of texts) {
    const station = readStation(text);
    if (!station.ok) return station;
    stations.push(station.value);
  }
  return { ok: true, value: stations };
}

/** Looking at thousands of stations takes a while: it may not take more than a twentieth of the time. */
const restFactor = 20;

function announceStations(bench: Bench, output: Output): void {
  const states = new Map<string, string>();
  let resting = false;
  let again = false;
  function tell(): void {
    const startedAt = performance.now();
    for (const { id, connected, connectedProfile } of bench.csms.stations()) {
      const state = connected
        ? `connected on security profile ${connectedProfile}`
        : 'disconnected';
      if (states.get(id) === state) continue;
      const isNew = !states.has(id);
      states.set(id, state);
      if (isNew && !connected) continue;
      const facts = { event: 'station', station: id, connected, securityProfile: connectedProfile };
      output.line(`${id}: ${state}`, facts);
    }
    rest((performance.now() - startedAt) * restFactor);
  }
  function rest(forMs: number): void {
    resting = true;
    setTimeout(() => {
      resting = false;
      if (!again) return;
      again = false;
      tell();
    }, forMs).unref();
  }
  bench.onMoved((topic) => {
    if (topic !== 'stations') return;
    if (resting) again = true;
    else tell();
  });
  let lastAttempt = 0;
  bench.onMoved((topic) => {
    if (topic !== 'attempts') return;
    for (const attempt of bench.csms.attempts().toReversed()) {
      if (attempt.seq <= lastAttempt) continue;
      lastAttempt = attempt.seq;
      const { station, code, seq, remoteAddress } = attempt;
      output.line(`${station}: refused (${code}) from ${remoteAddress}, frame ${seq}`, {
        event: 'refused',
        station,
        code,
        seq,
        remoteAddress,
      });
    }
  });
}

interface CsmsPlan {
  listeners: ListenerSettings[];
  stations: { id: string; request: StationRequest }[];
  knownOnly: boolean;
  namesAndTime: NamesAndTimePlan;
  certificates: CertificateFiles | undefined;
}

function planCsms(options: CsmsOptions, benchFile: LoadedBenchFile | undefined): Outcome<CsmsPlan> {
  const listeners = listenersOf(options.listen);
  if (!listeners.ok) return listeners;
  const stations = readStations(options);
  if (!stations.ok) return stations;
  const ofFile = benchFile?.file.csms?.listeners.length ?? 0;
  if (listeners.value.length + ofFile === 0) {
    return usage('No listener is asked for.');
  }
  const namesAndTime = planNamesAndTime(options);
  if (!namesAndTime.ok) return namesAndTime;
  const certificates = readCertificateFiles(options);
  if (!certificates.ok) return certificates;
  return {
    ok: true,
    value: {
      certificates: certificates.value,
      ...{ listeners: listeners.value, stations: stations.value },
      ...{ knownOnly: options.knownOnly ?? false, namesAndTime: namesAndTime.value },
    },
  };
}

async function startCsms(
  bench: Bench,
  output: Output,
  { listeners, stations, knownOnly, namesAndTime, certificates }: CsmsPlan,
): Promise<ExitCode | undefined> {
  // What is wrong with the listeners of the file was printed when it was applied.
  const ofFile = new Set(bench.csms.state().listeners.map(({ id }) => id));
  for (const { id, request } of stations) bench.csms.putStation(id, request);
  if (knownOnly) bench.csms.setPolicy({ knownOnly: true });
  announceStations(bench, output);
  const chosen = await importCertificateFiles(bench.pki.desk, certificates);
  if (!chosen.ok) {
    output.problem(chosen.problem);
    return exitCode.usage;
  }
  for (const listener of listeners) {
    const shown = listener.securityProfiles.some((profile) => profile >= 2) ? chosen.value : {};
    await bench.csms.startListener({ ...listener, ...shown });
  }
  for (const { id, status, urls, port, problem, findings } of bench.csms.state().listeners) {
    if (problem && !ofFile.has(id)) output.problem(problem);
    if (problem && status === 'failed') return exitCode.environment;
    for (const { url, securityProfiles, network } of urls) {
      const facts = { event: 'listening', listener: id, url, port, securityProfiles, network };
      output.line(`Security profile ${securityProfiles.join(', ')}: ${url} (${network})`, facts);
    }
    for (const finding of findings ?? []) {
      const { what, advice = '' } = judgementWords(finding);
      output.line(`${id}: ${what} ${advice}`.trim(), {
        event: 'finding',
        listener: id,
        ...finding,
      });
    }
  }
  return startNamesAndTime(bench, output, namesAndTime);
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

export function addCsmsCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('csms')
    .description('Run a local Central System')
    .option(
      '--listen <profiles@host:port>',
      'a listener, for example 1@0.0.0.0:9000 or 2+3@[::]:443; may be repeated',
      collect,
      [],
    )
    .option(
      '--station <id[:password]>',
      'a known station (visible in the process list; see --station-file); may be repeated',
      collect,
      [],
    )
    .option('--station-file <file>', 'a file with one ID[:PASSWORD] a line', collect, [])
    .option('--known-only', 'refuse stations that are not in the list with 404');
  addHeadlessOptions(addNamesAndTimeOptions(addCertificateOptions(command))).action(
    async (options: CsmsOptions) =>
      finish(
        await runHeadless(
          { name: 'csms', plan: (benchFile) => planCsms(options, benchFile), start: startCsms },
          options,
        ),
      ),
  );
}
