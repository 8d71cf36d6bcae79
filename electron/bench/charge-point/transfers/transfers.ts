/**
 * The file transfers of one charge point: which ones run, what was last told of each kind, and telling it in order.
 * Knows no protocol and no file.
 */
import type {
  SignedFirmwareStatus,
  TransferState,
} from '../../../../shared/api/charge-point-security-contract.ts';
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import type { FirmwareSignatureScheme } from '../../pki/firmware-signature.ts';
import { note } from '../activity.ts';
import { type Connector, type Emulation, isInService, type TransferMessage } from '../emulation.ts';
import { request } from '../messages.ts';

export type DiagnosticsStatus = RequestPayloads16['DiagnosticsStatusNotification']['status'];
export type LogStatus = RequestPayloads16['LogStatusNotification']['status'];
export type FirmwareStatus = RequestPayloads16['FirmwareStatusNotification']['status'];

/** A transfer that runs. */
export interface RunningTransfer {
  requestId?: number;
  /** From here on nothing can be taken back. */
  installing: boolean;
  controller: AbortController;
}

/** A status that the Central System is to be told. */
export type Notice =
  | { action: 'FirmwareStatusNotification'; payload: { status: FirmwareStatus } }
  | {
      action: 'SignedFirmwareStatusNotification';
      payload: { status: SignedFirmwareStatus; requestId?: number };
    }
  | { action: 'DiagnosticsStatusNotification'; payload: { status: DiagnosticsStatus } }
  | { action: 'LogStatusNotification'; payload: { status: LogStatus; requestId?: number } };

/** What firmware last came to, signed or not. */
export interface FirmwareReport {
  status: SignedFirmwareStatus;
  requestId?: number;
  signatureScheme?: FirmwareSignatureScheme;
}

export interface Transfers {
  running: { firmware?: RunningTransfer; diagnostics?: RunningTransfer; log?: RunningTransfer };
  /** The last of each kind, as it is shown. */
  shown: Map<TransferState['kind'], TransferState>;
  firmware: FirmwareReport;
  /** What triggers repeat: how a transfer stands, Idle when none is under way. */
  reports: { [Message in TransferMessage]: RequestPayloads16[Message] };
  /** Out of service until a firmware is installed. */
  held: Connector[];
  /** In the order in which they happened. */
  notices: Notice[];
  telling: boolean;
  onTold: (() => void)[];
}

/** Nothing has been transferred yet. */
export function createTransfers(): Transfers {
  return {
    running: {},
    shown: new Map(),
    firmware: { status: 'Idle' },
    reports: {
      DiagnosticsStatusNotification: { status: 'Idle' },
      FirmwareStatusNotification: { status: 'Idle' },
      LogStatusNotification: { status: 'Idle' },
      SignedFirmwareStatusNotification: { status: 'Idle' },
    },
    held: [],
    notices: [],
    telling: false,
    onTold: [],
  };
}

/** Tells a status, now or when the charge point is in service again. */
export function tell(emulation: Emulation, notice: Notice): void {
  const { action, payload } = notice;
  note(
    emulation,
    action.includes('Firmware') ? 'firmware' : 'files',
    `${action} ${payload.status}`,
  );
  remember(emulation.transfers, notice);
  emulation.transfers.notices.push(notice);
  tellNotices(emulation);
}

/** Sends what waits, one after the other; called when the charge point enters service. */
export function tellNotices(emulation: Emulation): void {
  const { transfers } = emulation;
  if (transfers.telling) return;
  transfers.telling = true;
  emulation.background(
    tellAll(emulation).finally(() => {
      transfers.telling = false;
      for (const resolve of transfers.onTold.splice(0)) resolve();
    }),
  );
}

async function tellAll(emulation: Emulation): Promise<void> {
  const { notices } = emulation.transfers;
  while (isInService(emulation)) {
    const [notice] = notices;
    if (notice === undefined) return;
    const reply = await request(emulation, notice.action, notice.payload);
    // It may not have arrived: told again after the next connection.
    if (!reply.ok && reply.reason === 'offline') return;
    notices.shift();
  }
}

/** Resolves when everything is told, or cannot be told now. */
export function whenTold({ transfers }: Emulation): Promise<void> {
  if (!transfers.telling) return Promise.resolve();
  return new Promise((resolve) => transfers.onTold.push(resolve));
}

/** What a trigger repeats from now on (OCPP 1.6 §4.5, §5.17; Whitepaper L01.FR.28, L01.FR.29, N01). */
function remember({ reports }: Transfers, { action, payload }: Notice): void {
  switch (action) {
    case 'DiagnosticsStatusNotification':
      reports[action] = payload.status === 'Uploading' ? payload : { status: 'Idle' };
      return;
    case 'LogStatusNotification':
      // Without a requestId only when nothing is under way.
      reports[action] = payload.status === 'Uploading' ? payload : { status: 'Idle' };
      return;
    case 'FirmwareStatusNotification':
      reports[action] = { status: isUnderWay(payload.status) ? payload.status : 'Idle' };
      return;
    case 'SignedFirmwareStatusNotification': {
      const { status } = payload;
      reports[action] = status === 'Installed' ? { status: 'Idle' } : payload;
      const plain = plainFirmwareStatus(status);
      if (plain !== undefined) {
        reports.FirmwareStatusNotification = { status: isUnderWay(plain) ? plain : 'Idle' };
      }
    }
  }
}

/** What a trigger for this message sends. */
export function lastReport<Message extends TransferMessage>(
  { transfers }: Emulation,
  message: Message,
): RequestPayloads16[Message] {
  // The compiler forgets which message a generic key stands for.
  return transfers.reports[message] as RequestPayloads16[Message];
}

function isUnderWay(status: FirmwareStatus): boolean {
  return status === 'Downloading' || status === 'Downloaded' || status === 'Installing';
}

/** A status of a signed update in the words of an unsigned one; undefined for what has none. */
export function plainFirmwareStatus(status: SignedFirmwareStatus): FirmwareStatus | undefined {
  switch (status) {
    case 'Downloaded':
    case 'DownloadFailed':
    case 'Downloading':
    case 'Idle':
    case 'InstallationFailed':
    case 'Installing':
    case 'Installed':
      return status;
    case 'InstallVerificationFailed':
    case 'InvalidSignature':
      return 'InstallationFailed';
    case 'DownloadScheduled':
    case 'DownloadPaused':
    case 'InstallRebooting':
    case 'InstallScheduled':
    case 'SignatureVerified':
      return undefined;
  }
}

/** Ends every transfer but an installation: the charge point restarts. They are told as failed. */
export function interruptTransfers({ transfers }: Emulation): void {
  for (const running of Object.values(transfers.running)) {
    if (running?.installing === false) running.controller.abort();
  }
}

/** Ends every transfer for good; nothing is told any more. */
export function endTransfers({ transfers }: Emulation): void {
  const all = Object.values(transfers.running);
  transfers.running = {};
  for (const running of all) running?.controller.abort();
}
