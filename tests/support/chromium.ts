/**
 * Finds or installs a Chromium for the browser tests; a machine without one fails them, it does not skip them.
 * Knows nothing of what is tested in it.
 */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { scriptOfTool } from '../../build/paths.mjs';

/** Keeps Chromium from talking to anything but the page under test. */
const quietArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const installLimitMs = 10 * 60_000;

/** A system as the finder sees it, so that the three systems can be tried on one. */
export interface Machine {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** Whether a program is at this path. */
  isProgram: (path: string) => boolean;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not ours to run: both mean that the next place is tried.
    return false;
  }
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  isProgram,
});

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function usualPlaces({ platform, environment }: Machine): string[] {
  if (platform === 'darwin') {
    return macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (platform === 'win32') {
    return [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsPrograms.map((program) => `${folder}\\${program}`));
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * @returns the path of an installed Chrome, Chromium or Edge; `BENCHPOINT_CHROMIUM` wins
 * @throws Error when `BENCHPOINT_CHROMIUM` names no program
 */
export function findChromium(machine: Machine = thisMachine()): string | undefined {
  const wanted = machine.environment.BENCHPOINT_CHROMIUM;
  if (wanted) {
    if (machine.isProgram(wanted)) return wanted;
    throw new Error(`BENCHPOINT_CHROMIUM names no program: ${wanted}`);
  }
  return usualPlaces(machine).find((path) => machine.isProgram(path));
}

function isDebianAsRoot(): boolean {
  return (
    process.getuid?.() === 0 && existsSync('/etc/debian_version') && isProgram('/usr/bin/apt-get')
  );
}

/** Ubuntu's `chromium` package is a stub for a snap, which a container cannot run. */
function isUbuntu(): boolean {
  return (
    existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function succeeds(program: string, words: readonly string[]): boolean {
  const options: SpawnSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installLimitMs,
  };
  return spawnSync(program, words, options).status === 0;
}

/** @returns the path of the installed browser, or undefined when none could be installed */
function installChromium(): string | undefined {
  if (isDebianAsRoot() && !isUbuntu()) {
    process.stderr.write('Installing the Debian package chromium for the browser tests.\n');
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
    succeeds('apt-get', [...options, 'update']);
    succeeds('apt-get', [...options, 'install', '-y', '--no-install-recommends', 'chromium']);
    return findChromium();
  }
  process.stderr.write("Fetching Playwright's Chromium for the browser tests.\n");
  const installer = scriptOfTool('playwright-core');
  if (installer === undefined || !succeeds(process.execPath, [installer, 'install', 'chromium']))
    return undefined;
  const fetched = chromium.executablePath();
  return isProgram(fetched) ? fetched : undefined;
}

/**
 * Starts a headless Chromium; the caller closes it.
 * @throws Error with one line that says what to do, when there is none and none could be installed
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium() ?? installChromium();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium here: install Chrome, Chromium or Edge, or name one in BENCHPOINT_CHROMIUM.',
    );
  }
  // Chromium gives root no sandbox; everybody else keeps it.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...quietArguments, ...sandbox] });
}
