/**
 * Files between the bench and a station, as the operations need them, and waiting for the statuses of a transfer.
 * The servers are handed in; knows nothing of protocols.
 */
import type { OperationRequest } from '../../../../shared/api/csms-operations-contract.ts';
import type { SignatureScheme } from '../../../../shared/api/files-contract.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { ChargePointAction } from '../message-handlers.ts';
import { failed, type OperationEnd, type Run, succeeded } from './operation.ts';

export type TransferProtocol = Extract<OperationRequest, { operation: 'get-log' }>['protocol'];

/** A firmware file of the bench, served to one station. */
export interface FirmwareOffer {
  /** URL with its credentials. */
  location: string;
  /** PEM and base64, where the file is signed. */
  signingCertificate?: string | undefined;
  signature?: string | undefined;
  content: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Nobody can fetch it any more. */
  end(): Promise<void>;
}

/** A folder of the bench that takes the uploads of one station. */
export interface UploadPlace {
  location: string;
  /** Complete files; `id` among the received files of the bench. */
  received(): Promise<{ id: string; name: string; bytes: number }[]>;
  end(): Promise<void>;
}

/** The file servers of the bench, as far as the CSMS role needs them. */
export interface FileTransfers {
  /** Problems: no such file, no server for the protocol. */
  offerFirmware(request: {
    station: string;
    /** By which the station reaches this machine, as far as known. */
    address: string | undefined;
    file: string;
    protocol: TransferProtocol;
    /** How to sign it; unsigned when absent. */
    sign?: SignatureScheme;
  }): Promise<Outcome<FirmwareOffer>>;
  openUpload(request: {
    station: string;
    address: string | undefined;
    kind: 'diagnostics' | 'log';
    protocol: TransferProtocol;
  }): Promise<Outcome<UploadPlace>>;
}

/** The address of ours that the station has dialled: the one it certainly reaches. */
export function ownAddress({ station }: Run): string | undefined {
  return station.session?.connection.local.address;
}

export interface ExpectedStatuses {
  action: ChargePointAction;
  /** Set where statuses carry it (L01, N01). */
  requestId?: number;
  success: readonly string[];
  failure: readonly string[];
  timeoutMs: number;
}

interface SeenStatus {
  status: string;
  requestId: number | undefined;
  seq: number;
}

function readStatus(payload: object, seq: number): SeenStatus {
  const { status, requestId } = { requestId: undefined, status: '', ...payload };
  return { status, requestId, seq };
}

/**
 * Each status is a step of its own; ends with the first that says how it ended. A status of another request counts as
 * a deviation only: the statuses of one without requestId are taken, because many charge points leave it out.
 */
export async function followStatuses(run: Run, expected: ExpectedStatuses): Promise<OperationEnd> {
  const { action, requestId, success, failure, timeoutMs } = expected;
  const untilMs = performance.now() + timeoutMs;
  let last = '';
  for (;;) {
    const seen = await run.wait(
      (event) =>
        event.kind === 'message' && event.action === action
          ? readStatus(event.payload, event.seq)
          : undefined,
      Math.max(0, untilMs - performance.now()),
    );
    if (seen === 'timeout') return failed('operation-transfer-timeout', { last });
    last = seen.status;
    run.begin(`status-${seen.status}`, {
      status: seen.status,
      ...(seen.requestId === undefined ? {} : { requestId: seen.requestId }),
    });
    run.note({}, [seen.seq]);
    if (requestId !== undefined && seen.requestId !== requestId) {
      run.note({ expectedRequestId: requestId });
      if (seen.requestId !== undefined) continue;
    }
    if (success.includes(seen.status)) return succeeded;
    if (failure.includes(seen.status)) {
      return failed('operation-transfer-failed', { status: seen.status });
    }
  }
}

let lastRequestId = Math.floor(Date.now() / 1000) % 1_000_000;

/** Unique in the run, and unlikely to repeat one of the last. */
export function nextRequestId(): number {
  lastRequestId += 1;
  return lastRequestId;
}
