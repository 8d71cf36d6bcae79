/**
 * The composition root: builds the parts of the bench, hands each what it needs, and gives the whole as one surface.
 * The only place that knows every part; it decides nothing by itself.
 */
import { join } from 'node:path';
import type { BenchState, NetworkAddress, Settings } from '../../shared/api/bench-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { openSettings } from './bench-settings.ts';
import type { BenchSurface, FramesSurface, Topic } from './bench-surface.ts';
import { openCatalogue } from './capture/capture-catalogue.ts';
import { type CaptureReader, createCaptureReader } from './capture/capture-reader.ts';
import { createCapturesSurface } from './captures-surface.ts';
import { createChargePoints } from './charge-point/charge-points.ts';
import { createCsms } from './csms/csms.ts';
import { type LiveRecord, openLiveRecord } from './live-record.ts';
import { createMovedBroadcast } from './moved-broadcast.ts';
import { machineAddresses } from './network/addresses.ts';
import { checkReachability } from './network/reachability.ts';
import { openBenchAuthorities } from './pki/bench-authorities.ts';
import type { StoredIdentity } from './pki/certificate-storage.ts';
import { createPkiSurface } from './pki-surface.ts';
import { openProgramLog, type ProgramLog } from './program-log.ts';
import { createRootAdviser } from './root-advice.ts';
import { openStore, type Store } from './store/store.ts';
import { prepareTryIt } from './try-it.ts';

export interface BenchOptions {
  dataFolder: string;
  /** 32 bytes from the desktop's keychain. */
  dataKey?: Uint8Array;
  version: string;
  supervised: boolean;
  /** Starts the listeners and charge points of the last run. */
  restore: boolean;
  /** Also told every line of the program log. */
  logMirror?: (line: string) => void;
  /** Told when the record cannot be written, works again, or was mended on opening. */
  onRecordProblem?: (problem: Problem) => void;
}

export interface Bench extends BenchSurface {
  log: ProgramLog;
  /** Certificate for a door that is reached from other machines, under the bench's own ECDSA root. */
  doorIdentity(host: string): Promise<StoredIdentity>;
  /** Ends connections, writes what is pending, lets go of the data folder. */
  close(reason: string): Promise<void>;
}

const addressCheckMs = 10_000;
const retentionCheckMs = 600_000;
const bytesPerMegabyte = 1_000_000;
const lastCaptureSetting = 'live-capture';

function framesSurface(reader: CaptureReader, live: LiveRecord): FramesSurface {
  const idOf = (capture: string | undefined) => capture ?? live.capture();
  return {
    list: ({ capture, ...request }) => reader.framesWindow({ ...request, capture: idOf(capture) }),
    get: (capture, seq) => reader.readFrame(idOf(capture), seq),
    async reveal(capture, seq) {
      const revealed = await reader.readFrame(idOf(capture), seq, true);
      if (revealed.ok) {
        live.recorder.append({
          role: 'bench',
          kind: 'secret-revealed',
          detail: { what: 'frame', seq },
        });
      }
      return revealed;
    },
    async head(capture) {
      const id = idOf(capture);
      const indexedTo = await reader.indexedTo(id);
      if (!indexedTo.ok) return indexedTo;
      const head = id === live.capture() ? live.head() : indexedTo.value;
      return { ok: true, value: { capture: id, head, indexedTo: indexedTo.value } };
    },
    openView: (capture, filter) => reader.openView(idOf(capture), filter),
    viewRows: (viewId, start, count) => reader.viewRows(viewId, start, count),
    locate: (viewId, seq) => reader.locate(viewId, seq),
    closeView: (viewId) => reader.closeView(viewId),
  };
}

/** Calls `changed` when this machine gains or loses an address. Returns the way to stop. */
function watchAddresses(changed: () => void): { current(): NetworkAddress[]; stop(): void } {
  let addresses = machineAddresses();
  const timer = setInterval(() => {
    const now = machineAddresses();
    if (JSON.stringify(now) === JSON.stringify(addresses)) return;
    addresses = now;
    changed();
  }, addressCheckMs);
  timer.unref();
  return { current: () => addresses, stop: () => clearInterval(timer) };
}

/**
 * Builds the bench over a data folder. Problems: those of the store, of the vault and of the journal.
 */
export async function createBench(options: BenchOptions): Promise<Outcome<Bench>> {
  const store = openStore({ directory: options.dataFolder, dataKey: options.dataKey });
  if (!store.ok) return store;
  const log = openProgramLog(options.dataFolder, options.logMirror);
  const built = await buildBench(options, store.value, log);
  if (!built.ok) store.value.close();
  return built;
}

async function buildBench(
  options: BenchOptions,
  store: Store,
  log: ProgramLog,
): Promise<Outcome<Bench>> {
  const { version } = options;
  const tool = `benchpoint ${version}`;
  const startedAtMs = Date.now();
  const { moved, onMoved } = createMovedBroadcast<Topic>();
  const settings = openSettings(store.settings);
  const adviser = createRootAdviser();
  const onError = (error: unknown) => log.write('error', 'background', error);
  const onProblem = (problem: Problem | { code: string }) => {
    log.write('warning', problem.code, problem);
    moved('bench');
  };

  let liveRecord: LiveRecord | undefined;
  let reader: CaptureReader | undefined;
  const catalogue = openCatalogue({
    directory: join(options.dataFolder, 'captures'),
    liveCapture: () => liveRecord?.capture(),
    release: async (capture) => reader?.release(capture),
  });
  const lastCapture = store.settings.read(lastCaptureSetting);
  const opened = openLiveRecord({
    catalogue: () => catalogue,
    tool,
    strict: settings.current().strictRecording,
    lastCapture: typeof lastCapture === 'string' ? lastCapture : undefined,
    remember: (capture) => store.settings.write(lastCaptureSetting, capture),
    moved: () => moved('frames'),
    onConnectionFrame: adviser.note,
    onProblem(problem) {
      onProblem(problem);
      options.onRecordProblem?.(problem);
    },
    nowMs: Date.now,
  });
  if (!opened.ok) return opened;
  const live = opened.value;
  liveRecord = live;
  reader = createCaptureReader({
    directoryOf: (capture) => catalogue.directoryOf(capture),
    liveHead: (capture) => (capture === live.capture() ? live.head() : undefined),
    onProblem,
  });

  let connectionNumber = 0;
  const nextConnectionNumber = () => {
    connectionNumber += 1;
    return connectionNumber;
  };
  const addresses = watchAddresses(() => {
    csms.refreshCertificates().catch(onError);
    moved('csms');
  });
  const authorities = openBenchAuthorities({
    storage: store.identities,
    cpoName: () => csms.state().policy.cpoName,
  });
  const csms = await createCsms({
    recorder: live.recorder,
    store,
    authorities,
    otherRoots: () => store.trustedRoots.all().map(({ pem }) => pem),
    nextConnectionNumber,
    version,
    hostName: () => settings.current().hostName,
    addresses: addresses.current,
    nowMs: Date.now,
    moved,
    onProblem,
    onError,
  });
  const chargePoints = createChargePoints({
    recorder: live.recorder,
    store: store.chargePoints,
    authorities,
    benchRootsPem: () => Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]),
    nextConnectionNumber,
    version,
    onMoved: () => moved('charge-points'),
    reportProblem: onError,
    prepareTryIt: (request) => prepareTryIt(csms, request),
  });
  const retain = () => {
    const { retentionMegabytes, retentionDays } = settings.current();
    live
      .rotateWhenLarge()
      .then(() =>
        catalogue.retain({ bytes: retentionMegabytes * bytesPerMegabyte, days: retentionDays }),
      )
      .then((deleted) => {
        if (deleted.length > 0) log.write('info', 'captures-retired', { deleted });
        moved('captures');
      })
      .catch(onError);
  };
  const retention = setInterval(retain, retentionCheckMs);
  retention.unref();
  // Keys take a moment to make: whoever needs them waits for them, the start does not.
  authorities.prepare().catch(onError);
  if (options.restore) {
    await csms.restore();
    chargePoints.restore();
  }

  function state(): BenchState {
    return {
      health: {
        version,
        uptimeS: (Date.now() - startedAtMs) / 1000,
        node: process.versions.node,
        tls: `OpenSSL ${process.versions.openssl}`,
        sqlite: process.versions.sqlite ?? '',
        platform: `${process.platform} ${process.arch}`,
      },
      dataFolder: options.dataFolder,
      recording: live.state(),
      secretsKeptBy: store.secretsKeptBy,
      startedAt: new Date(startedAtMs).toISOString(),
      supervised: options.supervised,
    };
  }

  function putSettings(patch: Partial<Settings>): Settings {
    const before = settings.current();
    const after = settings.put(patch);
    if (after.strictRecording !== before.strictRecording) live.setStrict(after.strictRecording);
    if (after.hostName !== before.hostName) csms.refreshCertificates().catch(onError);
    moved('settings');
    return after;
  }

  const value: Bench = {
    log,
    doorIdentity: async (host) => {
      const { hostName } = settings.current();
      const reached = ['localhost', host, ...addresses.current().map(({ address }) => address)];
      const request = { listener: 'door', hostName, addresses: reached };
      return (await authorities.serverIdentities(request)).ecdsa;
    },
    state,
    settings: settings.current,
    putSettings,
    network: () => ({ hostName: settings.current().hostName, addresses: addresses.current() }),
    reachability: (port) =>
      checkReachability(
        port,
        csms.state().listeners.some((one) => one.status === 'listening' && one.port === port),
      ),
    heads: () => ({ head: live.head(), indexedTo: live.indexedTo() }),
    onMoved,
    csms,
    chargePoints,
    frames: framesSurface(reader, live),
    captures: createCapturesSurface({ catalogue, live, tool, changed: () => moved('captures') }),
    pki: createPkiSurface({
      authorities,
      identities: store.identities,
      trustedRoots: store.trustedRoots,
      adviser,
      changed: () => {
        csms.refreshCertificates().catch(onError);
        moved('bench');
      },
    }),
    async close(reason) {
      addresses.stop();
      clearInterval(retention);
      await chargePoints.close();
      await csms.close();
      await live.close(reason);
      await reader.close();
      store.close();
    },
  };
  return { ok: true, value };
}
