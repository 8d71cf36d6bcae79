/**
 * Where the bench program and the other shipped files are, packaged or in the repository.
 * Knows neither Electron nor the bench's options beyond those that supervision needs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchProgram } from './bench-process.ts';

/** What decides where things are; handed in so that every system can be tested on one. */
export interface Installation {
  packaged: boolean;
  /** Electron's resources folder; used when packaged. */
  resourcesFolder: string;
  /** The repository; used when not packaged. */
  repository: string;
  platform: string;
  architecture: string;
  environment: NodeJS.ProcessEnv;
}

/** Variables that would change what runs inside the bundled Node. */
const notInherited = new Set([
  'NODE_OPTIONS',
  'NODE_CHANNEL_FD',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_NO_ASAR',
  'BENCHPOINT_TOKEN',
]);

/** The command that starts a supervised bench. Token and data key are not in it: they go over stdin. */
export function benchProgram(
  installation: Installation,
  options: { port: number; dataDir?: string },
): BenchProgram {
  const dataDir = options.dataDir === undefined ? [] : ['--data-dir', options.dataDir];
  const port = ['--port', String(options.port)];
  return {
    executable: nodeExecutable(installation),
    arguments: [benchScript(installation), 'serve', '--supervised', ...port, ...dataDir],
    environment: inheritedEnvironment(installation.environment),
  };
}

function nodeExecutable({
  packaged,
  resourcesFolder,
  repository,
  ...system
}: Installation): string {
  const name = system.platform === 'win32' ? 'node.exe' : 'node';
  if (packaged) return join(resourcesFolder, name);
  const folder = `node-${system.platform === 'win32' ? 'win' : system.platform}-${system.architecture}`;
  const bundled = join(repository, 'node_modules', folder, 'bin', name);
  // On macOS the lockfile brings no Node: the launcher has put one that is new enough first on PATH.
  return existsSync(bundled) ? bundled : 'node';
}

function benchScript({ packaged, resourcesFolder, repository }: Installation): string {
  const base = packaged ? resourcesFolder : join(repository, 'dist');
  return join(base, 'bench', 'cli.mjs');
}

function inheritedEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !notInherited.has(name.toUpperCase()),
  );
  return Object.fromEntries(kept);
}

/** The user guide: its first page when there is one by a usual name, else its folder. */
export function guideLocation({ packaged, resourcesFolder, repository }: Installation): string {
  const folder = packaged ? join(resourcesFolder, 'guide') : join(repository, 'docs', 'guide');
  const pages = ['index.html', 'README.md', 'index.md'].map((name) => join(folder, name));
  return pages.find((page) => existsSync(page)) ?? folder;
}
