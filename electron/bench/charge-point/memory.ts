/**
 * What an emulated charge point keeps when its power goes: configuration, availability, roots, lists, meter registers.
 * The shape in the store; knows nothing of how it is used.
 */
import { z } from 'zod';
import { signedFirmwareStatus } from '../../../shared/api/charge-point-security-contract.ts';
import {
  type ChargePointRequest,
  chargePointRequest,
  vehicleSettings,
} from '../../../shared/api/charge-points-contract.ts';
import type {
  RequestPayloads16,
  ResponsePayloads16,
} from '../../../shared/ocpp/generated/payloads-1.6.ts';
import { newSecurityMemory, securityMemory } from './security/security-memory.ts';
import type { QueuedMessage, Transaction } from './transactions/transaction.ts';
import type { Notice } from './transfers/transfers.ts';

export type IdTagInfo = ResponsePayloads16['Authorize']['idTagInfo'];
export type ChargingProfile = RequestPayloads16['SetChargingProfile']['csChargingProfiles'];

export interface InstalledChargingProfile {
  connectorId: number;
  profile: ChargingProfile;
}

/** Both were validated against the OCPP schema when they arrived. */
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const idTagInfo = z.custom<IdTagInfo>(isObject);
const chargingProfile = z.custom<ChargingProfile>(isObject);

/** A transaction without its timers. */
export type StoredTransaction = Omit<Transaction, 'cancelSampling' | 'cancelSupervision'>;

/** A message that waits, with the place of its transaction in the list of transactions. */
export type StoredMessage = Omit<QueuedMessage, 'transaction'> & { transaction: number };

/** Both were written by this charge point. */
const storedTransaction = z.custom<StoredTransaction>(isObject);
const storedMessage = z.custom<StoredMessage>(isObject);

const storedReservation = z.object({
  connectorId: z.number(),
  reservationId: z.number(),
  idTag: z.string(),
  parentIdTag: z.string().optional(),
  expiresAtMs: z.number(),
});
export type StoredReservation = z.infer<typeof storedReservation>;

const transactionLog = z.object({
  transactions: z.array(storedTransaction),
  /** Places in `transactions` of those that run. */
  running: z.array(z.number()),
  messages: z.array(storedMessage),
  /** By the clock of the charge point: until when the meters are known. */
  savedAtMs: z.number(),
});

/** What stays at an outlet when the power goes: a cable in its socket, the vehicle behind it. */
const storedOutlet = z.object({
  connectorId: z.number(),
  pluggedIn: z.boolean(),
  /** The cable is left over from a transaction. */
  finishing: z.boolean(),
  lockedCable: z.object({ idTag: z.string(), parentIdTag: z.string().optional() }).optional(),
  stateOfCharge: z.number(),
  /** Absent for the vehicle of the settings. */
  vehicle: vehicleSettings.optional(),
});

export type StoredOutlet = z.infer<typeof storedOutlet>;

/** It was written by this charge point. */
const storedNotice = z.custom<Notice>(isObject);

/** A firmware update that is under way. */
const storedUpdate = z.object({
  /** Absent for an unsigned one. */
  requestId: z.number().optional(),
  status: signedFirmwareStatus,
  /** The new version is in place; only the restart is left. */
  installed: z.boolean(),
});

/** Uploads that are under way. */
const storedUploads = z.object({
  diagnostics: z.object({}).optional(),
  log: z.object({ requestId: z.number() }).optional(),
});

const memorySchema = z.object({
  /** Values that differ from the defaults, by the exact name of the key. */
  configuration: z.record(z.string(), z.string()),
  /** Connectors set Inoperative, 0 for the charge point itself. */
  inoperativeConnectors: z.array(z.number()),
  /** Energy registers in Wh, by connector id. */
  metersWh: z.record(z.string(), z.number()),
  /** PEM. Absent until the charge point was first equipped with what its trust setting names. */
  centralSystemRoots: z.array(z.string()).optional(),
  manufacturerRoots: z.array(z.string()).optional(),
  localList: z.object({ version: z.number(), entries: z.record(z.string(), idTagInfo) }),
  chargingProfiles: z.array(z.object({ connectorId: z.number(), profile: chargingProfile })),
  /** What came after the first version is missing in what that has saved. */
  authorizationCache: z.array(z.object({ idTag: z.string(), info: idTagInfo })).default([]),
  reservations: z.array(storedReservation).default([]),
  /** Those with something to keep. */
  outlets: z.array(storedOutlet).default([]),
  transactionLog: transactionLog.optional(),
  /** What the Central System is still to be told of transfers. */
  notices: z.array(storedNotice).default([]),
  update: storedUpdate.optional(),
  uploads: storedUploads.optional(),
  security: securityMemory.default(newSecurityMemory),
});

export type ChargePointMemory = z.infer<typeof memorySchema>;

const storedChargePoint = z.object({ request: chargePointRequest, memory: memorySchema });

/** What the store holds of one charge point: a secret is among it. */
export type StoredChargePoint = { request: ChargePointRequest; memory: ChargePointMemory };

/** Reads what the store gave back; the error says what is wrong with it. */
export function parseStoredChargePoint(
  stored: unknown,
): { ok: true; value: StoredChargePoint } | { ok: false; error: Error } {
  const parsed = storedChargePoint.safeParse(stored);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, error: parsed.error };
}

/** The memory of a charge point fresh from the factory. */
export function factoryMemory(): ChargePointMemory {
  return {
    configuration: {},
    inoperativeConnectors: [],
    metersWh: {},
    localList: { version: 0, entries: {} },
    chargingProfiles: [],
    authorizationCache: [],
    reservations: [],
    outlets: [],
    notices: [],
    security: newSecurityMemory(),
  };
}
