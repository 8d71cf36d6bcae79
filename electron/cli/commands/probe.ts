/**
 * `probe`: what an endpoint does, held against the whitepaper, without a running bench; with `--station` what a charger
 * that connected to a running one did. Gathers nothing itself.
 */
import { type Command, Option } from 'commander';
import {
  type ProbeReport,
  type ProbeRequest,
  probeRequest,
  stationReport,
} from '../../../shared/api/probe-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { ProbeLine, ProfileSummary } from '../../../shared/security/probe/probe-line.ts';
import {
  groupWords,
  lineVerdictText,
  probeLineWords,
  probeMarkdown,
  summaryText,
} from '../../../shared/security/probe/probe-words.ts';
import {
  parseHostAndPort,
  parseProfileSet,
  type SecurityProfile,
} from '../../../shared/security/security-profiles.ts';
import { askBench, type BenchAddress, withBenchAddress } from '../bench-request.ts';
import { type GivenKey, type KeyOptions, readKey, withKeyOptions } from '../key-options.ts';
import {
  createOutput,
  type ExitCode,
  exitCode,
  type Output,
  problemExitCode,
  usage,
} from '../output.ts';
import { askPassphrase } from '../passphrase.ts';
import { probeAlone } from '../probe-alone.ts';
import { readTextFile } from '../text-files.ts';

interface ProbeOptions extends BenchAddress, KeyOptions {
  identity?: string;
  askPassword?: boolean;
  cert?: string;
  key?: string;
  ca: string[];
  systemRoots?: boolean;
  sni?: string;
  connectTo?: string;
  profile?: string;
  timeLimit: string;
  unknownIdentity: boolean;
  strict?: boolean;
  markdown?: boolean;
  capture?: string;
  station?: string;
  json?: boolean;
}

interface Shown {
  summaries: readonly ProfileSummary[];
  lines: readonly ProbeLine[];
}

function readAll(paths: readonly string[]): Outcome<string[]> {
  const texts: string[] = [];
  for (const path of paths) {
    const read = readTextFile(path);
    if (!read.ok) return read;
    texts.push(read.value);
  }
  return { ok: true, value: texts };
}

function readCertificate({ cert, key }: ProbeOptions): Outcome<Partial<ProbeRequest>> {
  if (cert === undefined && key === undefined) return { ok: true, value: {} };
  if (cert === undefined || key === undefined) return usage('--cert and --key go together.');
  const read = readAll([cert, key]);
  if (!read.ok) return read;
  const [certPem = '', keyPem = ''] = read.value;
  return { ok: true, value: { certificate: { certPem, keyPem } } };
}

/** `HOST` or `HOST:PORT`, an IPv6 address in brackets. */
function readPlace(text: string | undefined): Outcome<Partial<ProbeRequest>> {
  if (text === undefined) return { ok: true, value: {} };
  const hasPort = /:\d+$/.test(text) && (text.startsWith('[') || text.split(':').length === 2);
  if (!hasPort)
    return { ok: true, value: { connectTo: { host: text.replace(/^\[(.*)\]$/, '$1') } } };
  const parsed = parseHostAndPort(text);
  return parsed.ok ? { ok: true, value: { connectTo: parsed.value } } : parsed;
}

/** A password typed in goes nowhere else. */
async function readOrAskKey(options: ProbeOptions): Promise<Outcome<GivenKey>> {
  if (options.askPassword !== true) return readKey(options);
  const password = await askPassphrase('Password: ');
  return password === undefined || password === ''
    ? usage('Nobody can be asked for the password here; use --password-file.')
    : { ok: true, value: { password } };
}

async function readRequest(url: string, options: ProbeOptions): Promise<Outcome<ProbeRequest>> {
  const key = await readOrAskKey(options);
  if (!key.ok) return key;
  const certificate = readCertificate(options);
  if (!certificate.ok) return certificate;
  const roots = readAll(options.ca);
  if (!roots.ok) return roots;
  const place = readPlace(options.connectTo);
  if (!place.ok) return place;
  const profiles = options.profile === undefined ? undefined : parseProfileSet(options.profile);
  if (profiles?.ok === false) return profiles;
  const { identity, sni, systemRoots = false, unknownIdentity } = options;
  const hasKey = key.value.password !== undefined || key.value.authorizationKeyHex !== undefined;
  if (hasKey && identity === undefined) return usage('A password needs --identity.');
  const parsed = probeRequest.safeParse({
    url,
    ...key.value,
    ...certificate.value,
    ...place.value,
    ...(identity === undefined ? {} : { identity }),
    ...(sni === undefined ? {} : { serverName: sni }),
    ...(profiles === undefined ? {} : { profiles: profiles.value }),
    rootsPem: roots.value,
    systemRoots,
    askUnknownIdentity: unknownIdentity,
    timeLimitMs: Number(options.timeLimit) * 1000,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return usage(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}.`);
}

const indent = '               ';

function lineText(line: ProbeLine): string {
  const words = probeLineWords(line);
  const verdict = lineVerdictText(line).padEnd(indent.length - 1);
  const advice = [words.why, words.change].filter((part) => part !== '');
  const wanted = words.wanted === '' || line.verdict === 'holds' ? [] : [`wanted: ${words.wanted}`];
  const details = [...wanted, ...(line.verdict === 'holds' ? [] : advice)];
  return [
    `${verdict} ${words.line}: ${words.found} [${line.clause}]`,
    ...details.map((detail) => `${indent}  ${detail}`),
  ].join('\n');
}

function show({ lines, summaries }: Shown, output: Output): void {
  let group: ProbeLine['group'] | undefined;
  for (const line of lines) {
    const heading = line.group === group || output.json ? '' : `\n${groupWords[line.group]}\n`;
    group = line.group;
    output.line(`${heading}${lineText(line)}`, { event: 'line', ...line, ...probeLineWords(line) });
  }
  for (const summary of summaries.filter(({ verdict }) => verdict !== 'not-probed')) {
    const gap = output.json ? '' : summary === summaries[0] ? '\n' : '';
    output.line(`${gap}${summaryText(summary)}`, { event: 'profile', ...summary });
  }
}

/** What was asked and got no answer that tells: it may be right and may be wrong, which is no success. */
const unanswered = new Set(['silent', 'garbled', 'unreachable', 'not-asked']);

/**
 * 0 when every profile that counts holds as far as what was given allows to see it; strict: also what cannot be seen
 * has to.
 */
function verdictOf(
  { summaries, lines }: Shown,
  profiles: readonly SecurityProfile[],
  strict: boolean,
): ExitCode {
  const failing = strict ? ['breaks', 'unseen', 'not-probed'] : ['breaks', 'not-probed'];
  const isGood = summaries
    .filter(({ profile }) => profiles.includes(profile))
    .every(({ verdict }) => !failing.includes(verdict));
  const isAnswered = lines.every(
    (line) =>
      line.weight !== 'must' ||
      line.verdict !== 'unseen' ||
      !line.profiles.some((profile) => profiles.includes(profile)) ||
      !unanswered.has(line.finding),
  );
  return isGood && isAnswered ? exitCode.success : exitCode.failedVerdict;
}

function showReport(report: ProbeReport, options: ProbeOptions, output: Output): ExitCode {
  const { summaries, lines, profiles, connections, durationMs, target, startedAt, problem } =
    report;
  if (!report.reached) {
    output.problem({ code: lines[0]?.finding ?? 'connect-timeout', where: target.url });
    return exitCode.environment;
  }
  const wanted = summaries.filter(({ profile }) => profiles.includes(profile));
  if (options.markdown === true && !output.json) {
    const title = `Probe of ${target.url}`;
    const text = probeMarkdown({ title, at: startedAt, summaries: wanted, lines });
    output.line(text, {});
  } else show({ lines, summaries: wanted }, output);
  const seconds = (durationMs / 1000).toFixed(1);
  const end = { event: 'end', connections, durationMs, profiles, target, startedAt };
  if (options.markdown !== true || output.json) {
    output.line(`${connections} connections in ${seconds} s`, end);
  }
  if (problem !== undefined) output.problem(problem);
  return verdictOf({ summaries, lines }, profiles, options.strict === true);
}

async function probeEndpoint(url: string, options: ProbeOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const request = await readRequest(url, options);
  const started = request.ok
    ? await probeAlone(request.value, {
        ...(options.capture === undefined ? {} : { capture: options.capture }),
        planned: (most, atOnce) =>
          options.markdown === true && !output.json
            ? undefined
            : output.line(`At most ${most} connections, ${atOnce} at a time.`, {
                event: 'planned',
                connections: most,
                atOnce,
              }),
      })
    : request;
  if (started.ok) return showReport(started.value, options, output);
  output.problem(started.problem);
  return problemExitCode(started.problem);
}

function probeStation(station: string, options: ProbeOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const path = `/probe/stations/${encodeURIComponent(station)}`;
  return askBench(
    options,
    { path },
    {
      output,
      show(answer) {
        const read = stationReport.safeParse(answer.body);
        if (!answer.ok || !read.success) return answer.refuse(output);
        const { summaries, lines, lastAt, id } = read.data;
        const profiles =
          options.profile === undefined ? undefined : parseProfileSet(options.profile);
        if (profiles?.ok === false) {
          output.problem(profiles.problem);
          return exitCode.usage;
        }
        const asked =
          profiles?.value ??
          summaries.filter(({ verdict }) => verdict !== 'not-probed').map(({ profile }) => profile);
        const wanted = summaries.filter(({ profile }) => asked.includes(profile));
        if (options.markdown === true && !output.json) {
          output.line(
            probeMarkdown({ title: `Charger ${id}`, at: lastAt, summaries: wanted, lines }),
            {},
          );
        } else show({ lines, summaries: wanted }, output);
        // A charger is seen, not asked: what it did not show yet is no failure.
        return verdictOf({ summaries, lines: [] }, asked, options.strict === true);
      },
    },
  );
}

function probe(url: string | undefined, options: ProbeOptions): Promise<ExitCode> {
  const { station } = options;
  if (station !== undefined && url === undefined) return probeStation(station, options);
  if (url !== undefined && station === undefined) return probeEndpoint(url, options);
  const output = createOutput(options.json ?? false);
  output.problem(usage('Name a URL, or a charger with --station.').problem);
  return Promise.resolve(exitCode.usage);
}

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

export function addProbeCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('probe [url]')
    .description('Hold an endpoint, or a charger that connected, against the security whitepaper')
    .option('--station <id>', 'a charger that connected to the running bench, instead of a URL')
    .option('--identity <id>', 'identity to connect with; one that no charge point is using now')
    .option('--ask-password', 'ask for the password on the terminal')
    .option('--cert <file>', 'client certificate in PEM, leaf first')
    .option('--key <file>', 'its key in PEM')
    .option('--ca <file>', 'root to trust in PEM; may be repeated', collect, [])
    .option('--system-roots', 'also trust what this computer trusts')
    .option('--sni <name>', 'other name for SNI; an empty one sends none')
    .option('--connect-to <host:port>', 'connect there; the name of the URL stays')
    .option('--profile <numbers>', 'profiles that count, for example 2 or 2+3')
    .addOption(new Option('--time-limit <seconds>', 'for the whole probe').default('15'))
    .option('--no-unknown-identity', 'do not ask for an identity that does not exist')
    .option('--strict', 'what cannot be seen counts as broken')
    .option('--markdown', 'print the table as Markdown')
    .option('--capture <folder>', 'record the connections as a capture in this folder');
  withBenchAddress(withKeyOptions(command)).action(
    async (url: string | undefined, options: ProbeOptions) => finish(await probe(url, options)),
  );
}
