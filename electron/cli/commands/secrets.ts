/**
 * `secrets`: who keeps the key of a data folder's secrets, and changing that; and, of a running bench, unlocking it
 * and what was revealed. Secrets never stand on the command line.
 */
import type { Command } from 'commander';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  type ChangeKeeperRequest,
  revealedSecret,
  secretsState,
} from '../../../shared/api/secrets-contract.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { openStore, type Store } from '../../bench/store/store.ts';
import { askYes } from '../ask-yes.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import {
  createOutput,
  type ExitCode,
  exitCode,
  type Output,
  problemExitCode,
  usage,
} from '../output.ts';
import { openOwnStore } from '../own-store.ts';
import {
  askPassphrase,
  givenPassphrase,
  type PassphraseOptions,
  withPassphrase,
} from '../passphrase.ts';
import { readSecretFile } from '../text-files.ts';

interface FolderOptions extends PassphraseOptions {
  dataDir?: string;
  newPassphraseFile?: string;
  yes?: boolean;
  json?: boolean;
}

interface BenchOptions extends BenchAddress, PassphraseOptions {
  json?: boolean;
}

function keptWhere(state: ReturnType<Store['secrets']['state']>): string {
  if (state.status === 'locked') return `The secrets are locked (${state.reason.code}).`;
  return {
    passphrase: 'A passphrase keeps the key of the secrets.',
    'key-file': 'The key file secrets.key keeps the key of the secrets.',
    keychain: "The desktop's keychain keeps the key of the secrets.",
  }[state.keptBy];
}

function ended<T>(done: Outcome<T>, output: Output): ExitCode {
  if (done.ok) return exitCode.success;
  output.problem(done.problem);
  return problemExitCode(done.problem);
}

const folderOf = ({ dataDir }: FolderOptions): string => dataDir ?? defaultDataFolder();

/** Opens the folder although its key may be missing, works on its secrets, lets go of it. */
async function onLockable(
  options: FolderOptions,
  work: (store: Store, output: Output) => Outcome<unknown> | Promise<Outcome<unknown>>,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const store = openStore({ directory: folderOf(options), mayBeLocked: true });
  if (!store.ok) return ended(store, output);
  try {
    return ended(await work(store.value, output), output);
  } finally {
    store.value.close();
  }
}

function status(options: FolderOptions): Promise<ExitCode> {
  return onLockable(options, (store, output) => {
    const state = store.secrets.state();
    output.line(keptWhere(state), state);
    return { ok: true, value: undefined };
  });
}

/** What starting over sets aside, and that a passphrase would open it. */
function startOverWarning(state: ReturnType<Store['secrets']['state']>): string {
  const merelyLocked =
    state.status === 'locked' && state.reason.code === 'passphrase-needed'
      ? 'A passphrase keeps the key and was not given: it opens the secrets as they are, and nothing has to be set aside. '
      : '';
  return `${merelyLocked}Starting over sets aside all AuthorizationKeys and all certificates with their private keys.`;
}

async function agreedToStartOver(
  state: ReturnType<Store['secrets']['state']>,
  { yes = false }: FolderOptions,
): Promise<Outcome<undefined>> {
  // Open secrets are refused anyway: nobody is to be asked for nothing.
  if (yes || state.status === 'open') return { ok: true, value: undefined };
  const warning = startOverWarning(state);
  const agreed = await askYes(warning);
  if (agreed === true) return { ok: true, value: undefined };
  return usage(
    agreed === undefined
      ? `${warning} Say --yes to do that.`
      : 'Nothing was changed: the answer was not yes.',
  );
}

function startOver(options: FolderOptions): Promise<ExitCode> {
  return onLockable(options, async (store, output) => {
    const agreed = await agreedToStartOver(store.secrets.state(), options);
    if (!agreed.ok) return agreed;
    const begun = store.secrets.startOver(new Date());
    if (begun.ok) {
      const { setAside } = begun.value;
      output.line(`New secrets begin here. What was sealed is kept in ${setAside}`, begun.value);
    }
    return begun;
  });
}

/** `--new-passphrase-file`, or typed twice. */
async function newPassphrase({ newPassphraseFile }: FolderOptions): Promise<Outcome<string>> {
  if (newPassphraseFile !== undefined) return readSecretFile(newPassphraseFile);
  const first = await askPassphrase('New passphrase: ');
  if (first === undefined) return usage('The new passphrase is missing: --new-passphrase-file.');
  const second = await askPassphrase('Once more: ');
  return first === second
    ? { ok: true, value: first }
    : usage('The two passphrases are not the same.');
}

async function keepWith(
  keptBy: ChangeKeeperRequest['keptBy'],
  options: FolderOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const opened = await openOwnStore(folderOf(options), options);
  if (!opened.ok) return ended(opened, output);
  const { store, passphrase: currentPassphrase } = opened.value;
  try {
    const wanted = keptBy === 'passphrase' ? await newPassphrase(options) : undefined;
    if (wanted && !wanted.ok) return ended(wanted, output);
    const passphrase = wanted?.value;
    const changed = await store.secrets.change({ keptBy, passphrase, currentPassphrase });
    if (changed.ok) output.line(keptWhere(changed.value), changed.value);
    return ended(changed, output);
  } finally {
    store.close();
  }
}

async function unlock(options: BenchOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const given = givenPassphrase(options);
  if (!given.ok) return ended(given, output);
  const passphrase = given.value ?? (await askPassphrase('Passphrase of the secrets: '));
  if (passphrase === undefined) return ended(usage('The passphrase is missing.'), output);
  const show = (answer: BenchAnswer): ExitCode => {
    const state = secretsState.safeParse(answer.body);
    if (!answer.ok || !state.success) return answer.refuse(output);
    output.line(keptWhere(state.data), state.data);
    return exitCode.success;
  };
  return askBench(options, { path: '/secrets/unlock', body: { passphrase } }, { output, show });
}

async function reveals(options: BenchOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const show = (answer: BenchAnswer): ExitCode => {
    const read = revealedSecret.array().safeParse(answer.body);
    if (!answer.ok || !read.success) return answer.refuse(output);
    if (read.data.length === 0) output.nothing('Nothing has been revealed.');
    for (const reveal of read.data) {
      const { at, what, subject, by, capture, seq } = reveal;
      const from = by.address === undefined ? by.door : `${by.door} ${by.address}`;
      output.line(`${at} ${what} ${subject} by ${from}, frame ${seq} of ${capture}`, reveal);
    }
    return exitCode.success;
  };
  return askBench(options, { path: '/secrets/reveals' }, { output, show });
}

const folderCommand = (command: Command): Command =>
  command
    .option('--data-dir <folder>', 'where captures, keys and settings are kept')
    .option('--json', 'print JSON lines');

export function addSecretsCommand(program: Command, finish: (code: ExitCode) => void): void {
  const secrets = program
    .command('secrets')
    .description(
      'Who keeps the key of the sealed secrets; change, unlock, start over, list reveals',
    );
  folderCommand(secrets.command('status'))
    .description('Say who keeps the key of a data folder, or why its secrets are locked')
    .action(async (options: FolderOptions) => finish(await status(options)));
  withPassphrase(folderCommand(secrets.command('set-passphrase')))
    .description('Keep the key with a passphrase, or change the passphrase')
    .option('--new-passphrase-file <file>', 'file that holds the new passphrase')
    .action(async (options: FolderOptions) => finish(await keepWith('passphrase', options)));
  withPassphrase(folderCommand(secrets.command('use-key-file')))
    .description('Keep the key in the file secrets.key, without a passphrase')
    .action(async (options: FolderOptions) => finish(await keepWith('key-file', options)));
  folderCommand(secrets.command('start-over'))
    .description('Set aside what a lost key sealed and begin with a new key; captures stay')
    .option('--yes', 'do not ask; needed where nobody can be asked')
    .action(async (options: FolderOptions) => finish(await startOver(options)));
  withPassphrase(withBenchAddress(secrets.command('unlock')))
    .description('Unlock the secrets of a running bench')
    .action(async (options: BenchOptions) => finish(await unlock(options)));
  withBenchAddress(secrets.command('reveals'))
    .description('List what was revealed in a running bench, the newest first')
    .action(async (options: BenchOptions) => finish(await reveals(options)));
}
