import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { type ChildBench, runChildBench, startChildBench } from '../support/child-bench.ts';
import { connectRaw, destroyRawClients, openRaw } from '../wire/raw-client.ts';
import { type CapturedLine, captureFolders, followJournal } from './captured.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  destroyRawClients();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const command = ['csms', '--listen', '0@127.0.0.1:0'];

async function start(dataFolder: string, shellPrefix?: string): Promise<ChildBench> {
  const bench = await startChildBench({
    command,
    dataFolder,
    ...(shellPrefix === undefined ? {} : { shellPrefix }),
  });
  cleanUps.push(() => bench.kill());
  return bench;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-system-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Station {
  socket: WebSocket;
  /** Sends a CALL and resolves with the answer, or with `closed` when the connection ends instead. */
  call(action: string, payload?: object): Promise<unknown>;
}

async function connectStation(port: number, id: string): Promise<Station> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${id}`, 'ocpp1.6');
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  cleanUps.push(() => socket.terminate());
  let number = 0;
  return {
    socket,
    async call(action, payload = {}) {
      number += 1;
      const over = new AbortController();
      const answer = Promise.race([
        once(socket, 'message', { signal: over.signal }).then(([data]) => JSON.parse(String(data))),
        once(socket, 'close', { signal: over.signal }).then(() => 'closed'),
      ]);
      socket.send(JSON.stringify([2, `${id}-${number}`, action, payload]));
      try {
        return await answer;
      } finally {
        over.abort();
      }
    },
  };
}

/** Shape of `recording` in `GET /api/bench`. */
interface Recording {
  capture: string;
  status: 'recording' | 'failing' | 'stopped';
  framesLost: number;
  problem?: { code: string; parameters?: { raw?: string } };
}

async function recordingOf(bench: ChildBench): Promise<Recording> {
  const state = await bench.api('GET', '/bench');
  return (state as { recording: Recording }).recording;
}

/** The bench tries the disk once a second; every question to it is an event of its own. */
async function untilStatus(bench: ChildBench, status: Recording['status']): Promise<Recording> {
  for (;;) {
    const recording = await recordingOf(bench);
    if (recording.status === status) return recording;
  }
}

/** Does not fit into what is left of a block that the journal has already. */
const large = { vendorId: 'vendor', data: 'x'.repeat(10_000) };
const boot = { chargePointVendor: 'Vendor', chargePointModel: 'Model' };
const result = (id: string) => [3, id, expect.anything()];

describe('a full disk', () => {
  function smallDisk({ skip }: TestContext): SmallDisk {
    const disk = mountSmallDisk(16);
    if (disk === undefined) return skip('no file system can be mounted here');
    cleanUps.push(() => disk.remove());
    return disk;
  }

  it('S12 the record stops visibly, traffic goes on, and what was held is written when there is room', async (context) => {
    const disk = smallDisk(context);
    const bench = await start(disk.path);
    const early = await connectStation(bench.port, 'EARLY');
    expect(await early.call('BootNotification', boot)).toEqual(result('EARLY-1'));
    disk.fill();
    expect(await early.call('DataTransfer', large)).toEqual(result('EARLY-2'));
    expect(await recordingOf(bench)).toMatchObject({
      status: 'failing',
      problem: { code: 'recording-failed', parameters: { raw: 'ENOSPC' } },
    });
    const late = await connectStation(bench.port, 'LATE');
    expect(await late.call('BootNotification', boot)).toEqual(result('LATE-1'));
    early.socket.close();
    await once(early.socket, 'close');
    expect(await late.call('Heartbeat')).toEqual(result('LATE-2'));

    disk.empty();
    expect(await untilStatus(bench, 'recording')).toMatchObject({ framesLost: 0 });
    expect(await late.call('Heartbeat')).toEqual(result('LATE-3'));
    const texts = followJournal(disk.path)
      .more()
      .flatMap(({ text }) => text ?? []);
    for (const id of ['EARLY-1', 'EARLY-2', 'LATE-1', 'LATE-2', 'LATE-3']) {
      expect(texts.filter((text) => text.includes(id))).toHaveLength(2);
    }
    const { capture } = await recordingOf(bench);
    expect(await bench.api('POST', `/captures/${capture}/check`)).toMatchObject({ intact: true });
  });

  it('S12 strict recording answers nothing that it cannot record', async (context) => {
    const disk = smallDisk(context);
    const bench = await start(disk.path);
    await bench.api('PUT', '/settings', { strictRecording: true });
    const station = await connectStation(bench.port, 'CP1');
    expect(await station.call('Heartbeat')).toEqual(result('CP1-1'));
    disk.fill();
    expect(await station.call('DataTransfer', large)).toBe('closed');
    await expect(connectStation(bench.port, 'CP2')).rejects.toThrow();
    disk.empty();
    const { framesLost } = await untilStatus(bench, 'recording');
    expect(framesLost).toBeGreaterThan(0);
    const again = await connectStation(bench.port, 'CP1');
    expect(await again.call('Heartbeat')).toEqual(result('CP1-1'));
    const gap = followJournal(disk.path)
      .more()
      .find(({ kind }) => kind === 'gap');
    expect(gap?.detail).toMatchObject({ reason: 'ENOSPC' });
  });

  it('S12 a read-only data folder is said at the start, with exit code 3', async (context) => {
    const disk = smallDisk(context);
    const first = await start(disk.path);
    await first.stop();
    disk.makeReadOnly();
    const { exitCode, problems } = await runChildBench({ command, dataFolder: disk.path });
    expect(exitCode).toBe(3);
    expect(problems).toMatchObject([{ code: 'data-folder-unusable' }]);
  });
});

describe('captures that are not as they were written', () => {
  interface CaptureFacts {
    id: string;
    live: boolean;
    problem?: { code: string };
  }

  async function captures(bench: ChildBench): Promise<CaptureFacts[]> {
    // Shape of `GET /api/captures`.
    return (await bench.api('GET', '/captures')) as CaptureFacts[];
  }

  async function withOneCapture(): Promise<{ dataFolder: string; segment: string }> {
    const dataFolder = newFolder();
    const bench = await start(dataFolder);
    const station = await connectStation(bench.port, 'CP1');
    for (let count = 0; count < 20; count += 1) await station.call('Heartbeat');
    await bench.stop();
    return { dataFolder, segment: followJournal(dataFolder).segments()[0] ?? '' };
  }

  it('S9 an altered capture is shown as broken at the place, and the bench records on', async () => {
    const { dataFolder, segment } = await withOneCapture();
    const lines = readFileSync(segment, 'utf8').split('\n');
    const altered = lines.findIndex((line) => line.includes('"Heartbeat\\"'));
    lines[altered] = lines[altered]?.replace('Heartbeat', 'Heartbeet') ?? '';
    writeFileSync(segment, lines.join('\n'));
    const bench = await start(dataFolder);
    const [capture] = await captures(bench);
    expect(await bench.api('POST', `/captures/${capture?.id}/check`)).toMatchObject({
      intact: false,
      problem: { code: 'chain-broken' },
    });
    const station = await connectStation(bench.port, 'CP1');
    expect(await station.call('Heartbeat')).toEqual(result('CP1-1'));
  });

  it.each([
    [
      'newer',
      '{"format":"benchpoint-capture","version":9,"tool":"benchpoint 9.0.0"}\n',
      'capture-newer',
    ],
    ['foreign', 'GIF89a\n', 'capture-foreign'],
    ['empty', '', 'capture-damaged'],
  ])(
    'S9 a capture that is %s is named in the list and the bench records in another',
    async (_kind, content, code) => {
      const { dataFolder, segment } = await withOneCapture();
      writeFileSync(segment, content);
      const bench = await start(dataFolder);
      const all = await captures(bench);
      expect(all).toHaveLength(2);
      expect(all.find(({ live }) => !live)?.problem?.code).toBe(code);
      expect(all.find(({ live }) => live)?.problem).toBeUndefined();
      const station = await connectStation(bench.port, 'CP1');
      expect(await station.call('Heartbeat')).toEqual(result('CP1-1'));
      expect(readFileSync(segment, 'utf8')).toBe(content);
    },
  );

  it('S9 a damaged index is made anew', async () => {
    const { dataFolder } = await withOneCapture();
    const [folder = ''] = captureFolders(dataFolder);
    for (const name of ['index.sqlite', 'index.sqlite-wal']) {
      writeFileSync(join(folder, name), 'not a database at all, whatever it is called'.repeat(200));
    }
    const bench = await start(dataFolder);
    // Shape of `GET /api/frames-head` and `GET /api/frames`.
    type Head = { head: number; indexedTo: number };
    let head = (await bench.api('GET', '/frames-head')) as Head;
    while (head.indexedTo < head.head) head = (await bench.api('GET', '/frames-head')) as Head;
    const { frames } = (await bench.api('GET', '/frames?filter=type%3Acall')) as {
      frames: unknown[];
    };
    expect(frames).toHaveLength(20);
  });

  it('S9 a folder that is no capture is left alone', async () => {
    const { dataFolder } = await withOneCapture();
    mkdirSync(join(dataFolder, 'captures', 'not a capture'));
    const bench = await start(dataFolder);
    expect(await captures(bench)).toHaveLength(1);
  });
});

describe('peers and limits', () => {
  it('S13 a half-open peer is found by ping within the set time', async () => {
    const bench = await start(newFolder());
    const listener = {
      host: '127.0.0.1',
      port: 0,
      securityProfiles: [0],
      pingIntervalMs: 200,
      pongTimeoutMs: 1000,
    };
    // Shape of `PUT /api/csms`.
    const state = (await bench.api('PUT', '/csms', { listeners: [listener] })) as {
      listeners: { port: number }[];
    };
    const port = state.listeners[0]?.port ?? 0;
    const startedMs = performance.now();
    const silent = await openRaw(port);
    // It reads nothing and answers nothing, and no FIN ever comes from it.
    silent.socket.pause();
    type Stations = { id: string; connected: boolean }[];
    let stations: Stations;
    do stations = (await bench.api('GET', '/csms/stations')) as Stations;
    while (stations.some(({ id, connected }) => id === 'CP1' && connected));
    const tookMs = performance.now() - startedMs;
    expect(tookMs).toBeGreaterThan(1000);
    expect(tookMs).toBeLessThan(4000);
    const { frames } = (await bench.api('GET', '/frames?limit=10')) as {
      frames: { kind: string; detail?: { code?: string } }[];
    };
    const closed = frames.find(({ kind }) => kind === 'connection-closed');
    expect(closed?.detail?.code).toBe('ping-timeout');
  });

  it.skipIf(process.platform === 'win32')(
    'S6 out of file descriptors the bench says so, keeps its sessions and serves again',
    async () => {
      const bench = await start(newFolder(), 'ulimit -n 96');
      const station = await connectStation(bench.port, 'CP1');
      const crowd = await Promise.all(Array.from({ length: 150 }, () => connectRaw(bench.port)));
      const journal = followJournal(bench.dataFolder);
      let said: CapturedLine | undefined;
      while (said === undefined) {
        expect(await station.call('Heartbeat')).toEqual([3, expect.anything(), expect.anything()]);
        said = journal.more().find(({ kind }) => kind === 'listener-failed');
      }
      expect(said.detail).toMatchObject({ code: 'too-many-open-files' });
      for (const one of crowd) one.destroy();
      let late: Station | undefined;
      while (late === undefined) {
        late = await connectStation(bench.port, 'CP2').catch(() => undefined);
      }
      expect(await late.call('Heartbeat')).toEqual(result('CP2-1'));
      expect(await bench.stop()).toBe(0);
    },
  );
});
