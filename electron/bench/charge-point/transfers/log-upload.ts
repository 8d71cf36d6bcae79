/**
 * Answers GetDiagnostics and GetLog and delivers what they ask for, status by status (OCPP 1.6 §6.5; Whitepaper N01).
 * Knows no protocol.
 */
import type { TransferFault } from '../../../../shared/api/charge-point-security-contract.ts';
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Emulation } from '../emulation.ts';
import type { HandlerAnswer } from '../handlers/handler.ts';
import { inAttempts, showImpossible } from './attempts.ts';
import { upload } from './file-transfer.ts';
import { type Location, readLocation, shownLocation, uploadTarget } from './location.ts';
import { type LogType, logContent, logFileName, type Period } from './log-content.ts';
import { tell } from './notices.ts';
import type { LogStatus, RunningTransfer } from './transfers.ts';

interface Asked {
  kind: 'diagnostics' | 'log';
  type: LogType;
  location: string;
  period: Period;
  retries: number | undefined;
  retryIntervalS: number | undefined;
  requestId?: number;
}

/** Where it goes, or why it can go nowhere; the name of the file is known in either case. */
type Destination =
  | { ok: true; location: Location; fileName: string }
  | { ok: false; fault: 'location-invalid' | 'protocol-unsupported'; fileName: string };

function destinationOf(emulation: Emulation, { location: text, type }: Asked): Destination {
  const ownName = logFileName(emulation, type);
  const read = readLocation(text);
  if (!read.ok) return { ok: false, fault: read.fault, fileName: ownName };
  const { url, fileName } = uploadTarget(read.location.url, ownName);
  return { ok: true, location: { ...read.location, url, shown: url.href }, fileName };
}

const logStatuses: Partial<Record<TransferFault, LogStatus>> = {
  'location-invalid': 'BadMessage',
  'bad-request': 'BadMessage',
  'protocol-unsupported': 'NotSupportedOperation',
  'operation-unsupported': 'NotSupportedOperation',
  'permission-denied': 'PermissionDenied',
};

/** What the Central System has to be told of an upload, and so has to outlast the bench. */
type Told = Pick<Asked, 'kind' | 'requestId'>;

function rememberUpload(emulation: Emulation, { kind, requestId = 0 }: Told): void {
  const { memory } = emulation;
  memory.uploads =
    kind === 'log'
      ? { ...memory.uploads, log: { requestId } }
      : { ...memory.uploads, diagnostics: {} };
  emulation.saveSoon();
}

function forgetUpload(emulation: Emulation, kind: Asked['kind']): void {
  const { [kind]: _over, ...others } = emulation.memory.uploads ?? {};
  emulation.memory.uploads = Object.keys(others).length === 0 ? undefined : others;
  emulation.saveSoon();
}

/** Ends in words the uploads that the end of the bench cut: told when the charge point is accepted again. */
export function settleInterruptedUploads(emulation: Emulation): void {
  const { diagnostics, log } = emulation.memory.uploads ?? {};
  if (diagnostics !== undefined) tellResult(emulation, { kind: 'diagnostics' }, 'cancelled');
  if (log !== undefined) tellResult(emulation, { kind: 'log', ...log }, 'cancelled');
}

function tellUploading(emulation: Emulation, { kind, requestId = 0 }: Told): void {
  if (kind === 'log') {
    const payload = { status: 'Uploading', requestId } as const;
    tell(emulation, { action: 'LogStatusNotification', payload });
  } else {
    tell(emulation, {
      action: 'DiagnosticsStatusNotification',
      payload: { status: 'Uploading' },
    });
  }
}

function tellResult(
  emulation: Emulation,
  { kind, requestId = 0 }: Told,
  fault: TransferFault | undefined,
): void {
  forgetUpload(emulation, kind);
  if (kind === 'log') {
    const failure = fault && (logStatuses[fault] ?? 'UploadFailure');
    const payload = { status: failure ?? 'Uploaded', requestId };
    tell(emulation, { action: 'LogStatusNotification', payload });
  } else {
    const status = fault === undefined ? 'Uploaded' : 'UploadFailed';
    tell(emulation, { action: 'DiagnosticsStatusNotification', payload: { status } });
  }
}

/** Delivers the file. A later request takes the place of this one without another status (N01). */
async function deliver(
  emulation: Emulation,
  asked: Asked,
  destination: Destination,
  running: RunningTransfer,
): Promise<void> {
  const { transfers } = emulation;
  rememberUpload(emulation, asked);
  tellUploading(emulation, asked);
  const shown = {
    kind: asked.kind,
    shownLocation: destination.ok ? destination.location.shown : shownLocation(asked.location),
    fileName: destination.fileName,
    ...(asked.requestId === undefined ? {} : { requestId: asked.requestId }),
  };
  let fault: TransferFault | undefined;
  if (destination.ok) {
    const content = logContent(emulation, asked.type, asked.period);
    const file = { name: destination.fileName, content };
    const { retries, retryIntervalS } = asked;
    const attempts = { ...shown, retries, retryIntervalS, signal: running.controller.signal };
    const outcome = await inAttempts(emulation, attempts, (context) =>
      upload(destination.location, file, context, emulation.settings.uploadMethod),
    );
    fault = outcome.ok ? undefined : outcome.fault;
  } else {
    fault = destination.fault;
    showImpossible(emulation, shown, fault);
  }
  if (transfers.running[asked.kind] !== running) return;
  transfers.running[asked.kind] = undefined;
  tellResult(emulation, asked, fault);
  emulation.changed();
}

/** Takes the place of a transfer of the same kind; true when there was one. */
function takePlace(emulation: Emulation, asked: Asked): { running: RunningTransfer; was: boolean } {
  const { running: all } = emulation.transfers;
  const previous = all[asked.kind];
  const running: RunningTransfer = {
    ...(asked.requestId === undefined ? {} : { requestId: asked.requestId }),
    installing: false,
    controller: new AbortController(),
  };
  all[asked.kind] = running;
  previous?.controller.abort();
  return { running, was: previous !== undefined };
}

/** A moment of a request; absent or unreadable leaves the period open on that side. */
function moment(text: string | undefined): number | undefined {
  const timeMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function periodOf(from: string | undefined, until: string | undefined): Period {
  const fromMs = moment(from);
  const untilMs = moment(until);
  return {
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}

/** Answers GetDiagnostics: the name of the file, then the upload; one under way is replaced. */
export function answerGetDiagnostics(
  emulation: Emulation,
  request: RequestPayloads16['GetDiagnostics'],
): HandlerAnswer<'GetDiagnostics'> {
  const asked: Asked = {
    kind: 'diagnostics',
    type: 'DiagnosticsLog',
    location: request.location,
    period: periodOf(request.startTime, request.stopTime),
    retries: request.retries,
    retryIntervalS: request.retryInterval,
  };
  const destination = destinationOf(emulation, asked);
  const { running } = takePlace(emulation, asked);
  return {
    payload: { fileName: destination.fileName },
    afterwards: () => emulation.background(deliver(emulation, asked, destination, running)),
  };
}

/**
 * Answers GetLog: Rejected for a period that ends before it begins, AcceptedCanceled when it takes the place of an
 * upload under way (Whitepaper N01).
 */
export function answerGetLog(
  emulation: Emulation,
  request: RequestPayloads16['GetLog'],
): HandlerAnswer<'GetLog'> {
  const { log, logType, requestId } = request;
  const period = periodOf(log.oldestTimestamp, log.latestTimestamp);
  const { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = period;
  if (fromMs > untilMs) return { payload: { status: 'Rejected' } };
  const asked: Asked = {
    kind: 'log',
    type: logType,
    location: log.remoteLocation,
    period,
    retries: request.retries,
    retryIntervalS: request.retryInterval,
    requestId,
  };
  const destination = destinationOf(emulation, asked);
  const { running, was } = takePlace(emulation, asked);
  return {
    payload: { status: was ? 'AcceptedCanceled' : 'Accepted', filename: destination.fileName },
    afterwards: () => emulation.background(deliver(emulation, asked, destination, running)),
  };
}
