/**
 * Brings CALLs and their answers together, connection by connection, and judges what only shows between messages:
 * answers nobody asked for, late ones, ids used twice, several CALLs at once. Knows nothing of storage.
 */
import type { Judgement } from '../../../shared/record/judgement.ts';

/** A CALL that was seen. */
export interface SeenCall {
  seq: number;
  monoUs: number;
  action: string;
  fingerprint: number;
}

interface OutstandingCall extends SeenCall {
  isTimedOut: boolean;
}

/** One direction of one connection. */
export interface CallLane {
  outstanding: Map<string, OutstandingCall>;
}

/** More unanswered CALLs than this are no conversation; the oldest are forgotten. */
const mostOutstanding = 1000;
/** The other side's time-out is not on the wire: a CALL older than this may have been given up. */
const outstandingForUs = 30_000_000;
/** Ids remembered for each identity and side: twice this many at most. */
const idsPerGeneration = 5_000;

export function createLane(): CallLane {
  return { outstanding: new Map() };
}

/** A cheap hash (FNV-1a) that tells a resend from a CALL with other content. */
export function fingerprintOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The ids an identity has used; the older half is forgotten when there are too many. */
export interface UsedIds {
  /** The earlier CALL with this id, and notes this one. */
  note(messageId: string, call: SeenCall): SeenCall | undefined;
}

export function createUsedIds(): UsedIds {
  let recent = new Map<string, SeenCall>();
  let older = new Map<string, SeenCall>();
  return {
    note(messageId, call) {
      const earlier = recent.get(messageId) ?? older.get(messageId);
      recent.set(messageId, call);
      if (recent.size > idsPerGeneration) {
        older = recent;
        recent = new Map();
      }
      return earlier;
    },
  };
}

function judgeId(earlier: SeenCall | undefined, call: SeenCall, isInFlight: boolean): Judgement[] {
  if (earlier === undefined) return [];
  const isResend = earlier.fingerprint === call.fingerprint;
  const parameters = { earlierSeq: earlier.seq };
  if (isResend) {
    if (!isInFlight) return [];
    return [
      {
        rule: 'call-resent',
        severity: 'info',
        clause: 'OCPP-J 1.6 §4.1.4',
        path: '/1',
        parameters,
      },
    ];
  }
  if (isInFlight) {
    return [
      {
        rule: 'message-id-in-flight',
        severity: 'error',
        clause: 'OCPP-J 1.6 §4.1.4',
        path: '/1',
        parameters,
      },
    ];
  }
  return [
    {
      rule: 'message-id-reused',
      severity: 'warning',
      clause: 'OCPP-J 1.6 errata 2025-04 §3.1',
      path: '/1',
      parameters,
    },
  ];
}

function judgeOutstanding(lane: CallLane, call: SeenCall): Judgement[] {
  // Newest first: the map keeps the order of insertion.
  const other = [...lane.outstanding.values()].findLast(
    ({ isTimedOut, monoUs }) => !isTimedOut && call.monoUs - monoUs < outstandingForUs,
  );
  if (other === undefined) return [];
  return [
    {
      rule: 'call-while-outstanding',
      severity: 'warning',
      clause: 'OCPP-J 1.6 §4.1.1',
      parameters: {
        earlierSeq: other.seq,
        sinceMs: Math.round((call.monoUs - other.monoUs) / 1000),
      },
    },
  ];
}

/** Notes a CALL (wire cases R11, R12, R13). */
export function noteCall(
  lane: CallLane,
  usedIds: UsedIds,
  messageId: string,
  call: SeenCall,
): Judgement[] {
  const inFlight = lane.outstanding.get(messageId);
  const isInFlight = inFlight !== undefined && !inFlight.isTimedOut;
  const judgements = judgeId(usedIds.note(messageId, call), call, isInFlight);
  if (lane.outstanding.size > 0 && !isInFlight) judgements.push(...judgeOutstanding(lane, call));
  lane.outstanding.delete(messageId);
  lane.outstanding.set(messageId, { ...call, isTimedOut: false });
  if (lane.outstanding.size > mostOutstanding) {
    const [oldest] = lane.outstanding.keys();
    if (oldest !== undefined) lane.outstanding.delete(oldest);
  }
  return judgements;
}

/** Finds the CALL that an answer belongs to (wire cases R25, R29). `lane` is that of the CALLs. */
export function noteAnswer(
  lane: CallLane,
  messageId: string,
  monoUs: number,
): { call?: SeenCall; judgements: Judgement[] } {
  const call = lane.outstanding.get(messageId);
  if (call === undefined) {
    return {
      judgements: [
        { rule: 'answer-unknown-id', severity: 'warning', clause: 'OCPP-J 1.6 §4.1.4', path: '/1' },
      ],
    };
  }
  lane.outstanding.delete(messageId);
  if (!call.isTimedOut) return { call, judgements: [] };
  return {
    call,
    judgements: [
      {
        rule: 'answer-late',
        severity: 'warning',
        clause: 'OCPP-J 1.6 §4.1.1',
        parameters: { afterMs: Math.round((monoUs - call.monoUs) / 1000) },
      },
    ],
  };
}

/** Notes that a CALL was given up; the CALL, when it is known. */
export function noteTimeout(lane: CallLane, messageId: string): SeenCall | undefined {
  const call = lane.outstanding.get(messageId);
  if (call !== undefined) call.isTimedOut = true;
  return call;
}
