/** `files serve`: firmware to fetch and a place to upload to, without screens. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  askRequest,
  type FileSettings,
  offerRequest,
  type TransferOffer,
  type TransferState,
} from '../../../shared/api/files-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { Bench } from '../../bench/bench.ts';
import { addHeadlessOptions, type HeadlessOptions, runHeadless } from '../headless-role.ts';
import { type ExitCode, type Output, problemExitCode, usage } from '../output.ts';
import { schemeNames, schemeOf } from './files-scheme.ts';

interface ServeOptions extends HeadlessOptions {
  protocol: string[];
  ask?: string;
  sign?: string;
  host: string;
  address?: string;
  httpPort: string;
  httpsPort: string;
  ftpPort: string;
  ftpsPort: string;
  passivePorts?: string;
  passiveAddress: string;
  credentials: string;
}

interface ServePlan {
  files: string[];
  settings: Partial<FileSettings>;
  /** What every transfer has in common, parsed with each request. */
  common: { protocols?: string[]; address?: string; credentials: string };
  ask?: string;
  sign?: string;
}

function unreadableFile(path: string): Problem | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return undefined;
  const raw = found === undefined ? 'there is no such file' : 'it is no file';
  return { code: 'file-unreadable', where: path, parameters: { raw } };
}

function planServe(files: string[], options: ServeOptions): Outcome<ServePlan> {
  if (files.length === 0 && options.ask === undefined) {
    return usage('Name a file to offer, or ask for one with --ask.');
  }
  if (options.protocol.includes('sftp')) {
    return { ok: false, problem: { code: 'protocol-not-offered', where: 'sftp' } };
  }
  const sign = options.sign === undefined ? undefined : schemeOf(options.sign);
  if (options.sign !== undefined && sign === undefined) {
    return usage(`--sign is one of ${schemeNames.join(', ')}.`);
  }
  for (const path of files) {
    const problem = unreadableFile(path);
    if (problem) return { ok: false, problem };
  }
  const range = /^(\d+)-(\d+)$/.exec(options.passivePorts ?? '0-0');
  if (range === null) return usage('--passive-ports is a range like 50000-50100.');
  const settings = {
    host: options.host,
    httpPort: Number(options.httpPort),
    httpsPort: Number(options.httpsPort),
    ftpPort: Number(options.ftpPort),
    ftpsImplicitPort: Number(options.ftpsPort),
    passiveFrom: Number(range[1]),
    passiveTo: Number(range[2]),
    passiveAddress: options.passiveAddress,
  };
  const ports = [
    settings.httpPort,
    settings.httpsPort,
    settings.ftpPort,
    settings.ftpsImplicitPort,
  ];
  if (ports.some((port) => !(Number.isInteger(port) && port >= 0 && port <= 65_535))) {
    return usage('A port is a number from 0 to 65535.');
  }
  const common = {
    credentials: options.credentials,
    ...(options.protocol.length === 0 ? {} : { protocols: options.protocol }),
    ...(options.address === undefined ? {} : { address: options.address }),
  };
  const checked = askRequest.safeParse({
    ...common,
    ...(options.ask ? { kind: options.ask } : {}),
  });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const field = String(issue?.path[0] ?? 'ask');
    return usage(`--${field === 'kind' ? 'ask' : field}: ${issue?.message}.`);
  }
  return { ok: true, value: { files, settings, common, ask: options.ask, sign } };
}

function announce(output: Output, what: string, { urls, transfer, signing }: TransferOffer): void {
  for (const { url, protocol, network } of urls) {
    const facts = { event: 'offered', what, transfer: transfer.id, url, protocol, network };
    output.line(`${what}: ${url} (${protocol}, ${network})`, facts);
  }
  if (signing) {
    const text = `${what}: signature ${signing.signature}\n${signing.signingCertificate.trimEnd()}`;
    output.line(text, { event: 'signed', what, transfer: transfer.id, ...signing });
  }
}

function describe({ id, direction, status, bytes, files, peer, problem }: TransferState) {
  const names = files.map(({ name }) => name).join(', ') || id;
  const reason = problem ? ` (${problem.code})` : '';
  return `${names}: ${direction} ${status}${reason}, ${bytes} bytes, ${peer ?? 'nobody yet'}`;
}

/** A line for each transfer that begins or ends. */
function announceTransfers(bench: Bench, output: Output): void {
  const told = new Map<string, string>();
  const tell = async () => {
    for (const transfer of await bench.files.transfers()) {
      const { id, status, attempts, problem } = transfer;
      const state = `${status} ${status === 'running' ? '' : attempts}`;
      if (status === 'waiting' || told.get(id) === state) continue;
      told.set(id, state);
      output.line(describe(transfer), {
        ...{ event: 'transfer', transfer: id, status, bytes: transfer.bytes },
        ...{ files: transfer.files, peer: transfer.peer, code: problem?.code },
      });
    }
  };
  bench.onMoved((topic) => {
    if (topic !== 'files') return;
    tell().catch((error: unknown) => bench.log.write('error', 'files', error));
  });
}

async function startServe(
  bench: Bench,
  output: Output,
  plan: ServePlan,
): Promise<ExitCode | undefined> {
  const fail = (problem: Problem) => {
    output.problem(problem);
    return problemExitCode(problem);
  };
  const set = await bench.files.putSettings(plan.settings);
  if (!set.ok) return fail(set.problem);
  for (const path of plan.files) {
    const added = await bench.files.addFirmware(basename(path), createReadStream(path));
    if (!added.ok) return fail(added.problem);
    const sign = plan.sign === undefined ? {} : { sign: plan.sign };
    const request = offerRequest.parse({ ...plan.common, ...sign, firmware: added.value.id });
    const offered = await bench.files.offer(request);
    if (!offered.ok) return fail(offered.problem);
    announce(output, basename(path), offered.value);
  }
  if (plan.ask !== undefined) {
    const asked = await bench.files.ask(askRequest.parse({ ...plan.common, kind: plan.ask }));
    if (!asked.ok) return fail(asked.problem);
    announce(output, plan.ask, asked.value);
  }
  announceTransfers(bench, output);
  return undefined;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

export function addFilesServeCommand(files: Command, finish: (code: ExitCode) => void): void {
  const command = files
    .command('serve [files...]')
    .description('Offer files for download, or a place to upload to, and print the URLs')
    .option(
      '--protocol <name>',
      'http, https, ftp, ftps or ftps-implicit; may be repeated',
      collect,
      [],
    )
    .option('--ask <kind>', 'a place for an upload of diagnostics, log or other')
    .option('--sign <scheme>', 'also sign the files: pss, pkcs1 or ecdsa')
    .option('--host <address>', 'address to listen on', '::')
    .option('--address <name>', 'address or name that chargers use, first in the list')
    .option('--http-port <number>', '0 takes a free one', '0')
    .option('--https-port <number>', '0 takes a free one', '0')
    .option('--ftp-port <number>', 'also for explicit TLS; 0 takes a free one', '0')
    .option('--ftps-port <number>', 'implicit TLS; 0 takes a free one', '0')
    .option('--passive-ports <from-to>', 'ports of FTP data connections')
    .option('--passive-address <address>', 'IPv4 address in answers to PASV, behind NAT', '')
    .option('--credentials <when>', 'never, ftp-only or always', 'ftp-only');
  addHeadlessOptions(command).action(async (paths: string[], options: ServeOptions) =>
    finish(
      await runHeadless(
        { name: 'file-server', plan: () => planServe(paths, options), start: startServe },
        options,
      ),
    ),
  );
}
