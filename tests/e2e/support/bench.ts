/**
 * The built program as a user starts it, in a process and a data folder of its own.
 * Knows its command line and its HTTP API, no screen.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListenerRequest } from '../../../shared/api/csms-contract.ts';
import { type ChildBench, startChildBench } from '../../support/child-bench.ts';

export interface ServedBench extends ChildBench {
  /** With the token in its fragment, as a page needs it. */
  url: string;
  /** `http://127.0.0.1:7400` */
  origin: string;
}

/** A folder that `remove` takes away again. */
export function temporaryDataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'benchpoint-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts `serve` and resolves when it is ready; `port` 0 takes a free one. */
export async function startServe(dataFolder: string, port = 0): Promise<ServedBench> {
  const command = ['serve', '--port', String(port)];
  const child = await startChildBench({ command, dataFolder, built: true, readyEvent: 'ready' });
  const ready = child.lines.find(({ event }) => event === 'ready');
  const url = new URL(String(ready?.url));
  url.hash = `token=${child.token}`;
  return { ...child, url: url.href, origin: url.origin };
}

/** Starts a listener on loopback and answers its port. */
export async function startListener(
  bench: ServedBench,
  request: Partial<ListenerRequest> = {},
): Promise<number> {
  const id = request.id ?? 'listener-of-test';
  const state = await bench.api('POST', '/csms/listeners', {
    id,
    host: '127.0.0.1',
    port: 0,
    securityProfiles: [0, 1, 2, 3],
    ...request,
  });
  // The shape that the contract promises for this route.
  const { listeners } = state as { listeners: { id: string; port: number }[] };
  const started = listeners.find((listener) => listener.id === id);
  if (started === undefined) throw new Error('the listener was not started');
  return started.port;
}
