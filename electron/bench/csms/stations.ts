/**
 * The stations as the CSMS sees them: what is stored of each, its live session, what it reported.
 * Knows the store by its type; decides nothing about who may connect.
 */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { ConnectorState, StationState } from '../../../shared/api/csms-contract.ts';
import type { Judgement } from '../../../shared/record/judgement.ts';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import type { StationStore, StoredStation } from '../store/stations.ts';
import type { TransactionStore } from '../store/transactions.ts';
import type { PasswordForm } from '../wire/basic-credentials.ts';
import type { CallEngine } from '../wire/call-engine.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import { emptyKnowledge, type StationKnowledge } from './knowledge.ts';
import type { StationWatcher } from './station-events.ts';
import { keyLength, type StationKey } from './station-keys.ts';

const shownTransactions = 20;
const keptFindings = 50;
const saveSoonMs = 100;
const retryMs = 5000;

/** One live connection of a station. */
export interface Session {
  connection: OcppConnection;
  engine: CallEngine;
  securityProfile: SecurityProfile;
  connectedAtMs: number;
  tls?: { version: string; suite: string };
}

export interface Station {
  stored: StoredStation;
  session?: Session;
  keyForm?: PasswordForm;
  clientCertificate?: CertificateView;
  connectors: Map<number, ConnectorState>;
  /** About the credentials of the newest connection. */
  connectionFindings: Judgement[];
  /** About what the station did. */
  findings: Judgement[];
  /** The station's clock minus ours. */
  clockSkewMs?: number;
  /** Actions asked for by TriggerMessage while Boot is Pending: those may pass (OCPP 1.6 §4.2). */
  triggered: Set<string>;
  knowledge: StationKnowledge;
  /** The key before a change, admitted beside the new one in a grace period that a person opened. */
  formerKey?: StationKey;
  /** Who waits for what happens to the station. */
  watchers: Set<StationWatcher>;
}

export interface Stations {
  all(): Station[];
  /** What is stored of each, without a copy of the list. */
  stored(): Iterable<StoredStation>;
  find(id: string): Station | undefined;
  /** The station, added to the list when it is new. */
  obtain(id: string): Station;
  /** Writes what is stored of the station; to be called after every change of `stored`. */
  save(station: Station): void;
  /** The same for many, in one transaction. */
  saveAll(stations: readonly Station[]): void;
  /**
   * The same within a moment, for what the station says itself: a commit takes milliseconds, and when a thousand
   * stations connect or leave at once they share one. What a person or a security change sets is saved at once.
   */
  saveSoon(station: Station): void;
  /** Saves what waits, and everything from now on at once. */
  close(): void;
  remove(id: string): boolean;
  state(station: Station): StationState;
}

let lastTime = { ms: Number.NaN, text: '' };

/** RFC 3339 with milliseconds. Under load many are asked for in one millisecond, and making one is slow. */
export function isoTime(ms: number): string {
  if (ms !== lastTime.ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}

/** Adds a finding; the same one again replaces the older. */
export function addFinding(station: Station, finding: Judgement): void {
  const others = station.findings.filter(({ rule }) => rule !== finding.rule);
  station.findings = [...others, finding].slice(-keptFindings);
}

function unbound(id: string): StoredStation {
  return { id, checkSerialNumber: true, checkOrganisation: true, factory: false };
}

function withRuntime(stored: StoredStation): Station {
  return {
    stored,
    connectors: new Map(),
    connectionFindings: [],
    findings: [],
    triggered: new Set(),
    knowledge: emptyKnowledge(),
    watchers: new Set(),
  };
}

function* storedOf(stations: Iterable<Station>): Generator<StoredStation> {
  for (const { stored } of stations) yield stored;
}

/** @param onError told when what waited could not be saved; it is tried again. */
export function createStations(
  store: StationStore,
  transactions: TransactionStore,
  onError: (error: unknown) => void,
): Stations {
  const waiting = new Set<Station>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const stations = new Map(store.all().map((stored) => [stored.id, withRuntime(stored)]));

  function state(station: Station): StationState {
    const { stored, session } = station;
    return {
      id: stored.id,
      connected: session !== undefined,
      connectedProfile: session?.securityProfile,
      remoteAddress: session?.connection.remote.address,
      connection: session?.connection.number,
      connectedAt: session && isoTime(session.connectedAtMs),
      tls: session?.tls,
      securityProfile: stored.securityProfile,
      formerSecurityProfile: stored.formerSecurityProfile,
      hasAuthorizationKey: keyLength(stored) !== undefined,
      authorizationKeyBytes: keyLength(stored),
      keepsKeyHashOnly: stored.keepsKeyHashOnly ?? false,
      keyIsHash: stored.authorizationKeyHash !== undefined,
      formerKeys: (stored.formerKeys ?? []).map(({ hash, replacedAt }) => ({
        bytes: hash.bytes,
        replacedAt,
      })),
      keyForm: station.keyForm,
      serialNumber: stored.serialNumber,
      checkSerialNumber: stored.checkSerialNumber,
      checkOrganisation: stored.checkOrganisation,
      factory: stored.factory,
      registration: stored.registration,
      bootStatus: stored.bootStatus,
      vendor: stored.vendor,
      model: stored.model,
      firmwareVersion: stored.firmwareVersion,
      lastSeen: stored.lastSeenUs === undefined ? undefined : isoTime(stored.lastSeenUs / 1000),
      clockSkewMs: station.clockSkewMs,
      connectors: [...station.connectors.values()].sort((a, b) => a.connectorId - b.connectorId),
      transactions: transactions
        .ofStation(stored.id, shownTransactions)
        .map(({ station: _station, ...transaction }) => transaction),
      clientCertificate: station.clientCertificate,
      findings: [...station.connectionFindings, ...station.findings],
    };
  }

  function saveWaiting(): void {
    clearTimeout(timer);
    timer = undefined;
    // One that was deleted meanwhile must not come back.
    const present = [...waiting].filter(({ stored }) => stations.get(stored.id)?.stored === stored);
    if (present.length > 0) store.saveAll(present.map(({ stored }) => stored));
    waiting.clear();
  }

  function trySaveWaiting(): void {
    try {
      saveWaiting();
    } catch (error) {
      // A full disk, for example: what waits is kept, and the bench goes on.
      onError(error);
      if (!isClosed) timer = setTimeout(trySaveWaiting, retryMs).unref();
    }
  }

  function saveSoon(station: Station): void {
    waiting.add(station);
    if (isClosed) trySaveWaiting();
    else timer ??= setTimeout(trySaveWaiting, saveSoonMs).unref();
  }

  return {
    all: () => [...stations.values()],
    stored: () => storedOf(stations.values()),
    find: (id) => stations.get(id),
    obtain(id) {
      const known = stations.get(id);
      if (known) return known;
      const station = withRuntime(unbound(id));
      stations.set(id, station);
      saveSoon(station);
      return station;
    },
    save(station) {
      // The connection of a deleted station ends after the deletion and must not bring it back.
      if (stations.get(station.stored.id) === station) store.save(station.stored);
    },
    saveAll: (all) => store.saveAll(all.map(({ stored }) => stored)),
    saveSoon,
    close() {
      isClosed = true;
      trySaveWaiting();
    },
    remove(id) {
      stations.delete(id);
      return store.remove(id);
    },
    state,
  };
}
