/**
 * One emulated charge point as its parts see it: settings, memory, connectors, registration, the live session.
 * Types and the smallest questions about them; behaviour is in the modules that take an `Emulation`.
 */
import type {
  ChargePointRequest,
  VehicleSettings,
} from '../../../shared/api/charge-points-contract.ts';
import type { RegistrationStatus } from '../../../shared/api/common-schemas.ts';
import type { RequestPayloads16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Validators } from '../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { CallEngine } from '../wire/call-engine.ts';
import type { FaultChoice, HandshakeFault } from '../wire/handshake-fault.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { TlsIdentity, TlsOverride } from '../wire/tls-policy.ts';
import type { Activity } from './activity.ts';
import type { Timers } from './clock.ts';
import type { ChargePointMemory, ChargingProfile, IdTagInfo } from './memory.ts';
import type { QueuedMessage, Transaction } from './transactions/transaction.ts';
import type { Transfers } from './transfers/transfers.ts';

export type ConnectorStatus = RequestPayloads16['StatusNotification']['status'];
export type ConnectorErrorCode = RequestPayloads16['StatusNotification']['errorCode'];

/** What one connector measures. */
export interface Meter {
  energyWh: number;
  /** Up to when `energyWh` is counted, by the bench's clock: a clock that is set moves no energy. */
  readAtMs: number;
  /** Where the interval values of sampled and of clock-aligned readings count from. */
  sampledFromWh: number;
  alignedFromWh: number;
  /** Of the vehicle at the connector, in percent. */
  stateOfCharge: number;
}

/** An identifier was accepted and the cable is not there yet. */
export interface Authorisation {
  idTag: string;
  parentIdTag?: string;
  chargingProfile?: ChargingProfile;
  cancelTimeout: () => void;
}

export interface Reservation {
  reservationId: number;
  idTag: string;
  parentIdTag?: string;
  expiresAtMs: number;
  cancelExpiry: () => void;
}

/** What is broken, as StatusNotification tells it. */
export interface ConnectorFault {
  errorCode: ConnectorErrorCode;
  info?: string;
  vendorId?: string;
  vendorErrorCode?: string;
}

/** One connector; number 0 stands for the charge point itself. */
export interface Connector {
  readonly id: number;
  vehicle: VehicleSettings;
  /** A vehicle is connected, through whichever cable. */
  pluggedIn: boolean;
  operative: boolean;
  fault?: ConnectorFault;
  /** The transaction is over and the cable is still in. */
  finishing: boolean;
  /** The vehicle is gone and its cable still locked in the socket, until its driver comes back. */
  lockedCable?: { idTag: string; parentIdTag?: string };
  authorisation?: Authorisation;
  reservation?: Reservation;
  transaction?: Transaction;
  meter: Meter;
  status: ConnectorStatus;
  sinceMs: number;
  /** What the Central System was last told. */
  reported?: string;
  /** What it will be told when it has lasted for MinimumStatusDuration. */
  settling?: string;
  cancelSettling: () => void;
  /** A cable without an identifier is not waited for any longer. */
  cancelIdle: () => void;
}

/** The last time the lights blinked. */
export interface LightSignal {
  connectorId: number;
  times: number;
  because: 'transaction-started' | 'transaction-stopped';
  /** By the clock of the charge point. */
  atMs: number;
}

/** The live connection. */
export interface Session {
  connection: OcppConnection;
  engine: CallEngine;
  tls?: SessionTls;
}

export interface SessionTls {
  version: string;
  suite: string;
  /** DER of the Central System's chain, base64, leaf first. */
  peerChain: string[];
}

export interface Registration {
  status?: RegistrationStatus;
  /** A BootNotification is owed: after a start, a reset, a power cycle. Not after a plain reconnect (OCPP-J §5.4). */
  bootDue: boolean;
  cancelRetry: () => void;
  cancelHeartbeat: () => void;
}

/** Messages of transactions: kept while offline, sent in order (OCPP 1.6 §3.7.1). */
export interface TransactionQueue {
  messages: QueuedMessage[];
  /** One is on its way, or a retry waits. */
  busy: boolean;
  /** Failed attempts of the first message. */
  attempts: number;
  /** Called when nothing is left, or the connection is gone. */
  onIdle: (() => void)[];
  /** The Central System has judged the identifier of a transaction. */
  onJudged(transaction: Transaction, idTagInfo: IdTagInfo): void;
}

/** Messages that tell how a transfer of files stands. */
export type TransferMessage =
  | 'DiagnosticsStatusNotification'
  | 'FirmwareStatusNotification'
  | 'LogStatusNotification'
  | 'SignedFirmwareStatusNotification';

/** Security events on their way to the Central System. */
export interface SecuritySending {
  busy: boolean;
  cancelRetry: () => void;
}

/** What the charge point does about its certificate in time. */
export interface SecurityTimers {
  cancelSwitch: () => void;
  cancelRenewal: () => void;
  /** When a new certificate was last asked for without being told to; long ago if never. */
  renewalAskedAtMs: number;
}

/** How the charge point reaches its Central System. */
export interface Link {
  readonly status: 'disconnected' | 'connecting' | 'connected' | 'waiting' | 'stopped';
  readonly problem: LinkProblem | undefined;
  readonly nextAttemptAtMs: number | undefined;
  /** Dials since the last connection that worked. */
  readonly attempts: number;
  /** Dials now unless it is connected or on its way. */
  connect(): void;
  /** Closes and stays closed. */
  disconnect(): Promise<void>;
  /** Goes without a closing handshake and stays away, as if the network were gone. */
  drop(): void;
  /** Closes, then dials at once. */
  reconnect(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

export interface LinkProblem {
  code: string;
  where?: string;
  parameters?: Record<string, string | number | boolean>;
}

/** What the bench hands to every charge point. */
export interface EmulationServices {
  recorder: FrameRecorder;
  authorities: BenchAuthorities;
  /** PEM of the bench's own roots, one certificate each. */
  benchRootsPem(): Promise<readonly string[]>;
  nextConnectionNumber(): number;
  validators: Promise<Validators>;
}

/** What it shows in place of the usual while a fault is on. */
export interface ClientFault {
  choice: FaultChoice;
  wire: HandshakeFault;
  override?: TlsOverride;
  /** In place of its own; `none` shows no certificate at all. */
  identity?: TlsIdentity | 'none';
  /** Of `revoked`: the list that names the certificate, PEM. */
  revocationListPem?: string;
}

export interface Emulation {
  readonly id: string;
  readonly serialNumber: string;
  readonly services: EmulationServices;
  /** As in force now: an accepted AuthorizationKey or SecurityProfile changes them. */
  settings: ChargePointRequest;
  /** The secrets of its TLS sessions go into the record; never stored. */
  keyLog?: boolean;
  /** What it shows wrong on purpose; never stored. */
  fault?: ClientFault | undefined;
  memory: ChargePointMemory;
  /** Index is the connector id. */
  connectors: Connector[];
  registration: Registration;
  queue: TransactionQueue;
  /** By identifier in lower case, oldest first. */
  authorizationCache: Map<string, IdTagInfo>;
  /** What a trigger for this message sends: how the transfer stands, Idle when none is under way. */
  transferReport<Message extends TransferMessage>(message: Message): RequestPayloads16[Message];
  transfers: Transfers;
  /** What it did lately, oldest first. */
  activities: Activity[];
  securitySending: SecuritySending;
  securityTimers: SecurityTimers;
  /** The key of a certificate request that was sent, until its certificate arrives. */
  pendingKey?: { family: 'rsa' | 'ecdsa'; privateKeyPem: string };
  cancelClockAligned: () => void;
  lightSignal?: LightSignal;
  session?: Session;
  link: Link;
  timers: Timers;
  random(): number;
  /** As the Central System set the clock. */
  nowMs(): number;
  setClock(nowMs: number): void;
  /** By the bench's clock. */
  wallMs(): number;
  /** Writes what a power cut must not take, now. */
  save(): void;
  /** The same within a second, together with whatever else happens until then. */
  saveSoon(): void;
  /** At the end: what `saveSoon` still holds back, and the meters of what charges. Idle, it writes nothing. */
  saveRest(): void;
  /** Something shown of it changed. */
  changed(): void;
  /** Tells the bench of a bug, or of something only its log can say. */
  report(error: unknown): void;
  /** Runs work nobody waits for; what it throws is reported. */
  background(work: Promise<unknown>): void;
}

/** Connected and accepted: messages may be sent (OCPP 1.6 §4.2). */
export function isInService(emulation: Emulation): boolean {
  return emulation.session !== undefined && emulation.registration.status === 'Accepted';
}

/** RFC 3339 in UTC, by the clock of the charge point. */
export function timestampOf(emulation: Emulation): string {
  return new Date(emulation.nowMs()).toISOString();
}

/** Whether a fault of the connector, or of the charge point as a whole, keeps energy from flowing. */
export function isBroken({ connectors }: Emulation, { fault }: Connector): boolean {
  return fault !== undefined || connectors[0]?.fault !== undefined;
}

/** The connectors without number 0. */
export function outlets(emulation: Emulation): Connector[] {
  return emulation.connectors.slice(1);
}

/** Nothing to cancel. */
export const nothing = (): void => undefined;
