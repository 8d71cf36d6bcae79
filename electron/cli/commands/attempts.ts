/**
 * `attempts`, `attempts show` and `adopt`: the connection attempts of a running bench, the autopsy of one, and taking
 * over what a refused one carried. Clients of the HTTP API like any script: know no bench of their own.
 */
import type { Command } from 'commander';
import {
  type AttemptSummary,
  attemptAutopsy,
  attemptList,
} from '../../../shared/api/attempts-contract.ts';
import {
  type RefusedAttempt,
  refusedAttempt,
  stationState,
} from '../../../shared/api/csms-contract.ts';
import { autopsyText } from '../../../shared/security/autopsy/autopsy-text.ts';
import { outcomeWords } from '../../../shared/security/autopsy/autopsy-words.ts';
import { explainCredentialsMistake } from '../../../shared/security/basic-mistake-words.ts';
import { explainConnectionFailure } from '../../../shared/security/connection-words.ts';
import { faultTitle } from '../../../shared/security/handshake-fault-words.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { readTextFile } from '../text-files.ts';

interface AttemptsOptions extends BenchAddress {
  json?: boolean;
  capture?: string;
}

interface ListOptions extends AttemptsOptions {
  failed?: boolean;
  refused?: boolean;
  station?: string;
  limit?: string;
}

interface AdoptOptions extends AttemptsOptions {
  issuer?: string;
}

/** What has to be known before adopting, for a person at a terminal. */
function adoptionText({ adopt, seq }: RefusedAttempt): string {
  if (adopt === undefined) return 'nothing to adopt';
  if (adopt.kind !== 'issuer') return `adopt ${seq}: ${adopt.kind}`;
  const { issuer, issuerName = '' } = adopt;
  return issuer === undefined
    ? `adopt ${seq}: needs --issuer with the certificate of ${issuerName}`
    : `adopt ${seq}: trusts ${issuer.subject.text}, SHA-256 ${issuer.fingerprintSha256}`;
}

/** What is wrong with the credentials, a line each. */
function mistakesText(credentials: RefusedAttempt['credentials']): string {
  const lines = (credentials?.mistakes ?? []).map(({ code, confidence, parameters }) => {
    const { title, facts } = explainCredentialsMistake({ code, parameters });
    const sureness = confidence === 'possible' ? 'possibly: ' : '';
    return `\n  ${sureness}${[title, ...facts].join('. ')}.`;
  });
  return lines.join('');
}

function showRefused(answer: BenchAnswer, output: Output): ExitCode {
  const read = refusedAttempt.array().safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  if (read.data.length === 0) output.nothing('No refused attempts.');
  for (const attempt of read.data) {
    const { seq, station, remoteAddress, code, credentials } = attempt;
    const { title } = explainConnectionFailure(attempt);
    const text = `${seq} ${station} from ${remoteAddress}: ${title} (${code}); ${adoptionText(attempt)}${mistakesText(credentials)}`;
    output.line(text, attempt);
  }
  return exitCode.success;
}

/** One line: number, time, who, what came of it. */
function attemptText(attempt: AttemptSummary): string {
  const { connection, at, role, station, remoteAddress, place, code, fault, refusal } = attempt;
  const who = station ?? 'no identity';
  const way =
    role === 'csms' ? `from ${remoteAddress ?? 'unknown'}` : `dialled ${place ?? 'unknown'}`;
  const came =
    code === undefined
      ? outcomeWords[attempt.outcome].toLowerCase()
      : `${explainConnectionFailure({ code }).title} (${code})`;
  const shown = fault === undefined ? '' : `; under fault: ${faultTitle(fault)}`;
  const adoption = refusal?.adopt === undefined ? '' : `; ${adoptionText(refusal)}`;
  return `${connection}  ${at.slice(11, 23)}  ${who} ${way}: ${came}${shown}${adoption}`;
}

function showAttempts(answer: BenchAnswer, output: Output): ExitCode {
  const read = attemptList.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  if (read.data.attempts.length === 0) output.nothing('No connection attempts.');
  for (const attempt of read.data.attempts) output.line(attemptText(attempt), attempt);
  return exitCode.success;
}

function showAutopsy(answer: BenchAnswer, output: Output): ExitCode {
  const read = attemptAutopsy.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { attempt, autopsy } = read.data;
  const { refusal } = attempt;
  const text = autopsyText(autopsy, attempt).join('\n');
  const adoption = refusal === undefined ? '' : `\n${adoptionText(refusal)}`;
  output.line(`${text}${adoption}${mistakesText(refusal?.credentials)}`, read.data);
  return exitCode.success;
}

async function list(options: ListOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  if (options.refused === true) {
    const show = (answer: BenchAnswer) => showRefused(answer, output);
    return askBench(options, { path: '/csms/attempts' }, { output, show });
  }
  const { capture, station, limit, failed } = options;
  const query = new URLSearchParams({
    ...(capture !== undefined && { capture }),
    ...(station !== undefined && { station }),
    ...(limit !== undefined && { limit }),
    ...(failed === true && { outcome: 'failed' }),
  });
  const show = (answer: BenchAnswer) => showAttempts(answer, output);
  return askBench(options, { path: `/attempts?${query}` }, { output, show });
}

async function showOne(
  connection: string,
  options: AttemptsOptions & { run?: string },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const place = [options.capture ?? 'live', connection].map(encodeURIComponent).join('/');
  const run = options.run === undefined ? '' : `?run=${encodeURIComponent(options.run)}`;
  const show = (answer: BenchAnswer) => showAutopsy(answer, output);
  return askBench(options, { path: `/attempts/${place}${run}` }, { output, show });
}

function showStation(answer: BenchAnswer, output: Output): ExitCode {
  const read = stationState.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  output.line(`${read.data.id} is adopted; its next attempt will pass this check.`, read.data);
  return exitCode.success;
}

async function adopt(seq: string, options: AdoptOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const issuer = options.issuer === undefined ? undefined : readTextFile(options.issuer);
  if (issuer !== undefined && !issuer.ok) {
    output.problem(issuer.problem);
    return problemExitCode(issuer.problem);
  }
  const request = {
    path: `/csms/attempts/${encodeURIComponent(seq)}/adopt`,
    body: issuer === undefined ? {} : { issuerPem: issuer.value },
  };
  return askBench(options, request, { output, show: (answer) => showStation(answer, output) });
}

export function addAttemptsCommands(program: Command, finish: (code: ExitCode) => void): void {
  const attempts = program
    .command('attempts')
    .description('List the connection attempts of a running bench, the newest first')
    .option('--failed', 'those that failed or were refused only')
    .option('--refused', 'the refused ones that can be adopted, each reason once')
    .option('--station <id>', 'those of one charge point')
    .option('--capture <id>', 'of another capture than the live one')
    .option('--limit <number>', 'so many at most (50)');
  withBenchAddress(attempts).action(async (options: ListOptions) => finish(await list(options)));
  const show = attempts
    .command('show <number>')
    .description('Say step by step how far one attempt came, and who has to act')
    .option('--capture <id>', 'of another capture than the live one')
    .option('--run <id>', 'of an earlier run of the bench in the same capture');
  // The options of `attempts` are taken as well: commander gives a shared one to the command before it.
  withBenchAddress(show).action(
    async (connection: string, _options: AttemptsOptions, command: Command) =>
      finish(await showOne(connection, command.optsWithGlobals())),
  );
  const take = program
    .command('adopt <frame>')
    .description('Adopt the refused attempt with this frame number, so that the next one passes')
    .option('--issuer <file>', 'certificate (PEM) of the authority to trust, when none came along');
  withBenchAddress(take).action(async (seq: string, options: AdoptOptions) =>
    finish(await adopt(seq, options)),
  );
}
