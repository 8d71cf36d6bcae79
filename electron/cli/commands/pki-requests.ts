/**
 * `pki requests`: signing requests of charge points at a running bench: list, show, sign, have signed elsewhere, refuse.
 * A client of the HTTP API like any script: knows no certificate and no bench of its own.
 */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Problem } from '../../../shared/api/problem.ts';
import {
  type SigningRequestDetail,
  signingPolicies,
  signingRequestDetail,
  signingRequestRow,
} from '../../../shared/api/signing-requests-contract.ts';
import { rsaSignatures, signatureHashes } from '../../../shared/security/key-types.ts';
import { signingModes } from '../../../shared/security/signing-request-choices.ts';
import {
  signingStateWords,
  signingStepText,
} from '../../../shared/security/signing-request-state-words.ts';
import { requestLineWords } from '../../../shared/security/signing-request-words.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  type BenchRequest,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { readTextFile, writeOwnFile } from '../text-files.ts';

interface CommonOptions extends BenchAddress {
  json?: boolean;
}

interface SignOptions extends CommonOptions {
  organisation?: string;
  commonName?: string;
  issuer?: string;
  notBefore?: string;
  notAfter?: string;
  rsaSignature?: string;
  hash?: string;
  send: boolean;
}

interface PolicyOptions extends CommonOptions {
  station?: string;
  mode?: string;
  subject?: string;
  issuer?: string;
}

const path = (id: string, rest = ''): string =>
  `/csms/signing-requests/${encodeURIComponent(id)}${rest}`;

function detailText(detail: SigningRequestDetail): string {
  const { station, id, state, subject, rules, steps, issued } = detail;
  const { title, meaning, remedies } = signingStateWords(state);
  const failing = rules.filter((line) => line.state === 'fails');
  return [
    `${id} ${station}: ${title}. ${meaning}`,
    `  asks for ${subject || 'nothing that can be read'}`,
    ...failing.map((line) => {
      const { what, action } = requestLineWords(line);
      return `  ${line.severity}: ${what}${action ? ` ${action}` : ''} [${line.clause}]`;
    }),
    ...steps.map((step) => {
      const frames = step.frames.length > 0 ? ` (frame ${step.frames.join(', ')})` : '';
      return `  ${step.at} ${signingStepText(step)}${frames}`;
    }),
    ...(issued === undefined
      ? []
      : [`  certificate ${issued.certificate.subject.text} until ${issued.certificate.notAfter}`]),
    ...remedies.map(({ side, text }) => `  ${side === 'csms' ? 'CSMS' : 'Charge point'}: ${text}`),
  ].join('\n');
}

function showDetail(answer: BenchAnswer, output: Output): ExitCode {
  const read = signingRequestDetail.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  output.line(detailText(read.data), read.data);
  return exitCode.success;
}

function showList(answer: BenchAnswer, output: Output): ExitCode {
  const read = z.object({ requests: z.array(signingRequestRow) }).safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  for (const row of read.data.requests) {
    const { id, receivedAt, station, state, subject } = row;
    output.line(`${id} ${receivedAt} ${station} ${state} ${subject}`, row);
  }
  return exitCode.success;
}

function showPolicies(answer: BenchAnswer, output: Output): ExitCode {
  const read = signingPolicies.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { policy, stations } = read.data;
  const text = (one: object) =>
    Object.entries(one)
      .map(([name, value]) => `${name} ${value ?? 'by the key'}`)
      .join(', ');
  const lines = Object.entries(stations).map(([station, one]) => `  ${station}: ${text(one)}`);
  output.line([text(policy), ...lines].join('\n'), read.data);
  return exitCode.success;
}

async function ask(
  options: CommonOptions,
  request: BenchRequest,
  show = showDetail,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  return askBench(options, request, { output, show: (answer) => show(answer, output) });
}

function refuse(options: CommonOptions, problem: Problem): ExitCode {
  createOutput(options.json ?? false).problem(problem);
  return problemExitCode(problem);
}

async function sign(id: string, options: SignOptions): Promise<ExitCode> {
  const { organisation, commonName, issuer, notBefore, notAfter, rsaSignature, hash } = options;
  const wanted = { organisation, commonName, issuer, notBefore, notAfter, rsaSignature, hash };
  return ask(options, { path: path(id, '/certificates'), body: { ...wanted, send: options.send } });
}

async function importFile(
  id: string,
  file: string,
  options: CommonOptions & { send: boolean },
): Promise<ExitCode> {
  const read = readTextFile(file);
  if (!read.ok) return refuse(options, read.problem);
  const body = { pem: read.value, send: options.send };
  return ask(options, { path: path(id, '/certificate'), method: 'PUT', body });
}

async function exportRequest(
  id: string,
  { out, ...options }: CommonOptions & { out: string },
): Promise<ExitCode> {
  return ask(options, { path: path(id) }, (answer, output) => {
    const read = signingRequestDetail.safeParse(answer.body);
    if (!answer.ok || !read.success) return answer.refuse(output);
    const written = writeOwnFile(out, read.data.requestPem ?? read.data.csr);
    if (!written.ok) return refuse(options, written.problem);
    output.line(`Wrote ${out}`, { file: out, id });
    return exitCode.success;
  });
}

async function policy({ station, ...options }: PolicyOptions): Promise<ExitCode> {
  const { mode, subject, issuer } = options;
  const isChange = [mode, subject, issuer].some((one) => one !== undefined);
  const where =
    station === undefined || !isChange
      ? '/csms/signing-policies'
      : `/csms/stations/${encodeURIComponent(station)}/signing-policy`;
  const change = { method: 'PUT', body: { mode, subject, issuer } } as const;
  return ask(options, { path: where, ...(isChange ? change : {}) }, showPolicies);
}

/** Adds the commands below `pki`. */
export function addRequestCommands(pki: Command, finish: (code: ExitCode) => void): void {
  const requests = pki
    .command('requests')
    .description('Signing requests of charge points at a running bench');
  const add = (usage: string, description: string) =>
    withBenchAddress(requests.command(usage).description(description));
  add('list', 'List signing requests, the newest first')
    .option('--station <id>', 'of this station only')
    .action(async ({ station, ...options }: CommonOptions & { station?: string }) => {
      const query = station === undefined ? '' : `?station=${encodeURIComponent(station)}`;
      finish(await ask(options, { path: `/csms/signing-requests${query}` }, showList));
    });
  add('show <id>', 'What a request says, what is wrong with it, what became of it').action(
    async (id: string, options: CommonOptions) => finish(await ask(options, { path: path(id) })),
  );
  add('sign <id>', 'Sign a request and send CertificateSigned')
    .option('--organisation <text>', 'O; by default the CPO name')
    .option('--common-name <text>', 'CN; by default the serial number of the station')
    .option('--issuer <id>', 'authority of the desk; by default as the policy says')
    .option('--not-before <time>', 'RFC 3339; by default a day ago')
    .option('--not-after <time>', 'RFC 3339; by default as the policy says')
    .addOption(new Option('--rsa-signature <kind>', 'of an RSA authority').choices(rsaSignatures))
    .addOption(new Option('--hash <hash>', 'of the signature').choices(signatureHashes))
    .option('--no-send', 'sign only')
    .action(async (id: string, options: SignOptions) => finish(await sign(id, options)));
  add('export <id>', 'Save the request as PEM, for another authority')
    .requiredOption('--out <file>', 'where to')
    .action(async (id: string, options: CommonOptions & { out: string }) =>
      finish(await exportRequest(id, options)),
    );
  add('import <id> <file>', 'Take the certificate (PEM, with its chain) that another signed')
    .option('--no-send', 'keep it, send nothing')
    .action(async (id: string, file: string, options: CommonOptions & { send: boolean }) =>
      finish(await importFile(id, file, options)),
    );
  add('send <id>', 'Send CertificateSigned, also again').action(
    async (id: string, options: CommonOptions) =>
      finish(await ask(options, { path: path(id, '/deliveries'), body: {} })),
  );
  add('refuse <id>', 'No certificate will come').action(
    async (id: string, options: CommonOptions) =>
      finish(await ask(options, { path: path(id, '/refusal'), body: {} })),
  );
  add('policy', 'Show how requests are decided, or change it')
    .option('--station <id>', 'for this station only')
    .addOption(new Option('--mode <mode>', 'who decides').choices(signingModes))
    .addOption(new Option('--subject <how>', 'other names').choices(['replace', 'match']))
    .option('--issuer <id>', 'authority of the desk that signs')
    .action(async (options: PolicyOptions) => finish(await policy(options)));
}
