/**
 * The composition root: opens what the bench is built upon, has the parts built, and gives the whole as one surface.
 * Decides nothing by itself.
 */
import type { Settings } from '../../shared/api/bench-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import { createAttemptsSurface } from './attempts-surface.ts';
import {
  type BenchOptions,
  type Foundation,
  layFoundation,
  openRecord,
  toolOf,
} from './bench-foundation.ts';
import { type BenchParts, createParts } from './bench-parts.ts';
import type { BenchRecord } from './bench-record.ts';
import { benchState } from './bench-state.ts';
import type { BenchSurface } from './bench-surface.ts';
import { createCapturesSurface } from './captures-surface.ts';
import { createFramesSurface } from './frames-surface.ts';
import type { LiveRecord } from './live-record.ts';
import { withPortOwner } from './network/own-ports.ts';
import { checkReachability } from './network/reachability.ts';
import { ownPorts } from './own-ports-of-bench.ts';
import type { StoredIdentity } from './pki/certificate-storage.ts';
import { createPkiSurface } from './pki-surface.ts';
import { openProgramLog, type ProgramLog } from './program-log.ts';
import { createSecretsSurface } from './secrets-surface.ts';
import { openStore } from './store/store.ts';

export interface Bench extends BenchSurface {
  log: ProgramLog;
  /** Certificate for a door that is reached from other machines, under the bench's own ECDSA root. */
  doorIdentity(host: string): Promise<StoredIdentity>;
  /** Ends connections, writes what is pending, lets go of the data folder. */
  close(reason: string): Promise<void>;
}

/**
 * Builds the bench over a data folder. Problems: those of the store, of the vault and of the journal.
 */
export async function createBench(options: BenchOptions): Promise<Outcome<Bench>> {
  const { dataFolder, dataKey, passphrase, reopen } = options;
  const mayBeLocked = reopen !== undefined;
  const store = openStore({ directory: dataFolder, dataKey, passphrase, mayBeLocked });
  if (!store.ok) return store;
  const log = openProgramLog(options.dataFolder, options.logMirror);
  const foundation = layFoundation(options, store.value, log);
  const record = openRecord(foundation);
  if (!record.ok) {
    store.value.close();
    return record;
  }
  const parts = await createParts(foundation, record.value);
  const isOpen = store.value.secrets.state().status === 'open';
  // Keys take a moment to make: whoever needs them waits for them, the start does not.
  if (isOpen) parts.authorities.prepare().catch(foundation.onError);
  if (options.restore && isOpen) {
    await parts.csms.restore();
    parts.chargePoints.restore();
    await parts.namesAndTime.restore();
  }
  return { ok: true, value: surfaceOf(foundation, record.value, parts) };
}

/** Takes new settings and lets the parts know that they concern. */
function putSettings(
  { settings, moved }: Foundation,
  live: LiveRecord,
  refreshCertificates: () => void,
  patch: Partial<Settings>,
): Settings {
  const before = settings.current();
  const after = settings.put(patch);
  if (after.strictRecording !== before.strictRecording) live.setStrict(after.strictRecording);
  if (after.hostName !== before.hostName) refreshCertificates();
  moved('settings');
  return after;
}

function surfaceOf(foundation: Foundation, record: BenchRecord, parts: BenchParts): Bench {
  const { options, store, log, settings, adviser, startedAtMs, moved } = foundation;
  const { catalogue, live, reader } = record;
  const { csms, chargePoints, profiles, fleets, authorities, files, scenarios } = parts;
  const { addresses, refreshCertificates } = parts;
  return {
    log,
    async doorIdentity(host) {
      const { hostName } = settings.current();
      const reached = ['localhost', host, ...addresses.current().map(({ address }) => address)];
      const request = { listener: 'door', hostName, addresses: reached };
      return (await authorities.serverIdentities(request)).ecdsa;
    },
    state: () => benchState({ ...options, store, startedAtMs }, live),
    settings: settings.current,
    putSettings: (patch) => putSettings(foundation, live, refreshCertificates, patch),
    network: () => ({ hostName: settings.current().hostName, addresses: addresses.current() }),
    async reachability(port, protocol) {
      if (protocol === 'udp') return parts.namesAndTime.reachability(port);
      const own = await ownPorts(csms, files);
      const isOurs = own.some((one) => one.owner === 'listener' && one.port === port);
      const found = await checkReachability(port, isOurs);
      if (found.problem === undefined) return found;
      const problem = await withPortOwner(found.problem, { host: '::', port }, own);
      // One of us needs no name of a process.
      const { holder: _ours, ...rest } = found;
      return problem.parameters?.owner === undefined ? { ...found, problem } : { ...rest, problem };
    },
    heads: () => ({ head: live.head(), indexedTo: live.indexedTo() }),
    onMoved: foundation.onMoved,
    secrets: createSecretsSurface({
      dataFolder: options.dataFolder,
      store,
      reopen: options.reopen ?? (async () => ({ ok: false, problem: { code: 'secrets-open' } })),
      changed() {
        moved('secrets');
        moved('bench');
      },
    }),
    ...{ csms, chargePoints, fleets, chargePointProfiles: profiles },
    attempts: createAttemptsSurface({ ...record, ...parts }),
    frames: createFramesSurface(reader, live),
    captures: createCapturesSurface({
      catalogue,
      live,
      tool: toolOf(options),
      changed: () => moved('captures'),
    }),
    files: files.surface,
    namesAndTime: parts.namesAndTime.surface,
    scenarios: scenarios.surface,
    faults: parts.faults.surface,
    probe: parts.probes.surface,
    pki: createPkiSurface({
      ...{
        authorities,
        desk: parts.desk,
        foreignLists: parts.foreignLists,
        store,
        adviser,
        csms,
        recorder: live.recorder,
      },
      changed: () => {
        refreshCertificates();
        moved('bench');
      },
    }),
    async close(reason) {
      addresses.stop();
      // Whoever hears that something moved asks the store, which closes last.
      foundation.endMoved();
      await scenarios.close();
      parts.faults.close();
      await parts.probes.close();
      await fleets.close();
      await chargePoints.close();
      await files.close();
      await parts.namesAndTime.close();
      await csms.close();
      // Certificates that are being made are for the store, too.
      await authorities.close();
      await record.close(reason);
      store.close();
    },
  };
}
