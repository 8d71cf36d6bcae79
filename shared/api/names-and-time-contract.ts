/**
 * Contract of the name server (DNS) and the time server (SNTP) for a bench without infrastructure: settings, state,
 * who asked what. Shapes only. Both are off unless somebody switches them on.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema, timestamp } from './common-schemas.ts';
import { longestName, namePattern } from './name-pattern.ts';

const port = z.number().int().min(0).max(65_535);
const address = z.union([z.ipv4(), z.ipv6()]);

/** A name the server knows. `*.example` stands for every name below `example`, `*` for every name. */
export const nameEntry = z.strictObject({
  name: z.string().min(1).max(longestName).regex(namePattern),
  /** None: the bench itself, by the address at which it was asked. */
  addresses: z.array(address).max(8).default([]),
});
export type NameEntry = z.output<typeof nameEntry>;

/** Who gets an answer: the networks that this machine has an address in, or everyone. */
const answerTo = z.enum(['own-networks', 'everyone']);

const nameFields = {
  enabled: z.boolean(),
  /** `::` is every address of the machine, `0.0.0.0` every IPv4 address. */
  host: address,
  /** UDP and TCP; 0 takes a free one. */
  port,
  /** The bench's host name and those of its listeners lead to the bench. */
  benchNames: z.boolean(),
  names: z.array(nameEntry).max(1000),
  ttlS: z.number().int().min(0).max(86_400),
  /** Answer for names that are not here: they do not exist (NXDOMAIN), or the server is not for them (REFUSED). */
  otherNames: z.enum(['not-found', 'refuse']),
  answerTo,
};

export const nameSettings = z.strictObject({
  enabled: nameFields.enabled.default(false),
  host: nameFields.host.default('::'),
  port: nameFields.port.default(53),
  benchNames: nameFields.benchNames.default(true),
  names: nameFields.names.default([]),
  ttlS: nameFields.ttlS.default(5),
  otherNames: nameFields.otherNames.default('not-found'),
  answerTo: nameFields.answerTo.default('own-networks'),
});
export type NameSettings = z.output<typeof nameSettings>;

/** A hundred years either way. */
const largestOffsetMs = 3_155_760_000_000;

const timeFields = {
  enabled: z.boolean(),
  host: address,
  /** UDP; 0 takes a free one. */
  port,
  /** Added to this computer's clock in every answer; such answers are recorded as tampered with. */
  offsetMs: z.number().int().min(-largestOffsetMs).max(largestOffsetMs),
  stratum: z.number().int().min(1).max(15),
  referenceId: z.enum(['LOCL', 'BNCH']),
  answerTo,
};

export const timeSettings = z.strictObject({
  enabled: timeFields.enabled.default(false),
  host: timeFields.host.default('::'),
  port: timeFields.port.default(123),
  offsetMs: timeFields.offsetMs.default(0),
  stratum: timeFields.stratum.default(1),
  referenceId: timeFields.referenceId.default('LOCL'),
  answerTo: timeFields.answerTo.default('own-networks'),
});
export type TimeSettings = z.output<typeof timeSettings>;

/** An address of the machine at which a server listens, or why it does not. */
export const servedPlace = z.object({
  address: z.string(),
  network: z.string(),
  port: z.number().int(),
  problem: problemSchema.optional(),
});
export type ServedPlace = z.infer<typeof servedPlace>;

const serverState = {
  /** `failed`: not one address could be opened. */
  status: z.enum(['off', 'on', 'failed']),
  /** The real port when on. */
  port: z.number().int(),
  places: z.array(servedPlace),
  /** Why it failed. */
  problem: problemSchema.optional(),
};

export const nameQueryOutcome = z.enum([
  'answered',
  /** The name exists and has no record of this type: NOERROR without answers. */
  'no-data',
  /** NXDOMAIN */
  'not-found',
  'refused',
  /** FORMERR, or nothing where that cannot be answered. */
  'malformed',
  /** NOTIMP, or BADVERS. */
  'unsupported',
  /** Recorded, but not answered. */
  'ignored',
]);
export type NameQueryOutcome = z.infer<typeof nameQueryOutcome>;

export const nameQuery = z.object({
  at: timestamp,
  /** Its frame in the live capture. */
  seq: z.number().int(),
  from: z.string(),
  name: z.string().optional(),
  type: z.string().optional(),
  outcome: nameQueryOutcome,
  answers: z.array(z.string()),
  reason: z.string().optional(),
});
export type NameQuery = z.infer<typeof nameQuery>;

/** A name that somebody asks for and nothing answers. */
export const missingName = z.object({
  name: z.string(),
  from: z.string(),
  queries: z.number().int(),
  lastAt: timestamp,
});
export type MissingName = z.infer<typeof missingName>;

export const namesState = z.object({
  ...serverState,
  settings: nameSettings,
  /** Names that lead to the bench by themselves. */
  benchNames: z.array(z.string()),
  /** The newest first. */
  queries: z.array(nameQuery),
  /** The newest first. */
  missing: z.array(missingName),
});
export type NamesState = z.infer<typeof namesState>;

/** The clock of whoever asked for the time. */
export const askersClock = z.object({
  from: z.string(),
  at: timestamp,
  seq: z.number().int(),
  version: z.number().int(),
  queries: z.number().int(),
  /** Absent when the request does not tell it. */
  theirTime: timestamp.optional(),
  /** Their clock minus this computer's. */
  skewMs: z.number().optional(),
});
export type AskersClock = z.infer<typeof askersClock>;

export const timeState = z.object({
  ...serverState,
  settings: timeSettings,
  /** The newest first. */
  clocks: z.array(askersClock),
});
export type TimeState = z.infer<typeof timeState>;

export const namesAndTimeState = z.object({ names: namesState, time: timeState });
export type NamesAndTimeState = z.infer<typeof namesAndTimeState>;

/** What is absent stays as it is. */
export const nameChanges = z.strictObject(nameFields).partial();
export type NameChanges = z.output<typeof nameChanges>;
export const timeChanges = z.strictObject(timeFields).partial();
export type TimeChanges = z.output<typeof timeChanges>;

const tags = ['Names and time'];

export const namesAndTimeContract = {
  state: oc.route({ method: 'GET', path: '/names-and-time', tags }).output(namesAndTimeState),
  /** Switches on and off, and sets. A port that cannot be had is in the state, with its problem. */
  putNames: oc
    .route({ method: 'PUT', path: '/names-and-time/names', tags })
    .input(nameChanges)
    .output(namesAndTimeState),
  putTime: oc
    .route({ method: 'PUT', path: '/names-and-time/time', tags })
    .input(timeChanges)
    .output(namesAndTimeState),
};
