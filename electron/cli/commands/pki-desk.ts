/**
 * `pki list | show | create | batch | renew | revoke | release | delete | crl`: the certificate desk.
 * A client of the API like any script, also on a data folder.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import {
  type CertificateEntry,
  certificateDetail,
  certificateEntry,
  createCertificate,
  revocationList,
} from '../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { certificateLineWords } from '../../../shared/security/certificate-report-words.ts';
import { keyTypes } from '../../../shared/security/key-types.ts';
import { revocationReasons } from '../../../shared/security/revocation.ts';
import {
  askDesk,
  askDeskFile,
  type DeskOptions,
  onDesk,
  shown,
  withDeskOptions,
} from '../desk-access.ts';
import { createOutput, type ExitCode, exitCode, type Output, usage } from '../output.ts';
import { readTextFile, writeOwnFile } from '../text-files.ts';

const pathOf = (id: string, ...rest: string[]): string =>
  ['/pki/entries', encodeURIComponent(id), ...rest].join('/');

const rows = z.object({ entries: z.array(certificateEntry), total: z.number() });

function rowText(entry: CertificateEntry): string {
  const { id, role, name, expiry, revocation, hasPrivateKey } = entry;
  const state = revocation === undefined ? expiry.state : `revoked: ${revocation.reason}`;
  const key = hasPrivateKey ? '' : ', no key';
  return `${id}  ${role}  ${name}  until ${entry.notAfter.slice(0, 16)}Z  ${state}${key}`;
}

function showEntry(output: Output, body: unknown): ExitCode {
  const entry = certificateEntry.parse(body);
  output.line(rowText(entry), entry);
  return exitCode.success;
}

function showRows(output: Output, body: unknown): ExitCode {
  const { entries, total } = rows.parse(body);
  for (const entry of entries) output.line(rowText(entry), entry);
  if (total > entries.length) {
    output.line(`${total - entries.length} more; narrow it with --issuer or --search`, { total });
  }
  return exitCode.success;
}

const unitMinutes: Record<string, number> = { m: 1, h: 60, d: 1440, y: 525_600 };

/** `90m`, `12h`, `30d`, `2y`; a minus sign for what is to be over already. Problem: `usage`. */
function minutesOf(text: string | undefined): Outcome<number | undefined> {
  if (text === undefined) return { ok: true, value: undefined };
  const [, amount, unit = ''] = /^(-?\d+)([mhdy])$/.exec(text) ?? [];
  if (amount === undefined) {
    return usage(`${text} is no duration; write 90m, 12h, 30d or 2y.`);
  }
  return { ok: true, value: Number(amount) * (unitMinutes[unit] ?? 1) };
}

interface SigningOptions extends DeskOptions {
  issuer?: string;
  keyType: string;
  signature: string;
  hash: string;
  validFor?: string;
  notBefore?: string;
  crlUrl: string[];
  organisation?: string;
}

interface CreateOptions extends SigningOptions {
  cn: string;
  san: string[];
  attribute: string[];
  pathLength?: string;
  station?: string;
  manufacturer?: boolean;
  name?: string;
}

function signingFields(options: SigningOptions, validForMinutes: number | undefined): object {
  const { issuer, keyType, signature, hash, notBefore, crlUrl } = options;
  return {
    ...{ issuer, keyType, notBefore, validForMinutes, hash, rsaSignature: signature },
    ...(crlUrl.length === 0 ? {} : { revocationListUrls: crlUrl }),
  };
}

/** `dns:host` or `ip:address`; without a type it is what it looks like. */
function alternativeName(text: string): { type: string; value: string } {
  const [, type, value] = /^(dns|ip|uri|email):(.+)$/.exec(text) ?? [];
  if (type !== undefined && value !== undefined) return { type, value };
  return { type: /^[\d.]+$|:/.test(text) ? 'ip' : 'dns', value: text };
}

function attributeOf(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  return { name: text.slice(0, Math.max(at, 0)), value: text.slice(at + 1) };
}

const roles = createCertificate.options.map(({ shape }) => shape.role.value);

/** What the API would refuse by the names of its fields. */
function createProblem(role: string, { issuer, pathLength }: CreateOptions): Problem | undefined {
  if (!roles.some((one) => one === role)) {
    return usage(`${role} is no role; there are ${roles.join(', ')}.`).problem;
  }
  if (role !== 'root' && issuer === undefined) {
    return usage('Name the authority that signs with --issuer; pki list shows them.').problem;
  }
  return pathLength === undefined || /^\d+$/.test(pathLength)
    ? undefined
    : usage('--path-length is a number of authorities.').problem;
}

async function create(role: string, options: CreateOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const wrong = createProblem(role, options);
  if (wrong !== undefined) return shown(output, wrong);
  const minutes = minutesOf(options.validFor);
  if (!minutes.ok) return shown(output, minutes.problem);
  const { cn: commonName, organisation, attribute, san, pathLength, station, name } = options;
  const body = {
    role,
    subject: { commonName, organisation, more: attribute.map(attributeOf) },
    ...signingFields(options, minutes.value),
    ...{ station, name },
    ...(san.length === 0 ? {} : { alternativeNames: san.map(alternativeName) }),
    ...(pathLength === undefined ? {} : { pathLength: Number(pathLength) }),
    ...(options.manufacturer === true ? { hierarchy: 'manufacturer' } : {}),
  };
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: '/pki/entries', body }, output, (entry) => showEntry(output, entry)),
  );
}

const mostInBatch = 10_000;

interface BatchOptions extends SigningOptions {
  count?: string;
  prefix: string;
  serialsFile?: string;
}

/** One serial number a line, with the station after a comma where it has another name. */
function batchStations({ count, prefix, serialsFile }: BatchOptions): Outcome<object[]> {
  if (serialsFile === undefined) {
    const wanted = Number(count);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostInBatch) {
      return usage(
        `Say how many with --count (1 to ${mostInBatch}), or which with --serials-file.`,
      );
    }
    return {
      ok: true,
      value: Array.from({ length: wanted }, (_, index) => ({
        serialNumber: `${prefix}${String(index + 1).padStart(String(wanted).length, '0')}`,
      })),
    };
  }
  const read = readTextFile(serialsFile);
  if (!read.ok) return read;
  const lines = read.value.split(/\r?\n/).filter((line) => line.trim() !== '');
  return {
    ok: true,
    value: lines.map((line) => {
      const [serialNumber = '', station] = line.split(',').map((part) => part.trim());
      return { serialNumber, ...(station === undefined ? {} : { station }) };
    }),
  };
}

async function batch(options: BatchOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const minutes = minutesOf(options.validFor);
  if (!minutes.ok) return shown(output, minutes.problem);
  const stations = batchStations(options);
  if (!stations.ok) return shown(output, stations.problem);
  const { organisation } = options;
  const body = { stations: stations.value, organisation, ...signingFields(options, minutes.value) };
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: '/pki/batches', body }, output, (made) => showRows(output, made)),
  );
}

interface ListOptions extends DeskOptions {
  issuer?: string;
  search?: string;
}

function list(options: ListOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const { issuer, search } = options;
  const query = new URLSearchParams({
    ...(issuer === undefined ? {} : { issuer }),
    ...(search === undefined ? {} : { search }),
    limit: '1000',
  });
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: `/pki/entries?${query}` }, output, (body) => showRows(output, body)),
  );
}

/** Exit code 1 when a rule fails that is more than a recommendation: a check for scripts. */
function show(id: string, options: DeskOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: pathOf(id) }, output, (body) => {
      const detail = certificateDetail.parse(body);
      const { entry, rules, openssl, path } = detail;
      const lines = [
        rowText(entry),
        ...path.slice(1).map(({ subject }) => `  under ${subject}`),
        ...rules
          .filter(({ state }) => state !== 'not-applicable')
          .map((line) => {
            const words = certificateLineWords(line);
            const mark = line.state === 'holds' ? 'holds' : `fails (${line.severity})`;
            const action = words.action === '' ? '' : `\n      ${words.action}`;
            return `  ${mark}: ${words.title} [${line.clause}]\n      ${words.what}${action}`;
          }),
        ...openssl.map(({ text, subject }) => `  openssl: ${text} (${subject})`),
      ];
      output.line(lines.join('\n'), detail);
      const isWrong = rules.some(
        ({ state, severity }) => state === 'fails' && severity === 'error',
      );
      return isWrong ? exitCode.failedVerdict : exitCode.success;
    }),
  );
}

interface RenewOptions extends DeskOptions {
  newKey?: boolean;
  validFor?: string;
  revokeOld?: boolean;
}

async function renew(id: string, options: RenewOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const minutes = minutesOf(options.validFor);
  if (!minutes.ok) return shown(output, minutes.problem);
  const { newKey, revokeOld } = options;
  const body = { newKey, revokeOld, validForMinutes: minutes.value };
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: pathOf(id, 'renewals'), body }, output, (entry) =>
      showEntry(output, entry),
    ),
  );
}

interface RevokeOptions extends DeskOptions {
  reason: string;
  at?: string;
}

function revoke(id: string, options: RevokeOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const body = { reason: options.reason, revokedAt: options.at };
  const request = { path: pathOf(id, 'revocation'), method: 'PUT', body } as const;
  return onDesk(options, output, (desk) =>
    askDesk(desk, request, output, (entry) => showEntry(output, entry)),
  );
}

function release(id: string, options: DeskOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const request = { path: pathOf(id, 'revocation'), method: 'DELETE' } as const;
  return onDesk(options, output, (desk) =>
    askDesk(desk, request, output, (entry) => showEntry(output, entry)),
  );
}

function remove(id: string, options: DeskOptions & { force?: boolean }): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const body = { force: options.force === true };
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: pathOf(id), method: 'DELETE', body }, output, (answer) => {
      const { deleted } = z.object({ deleted: z.number() }).parse(answer);
      output.line(`Deleted ${deleted}`, { deleted });
      return exitCode.success;
    }),
  );
}

interface ListFileOptions extends DeskOptions {
  out?: string;
  next?: boolean;
  validFor?: string;
}

async function crl(id: string, options: ListFileOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const minutes = minutesOf(options.validFor);
  if (!minutes.ok) return shown(output, minutes.problem);
  const isNext = options.next === true || minutes.value !== undefined;
  const body = { ...(minutes.value === undefined ? {} : { validForMinutes: minutes.value }) };
  const request = { path: pathOf(id, 'crl'), ...(isNext ? { body } : {}) };
  return onDesk(options, output, async (desk) => {
    let facts: z.infer<typeof revocationList> | undefined;
    const made = await askDesk(desk, request, output, (answer) => {
      facts = revocationList.parse(answer);
      return exitCode.success;
    });
    if (facts === undefined) return made;
    const { number, nextUpdate, revoked } = facts;
    return askDeskFile(desk, { path: pathOf(id, 'crl.pem') }, output, (bytes) => {
      const pem = Buffer.from(bytes).toString('latin1');
      if (options.out === undefined) {
        output.line(pem.trimEnd(), { ...facts, pem });
        return exitCode.success;
      }
      const written = writeOwnFile(options.out, pem);
      if (!written.ok) return shown(output, written.problem);
      const text = `Wrote ${options.out}: list ${number}, ${revoked.length} revoked, next by ${nextUpdate}`;
      output.line(text, { ...facts, file: options.out });
      return exitCode.success;
    });
  });
}

const gather = (value: string, all: string[]): string[] => [...all, value];

function withSigning(command: Command): Command {
  return withDeskOptions(command)
    .option('--issuer <id>', 'authority that signs')
    .option('--organisation <name>', 'O of the subject; the CPO name otherwise')
    .option('--key-type <type>', keyTypes.join(', '), 'p-256')
    .option('--signature <pkcs1|pss>', 'how an RSA authority signs', 'pkcs1')
    .option('--hash <hash>', 'sha-1, sha-256, sha-384 or sha-512', 'sha-256')
    .option('--valid-for <duration>', '90m, 12h, 30d, 2y from now; negative for one that is over')
    .option('--not-before <time>', 'beginning, RFC 3339; the end counts from now all the same')
    .option('--crl-url <url>', 'where the revocation list of the issuer is', gather, []);
}

export function addDeskCommands(pki: Command, finish: (code: ExitCode) => void): void {
  withDeskOptions(pki.command('list').description('List the certificates, those that end first'))
    .option('--issuer <id>', 'only what this authority issued; none for those without issuer')
    .option('--search <text>', 'only with this in subject, station or serial number')
    .action(async (options: ListOptions) => finish(await list(options)));
  withDeskOptions(
    pki.command('show <id>').description('Show a certificate and what the rules say of it'),
  ).action(async (id: string, options: DeskOptions) => finish(await show(id, options)));
  withSigning(
    pki
      .command('create <role>')
      .description('Make a root, sub-authority, server, client or firmware-signing certificate'),
  )
    .requiredOption('--cn <name>', 'common name: host of a server, serial number of a charge point')
    .option('--attribute <name=value>', 'a further attribute of the subject', gather, [])
    .option('--san <name>', 'alternative name: dns:HOST or ip:ADDRESS', gather, [])
    .option('--path-length <n>', 'authorities that may follow below a sub-authority')
    .option('--station <id>', 'charge point that a client certificate is for')
    .option('--manufacturer', "begin a manufacturer's tree with this root")
    .option('--name <text>', 'shown instead of the common name')
    .action(async (role: string, options: CreateOptions) => finish(await create(role, options)));
  withSigning(pki.command('batch').description('Make client certificates for many charge points'))
    .option('--count <n>', 'how many')
    .option('--prefix <text>', 'serial numbers are this and a number', 'SN-')
    .option(
      '--serials-file <file>',
      'a serial number a line, a comma and the station if it differs',
    )
    .action(async (options: BatchOptions) => finish(await batch(options)));
  withDeskOptions(pki.command('renew <id>').description('Issue a certificate again'))
    .option('--new-key', 'with a new key')
    .option('--valid-for <duration>', '90m, 12h, 30d, 2y; as long as the old one otherwise')
    .option('--revoke-old', 'revoke the old one as superseded')
    .action(async (id: string, options: RenewOptions) => finish(await renew(id, options)));
  withDeskOptions(
    pki.command('revoke <id>').description('Put a certificate on the list of its authority'),
  )
    .option('--reason <reason>', revocationReasons.join(', '), 'unspecified')
    .option('--at <time>', 'since when, RFC 3339')
    .action(async (id: string, options: RevokeOptions) => finish(await revoke(id, options)));
  withDeskOptions(pki.command('release <id>').description('Take back a certificateHold')).action(
    async (id: string, options: DeskOptions) => finish(await release(id, options)),
  );
  withDeskOptions(pki.command('delete <id>').description('Take a certificate off the desk'))
    .option('--force', 'also when something hangs on it, with everything below')
    .action(async (id: string, options: DeskOptions & { force?: boolean }) =>
      finish(await remove(id, options)),
    );
  withDeskOptions(
    pki.command('crl <id>').description('Print or save the revocation list of an authority'),
  )
    .option('--out <file>', 'write it to a file')
    .option('--next', 'make the next one, also when nothing changed')
    .option('--valid-for <duration>', 'make the next one, valid for 90m, 12h, 30d')
    .action(async (id: string, options: ListFileOptions) => finish(await crl(id, options)));
}
