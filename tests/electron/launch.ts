/**
 * Starts the built desktop program in the Electron that is installed, with folders of its own.
 * Never asks the `electron` package where it is: that would download it.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { findElectron, hasDisplay } from '../../build/find-electron.mjs';

const repository = resolve(import.meta.dirname, '..', '..');
const executable = findElectron(repository);

/** Why the desktop cannot be tested here; undefined when it can. */
export const missing: string | undefined = whyNot();

function whyNot(): string | undefined {
  if (executable === undefined) return "Electron's runtime is not installed here";
  if (!hasDisplay()) return 'no display here';
  if (!existsSync(join(repository, 'dist', 'desktop', 'main.mjs'))) return 'dist is not built';
  return undefined;
}

export interface Desktop {
  application: ElectronApplication;
  page: Page;
  /** Process id of the bench's first (0) or restarted (1) process, once it is ready. */
  benchPid(start: number): Promise<number>;
  /** Starts the program once more on the same folders and waits for that process to end. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when the page of the bench has loaded. */
export async function launchDesktop(): Promise<Desktop> {
  if (executable === undefined) throw new Error(missing);
  const executablePath = executable;
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-desktop-'));
  const words = [
    // Chromium refuses to start for root with a sandbox; only containers run tests as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    repository,
    `--user-data-dir=${join(folder, 'user')}`,
    `--data-dir=${join(folder, 'data')}`,
  ];
  const application = await _electron.launch({ executablePath, args: words, cwd: repository });
  const benchPid = readBenchPids(application);
  const page = await application.firstWindow();
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\//);
  await page.waitForLoadState('load');
  return {
    application,
    page,
    benchPid,
    async startAgain() {
      const second = spawn(executablePath, words, { stdio: 'ignore' });
      await new Promise((settle) => second.once('exit', settle));
    },
    async close() {
      await application.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The shell logs each bench that is ready; Electron itself writes other lines to the same place. */
function readBenchPids(application: ElectronApplication): (start: number) => Promise<number> {
  const pids: number[] = [];
  let waiting: (() => void)[] = [];
  const { stderr } = application.process();
  if (stderr === null) throw new Error('Electron was started without stderr');
  createInterface({ input: stderr }).on('line', (line) => {
    const pid = /"code":"bench-ready".*"pid":(\d+)/.exec(line)?.[1];
    if (pid === undefined) return;
    pids.push(Number(pid));
    const due = waiting;
    waiting = [];
    for (const look of due) look();
  });
  return async (start) => {
    for (;;) {
      const pid = pids[start];
      if (pid !== undefined) return pid;
      await new Promise<void>((look) => waiting.push(look));
    }
  };
}
