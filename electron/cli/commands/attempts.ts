/**
 * `attempts` and `adopt`: the refused attempts of a running bench, and taking over what one of them carried.
 * Clients of the HTTP API like any script: know no bench of their own.
 */
import type { Command } from 'commander';
import {
  type RefusedAttempt,
  refusedAttempt,
  stationState,
} from '../../../shared/api/csms-contract.ts';
import { explainCredentialsMistake } from '../../../shared/security/basic-mistake-words.ts';
import { explainConnectionFailure } from '../../../shared/security/connection-words.ts';
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
}

interface AdoptOptions extends AttemptsOptions {
  issuer?: string;
}

/** What has to be known before adopting, for a person at a terminal. */
function adoptionText({ adopt }: RefusedAttempt): string {
  if (adopt === undefined) return 'nothing to adopt';
  if (adopt.kind !== 'issuer') return `adopt: ${adopt.kind}`;
  const { issuer, issuerName = '' } = adopt;
  return issuer === undefined
    ? `adopt: needs --issuer with the certificate of ${issuerName}`
    : `adopt: trusts ${issuer.subject.text}, SHA-256 ${issuer.fingerprintSha256}`;
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

function showAttempts(answer: BenchAnswer, output: Output): ExitCode {
  const read = refusedAttempt.array().safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  for (const attempt of read.data) {
    const { seq, station, remoteAddress, code, credentials } = attempt;
    const { title } = explainConnectionFailure(attempt);
    const text = `${seq} ${station} from ${remoteAddress}: ${title} (${code}); ${adoptionText(attempt)}${mistakesText(credentials)}`;
    output.line(text, attempt);
  }
  return exitCode.success;
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
  const list = program
    .command('attempts')
    .description('List the refused attempts of a running bench, the newest first');
  withBenchAddress(list).action(async (options: AttemptsOptions) => {
    const output = createOutput(options.json ?? false);
    const show = (answer: BenchAnswer) => showAttempts(answer, output);
    finish(await askBench(options, { path: '/csms/attempts' }, { output, show }));
  });
  const take = program
    .command('adopt <frame>')
    .description('Adopt the refused attempt with this frame number, so that the next one passes')
    .option('--issuer <file>', 'certificate (PEM) of the authority to trust, when none came along');
  withBenchAddress(take).action(async (seq: string, options: AdoptOptions) =>
    finish(await adopt(seq, options)),
  );
}
