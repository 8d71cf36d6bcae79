/**
 * A bench with its door open, as every command that runs needs it: data folder, token, address, renderer.
 * Puts server and bench together; what the command does with them is the command's.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../shared/api/problem.ts';
import { type Bench, createBench } from '../bench/bench.ts';
import { defaultDataFolder } from '../bench/data-folder.ts';
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
  supervised?: boolean;
  restore: boolean;
  json: boolean;
}

export interface RunningBench {
  bench: Bench;
  door: Door;
  token: RunToken;
  dataFolder: string;
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

/** Problems: those of the bench, of the door and of the token, `tls-needed`, `token-needed`. */
export async function startRunningBench(
  options: RunningBenchOptions,
): Promise<Outcome<RunningBench>> {
  const token = runToken(options);
  if (!token.ok) return token;
  const exposure = checkExposure(options, token.value);
  if (!exposure.ok) return exposure;
  const dataFolder =
    options.dataDir ?? join(defaultDataFolder(), ...(options.role ? [options.role] : []));
  const built = await createBench({
    dataFolder,
    dataKey: options.dataKey,
    version: programVersion,
    supervised: options.supervised ?? false,
    restore: options.restore,
    onRecordProblem: createOutput(options.json).problem,
  });
  if (!built.ok) return built;
  const bench = built.value;
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
  return {
    ok: true,
    value: {
      bench,
      door: door.value,
      token: token.value,
      dataFolder,
      async close(reason) {
        await door.value.close();
        await bench.close(reason);
      },
    },
  };
}
