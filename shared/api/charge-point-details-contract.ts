/**
 * Contract of what an emulated charge point has inside: what a technician would read on its own service page.
 * Asked for one charge point at a time, because it is large; every list in it is bounded.
 */
import { z } from 'zod';
import { timestamp } from './common-schemas.ts';

/** Most entries of each list; the totals count all. */
export const detailLimits = { queuedMessages: 100, localList: 500, cache: 500 } as const;

/** An identifier the charge point knows. */
const knownIdTag = z.object({
  idTag: z.string(),
  status: z.string(),
  parentIdTag: z.string().optional(),
  expiryDate: z.string().optional(),
});

const runningTransaction = z.object({
  connectorId: z.number().int(),
  /** Absent until StartTransaction was answered. */
  transactionId: z.number().int().optional(),
  /** StartTransaction was given up: the id will never be known, messages carry -1 (errata 3.18). */
  startLost: z.boolean(),
  idTag: z.string(),
  parentIdTag: z.string().optional(),
  startedAt: timestamp,
  meterStartWh: z.number(),
  /** Goes on without energy, because the Central System did not accept the identifier. */
  suspended: z.boolean(),
});

/** One message of a transaction that waits to be sent. */
const queuedMessage = z.object({
  action: z.enum(['StartTransaction', 'MeterValues', 'StopTransaction']),
  connectorId: z.number().int(),
  transactionId: z.number().int().optional(),
  /** When it happened, by the clock of the charge point. */
  at: timestamp,
  payload: z.unknown(),
});

export const chargePointDetails = z.object({
  /** Its clock. */
  clock: timestamp,
  connectors: z.array(
    z.object({
      connectorId: z.number().int(),
      vehicle: z.object({
        batteryKwh: z.number(),
        startSoc: z.number().optional(),
        maxPowerW: z.number(),
        phases: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      }),
      /** What charging profiles and the hardware leave to it now. */
      offeredW: z.number(),
    }),
  ),
  transactions: z.array(runningTransaction),
  queue: z.object({
    total: z.number().int(),
    /** Failed attempts of the first message. */
    failedAttempts: z.number().int(),
    /** The first ones, in the order they are sent. */
    messages: z.array(queuedMessage),
  }),
  reservations: z.array(
    z.object({
      /** 0: any connector. */
      connectorId: z.number().int(),
      reservationId: z.number().int(),
      idTag: z.string(),
      parentIdTag: z.string().optional(),
      expiresAt: timestamp,
    }),
  ),
  localList: z.object({
    version: z.number().int(),
    total: z.number().int(),
    entries: z.array(knownIdTag),
  }),
  /** Latest used last. */
  cache: z.object({ total: z.number().int(), entries: z.array(knownIdTag) }),
  /** All keys in alphabetical order; one that can only be written has no value. */
  configuration: z.array(
    z.object({ key: z.string(), readonly: z.boolean(), value: z.string().optional() }),
  ),
  /** As SetChargingProfile carried them. */
  chargingProfiles: z.array(z.object({ connectorId: z.number().int(), profile: z.unknown() })),
  /** What it did lately, oldest first. */
  activities: z.array(
    z.object({
      at: timestamp,
      part: z.enum(['ocpp', 'link', 'firmware', 'files', 'security']),
      what: z.string(),
    }),
  ),
});
export type ChargePointDetails = z.infer<typeof chargePointDetails>;

export const compositeScheduleRequest = z.object({
  /** 0: the whole charge point. */
  connectorId: z.coerce.number().int().min(0).default(0),
  durationS: z.coerce.number().int().min(1).max(604_800).default(86_400),
  unit: z.enum(['W', 'A']).default('W'),
});
export type CompositeScheduleRequest = z.output<typeof compositeScheduleRequest>;

/** What GetCompositeSchedule would answer now. */
export const compositeSchedule = z.object({
  start: timestamp,
  /** Shorter than asked for when it has more periods than a schedule may have. */
  durationS: z.number(),
  unit: z.enum(['W', 'A']),
  periods: z.array(
    z.object({
      startPeriodS: z.number().int(),
      limit: z.number(),
      numberPhases: z.number().int().optional(),
    }),
  ),
});
export type CompositeScheduleView = z.infer<typeof compositeSchedule>;

/** What a technician does at the charge point itself. */
export const technicianActions = [
  /** As ChangeConfiguration would, with its effects; answers `{status}`. */
  z.object({
    action: z.literal('set-configuration'),
    key: z.string().min(1).max(50),
    value: z.string().max(500),
  }),
] as const;
