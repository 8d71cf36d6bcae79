/**
 * The Frames screen in Chromium: 10,000 frames a second while it is open, and a capture of a million frames opened
 * and scrolled. Long tasks and frame times are taken inside the page.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { newCaptureId } from '../../electron/bench/capture/capture-catalogue.ts';
import { indexOnce } from '../../electron/bench/capture/capture-index.ts';
import { checkCapture } from '../../electron/bench/capture/chain-check.ts';
import { openJournal } from '../../electron/bench/capture/journal.ts';
import { listSegments } from '../../electron/bench/capture/segment-files.ts';
import { type ServedBench, startListener, startServe } from '../e2e/support/bench.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  type Figure,
  type Measurement,
  type MeasurementOptions,
  median,
  quantile,
  withFolder,
} from './measurement.ts';

const framesPerSecond = 10_000;
const framesPerCall = 2;
const connections = 20;
const burstsPerSecond = 50;
const longTaskMs = 50;
const openBudgetMs = 300;
/** Two refreshes of a 60 Hz display: no single frame may miss more than one. */
const frameBudgetMs = 33.4;
const smoothFrameMs = 17.5;
const settleMs = 3000;
const rounds = 9;

/** Runs in the page before anything else: notes long tasks. */
function watchLongTasks(): void {
  const tasks: number[] = [];
  Object.assign(window, { longTasksMs: tasks });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
  }).observe({ entryTypes: ['longtask'] });
}

async function longTasks(page: Page): Promise<number[]> {
  // Set by watchLongTasks in this very page.
  return page.evaluate(() =>
    (window as unknown as { longTasksMs: number[] }).longTasksMs.splice(0),
  );
}

function heartbeat(number: number): string {
  return `[2,"bench-${number}","Heartbeat",{}]`;
}

/** Sends CALLs at a steady pace; resolves with how many were sent and answered. */
async function flood(port: number, seconds: number): Promise<{ sent: number; answered: number }> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const client = new WebSocket(`ws://127.0.0.1:${port}/LOAD-${index}`, 'ocpp1.6');
      await new Promise((resolve, reject) => {
        client.once('open', resolve);
        client.once('error', reject);
      });
      return client;
    }),
  );
  let sent = 0;
  let answered = 0;
  for (const client of clients) {
    client.on('message', () => {
      answered += 1;
    });
  }
  const callsPerSecond = framesPerSecond / framesPerCall;
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = (performance.now() - startedAt) / 1000;
      const due = Math.floor(Math.min(elapsed, seconds) * callsPerSecond);
      for (; sent < due; sent += 1) clients[sent % clients.length]?.send(heartbeat(sent));
      if (elapsed < seconds) return;
      clearInterval(timer);
      resolve();
    }, 1000 / burstsPerSecond);
  });
  for (let waited = 0; answered < sent && waited < settleMs; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const client of clients) client.close();
  return { sent, answered };
}

interface RecordHead {
  capture: string;
  head: number;
  indexedTo: number;
}

/** The shape that the contract promises for this route. */
const recordHead = async (bench: ServedBench) =>
  (await bench.api('GET', '/frames-head')) as RecordHead;

interface JournalCount {
  /** Every line readable, `seq` without a gap, every chain value right. */
  intact: boolean;
  frames: number;
  /** Different messages of the load that are in the journal. */
  calls: number;
  answers: number;
}

/** Counts what is on the disk, after the bench has ended. */
async function countJournal(directory: string): Promise<JournalCount> {
  const calls = new Set<string>();
  const answers = new Set<string>();
  for (const { path } of listSegments(directory)) {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const message = /"text":"\[([23]),\\"(bench-\d+)\\"/.exec(line);
      if (message?.[2] === undefined) continue;
      (message[1] === '2' ? calls : answers).add(message[2]);
    }
  }
  const { intact, frames } = await checkCapture(directory);
  return { intact, frames, calls: calls.size, answers: answers.size };
}

async function measureLive(
  browser: Browser,
  { quick, progress }: MeasurementOptions,
): Promise<Figure[]> {
  return withFolder(async (folder) => {
    const bench = await startServe(folder);
    const port = await startListener(bench, { securityProfiles: [0] });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watchLongTasks);
    await page.goto(bench.url.replace('/#', '/frames#'));
    await page.getByRole('grid').waitFor();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    await longTasks(page);
    const seconds = quick ? 10 : 60;
    progress(`frames screen: ${framesPerSecond} frames/s for ${seconds} s`);
    const { sent, answered } = await flood(port, seconds);
    const tasks = await longTasks(page);
    const { capture, head, indexedTo } = await recordHead(bench);
    await page.close();
    await bench.stop();
    const journal = await countJournal(join(folder, 'captures', capture));
    return [
      {
        what: `CALLs answered of ${sent} at ${framesPerSecond} frames/s for ${seconds} s`,
        value: answered / sent,
        unit: '×',
        budget: { atLeast: 1 },
      },
      {
        what: 'messages missing from the journal, sent and answered',
        value: 2 * sent - journal.calls - journal.answers,
        unit: 'frames',
        budget: { atMost: 0 },
        note: `${journal.calls} CALLs and ${journal.answers} answers recorded`,
      },
      {
        what: 'journal dense and its chain intact',
        value: journal.intact && journal.frames >= head ? 1 : 0,
        unit: '×',
        budget: { atLeast: 1 },
        note: `${journal.frames} frames`,
      },
      { what: 'frames behind in the index afterwards', value: head - indexedTo, unit: 'frames' },
      {
        what: 'longest task of the page',
        value: tasks.length === 0 ? 0 : Math.max(...tasks),
        unit: 'ms',
        budget: { atMost: longTaskMs },
        note: `${tasks.length} tasks over 50 ms`,
      },
    ];
  });
}

/** Writes a capture as a day of a hundred charge points would leave it. */
async function makeCapture(dataFolder: string, frames: number): Promise<string> {
  const capture = newCaptureId();
  const directory = join(dataFolder, 'captures', capture);
  const opened = openJournal({ directory, captureId: capture, runId: 'bench', tool: 'benchpoint' });
  if (!opened.ok) throw new Error(opened.problem.code);
  const journal = opened.value;
  for (let call = 0; call < frames / framesPerCall; call += 1) {
    const station = `CP-${call % 100}`;
    const shared = { role: 'csms', kind: 'message', station, connection: call % 100 } as const;
    journal.append({ ...shared, direction: 'in', sender: 'charge-point', text: heartbeat(call) });
    const answer = `[3,"bench-${call}",{"currentTime":"2026-01-01T00:00:00.000Z"}]`;
    journal.append({ ...shared, direction: 'out', sender: 'csms', text: answer });
    if (call % 1000 === 0) journal.flush();
  }
  await journal.close();
  await indexOnce(directory, capture);
  return capture;
}

/** Goes to the capture inside the running app; milliseconds to the first rows. */
function openInPage(path: string): Promise<number> {
  const startedAt = performance.now();
  history.pushState({}, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
  return new Promise((resolve) => {
    const look = () => {
      const rows = document.querySelectorAll('[role="grid"] [role="row"][aria-rowindex]');
      const isFilled = [...rows].some((row) => row.textContent?.includes('Heartbeat'));
      if (isFilled) resolve(performance.now() - startedAt);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Frame times while the list is scrolled by `steps` wheel turns. */
async function scrollFrames(page: Page, steps: number): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    Object.assign(window, { frameTimesMs: times });
    const tick = (now: number) => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.getByRole('grid').hover();
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(0, step % 2 ? 900 : 300);
  // Set just above in this very page; the first entries belong to the preparation.
  const times = await page.evaluate(
    () => (window as unknown as { frameTimesMs: number[] }).frameTimesMs,
  );
  // The browser gives tenths of a millisecond; what is left behind them is arithmetic.
  return times.slice(2).map((time) => Math.round(time * 10) / 10);
}

async function measureMillion(
  browser: Browser,
  { quick, progress }: MeasurementOptions,
): Promise<Figure[]> {
  return withFolder(async (folder) => {
    const frames = quick ? 200_000 : 1_000_000;
    progress(`frames screen: a capture of ${frames} frames`);
    const capture = await makeCapture(folder, frames);
    const bench = await startServe(folder);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(bench.url.replace('/#', '/frames#'));
    await page.getByRole('grid').waitFor();
    // The first opening starts what later ones find running; it counts like any other.
    const opening: number[] = [];
    const elsewhere = '/frames';
    for (let round = 0; round < rounds; round += 1) {
      opening.push(await page.evaluate(openInPage, `/frames?capture=${capture}`));
      await page.evaluate((path) => {
        history.pushState({}, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      }, elsewhere);
      await page.getByText('Heartbeat').first().waitFor({ state: 'detached' });
    }
    await page.evaluate(openInPage, `/frames?capture=${capture}`);
    await page.keyboard.press('Home');
    const times = await scrollFrames(page, 300);
    await page.close();
    await bench.stop();
    return [
      {
        what: `${frames} frames: first rows`,
        value: median(opening),
        unit: 'ms',
        budget: { atMost: openBudgetMs },
        note: opening.map((duration) => duration.toFixed(0)).join(', '),
      },
      {
        what: 'scrolling: median frame',
        value: median(times),
        unit: 'ms',
        budget: { atMost: smoothFrameMs },
      },
      {
        what: 'scrolling: 99th percentile',
        value: quantile(times, 0.99),
        unit: 'ms',
        budget: { atMost: frameBudgetMs },
      },
      {
        what: 'scrolling: worst frame',
        value: Math.max(...times),
        unit: 'ms',
        budget: { atMost: frameBudgetMs },
        note: `${times.filter((time) => time > frameBudgetMs).length} of ${times.length} over budget`,
      },
    ];
  });
}

export const measureFramesScreen: Measurement = async (options) => {
  const browser = await launchChromium();
  try {
    return [...(await measureLive(browser, options)), ...(await measureMillion(browser, options))];
  } finally {
    await browser.close();
  }
};
