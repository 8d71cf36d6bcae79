/**
 * CALLs to a station: checks before sending, and what an accepted security change means for the station's record
 * (Whitepaper A01, A05). Knows one station at a time.
 */

import {
  type SecurityProfile,
  securityProfile as securityProfileSchema,
} from '../../../shared/api/common-schemas.ts';
import type { CallOutcome, CallRequest } from '../../../shared/api/csms-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { findAction16 } from '../../../shared/ocpp/actions.ts';
import { maskPayload } from '../../../shared/ocpp/secret-masking.ts';
import type { Validators } from '../../../shared/ocpp/validation.ts';
import { readAuthorizationKeyText } from '../../../shared/security/authorization-key.ts';
import type { CallOutcome as EngineOutcome } from '../wire/call-engine.ts';
import { noteTriggered } from './boot-rules.ts';
import { noteAnsweredCall } from './noted-calls.ts';
import type { Notes } from './notes.ts';
import { raiseProfile } from './station-changes.ts';
import { setKey } from './station-keys.ts';
import { addFinding, isoTime, type Station } from './stations.ts';

export interface CallContext {
  timeoutMs: number;
  validators: Validators;
  notes: Notes;
  nowMs(): number;
  save(station: Station): void;
  moved(): void;
}

/** Why an action cannot be sent by a CSMS; undefined when it can. */
function actionProblem(action: string): Problem | undefined {
  const description = findAction16(action);
  if (description === undefined) return { code: 'action-unknown', where: action };
  if (description.sender === 'charge-point') return { code: 'action-not-from-csms', where: action };
  return undefined;
}

function field(payload: unknown, name: 'key' | 'value'): string | undefined {
  if (typeof payload !== 'object' || payload === null || !(name in payload)) return undefined;
  const value: unknown = Reflect.get(payload, name);
  return typeof value === 'string' ? value : undefined;
}

/** A lower profile is never taken over OCPP, whatever the charge point answered. */
function isLower({ stored, session }: Station, wanted: SecurityProfile): boolean {
  const current = stored.securityProfile ?? session?.securityProfile;
  return current !== undefined && wanted < current;
}

/** An accepted change of a security key takes effect on our side before the station reconnects. */
function applySecurityChange(
  station: Station,
  request: CallRequest,
  outcome: EngineOutcome,
  context: CallContext,
): void {
  if (request.action !== 'ChangeConfiguration' || outcome.outcome !== 'result') return;
  const { status } = outcome.payload;
  // RebootRequired takes effect at the reboot, and the next connection comes after it.
  if (status !== 'Accepted' && status !== 'RebootRequired') return;
  const key = field(request.payload, 'key');
  const value = field(request.payload, 'value') ?? '';
  if (key === 'AuthorizationKey') {
    const read = readAuthorizationKeyText(value);
    // A value no charge point should have accepted: keep the bytes as they were sent.
    const bytes = read.kind === 'key' ? read.bytes : new TextEncoder().encode(value);
    setKey(station.stored, { bytes }, context.nowMs());
  } else if (key === 'SecurityProfile') {
    const profile = securityProfileSchema.safeParse(Number(value));
    if (!profile.success) return;
    if (isLower(station, profile.data)) {
      addFinding(station, {
        rule: 'security-profile-lowered',
        severity: 'error',
        clause: 'Whitepaper A00.FR.005',
        parameters: { accepted: profile.data },
      });
      context.moved();
      return;
    }
    raiseProfile(station, profile.data);
  } else {
    return;
  }
  context.save(station);
  context.moved();
}

/** The outcome as a door may show it; the record has what really arrived. */
function spoken(action: string, outcome: EngineOutcome): Outcome<CallOutcome> {
  switch (outcome.outcome) {
    case 'result':
      return {
        ok: true,
        value: { outcome: 'result', payload: maskPayload(outcome.payload), frames: outcome.frames },
      };
    case 'error':
      return {
        ok: true,
        value: {
          outcome: 'error',
          error: {
            code: outcome.error.code,
            description: outcome.error.description,
            details: maskPayload(outcome.error.details),
          },
          frames: outcome.frames,
        },
      };
    case 'timeout':
    case 'not-connected':
      return { ok: true, value: { outcome: outcome.outcome, frames: outcome.frames } };
    case 'queue-full':
      return { ok: false, problem: { code: 'call-queue-full' } };
    case 'invalid': {
      const [first] = outcome.violations;
      const parameters = { ...first?.parameters, action, keyword: first?.keyword ?? '' };
      return { ok: false, problem: { code: 'payload-invalid', where: first?.path, parameters } };
    }
  }
}

/** Keeps the call among the recent ones of the station, without its secrets. */
function noteRecent(
  station: Station,
  { action, payload = {} }: CallRequest,
  { outcome, ...rest }: EngineOutcome,
  { notes, nowMs }: CallContext,
): void {
  if (outcome === 'invalid' || outcome === 'queue-full') return;
  const shown = maskPayload(payload);
  const status =
    'payload' in rest && typeof rest.payload.status === 'string' ? rest.payload.status : undefined;
  notes.addRecentCall(station, {
    at: isoTime(nowMs()),
    action,
    payload: shown,
    masked: shown !== payload,
    outcome,
    status,
    frames: rest.frames,
  });
}

/** Takes into what is known of the station what a valid CALL and its valid answer say. */
function note(
  station: Station,
  { action, payload }: CallRequest,
  outcome: EngineOutcome,
  { notes, nowMs, validators, moved }: CallContext,
): void {
  if (outcome.outcome !== 'result' || outcome.violations.length > 0) return;
  const sent = payload ?? {};
  if (typeof sent !== 'object' || validators.validate(action, 'request', sent).length > 0) return;
  noteAnsweredCall(action, sent, { station, notes, nowMs: nowMs(), answer: outcome.payload });
  moved();
}

/** Sends one CALL as it is, waits for its end, and draws what follows from it for the station. */
export async function sendCall(
  station: Station,
  request: CallRequest,
  context: CallContext,
): Promise<EngineOutcome> {
  const { session } = station;
  if (!session) return { outcome: 'not-connected', frames: [] };
  noteTriggered(station, request.action, request.payload);
  const outcome = await session.engine.call(request.action, request.payload ?? {}, {
    timeoutMs: request.timeoutMs ?? context.timeoutMs,
    validate: request.validate,
  });
  applySecurityChange(station, request, outcome, context);
  note(station, request, outcome, context);
  return outcome;
}

/**
 * Sends one CALL and waits for its end. Problems: `payload-invalid`, `action-unknown`, `action-not-from-csms`
 * (with `validate`), `call-queue-full`. A station that is not connected is an outcome.
 */
export async function callStation(
  station: Station,
  request: CallRequest,
  context: CallContext,
): Promise<Outcome<CallOutcome>> {
  const problem = request.validate ? actionProblem(request.action) : undefined;
  if (problem) return { ok: false, problem };
  const outcome = await sendCall(station, request, context);
  noteRecent(station, request, outcome, context);
  return spoken(request.action, outcome);
}
