/**
 * What one row of the frame list says in words: badge, summary, severity. Pure functions over a row.
 * Knows the record format loosely, so that captures of other programs cannot break a list.
 */
import type { FrameRow } from '../../../shared/api/frames-contract.ts';
import { sayNameQuery, sayTimeQuery } from '../../../shared/api/names-and-time-words.ts';
import type { Severity } from '../../../shared/record/judgement.ts';
import { explainConnectionFailure } from '../../../shared/security/connection-words.ts';
import { formatBytes, formatDuration } from '../format.ts';
import {
  addressIn,
  type Detail,
  detailOf,
  listIn,
  numberIn,
  parametersIn,
  partIn,
  textIn,
  textsIn,
} from './detail-reader.ts';
import {
  connectionEndWords,
  kindBadges,
  messageBadges,
  summaryWords,
  unreadableMessage,
  violationWords,
} from './frame-words.ts';

export function badgeOf(row: Pick<FrameRow, 'kind' | 'messageType'>): string {
  if (row.kind !== 'message') return kindBadges[row.kind] ?? row.kind.toUpperCase();
  return row.messageType === undefined ? unreadableMessage : messageBadges[row.messageType];
}

/** Whether an upgrade was refused. */
export function isRefusal(row: Pick<FrameRow, 'kind' | 'detail'>): boolean {
  if (row.kind !== 'upgrade-response') return false;
  const status = numberIn(detailOf(row.detail), 'status');
  return status !== undefined && status !== 101;
}

const failedKinds = new Set(['connection-failed', 'protocol-error', 'listener-failed', 'gap']);

/** The severity to show: what the judges said, else what the kind itself means. */
export function severityOf(
  row: Pick<FrameRow, 'kind' | 'detail' | 'severity' | 'messageType'>,
): Severity | undefined {
  if (row.severity !== undefined) return row.severity;
  if (failedKinds.has(row.kind) || isRefusal(row) || row.messageType === 'malformed')
    return 'error';
  if (row.kind === 'call-timeout' || row.messageType === 'error') return 'warning';
  return undefined;
}

/** Title of a failure or refusal code. */
function titleOfCode(detail: Detail, fallback: string): string {
  const code = textIn(detail, 'code');
  if (code === undefined) return fallback;
  return explainConnectionFailure({ code, parameters: parametersIn(detail) }).title;
}

const duration = (detail: Detail, key: string): string =>
  formatDuration(numberIn(detail, key) ?? 0);

const bytes = (detail: Detail, key: string): string => formatBytes(numberIn(detail, key) ?? 0);

function listenerPlace(detail: Detail): string {
  const host = textIn(detail, 'host') ?? '';
  return `${host.includes(':') ? `[${host}]` : host}:${numberIn(detail, 'port') ?? '?'}`;
}

function upgradeAnswer(detail: Detail): string {
  const status = numberIn(detail, 'status');
  return status === 101
    ? summaryWords.accepted(textIn(detail, 'subprotocol'), numberIn(detail, 'securityProfile'))
    : summaryWords.refused(status, titleOfCode(detail, '?'));
}

function tlsMessage(detail: Detail, { sender }: FrameRow): string {
  switch (textIn(detail, 'message')) {
    case 'server-hello':
      return summaryWords.serverHello(
        textIn(detail, 'version'),
        textIn(partIn(detail, 'suite'), 'name'),
      );
    case 'certificate':
      return summaryWords.certificateMessage(sender, numberIn(detail, 'certificates') ?? 0);
    case 'certificate-request':
      return summaryWords.certificateRequest;
    case 'alert':
      return summaryWords.alert(
        textIn(detail, 'level'),
        numberIn(detail, 'number'),
        textIn(detail, 'name'),
      );
    case 'encrypted-alert':
      return summaryWords.encryptedAlert;
    case 'encrypted':
      return summaryWords.encrypted;
    default:
      return summaryWords.unreadableMessage;
  }
}

const summaries: Readonly<Record<string, (detail: Detail, row: FrameRow) => string>> = {
  'connection-opened': (detail, { role }) =>
    role === 'charge-point'
      ? summaryWords.dialled(textIn(detail, 'url'), addressIn(detail, 'remote'))
      : summaryWords.opened(addressIn(detail, 'remote'), addressIn(detail, 'local')),
  'name-lookup': (detail) =>
    summaryWords.lookup(
      textIn(detail, 'host'),
      textsIn(detail, 'addresses').join(', '),
      textIn(detail, 'error'),
    ),
  'tcp-connect': (detail) =>
    summaryWords.connectFailed(addressIn(detail, 'remote'), textIn(detail, 'error')),
  'tls-message': tlsMessage,
  'tls-keys': (detail) => summaryWords.keys(listIn(detail, 'labels').length),
  'key-log-switched': (detail) =>
    summaryWords.keyLogSwitched(textIn(detail, 'of'), textIn(detail, 'name'), detail.on === true),
  'fault-switched': (detail) =>
    summaryWords.faultSwitched(
      textIn(detail, 'name'),
      textIn(detail, 'fault'),
      textIn(detail, 'suite'),
    ),
  'client-hello': (detail) =>
    summaryWords.hello(
      textsIn(detail, 'versions'),
      listIn(detail, 'suites').length,
      textIn(detail, 'serverName'),
    ),
  'tls-established': (detail, { role }) =>
    summaryWords.established(
      role,
      textIn(detail, 'version'),
      textIn(detail, 'suite'),
      textIn(detail, 'peerVerification'),
    ),
  'connection-failed': (detail, { summary }) => titleOfCode(detail, summary),
  'upgrade-request': (detail) =>
    summaryWords.request(textIn(detail, 'method'), textIn(detail, 'target')),
  'upgrade-response': upgradeAnswer,
  ping: () => summaryWords.ping,
  pong: () => summaryWords.pong,
  close: (detail) => summaryWords.close(numberIn(detail, 'code'), textIn(detail, 'reason')),
  'protocol-error': (detail, { summary }) => {
    const code = textIn(detail, 'code') ?? summary;
    const known = Object.hasOwn(violationWords, code) ? violationWords[code] : undefined;
    return summaryWords.protocolError(
      known ?? textIn(detail, 'raw') ?? code,
      numberIn(detail, 'closeCode'),
    );
  },
  'call-timeout': (detail, { action }) =>
    summaryWords.timeout(textIn(detail, 'action') ?? action, duration(detail, 'timeoutMs')),
  'answer-withheld': (detail, { action }) =>
    summaryWords.withheld(textIn(detail, 'action') ?? action),
  'connection-closed': (detail, { summary }) => {
    const code = textIn(detail, 'code') ?? summary;
    return summaryWords.closed(
      connectionEndWords[code] ?? code,
      duration(detail, 'durationMs'),
      bytes(detail, 'bytesIn'),
      bytes(detail, 'bytesOut'),
    );
  },
  'listener-started': (detail) =>
    summaryWords.listenerStarted(
      listenerPlace(detail),
      listIn(detail, 'securityProfiles').join(', '),
    ),
  'listener-stopped': (detail) => summaryWords.listenerStopped(textIn(detail, 'listener')),
  'listener-certificates': (detail) => {
    const ends = listIn(detail, 'certificates').flatMap((one) =>
      one !== null && typeof one === 'object' && 'notAfter' in one ? String(one.notAfter) : [],
    );
    const [until] = ends.toSorted();
    return summaryWords.listenerCertificates(
      textIn(detail, 'listener'),
      textIn(detail, 'cause'),
      until?.replace(/\.\d+Z$/, 'Z'),
    );
  },
  'listener-failed': (detail) =>
    summaryWords.listenerFailed(listenerPlace(detail), textIn(detail, 'code')),
  'run-started': (detail) =>
    summaryWords.runStarted(textIn(detail, 'tool'), textIn(detail, 'node'), textIn(detail, 'tls')),
  'run-ended': (detail) => summaryWords.runEnded(textIn(detail, 'reason')),
  'clock-jump': (detail) => {
    const pausedMs = numberIn(detail, 'pausedMs');
    return pausedMs === undefined
      ? summaryWords.clockJump(duration(detail, 'byMs'))
      : summaryWords.paused(formatDuration(pausedMs));
  },
  gap: (detail) => summaryWords.gap(numberIn(detail, 'frames'), textIn(detail, 'reason')),
  'secret-revealed': (detail) => {
    const what = textIn(detail, 'what');
    if (what === 'tls-keys') return summaryWords.revealedKeys(numberIn(detail, 'sessions'));
    if (what === 'transfer') return summaryWords.revealedTransfer;
    if (what === 'private-key') return summaryWords.revealedPrivateKey;
    return what === 'station'
      ? summaryWords.revealedStation(textIn(detail, 'station'))
      : summaryWords.revealedFrame(numberIn(detail, 'seq'));
  },
  'name-query': (detail) =>
    summaryWords.asked(
      textIn(partIn(detail, 'from'), 'address'),
      sayNameQuery({
        name: textIn(detail, 'name'),
        type: textIn(detail, 'type'),
        outcome: textIn(detail, 'outcome'),
        answers: textsIn(detail, 'answers'),
        reason: textIn(detail, 'reason'),
      }),
    ),
  'time-query': (detail) =>
    summaryWords.askedTheTime(
      textIn(partIn(detail, 'from'), 'address'),
      sayTimeQuery({
        outcome: textIn(detail, 'outcome'),
        theirTime: textIn(detail, 'theirTime'),
        skewMs: numberIn(detail, 'skewMs'),
        offsetMs: numberIn(detail, 'offsetMs'),
        reason: textIn(detail, 'reason'),
      }),
    ),
  'file-transfer': (detail) =>
    summaryWords.fileTransfer(
      textIn(detail, 'direction'),
      textIn(detail, 'content'),
      textIn(detail, 'status'),
      numberIn(detail, 'bytes'),
    ),
};

/** One line of what the frame says. Rows without detail fall back to the code that the bench gave. */
export function summaryOf(row: FrameRow): string {
  const known = Object.hasOwn(summaries, row.kind) ? summaries[row.kind] : undefined;
  const hasDetail = row.detail !== undefined && row.detail !== null;
  if (known === undefined) return row.summary;
  return hasDetail || row.kind === 'ping' || row.kind === 'pong'
    ? known(detailOf(row.detail), row)
    : row.summary || known({}, row);
}
