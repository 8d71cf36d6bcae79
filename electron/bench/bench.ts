/**
 * The composition root: builds the parts of the bench, hands each what it needs, and gives the whole as one surface.
 * The only place that knows every part; it decides nothing by itself.
 */
import { join } from 'node:path';
import type { Settings } from '../../shared/api/bench-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import { createAttemptsSurface } from './attempts-surface.ts';
import { type BenchRecord, openBenchRecord } from './bench-record.ts';
import { type BenchSettings, openSettings } from './bench-settings.ts';
import { benchState } from './bench-state.ts';
import type { BenchSurface, Topic } from './bench-surface.ts';
import { createCapturesSurface } from './captures-surface.ts';
import {
  type ChargePointProfiles,
  openChargePointProfiles,
} from './charge-point/behaviour/charge-point-profiles.ts';
import { type ChargePoints, createChargePoints } from './charge-point/charge-points.ts';
import { createFleets, type Fleets } from './charge-point/fleet/fleets.ts';
import { connectionCounter } from './connection-counter.ts';
import { type CsmsRole, createCsms } from './csms/csms.ts';
import { fileTransfers } from './csms-files.ts';
import { createFaults, type Faults } from './faults-surface.ts';
import { createFiles, type Files } from './files-surface.ts';
import { createFramesSurface } from './frames-surface.ts';
import type { LiveRecord } from './live-record.ts';
import { createMovedBroadcast } from './moved-broadcast.ts';
import { createNamesAndTime, type NamesAndTime } from './names-and-time-surface.ts';
import { watchAddresses } from './network/address-watch.ts';
import { withPortOwner } from './network/own-ports.ts';
import { checkReachability } from './network/reachability.ts';
import { ownPorts } from './own-ports-of-bench.ts';
import type { BenchAuthorities } from './pki/bench-authorities.ts';
import type { StoredIdentity } from './pki/certificate-storage.ts';
import type { CertificateDesk } from './pki/desk/desk.ts';
import { openForgetfulAuthorities } from './pki/forgetful-authorities.ts';
import { createPkiSurface, openPki, trustRoot } from './pki-surface.ts';
import { type ChargerEvidence, createChargerEvidence } from './probe/charger-evidence.ts';
import { createProbes, type Probes } from './probe-surface.ts';
import { openProgramLog, type ProgramLog } from './program-log.ts';
import { createRevealAudit } from './reveal-audit.ts';
import { createRootAdviser, type RootAdviser } from './root-advice.ts';
import { createScenarios, type Scenarios } from './scenarios/scenarios.ts';
import { createSecretsSurface, type ReopenBench } from './secrets-surface.ts';
import type { Opened } from './store/private-files.ts';
import { openStore, type Store } from './store/store.ts';
import { prepareFleet, prepareTryIt } from './try-it.ts';

export interface BenchOptions {
  dataFolder: string;
  /** 32 bytes from the desktop's keychain. */
  dataKey?: Uint8Array;
  /** What a given passphrase unwrapped, or why it did not. */
  passphrase?: Opened;
  /** Where the key of the secrets cannot be had, captures, settings and unlocking still work; opens it again then. */
  reopen?: ReopenBench;
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
  const roles = await createRoles(foundation, record.value);
  const isOpen = store.value.secrets.state().status === 'open';
  // Keys take a moment to make: whoever needs them waits for them, the start does not.
  if (isOpen) roles.authorities.prepare().catch(foundation.onError);
  if (options.restore && isOpen) {
    await roles.csms.restore();
    roles.chargePoints.restore();
    await roles.namesAndTime.restore();
  }
  return { ok: true, value: surfaceOf(foundation, record.value, roles) };
}

/** What every part is built upon. */
interface Foundation {
  options: BenchOptions;
  store: Store;
  log: ProgramLog;
  settings: BenchSettings;
  adviser: RootAdviser;
  evidence: ChargerEvidence;
  /** Set as soon as there are faults to note. */
  noteFault: Faults['note'];
  startedAtMs: number;
  moved(topic: Topic): void;
  onMoved: BenchSurface['onMoved'];
  endMoved(): void;
  /** Something failed in the background that nobody waits for. */
  onError(error: unknown): void;
  onProblem(problem: Problem | { code: string }): void;
}

function layFoundation(options: BenchOptions, store: Store, log: ProgramLog): Foundation {
  const { moved, onMoved, end } = createMovedBroadcast<Topic>();
  return {
    options,
    store,
    log,
    settings: openSettings(store.settings),
    adviser: createRootAdviser(),
    evidence: createChargerEvidence(Date.now),
    noteFault: () => undefined,
    startedAtMs: Date.now(),
    moved,
    onMoved,
    endMoved: end,
    onError: (error) => log.write('error', 'background', error),
    onProblem(problem) {
      log.write('warning', problem.code, problem);
      moved('bench');
    },
  };
}

function toolOf({ version }: BenchOptions): string {
  return `benchpoint ${version}`;
}

function openRecord(foundation: Foundation): Outcome<BenchRecord> {
  const { options, log, settings, store, adviser, moved, onError, onProblem } = foundation;
  const noteReveal = createRevealAudit({
    add: store.reveals.add,
    capture: () => (record.ok ? record.value.live.capture() : ''),
    changed: () => moved('secrets'),
    nowMs: Date.now,
  });
  const record = openBenchRecord({
    dataFolder: options.dataFolder,
    tool: toolOf(options),
    log,
    settings,
    store: store.settings,
    moved,
    onConnectionFrame(frame, seq) {
      adviser.note(frame, seq);
      foundation.noteFault(frame, seq);
      foundation.evidence.note(frame, seq, record.ok ? record.value.live.capture() : '');
      noteReveal(frame, seq);
    },
    onRecordProblem(problem) {
      onProblem(problem);
      options.onRecordProblem?.(problem);
    },
    onReadProblem: onProblem,
    onError,
  });
  return record;
}

interface Roles {
  csms: CsmsRole;
  chargePoints: ChargePoints;
  profiles: ChargePointProfiles;
  fleets: Fleets;
  authorities: BenchAuthorities;
  desk: CertificateDesk;
  files: Files;
  namesAndTime: NamesAndTime;
  scenarios: Scenarios;
  probes: Probes;
  faults: Faults;
  addresses: ReturnType<typeof watchAddresses>;
}

async function createRoles(foundation: Foundation, { live }: BenchRecord): Promise<Roles> {
  const { options, store, settings, moved, onError, onProblem } = foundation;
  const { version } = options;
  const { recorder } = live;
  const nextConnectionNumber = connectionCounter();
  const addresses = watchAddresses(() => {
    csms.refreshCertificates().catch(onError);
    files.refreshCertificates().catch(onError);
    namesAndTime.refresh().catch(onError);
    moved('csms');
    moved('files');
  });
  const cpoName = () => csms.state().policy.cpoName;
  const { authorities, desk } = openPki({
    ...{ store, cpoName, moved: () => moved('pki') },
    changed() {
      csms.refreshCertificates().catch(onError);
      files.refreshCertificates().catch(onError);
    },
  });
  const trustChanged = () => {
    csms.refreshCertificates().catch(onError);
    files.refreshCertificates().catch(onError);
    moved('bench');
  };
  const explainPort = async (problem: Problem, place: { host: string; port: number }) =>
    withPortOwner(problem, place, await ownPorts(csms, files));
  const csms = await createCsms({
    recorder,
    store,
    authorities,
    desk,
    capture: live.capture,
    otherRoots: () => store.trustedRoots.all().map(({ pem }) => pem),
    trustRoot: (pem) => trustRoot({ trustedRoots: store.trustedRoots, changed: trustChanged }, pem),
    namedRoots: () => store.trustedRoots.all(),
    files: fileTransfers(() => files),
    nextConnectionNumber,
    version,
    hostName: () => settings.current().hostName,
    addresses: addresses.current,
    explainPort,
    nowMs: Date.now,
    moved,
    onProblem,
    onError,
  });
  const chargePoints = createChargePoints({
    recorder,
    store: store.chargePoints,
    authorities,
    benchRootsPem: () => Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]),
    nextConnectionNumber,
    version,
    onMoved: () => moved('charge-points'),
    reportProblem: onError,
    prepareTryIt: (request) => prepareTryIt(csms, request),
  });
  const profiles = openChargePointProfiles(store.settings, () => moved('charge-points'));
  const fleets = createFleets({
    recorder,
    authorities: () =>
      openForgetfulAuthorities(authorities, { storage: store.identities, cpoName }),
    prepareMembers: (request) => prepareFleet(csms, request),
    benchRootsPem: () => Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]),
    nextConnectionNumber,
    profile: profiles.find,
    onMoved: () => moved('charge-points'),
    reportProblem: onError,
  });
  const files = createFiles({
    directory: join(options.dataFolder, 'files'),
    store: store.settings,
    authorities,
    recorder,
    addresses: addresses.current,
    hostName: () => settings.current().hostName,
    explainPort,
    moved: () => moved('files'),
    onError,
  });
  const namesAndTime = createNamesAndTime({
    recorder,
    store: store.settings,
    hostName: () => settings.current().hostName,
    listeners: () => csms.state().listeners,
    nowMs: Date.now,
    moved: () => moved('names-and-time'),
  });
  const scenarios = createScenarios({
    doors: {
      csms,
      chargePoints,
      prepare: (request) => prepareTryIt(csms, request),
      firmware: {
        generate: files.surface.generateFirmware,
        delete: files.surface.deleteFirmware,
      },
      frames: live.frameWatch,
      onMoved: (listener) => foundation.onMoved((topic) => topic !== 'scenarios' && listener()),
      capture: live.capture,
      nowMs: Date.now,
    },
    store: store.settings,
    moved: () => moved('scenarios'),
    onError,
  });
  const probes = createProbes({
    ...{ recorder, nextConnectionNumber, store, authorities, onError },
    evidence: foundation.evidence,
    capture: live.capture,
    nowMs: Date.now,
    moved: () => moved('probe'),
  });
  const faults = createFaults({
    ...{ csms, chargePoints, recorder, onError },
    frames: live.frameWatch,
    capture: live.capture,
    nowMs: Date.now,
    moved: () => moved('faults'),
  });
  foundation.noteFault = faults.note;
  return {
    ...{ csms, chargePoints, profiles, fleets, authorities, desk, files, faults },
    ...{ namesAndTime, scenarios, probes, addresses },
  };
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

function surfaceOf(foundation: Foundation, record: BenchRecord, roles: Roles): Bench {
  const { options, store, log, settings, adviser, startedAtMs, moved, onError } = foundation;
  const { catalogue, live, reader } = record;
  const { csms, chargePoints, profiles, fleets, authorities, files, scenarios, addresses } = roles;
  const refreshCertificates = () => {
    csms.refreshCertificates().catch(onError);
    files.refreshCertificates().catch(onError);
  };
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
      if (protocol === 'udp') return roles.namesAndTime.reachability(port);
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
    attempts: createAttemptsSurface({ ...record, ...roles }),
    frames: createFramesSurface(reader, live),
    captures: createCapturesSurface({
      catalogue,
      live,
      tool: toolOf(options),
      changed: () => moved('captures'),
    }),
    files: files.surface,
    namesAndTime: roles.namesAndTime.surface,
    scenarios: scenarios.surface,
    faults: roles.faults.surface,
    probe: roles.probes.surface,
    pki: createPkiSurface({
      ...{ authorities, desk: roles.desk, store, adviser, csms, recorder: live.recorder },
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
      roles.faults.close();
      await roles.probes.close();
      await fleets.close();
      await chargePoints.close();
      await files.close();
      await roles.namesAndTime.close();
      await csms.close();
      // Certificates that are being made are for the store, too.
      await authorities.close();
      await record.close(reason);
      store.close();
    },
  };
}
