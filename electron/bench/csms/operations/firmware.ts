/**
 * Firmware updates: the plain one of OCPP 1.6 and the signed one of the whitepaper (L01), with every status until the
 * end. The file is the bench's, served for the time of the operation, or lies elsewhere.
 */
import type { OperationOf } from '../../../../shared/api/csms-operations-contract.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { isoTime } from '../stations.ts';
import { checkFirmware } from './firmware-check.ts';
import { failed, type OperationEnd, type Procedure, type Run } from './operation.ts';
import { refusedEnd, statusOf } from './reconnection.ts';
import {
  type FileTransfers,
  type FirmwareOffer,
  followStatuses,
  nextRequestId,
  ownAddress,
} from './transfers.ts';

export interface FirmwareParts {
  files: FileTransfers | undefined;
  manufacturerRoots(): Promise<readonly string[]>;
  nowMs(): number;
}

type Plain = OperationOf<'update-firmware'>;
type Signed = OperationOf<'update-firmware-signed'>;

interface FirmwarePlace extends Omit<FirmwareOffer, 'content'> {
  content?: FirmwareOffer['content'];
}

function elsewhere(location: string): FirmwarePlace {
  return { location, end: () => Promise.resolve() };
}

/** Where the charge point is sent for the file. */
async function findFirmware(
  run: Run,
  request: Plain | Signed,
  { files }: FirmwareParts,
): Promise<Outcome<FirmwarePlace>> {
  run.begin('prepare-file');
  const { file, location, protocol } = request;
  if (location !== undefined) return { ok: true, value: elsewhere(location) };
  if (file === undefined) return { ok: false, problem: { code: 'operation-file-missing' } };
  if (files === undefined) return { ok: false, problem: { code: 'operation-no-file-server' } };
  const sign = request.operation === 'update-firmware-signed' ? request.sign : undefined;
  const station = run.station.stored.id;
  const offer = { station, address: ownAddress(run), file, protocol };
  return files.offerFirmware(sign === undefined ? offer : { ...offer, sign });
}

function commonPayload(request: Plain | Signed): Record<string, number> {
  const { retries, retryIntervalS } = request;
  return {
    ...(retries === undefined ? {} : { retries }),
    ...(retryIntervalS === undefined ? {} : { retryInterval: retryIntervalS }),
  };
}

export function updateFirmware(request: Plain, parts: FirmwareParts): Procedure {
  return {
    steps: ['prepare-file', 'send-request'],
    async run(run) {
      const place = await findFirmware(run, request, parts);
      if (!place.ok) return place;
      try {
        run.begin('send-request');
        run.forgetEvents();
        const outcome = await run.call('UpdateFirmware', {
          location: place.value.location,
          retrieveDate: request.retrieveDate ?? isoTime(parts.nowMs()),
          ...commonPayload(request),
        });
        run.note({ answer: statusOf(outcome) });
        if (outcome.outcome !== 'result') return refusedEnd('UpdateFirmware', outcome);
        return await followStatuses(run, {
          action: 'FirmwareStatusNotification',
          success: ['Installed'],
          failure: ['DownloadFailed', 'InstallationFailed'],
          timeoutMs: request.timeoutMs,
        });
      } finally {
        await place.value.end();
      }
    },
  };
}

/** The check before sending; undefined when it may be sent. */
async function refusedByCheck(
  run: Run,
  request: Signed,
  firmware: FirmwarePlace & { signingCertificate: string; signature: string },
  parts: FirmwareParts,
): Promise<OperationEnd | undefined> {
  run.begin('check-signature');
  const finding = await checkFirmware({
    signingCertificate: firmware.signingCertificate,
    signature: firmware.signature,
    content: firmware.content?.(),
    manufacturerRoots: await parts.manufacturerRoots(),
    nowMs: parts.nowMs(),
  });
  run.note(finding.parameters);
  if (finding.wrong === undefined) return undefined;
  run.note({ wrong: finding.wrong });
  return request.ignoreCheck
    ? undefined
    : failed('operation-firmware-check-failed', { reason: finding.wrong });
}

async function sendSigned(
  run: Run,
  request: Signed,
  place: FirmwarePlace,
  parts: FirmwareParts,
): Promise<OperationEnd> {
  const signingCertificate = request.signingCertificate ?? place.signingCertificate;
  const signature = request.signature ?? place.signature;
  if (signingCertificate === undefined || signature === undefined) {
    return failed('operation-signature-missing');
  }
  const firmware = { ...place, signingCertificate, signature };
  const refused = await refusedByCheck(run, request, firmware, parts);
  if (refused) return refused;
  const requestId = nextRequestId();
  run.begin('send-request', { requestId });
  run.forgetEvents();
  const outcome = await run.call('SignedUpdateFirmware', {
    requestId,
    ...commonPayload(request),
    firmware: {
      location: place.location,
      retrieveDateTime: request.retrieveDate ?? isoTime(parts.nowMs()),
      ...(request.installDate === undefined ? {} : { installDateTime: request.installDate }),
      signingCertificate,
      signature,
    },
  });
  const status = statusOf(outcome);
  run.note({ answer: status });
  // AcceptedCanceled: this one was taken, the one before was given up (L01.FR.24).
  if (status !== 'Accepted' && status !== 'AcceptedCanceled') {
    return refusedEnd('SignedUpdateFirmware', outcome);
  }
  return followStatuses(run, {
    action: 'SignedFirmwareStatusNotification',
    requestId,
    success: ['Installed'],
    failure: [
      'DownloadFailed',
      'InstallationFailed',
      'InstallVerificationFailed',
      'InvalidSignature',
    ],
    timeoutMs: request.timeoutMs,
  });
}

export function updateFirmwareSigned(request: Signed, parts: FirmwareParts): Procedure {
  return {
    steps: ['prepare-file', 'check-signature', 'send-request'],
    async run(run) {
      const place = await findFirmware(run, request, parts);
      if (!place.ok) return place;
      try {
        return await sendSigned(run, request, place.value, parts);
      } finally {
        await place.value.end();
      }
    },
  };
}
