/**
 * One emulated charge point as its parts see it: settings, memory, connectors, registration, the live session.
 * Types and the smallest questions about them; behaviour is in the modules that take an `Emulation`.
 */
import type { ChargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import type { RegistrationStatus, SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { RequestPayloads16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Validators } from '../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { CallEngine } from '../wire/call-engine.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { Timers } from './clock.ts';
import type { ChargePointMemory, ChargingProfile, IdTagInfo } from './memory.ts';

export type ConnectorStatus = RequestPayloads16['StatusNotification']['status'];
export type ConnectorErrorCode = RequestPayloads16['StatusNotification']['errorCode'];
export type StopReason = NonNullable<RequestPayloads16['StopTransaction']['reason']>;
export type MeterValue = RequestPayloads16['MeterValues']['meterValue'][number];

/** What one connector measures. */
export interface Meter {
  energyWh: number;
  /** Up to when `energyWh` is counted. */
  readAtMs: number;
  /** Of the vehicle at the connector, in percent. */
  stateOfCharge: number;
}

export interface Transaction {
  /** Known once StartTransaction was answered; offline that is later. */
  transactionId?: number;
  connectorId: number;
  idTag: string;
  parentIdTag?: string;
  meterStartWh: number;
  startedAtMs: number;
  /** For StopTransaction.transactionData. */
  values: MeterValue[];
  /** The Central System did not accept the identifier, and the setting says to go on without energy. */
  suspended: boolean;
  cancelSampling: () => void;
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
  cancelExpiry: () => void;
}

/** One connector; number 0 stands for the charge point itself. */
export interface Connector {
  readonly id: number;
  pluggedIn: boolean;
  operative: boolean;
  fault?: ConnectorErrorCode;
  /** The transaction is over and the cable is still in. */
  finishing: boolean;
  authorisation?: Authorisation;
  reservation?: Reservation;
  transaction?: Transaction;
  meter: Meter;
  status: ConnectorStatus;
  sinceMs: number;
  /** What the Central System was last told. */
  reported?: string;
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

export type QueuedMessage =
  | {
      action: 'StartTransaction';
      payload: RequestPayloads16['StartTransaction'];
      transaction: Transaction;
    }
  | {
      action: 'MeterValues';
      payload: Omit<RequestPayloads16['MeterValues'], 'transactionId'>;
      transaction: Transaction;
    }
  | {
      action: 'StopTransaction';
      payload: Omit<RequestPayloads16['StopTransaction'], 'transactionId'>;
      transaction: Transaction;
    };

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

export type SecurityEventNotification = RequestPayloads16['SecurityEventNotification'];

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

export interface Emulation {
  readonly id: string;
  readonly serialNumber: string;
  readonly services: EmulationServices;
  /** As in force now: an accepted AuthorizationKey or SecurityProfile changes them. */
  settings: ChargePointRequest;
  memory: ChargePointMemory;
  /** Index is the connector id. */
  connectors: Connector[];
  registration: Registration;
  queue: TransactionQueue;
  authorizationCache: Map<string, IdTagInfo>;
  securityEvents: SecurityEventNotification[];
  /** A raised security profile that has not connected yet (Whitepaper A05). */
  profileTrial?: { previous: SecurityProfile; failures: number };
  /** The key of a certificate request that was sent, until its certificate arrives. */
  pendingKey?: { family: 'rsa' | 'ecdsa'; privateKeyPem: string };
  cancelClockAligned: () => void;
  session?: Session;
  link: Link;
  timers: Timers;
  random(): number;
  /** As the Central System set the clock. */
  nowMs(): number;
  setClock(nowMs: number): void;
  /** By the bench's clock. */
  wallMs(): number;
  save(): void;
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

/** The connectors without number 0. */
export function outlets(emulation: Emulation): Connector[] {
  return emulation.connectors.slice(1);
}

/** Nothing to cancel. */
export const nothing = (): void => undefined;
