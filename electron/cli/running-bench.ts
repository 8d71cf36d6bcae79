/**
 * A bench with its door open, as every command that runs needs it: data folder, token, address, renderer.
 * Puts server and bench together; what the command does with them is the command's.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { SecretsState } from '../../shared/api/secrets-contract.ts';
import { type Bench, createBench } from '../bench/bench.ts';
import { defaultDataFolder } from '../bench/data-folder.ts';
import { openWithPassphrase } from '../bench/store/passphrase.ts';
import type { Opened } from '../bench/store/private-files.ts';
import { type Door, openDoor } from '../server/server.ts';
import { createOutput } from './output.ts';
import { programVersion } from './program-version.ts';
import { type RunToken, runToken, type TokenOptions } from './token.ts';

export interface RunningBenchOptions extends TokenOptions {
  /** `--data-dir` */
  dataDir?: string;
  /** Folder below the default one, so that headless roles run beside the desktop program. */
  role?: 'csms' | 'charge-point' | 'file-server';
  host: string;
  port: number;
  tls?: boolean;
  dataKey?: Uint8Array;
  /** Opens the secrets, or begins a new folder under it. */
  passphrase?: string;
  /** Runs although the secrets are locked, for whoever unlocks them on the screen. */
  mayBeLocked?: boolean;
  /** Called with the bench once its secrets are open: at once, or after unlocking. */
  onOpen?(bench: Bench): Promise<void>;
  supervised?: boolean;
  restore: boolean;
  json: boolean;
}

export interface RunningBench {
  bench: Bench;
  door: Door;
  token: RunToken;
  dataFolder: string;
  /** Resolves when the bench could not be opened again after its secrets were unlocked; the door is of no use then. */
  failed: Promise<Problem>;
  close(reason: string): Promise<void>;
}

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** Built: beside the bench; from source: where the build puts it. */
function rendererDirectory(): string {
  const relative = import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../renderer';
  return fileURLToPath(new URL(relative, import.meta.url));
}

function checkExposure(options: RunningBenchOptions, token: RunToken): Outcome<undefined> {
  if (loopbackHosts.has(options.host)) return { ok: true, value: undefined };
  if (!options.tls) return { ok: false, problem: { code: 'tls-needed', where: options.host } };
  if (!token.given) return { ok: false, problem: { code: 'token-needed', where: options.host } };
  return { ok: true, value: undefined };
}

/** Certificate of the door, issued by the bench's own ECDSA root. */
async function doorTls(bench: Bench, host: string) {
  const identity = await bench.doorIdentity(host);
  return { cert: identity.certificatePem + identity.chainPem, key: identity.privateKeyPem };
}

/** The name in the door's certificate, and the machine's addresses. */
function reachedNames(bench: Bench): string[] {
  const { hostName, addresses } = bench.network();
  return [hostName, ...addresses.map(({ address }) => address)];
}

/** `--data-dir`, or the default one of the role. */
export function dataFolderOf(
  dataDir: string | undefined,
  role: RunningBenchOptions['role'],
): string {
  return dataDir ?? join(defaultDataFolder(), ...(role ? [role] : []));
}

/** Problems: those of the bench, of the door and of the token, `tls-needed`, `token-needed`. */
export async function startRunningBench(
  options: RunningBenchOptions,
): Promise<Outcome<RunningBench>> {
  const token = runToken(options);
  if (!token.ok) return token;
  const exposure = checkExposure(options, token.value);
  if (!exposure.ok) return exposure;
  const dataFolder = dataFolderOf(options.dataDir, options.role);
  const given = options.passphrase;
  const passphrase = given === undefined ? undefined : await openWithPassphrase(dataFolder, given);
  const printProblem = createOutput(options.json).problem;
  const notInUse = passphrase?.ok === false && passphrase.problem.code === 'passphrase-not-in-use';
  if (passphrase && !passphrase.ok && notInUse) printProblem(passphrase.problem);
  // Whoever gave a passphrase learns at once that it is wrong; only without one somebody is asked on the screen.
  else if (passphrase && !passphrase.ok) return passphrase;
  const build = (opened: Opened | undefined) =>
    createBench({
      dataFolder,
      dataKey: options.dataKey,
      passphrase: opened,
      // Behind TLS the door itself needs a sealed key.
      reopen: options.mayBeLocked && !options.tls ? reopen : undefined,
      version: programVersion,
      supervised: options.supervised ?? false,
      restore: options.restore,
      onRecordProblem: printProblem,
    });
  const built = await build(notInUse ? undefined : passphrase);
  if (!built.ok) return built;
  let bench = built.value;
  const door = await openDoor({
    bench,
    host: options.host,
    port: options.port,
    token: token.value.token,
    version: programVersion,
    rendererDirectory: rendererDirectory(),
    tls: options.tls ? await doorTls(bench, options.host) : undefined,
    hostNames: options.tls ? () => reachedNames(bench) : undefined,
    reportError: (error) => bench.log.write('error', 'door', error),
  });
  if (!door.ok) {
    await bench.close('door could not open');
    return door;
  }
  const failure = Promise.withResolvers<Problem>();
  let isGone = false;

  async function reopen(opened?: Opened): Promise<Outcome<SecretsState>> {
    if (!door.ok) return door;
    let problem: Problem | undefined;
    await door.value.exchange(async () => {
      await bench.close('secrets opened');
      const next = await build(opened);
      if (next.ok) bench = next.value;
      else problem = next.problem;
      return bench;
    });
    if (problem) {
      isGone = true;
      failure.resolve(problem);
      return { ok: false, problem };
    }
    await tellWhenOpen();
    return { ok: true, value: bench.secrets.state() };
  }

  async function tellWhenOpen(): Promise<void> {
    if (bench.secrets.state().status === 'open') await options.onOpen?.(bench);
  }

  await tellWhenOpen();
  return {
    ok: true,
    value: {
      get bench() {
        return bench;
      },
      door: door.value,
      token: token.value,
      dataFolder,
      failed: failure.promise,
      async close(reason) {
        await door.value.close();
        if (!isGone) await bench.close(reason);
      },
    },
  };
}
