/**
 * Diagnostics of OCPP 1.6 and the logs of the whitepaper (N01): the bench takes the upload, or it goes elsewhere, with
 * every status until the end.
 */
import type { OperationOf } from '../../../../shared/api/csms-operations-contract.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { OperationEnd, Procedure, Run } from './operation.ts';
import { refusedEnd, statusOf } from './reconnection.ts';
import {
  type FileTransfers,
  followStatuses,
  nextRequestId,
  ownAddress,
  type UploadPlace,
} from './transfers.ts';

export interface LogParts {
  files: FileTransfers | undefined;
}

type Diagnostics = OperationOf<'get-diagnostics'>;
type Log = OperationOf<'get-log'>;

async function findPlace(
  run: Run,
  { operation, location, protocol }: Diagnostics | Log,
  { files }: LogParts,
): Promise<Outcome<UploadPlace>> {
  run.begin('prepare-upload');
  if (location !== undefined) {
    const received = () => Promise.resolve([]);
    return { ok: true, value: { location, received, end: () => Promise.resolve() } };
  }
  if (files === undefined) return { ok: false, problem: { code: 'operation-no-file-server' } };
  const kind = operation === 'get-log' ? 'log' : 'diagnostics';
  const station = run.station.stored.id;
  return files.openUpload({ station, address: ownAddress(run), kind, protocol });
}

function retriesOf({ retries, retryIntervalS }: Diagnostics | Log): Record<string, number> {
  return {
    ...(retries === undefined ? {} : { retries }),
    ...(retryIntervalS === undefined ? {} : { retryInterval: retryIntervalS }),
  };
}

/** Notes what arrived; the file name that was announced is compared by whoever reads it. */
async function noteReceived(
  run: Run,
  place: UploadPlace,
  end: OperationEnd,
): Promise<OperationEnd> {
  const files = await place.received();
  const [file] = files;
  if (file)
    run.note({
      files: files.length,
      fileName: file.name,
      fileBytes: file.bytes,
      received: file.id,
    });
  return end;
}

async function withPlace(
  run: Run,
  request: Diagnostics | Log,
  parts: LogParts,
  work: (place: UploadPlace) => Promise<OperationEnd>,
): Promise<OperationEnd> {
  const place = await findPlace(run, request, parts);
  if (!place.ok) return place;
  try {
    return await noteReceived(run, place.value, await work(place.value));
  } finally {
    await place.value.end();
  }
}

export function getDiagnostics(request: Diagnostics, parts: LogParts): Procedure {
  const { from, until } = request;
  return {
    steps: ['prepare-upload', 'send-request'],
    run: (run) =>
      withPlace(run, request, parts, async ({ location }) => {
        run.begin('send-request');
        run.forgetEvents();
        const outcome = await run.call('GetDiagnostics', {
          location,
          ...retriesOf(request),
          ...(from === undefined ? {} : { startTime: from }),
          ...(until === undefined ? {} : { stopTime: until }),
        });
        if (outcome.outcome !== 'result') return refusedEnd('GetDiagnostics', outcome);
        const { fileName } = outcome.payload;
        // Without a name there is nothing to upload (OCPP 1.6 §5.9).
        if (typeof fileName !== 'string' || fileName === '') {
          run.note({ nothingToUpload: true });
          return { ok: true };
        }
        run.note({ announced: fileName });
        return followStatuses(run, {
          action: 'DiagnosticsStatusNotification',
          success: ['Uploaded'],
          failure: ['UploadFailed'],
          timeoutMs: request.timeoutMs,
        });
      }),
  };
}

export function getLog(request: Log, parts: LogParts): Procedure {
  const { from, until, logType } = request;
  return {
    steps: ['prepare-upload', 'send-request'],
    run: (run) =>
      withPlace(run, request, parts, async ({ location }) => {
        const requestId = nextRequestId();
        run.begin('send-request', { requestId, logType });
        run.forgetEvents();
        const outcome = await run.call('GetLog', {
          logType,
          requestId,
          ...retriesOf(request),
          log: {
            remoteLocation: location,
            ...(from === undefined ? {} : { oldestTimestamp: from }),
            ...(until === undefined ? {} : { latestTimestamp: until }),
          },
        });
        const status = statusOf(outcome);
        run.note({ answer: status });
        if (status !== 'Accepted' && status !== 'AcceptedCanceled') {
          return refusedEnd('GetLog', outcome);
        }
        if (outcome.outcome === 'result' && typeof outcome.payload.filename === 'string') {
          run.note({ announced: outcome.payload.filename });
        }
        return followStatuses(run, {
          action: 'LogStatusNotification',
          requestId,
          success: ['Uploaded'],
          failure: ['UploadFailure', 'BadMessage', 'PermissionDenied', 'NotSupportedOperation'],
          timeoutMs: request.timeoutMs,
        });
      }),
  };
}
