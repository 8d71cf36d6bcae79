/**
 * Turns recorded frames, in their order, into rows of the index: decodes and judges messages, pairs them, follows
 * connections. The same frames always give the same rows. Knows nothing of files or SQLite.
 */
import { decodeMessage, type OcppMessage } from '../../../shared/ocpp/message-codec.ts';
import { judgeMessage, messageJudgeVersion } from '../../../shared/ocpp/message-judge.ts';
import type { Validators } from '../../../shared/ocpp/validation.ts';
import {
  type OcppVersion,
  peerOf,
  type Sender,
  versionOfSubprotocol,
} from '../../../shared/ocpp/versions.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';
import type { Judgement } from '../../../shared/record/judgement.ts';
import { isWhitepaperSuite } from '../../../shared/security/tls-registry.ts';
import { type AttemptRow, addToAttempt, beginAttempt } from './attempt-row.ts';
import { codeOfFrame, indexedDetail, messageLine } from './frame-summary.ts';
import { addJudgements, type IndexRow } from './index-row.ts';
import {
  type CallLane,
  createLane,
  createUsedIds,
  fingerprintOf,
  noteAnswer,
  noteCall,
  noteTimeout,
  type SeenCall,
  type UsedIds,
} from './message-pairing.ts';

/** Changes whenever the same frames would give other rows: the index is then made anew. */
export const analysisVersion = 100 * messageJudgeVersion + 1;

/** Where the line of the frame is. */
export interface LinePlace {
  segment: number;
  offset: number;
  length: number;
}

export interface FrameAnalysis {
  /** The row, the attempt that the frame is part of, and the CALL that it turned out to answer (to be completed with its pair). */
  analyse(
    frame: ReadFrame,
    place: LinePlace,
  ): { row: IndexRow; answered?: SeenCall; attempt?: AttemptRow };
}

interface Connection {
  attempt: AttemptRow | undefined;
  opened: number | null;
  version: OcppVersion;
  lanes: Record<Sender, CallLane>;
}

/** The OCPP version that the connection of this frame speaks from here on; undefined for other frames. */
export function negotiatedVersion(frame: ReadFrame): OcppVersion | undefined {
  if (frame.kind !== 'upgrade-response') return undefined;
  const { detail } = frame;
  if (typeof detail !== 'object' || detail === null || !('subprotocol' in detail)) return undefined;
  return typeof detail.subprotocol === 'string'
    ? versionOfSubprotocol(detail.subprotocol)
    : undefined;
}

const failedKinds = new Set([
  'connection-failed',
  'protocol-error',
  'listener-failed',
  'gap',
  'call-timeout',
]);

function detailField(frame: ReadFrame, name: string): unknown {
  const { detail } = frame;
  if (typeof detail !== 'object' || detail === null) return undefined;
  return Object.hasOwn(detail, name) ? (detail as Record<string, unknown>)[name] : undefined; // checked above
}

function isFailed(frame: ReadFrame): boolean {
  if (failedKinds.has(frame.kind)) return true;
  const status = detailField(frame, 'status');
  return frame.kind === 'upgrade-response' && typeof status === 'number' && status >= 400;
}

/** The sender; where the record does not say, role and direction do. */
function senderOf(frame: ReadFrame): Sender {
  if (frame.sender === 'csms' || frame.sender === 'charge-point') return frame.sender;
  const own: Sender = frame.role === 'charge-point' ? 'charge-point' : 'csms';
  return frame.direction === 'in' ? peerOf(own) : own;
}

function contentBytes(frame: ReadFrame): number {
  if (frame.text !== undefined) return Buffer.byteLength(frame.text);
  return frame.base64 === undefined ? 0 : Buffer.byteLength(frame.base64, 'base64');
}

function judgeTls(frame: ReadFrame): Judgement[] {
  const version = detailField(frame, 'version');
  const suite = detailField(frame, 'suite');
  if (typeof version !== 'string' || typeof suite !== 'string') return [];
  if (/^(SSL|TLS 1\.[01])/.test(version)) {
    return [
      {
        rule: 'tls-version-too-low',
        severity: 'error',
        clause: 'Whitepaper A00.FR.314',
        parameters: { version },
      },
    ];
  }
  // The suites of TLS 1.3 have other names and are no matter of the whitepaper.
  if (version !== 'TLS 1.2' || isWhitepaperSuite(suite)) return [];
  return [
    {
      rule: 'suite-not-in-whitepaper',
      severity: 'warning',
      clause: 'Whitepaper A00.FR.318',
      parameters: { suite },
    },
  ];
}

/** @param validatorsOf the validators of a version; loaded before its first frame is analysed. */
export function createAnalysis(validatorsOf: (version: OcppVersion) => Validators): FrameAnalysis {
  let run = '';
  const connections = new Map<string, Connection>();
  const usedIds = new Map<string, UsedIds>();

  function connectionOf(frame: ReadFrame): Connection {
    const key = `${frame.connection ?? ''}/${frame.leg ?? ''}`;
    let connection = connections.get(key);
    if (connection === undefined) {
      connection = {
        attempt: undefined,
        opened: null,
        version: 'ocpp1.6',
        lanes: { 'charge-point': createLane(), csms: createLane() },
      };
      connections.set(key, connection);
    }
    return connection;
  }

  function usedIdsOf(frame: ReadFrame, sender: Sender): UsedIds {
    // Both roles may run against each other: each sees the same CALL once.
    const key = `${frame.role}/${frame.leg ?? ''}/${sender}/${frame.station ?? `#${frame.connection}`}`;
    let ids = usedIds.get(key);
    if (ids === undefined) {
      ids = createUsedIds();
      usedIds.set(key, ids);
    }
    return ids;
  }

  function judgeText(
    text: string,
    decoded: OcppMessage,
    frame: ReadFrame,
    connection: Connection,
    action: string | undefined,
  ): Judgement[] {
    const validators = validatorsOf(connection.version);
    return judgeMessage({ text, decoded, validators, sender: senderOf(frame), action });
  }

  /** Fills in what a message says; the answered CALL when there is one. */
  function analyseMessage(
    frame: ReadFrame,
    row: IndexRow,
    connection: Connection,
  ): SeenCall | undefined {
    const text = frame.text ?? Buffer.from(frame.base64 ?? '', 'base64').toString('utf8');
    const decoded = decodeMessage(text, connection.version);
    const sender = senderOf(frame);
    row.messageType = decoded.kind === 'send' ? 'call' : decoded.kind;
    row.messageId = decoded.messageId ?? null;
    if (frame.base64 !== undefined) {
      addJudgements(row, [
        { rule: 'message-binary', severity: 'warning', clause: 'OCPP-J 1.6 §4.1.2' },
      ]);
    }
    if (decoded.kind === 'call' || decoded.kind === 'send') {
      row.action = decoded.action;
      row.summary = messageLine(text, decoded, undefined);
      addJudgements(row, judgeText(text, decoded, frame, connection, undefined));
      if (decoded.kind === 'send') return undefined;
      const { seq, monoUs } = frame;
      const call = { seq, monoUs, action: decoded.action, fingerprint: fingerprintOf(text) };
      const ids = usedIdsOf(frame, sender);
      addJudgements(row, noteCall(connection.lanes[sender], ids, decoded.messageId, call));
      return undefined;
    }
    if (decoded.kind === 'malformed') {
      row.action = decoded.action ?? null;
      row.summary = messageLine(text, decoded, undefined);
      addJudgements(row, judgeText(text, decoded, frame, connection, undefined));
      return undefined;
    }
    const { call, judgements } = noteAnswer(
      connection.lanes[peerOf(sender)],
      decoded.messageId,
      frame.monoUs,
    );
    row.action = call?.action ?? null;
    row.summary = messageLine(text, decoded, call?.action);
    addJudgements(row, judgeText(text, decoded, frame, connection, call?.action));
    addJudgements(row, judgements);
    if (decoded.kind === 'error') row.failed = 1;
    if (call === undefined) return undefined;
    row.pairSeq = call.seq;
    row.latencyUs = frame.monoUs - call.monoUs;
    return call;
  }

  function analyseTimeout(frame: ReadFrame, row: IndexRow, connection: Connection): void {
    const messageId = detailField(frame, 'messageId');
    const action = detailField(frame, 'action');
    if (typeof action === 'string') row.action = action;
    if (typeof messageId !== 'string') return;
    row.messageId = messageId;
    row.pairSeq = noteTimeout(connection.lanes[senderOf(frame)], messageId)?.seq ?? null;
  }

  function analyseWithheld(frame: ReadFrame, row: IndexRow, connection: Connection): void {
    const messageId = detailField(frame, 'messageId');
    const action = detailField(frame, 'action');
    if (typeof action === 'string') row.action = action;
    if (typeof messageId !== 'string') return;
    row.messageId = messageId;
    const { outstanding } = connection.lanes[peerOf(senderOf(frame))];
    row.pairSeq = outstanding.get(messageId)?.seq ?? null;
  }

  /** The attempt as it is with this frame; undefined when the frame says nothing of it. */
  function noteAttempt(
    connection: Connection,
    frame: ReadFrame,
    row: IndexRow,
  ): AttemptRow | undefined {
    connection.attempt ??= beginAttempt(row);
    return addToAttempt(connection.attempt, frame, row) ? connection.attempt : undefined;
  }

  function emptyRow(frame: ReadFrame, place: LinePlace): IndexRow {
    return {
      seq: frame.seq,
      wallUs: frame.wallUs,
      monoUs: frame.monoUs,
      run: frame.run,
      role: frame.role,
      station: frame.station ?? null,
      connection: frame.connection ?? null,
      direction: frame.direction ?? null,
      sender: frame.sender ?? null,
      kind: frame.kind,
      messageType: null,
      action: null,
      messageId: null,
      pairSeq: null,
      latencyUs: null,
      bytes: contentBytes(frame),
      summary: '',
      tampered: frame.flags?.includes('tampered') ? 1 : 0,
      severity: 0,
      failed: isFailed(frame) ? 1 : 0,
      detail: null,
      judgements: null,
      opened: null,
      ...place,
    };
  }

  return {
    analyse(frame, place) {
      if (frame.run !== run) {
        run = frame.run;
        connections.clear();
        usedIds.clear();
      }
      const row = emptyRow(frame, place);
      if (frame.kind !== 'message') {
        row.summary = codeOfFrame(frame);
        row.detail = indexedDetail(frame.detail);
      }
      if (frame.connection === undefined) return { row };
      const connection = connectionOf(frame);
      if (frame.kind === 'connection-opened') connection.opened = frame.seq;
      row.opened = connection.opened;
      const attempt = noteAttempt(connection, frame, row);
      if (frame.kind === 'message') {
        const answered = analyseMessage(frame, row, connection);
        return { row, ...(answered && { answered }), ...(attempt && { attempt }) };
      }
      connection.version = negotiatedVersion(frame) ?? connection.version;
      if (frame.kind === 'tls-established') addJudgements(row, judgeTls(frame));
      if (frame.kind === 'call-timeout') analyseTimeout(frame, row, connection);
      if (frame.kind === 'answer-withheld') analyseWithheld(frame, row, connection);
      // A dial that never connected is over with its failure: nothing is closed.
      const isOver = frame.kind === 'connection-failed' && connection.opened === null;
      if (frame.kind === 'connection-closed' || isOver) {
        connections.delete(`${frame.connection}/${frame.leg ?? ''}`);
      }
      return attempt === undefined ? { row } : { row, attempt };
    },
  };
}
