/**
 * `key generate|show|decode|check`: AuthorizationKeys and Authorization headers without a bench. Secrets come from files,
 * standard input or flags, and go to standard output because that is what was asked for.
 */
import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  authorizationKeyRules,
  bytesToHex,
  describePasswordBytes,
  generateAuthorizationKey,
  hexToBytes,
} from '../../../shared/security/authorization-key.ts';
import {
  isKeyFit,
  judgeKeyByEditions,
} from '../../../shared/security/authorization-key-editions.ts';
import { keyForms } from '../../../shared/security/authorization-key-forms.ts';
import { keyRuleWords } from '../../../shared/security/authorization-key-words.ts';
import {
  type CredentialsDiagnosis,
  diagnoseBasicCredentials,
} from '../../../shared/security/basic-diagnosis.ts';
import { readBasicHeader } from '../../../shared/security/basic-header.ts';
import {
  explainCredentialsMistake,
  possibleWords,
  sideWords,
} from '../../../shared/security/basic-mistake-words.ts';
import { keyOfBytes } from '../../bench/wire/basic-credentials-hash.ts';
import { type KeyOptions, readKey, withKeyOptions } from '../key-options.ts';
import {
  createOutput,
  type ExitCode,
  exitCode,
  type Output,
  problemExitCode,
  usage,
} from '../output.ts';
import { readSecretFile } from '../text-files.ts';

interface Common extends KeyOptions {
  id?: string;
  json?: boolean;
}

interface GenerateOptions extends Common {
  printable?: boolean;
  bytes: string;
}

interface CheckOptions extends Common {
  sentFile?: string;
}

/** The key the flags name; undefined without one. */
function givenKey(options: KeyOptions): Outcome<Uint8Array | undefined> {
  const read = readKey(options);
  if (!read.ok) return read;
  const { password, authorizationKeyHex } = read.value;
  if (password !== undefined) return { ok: true, value: new TextEncoder().encode(password) };
  if (authorizationKeyHex === undefined) return { ok: true, value: undefined };
  const bytes = hexToBytes(authorizationKeyHex);
  return bytes === undefined || bytes.length === 0
    ? usage('A key has hexadecimal digits, two for each byte.')
    : { ok: true, value: bytes };
}

function neededKey(options: KeyOptions): Outcome<Uint8Array> {
  const key = givenKey(options);
  if (!key.ok) return key;
  if (key.value !== undefined) return { ok: true, value: key.value };
  return usage('Give the key with --key-hex-file or --password-file.');
}

function failed(output: Output, outcome: Extract<Outcome<unknown>, { ok: false }>): ExitCode {
  output.problem(outcome.problem);
  return problemExitCode(outcome.problem);
}

function printForms(key: Uint8Array, id: string | undefined, output: Output): void {
  const { hex, text, header } = keyForms(id ?? '', key);
  const lines = [
    `Hexadecimal    ${hex}`,
    `Text           ${text ?? '(no readable text)'}`,
    ...(id === undefined ? [] : [`Authorization  ${header}`]),
    `Length         ${key.length} bytes, ${hex.length} digits`,
  ];
  output.line(lines.join('\n'), {
    hex,
    ...(text === undefined ? {} : { text }),
    ...(id === undefined ? {} : { identity: id, authorization: header }),
    bytes: key.length,
  });
}

function generate({ printable, bytes, id, json }: GenerateOptions): ExitCode {
  const output = createOutput(json ?? false);
  const length = Number(bytes);
  const { minBytes, maxBytes } = authorizationKeyRules;
  if (!Number.isInteger(length) || length < minBytes || length > maxBytes)
    return failed(output, usage(`--bytes is ${minBytes} to ${maxBytes}.`));
  const key = generateAuthorizationKey(randomBytes, printable ? 'printable' : 'binary');
  printForms(key.subarray(0, length), id, output);
  return exitCode.success;
}

function show(options: Common): ExitCode {
  const output = createOutput(options.json ?? false);
  const key = neededKey(options);
  if (!key.ok) return failed(output, key);
  printForms(key.value, options.id, output);
  return exitCode.success;
}

function mistakeText({
  side,
  confidence,
  code,
  parameters,
}: CredentialsDiagnosis['mistakes'][number]) {
  const { title, meaning, facts, ...advice } = explainCredentialsMistake({ code, parameters });
  const sides = [
    ['charge-point', advice.chargePoint],
    ['csms', advice.csms],
    ['network', advice.network],
  ] as const;
  return [
    `${title} (${code})`,
    `  ${meaning}`,
    ...facts.map((fact) => `  ${fact}.`),
    ...sides.flatMap(([name, text]) =>
      text === undefined ? [] : [`  ${sideWords[name]}${name === side ? ' (first)' : ''}: ${text}`],
    ),
    ...(confidence === 'possible' ? [`  ${possibleWords}`] : []),
  ].join('\n');
}

function printMistakes({ mistakes }: CredentialsDiagnosis, output: Output): void {
  for (const mistake of mistakes)
    output.line(mistakeText(mistake), {
      ...mistake,
      title: explainCredentialsMistake(mistake).title,
    });
}

function readHeader(path: string): Outcome<string> {
  const read = readSecretFile(path);
  return read.ok ? { ok: true, value: read.value.replace(/^authorization:\s*/i, '') } : read;
}

/** What a header says. With an identity, the mistakes that can be seen without the key. */
function decode(path: string, { id, json }: Common): ExitCode {
  const output = createOutput(json ?? false);
  const value = readHeader(path);
  if (!value.ok) return failed(output, value);
  const { reading, faults } = readBasicHeader([value.value]);
  if (reading.kind === 'credentials') {
    const { userName = '', password } = reading;
    const { text } = describePasswordBytes(password);
    const hex = bytesToHex(password);
    const shownText = text ?? '(no readable text)';
    output.line(
      `User name      ${userName}\nHexadecimal    ${hex}\nText           ${shownText}\nLength         ${password.length} bytes`,
      { userName, hex, ...(text === undefined ? {} : { text }), bytes: password.length },
    );
  }
  const identity = id ?? (reading.kind === 'credentials' ? (reading.userName ?? '') : '');
  const { mistakes, ...rest } = diagnoseBasicCredentials([value.value], { identity });
  // Without a key there is none to miss.
  const seen = mistakes.filter(({ code }) => code !== 'key-not-set');
  printMistakes({ ...rest, mistakes: seen }, output);
  return faults.length === 0 && seen.every(({ confidence }) => confidence === 'possible')
    ? exitCode.success
    : exitCode.failedVerdict;
}

function checkRules(key: Uint8Array, output: Output): ExitCode {
  const lines = judgeKeyByEditions(key);
  for (const line of lines) {
    const { edition, rule, why } = keyRuleWords(line);
    const state = line.holds ? 'holds' : line.optional ? 'does not apply' : 'fails';
    output.line(`${edition}: ${rule}: ${state}. ${why}`, { ...line });
  }
  return isKeyFit(lines) ? exitCode.success : exitCode.failedVerdict;
}

/** The rules of each edition, or what a charge point sent against the key it should have. */
function check(options: CheckOptions): ExitCode {
  const { sentFile, id, json } = options;
  const output = createOutput(json ?? false);
  const key = neededKey(options);
  if (!key.ok) return failed(output, key);
  if (sentFile === undefined) return checkRules(key.value, output);
  if (id === undefined)
    return failed(output, usage('To compare what was sent, --id is needed as well.'));
  const sent = readHeader(sentFile);
  if (!sent.ok) return failed(output, sent);
  const expected = { identity: id, key: keyOfBytes(key.value) };
  const diagnosis = diagnoseBasicCredentials([sent.value], expected);
  if (diagnosis.verdict === 'match')
    output.line('These are the right credentials.', { verdict: 'match' });
  printMistakes(diagnosis, output);
  return diagnosis.verdict === 'match' ? exitCode.success : exitCode.failedVerdict;
}

export function addKeyCommand(program: Command, finish: (code: ExitCode) => void): void {
  const key = program.command('key').description('AuthorizationKeys and Authorization headers');
  const identity = () => new Option('--id <identity>', 'identity of the charge point');
  key
    .command('generate')
    .description('Make a random key')
    .option('--printable', 'letters and digits only, for chargers that damage other bytes')
    .option('--bytes <count>', 'its length, 16 to 20', String(authorizationKeyRules.maxBytes))
    .addOption(identity())
    .option('--json', 'print JSON lines')
    .action((options: GenerateOptions) => finish(generate(options)));
  withKeyOptions(
    key
      .command('show')
      .description('Show a key as hexadecimal digits, as text and as Authorization header')
      .addOption(identity())
      .option('--json', 'print JSON lines'),
  ).action((options: Common) => finish(show(options)));
  key
    .command('decode <file>')
    .description('Read an Authorization header from a file, - for standard input')
    .addOption(identity())
    .option('--json', 'print JSON lines')
    .action((path: string, options: Common) => finish(decode(path, options)));
  withKeyOptions(
    key
      .command('check')
      .description('Check a key by the rules of each edition, or name the mistake in what was sent')
      .addOption(identity())
      .option('--sent-file <file>', 'the Authorization header that was sent; - for standard input')
      .option('--json', 'print JSON lines'),
  ).action((options: CheckOptions) => finish(check(options)));
}
