/**
 * The parts of the bench, built in the order in which they need each other and tied together: roles, certificates,
 * file servers, instruments. Decides nothing by itself.
 */
import { join } from 'node:path';
import type { Problem } from '../../shared/api/problem.ts';
import type { Foundation } from './bench-foundation.ts';
import type { BenchRecord } from './bench-record.ts';
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
import { createNamesAndTime, type NamesAndTime } from './names-and-time-surface.ts';
import { watchAddresses } from './network/address-watch.ts';
import { withPortOwner } from './network/own-ports.ts';
import { ownPorts } from './own-ports-of-bench.ts';
import type { BenchAuthorities } from './pki/bench-authorities.ts';
import type { CertificateDesk } from './pki/desk/desk.ts';
import {
  type ForeignRevocationLists,
  openForeignRevocationLists,
} from './pki/foreign-revocation-lists.ts';
import { openForgetfulAuthorities } from './pki/forgetful-authorities.ts';
import { openPki, trustRoot } from './pki-surface.ts';
import { createProbes, type Probes } from './probe-surface.ts';
import { createScenarios, type Scenarios } from './scenarios/scenarios.ts';
import { prepareFleet, prepareTryIt } from './try-it.ts';

export interface BenchParts {
  csms: CsmsRole;
  chargePoints: ChargePoints;
  profiles: ChargePointProfiles;
  fleets: Fleets;
  authorities: BenchAuthorities;
  desk: CertificateDesk;
  foreignLists: ForeignRevocationLists;
  files: Files;
  namesAndTime: NamesAndTime;
  scenarios: Scenarios;
  probes: Probes;
  faults: Faults;
  addresses: ReturnType<typeof watchAddresses>;
  /** Listeners and file servers look again at what their certificates should be. */
  refreshCertificates(): void;
}

/** Builds all parts; nothing listens or dials yet. */
export async function createParts(
  foundation: Foundation,
  record: BenchRecord,
): Promise<BenchParts> {
  const { live } = record;
  const { options, store, settings, moved, onError, onProblem } = foundation;
  const { version } = options;
  const { recorder } = live;
  const nextConnectionNumber = connectionCounter();
  const refreshCertificates = () => {
    csms.refreshCertificates().catch(onError);
    files.refreshCertificates().catch(onError);
  };
  const addresses = watchAddresses(() => {
    refreshCertificates();
    instruments.namesAndTime.refresh().catch(onError);
    moved('csms');
    moved('files');
  });
  const cpoName = () => csms.state().policy.cpoName;
  const { authorities, desk } = openPki({
    ...{ store, cpoName },
    moved: () => moved('pki'),
    changed: refreshCertificates,
    usedBy: (id) =>
      csms.listenersShowing(id).map((listener) => ({ kind: 'listener', id: listener })),
    presentedBy: (fingerprint) => csms.stationsShowing(fingerprint),
  });
  const foreignLists = openForeignRevocationLists({
    settings: store.settings,
    authorities: () => [
      ...desk.authoritiesPem(),
      ...store.trustedRoots.all().map(({ pem }) => pem),
    ],
    changed() {
      refreshCertificates();
      moved('pki');
    },
  });
  const trustChanged = () => {
    refreshCertificates();
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
    foreignLists: foreignLists.pems,
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
  const roles = { csms, chargePoints, files, authorities, nextConnectionNumber };
  const instruments = createInstruments(foundation, record, roles);
  return {
    ...{ csms, chargePoints, profiles, fleets, authorities, desk, foreignLists, files },
    ...{ ...instruments, addresses, refreshCertificates },
  };
}

type Instruments = Pick<BenchParts, 'namesAndTime' | 'scenarios' | 'probes' | 'faults'>;
type InstrumentNeeds = Pick<BenchParts, 'csms' | 'chargePoints' | 'files' | 'authorities'> & {
  nextConnectionNumber(): number;
};

/** What works with the roles, or beside them. */
function createInstruments(
  foundation: Foundation,
  { live }: BenchRecord,
  { csms, chargePoints, files, authorities, nextConnectionNumber }: InstrumentNeeds,
): Instruments {
  const { store, settings, moved, onError } = foundation;
  const { recorder } = live;
  const namesAndTime = createNamesAndTime({
    recorder,
    store: store.settings,
    hostName: () => settings.current().hostName,
    listeners: () => csms.state().listeners,
    nowMs: Date.now,
    moved: () => moved('names-and-time'),
  });
  const faults = createFaults({
    ...{ csms, chargePoints, recorder, onError },
    frames: live.frameWatch,
    onRolesMoved: (listener) =>
      foundation.onMoved((topic) => (topic === 'csms' || topic === 'charge-points') && listener()),
    capture: live.capture,
    nowMs: Date.now,
    moved: () => moved('faults'),
  });
  foundation.noteFault = faults.note;
  const scenarios = createScenarios({
    doors: {
      csms,
      chargePoints,
      prepare: (request) => prepareTryIt(csms, request),
      firmware: {
        generate: files.surface.generateFirmware,
        delete: files.surface.deleteFirmware,
      },
      setFault: (listener, fault) =>
        faults.surface.set('listener', listener, { fault: fault ?? null, reconnect: false }),
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
  return { namesAndTime, scenarios, probes, faults };
}
