/**
 * Contract of connection attempts: all of them, also those that worked, and the autopsy of each. Facts and codes;
 * secrets never pass, but for the key log, which is a call of its own and recorded.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { stepIds, stepTones } from '../security/autopsy/model.ts';
import type { CertificateRuleResult } from '../security/certificate-rules.ts';
import { certificateView, securityProfile, stationId, timestamp } from './common-schemas.ts';
import { refusedAttempt } from './csms-contract.ts';

/** `connected`: OCPP may begin. `ended`: it could, and is over. `refused`: HTTP said no. `begun`: still on its way. */
export const attemptOutcome = z.enum(['begun', 'connected', 'ended', 'refused', 'failed']);
export type AttemptOutcome = z.infer<typeof attemptOutcome>;

const role = z.enum(['csms', 'charge-point']);
const side = z.enum(['charge-point', 'csms', 'network', 'unknown']);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const parameters = z.record(z.string(), scalar);
const sequence = z.number().int();

/** What names an attempt: its capture, the run of the bench and the connection's number in that run. */
const attemptKey = z.object({ capture: z.string(), run: z.string(), connection: sequence });

/** One attempt in the list. */
export const attemptSummary = attemptKey.extend({
  /** Of its first frame. */
  seq: sequence,
  at: timestamp,
  /** `csms`: somebody connected to a listener. `charge-point`: an emulated charge point dialled. */
  role,
  station: z.string().optional(),
  remoteAddress: z.string().optional(),
  /** Name of the listener, or the URL that was dialled. */
  place: z.string().optional(),
  outcome: attemptOutcome,
  /** Why it failed or was refused; words in `connection-words.ts`. */
  code: z.string().optional(),
  stage: z.string().optional(),
  side: z.string().optional(),
  status: z.number().int().optional(),
  securityProfile: securityProfile.optional(),
  tls: z.object({ version: z.string(), suite: z.string() }).optional(),
  /** The bench itself altered the connection on request. */
  tampered: z.boolean(),
  /** Id of the fault that the bench showed on it on purpose. */
  fault: z.string().optional(),
  /** The refusal that can be adopted, where this is the newest of its kind. */
  refusal: refusedAttempt.optional(),
});
export type AttemptSummary = z.infer<typeof attemptSummary>;

export const attemptList = z.object({
  /** Newest first. */
  attempts: z.array(attemptSummary),
  /** Key of the next page; absent on the last one. */
  before: sequence.optional(),
});
export type AttemptList = z.infer<typeof attemptList>;

const ruleResult: z.ZodType<CertificateRuleResult> = z.object({
  // The rules are a closed list in the bench; a later bench may have more, which are shown by their code.
  rule: z.custom<CertificateRuleResult['rule']>((value) => typeof value === 'string'),
  clause: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  enforced: z.boolean(),
  holds: z.boolean(),
  parameters,
});

const stepDetail = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('suites'),
    rows: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        offered: z.boolean(),
        wanted: z.boolean(),
        accepted: z.boolean().optional(),
        chosen: z.boolean(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('values'),
    rows: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  }),
  z.object({
    kind: z.literal('chain'),
    entries: z.array(z.object({ certificate: certificateView, rules: z.array(ruleResult) })),
    unreadable: z.number().int(),
  }),
  z.object({
    kind: z.literal('headers'),
    rows: z.array(
      z.object({
        name: z.string(),
        value: z.string(),
        tone: z.enum(['green', 'amber', 'red', 'unknown']),
        code: z.string(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('messages'),
    rows: z.array(
      z.object({
        seq: sequence,
        sender: z.enum(['charge-point', 'csms']),
        messageType: z.string(),
        action: z.string().optional(),
      }),
    ),
  }),
]);

export const autopsyStep = z.object({
  id: z.enum(stepIds),
  tone: z.enum(stepTones),
  code: z.string(),
  parameters,
  /** `seq` of the frames it rests on. */
  evidence: z.array(sequence),
  clause: z.string().optional(),
  details: z.array(stepDetail),
});

const failure = z.object({
  stage: z.enum(['name', 'tcp', 'first-byte', 'tls', 'upgrade']),
  code: z.string(),
  side,
  alert: z
    .object({
      number: z.number().int(),
      name: z.string(),
      sentBy: z.enum(['charge-point', 'csms']),
    })
    .optional(),
  opensslCode: z.string().optional(),
  verifyCode: z.string().optional(),
  raw: z.string().optional(),
  parameters: parameters.optional(),
});

export const attemptAutopsy = z.object({
  attempt: attemptSummary,
  autopsy: z.object({
    role,
    ending: attemptOutcome,
    failure: failure.optional(),
    side: side.optional(),
    tampered: z.boolean(),
    /** Id of the fault that the bench showed on it on purpose. */
    fault: z.string().optional(),
    steps: z.array(autopsyStep),
  }),
  /** `seq` of every frame that tells of it. */
  frames: z.array(sequence),
  /** The attempts before and after it of the same station, else from the same address. */
  previous: attemptKey.optional(),
  next: attemptKey.optional(),
});
export type AttemptAutopsy = z.infer<typeof attemptAutopsy>;

/** What can be said of a charge point before it has connected at all. */
export const firstContact = z.object({
  station: z.string(),
  /** It has been seen by name in the record. */
  attempts: z.number().int(),
  /** The newest attempt of the station. */
  newest: attemptSummary.optional(),
  listeners: z.array(
    z.object({
      id: z.string(),
      port: z.number().int(),
      listening: z.boolean(),
      urls: z.array(z.string()),
      /** `open`, or what stands in the way, as `reachability` has it. */
      reachability: z.string(),
    }),
  ),
  addresses: z.array(z.object({ address: z.string(), network: z.string() })),
  /** The last query to the bench's own name server; absent when there was none. */
  nameQuery: z
    .object({
      seq: sequence,
      at: timestamp,
      name: z.string(),
      from: z.string(),
      outcome: z.string(),
    })
    .optional(),
  /** Failed before they said who they are: one of them may be this station. */
  nameless: z.array(attemptSummary),
});
export type FirstContact = z.infer<typeof firstContact>;

export const keyLogState = z.object({
  listeners: z.array(z.string()),
  chargePoints: z.array(z.string()),
});
export type KeyLogState = z.infer<typeof keyLogState>;

const captureOrLive = z.string().min(1).max(100);

export const attemptsContract = {
  /** Newest first; `before` is the exclusive key of the page before. */
  list: oc
    .route({ method: 'GET', path: '/attempts', tags: ['Attempts'] })
    .input(
      z.object({
        capture: captureOrLive.optional(),
        outcome: z.enum(['all', 'failed']).default('all'),
        role: role.optional(),
        station: z.string().max(255).optional(),
        before: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(attemptList),
  /** `capture` may be `live`; without `run` the newest run that has a connection of this number. */
  get: oc
    .route({ method: 'GET', path: '/attempts/{capture}/{connection}', tags: ['Attempts'] })
    .input(
      z.object({
        capture: captureOrLive,
        connection: z.coerce.number().int().min(0),
        run: z.string().max(100).optional(),
      }),
    )
    .output(attemptAutopsy),
  firstContact: oc
    .route({ method: 'GET', path: '/first-contact/{station}', tags: ['Attempts'] })
    .input(z.object({ station: stationId }))
    .output(firstContact),
  /** Where session secrets are being recorded now. */
  keyLog: oc.route({ method: 'GET', path: '/key-log', tags: ['Attempts'] }).output(keyLogState),
  /**
   * Records the secrets of new TLS sessions of a running listener or charge point, until it is switched off or stops.
   * Whoever has them can read the traffic.
   */
  setKeyLog: oc
    .route({ method: 'PUT', path: '/key-log', tags: ['Attempts'] })
    .input(
      z.strictObject({
        listener: z.string().max(64).optional(),
        chargePoint: stationId.optional(),
        on: z.boolean(),
      }),
    )
    .output(keyLogState),
  /** The recorded secrets as a key log file in NSS format. Recorded as `secret-revealed`. */
  exportKeyLog: oc
    .route({ method: 'POST', path: '/key-log/export', tags: ['Attempts'] })
    .input(
      z.strictObject({
        capture: captureOrLive.optional(),
        connection: z.number().int().min(0).optional(),
        run: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ fileName: z.string(), text: z.string(), sessions: z.number().int() })),
};
