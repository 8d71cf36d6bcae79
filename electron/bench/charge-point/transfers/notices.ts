/**
 * Telling the Central System how transfers stand, in order and over lost connections; and what triggers repeat.
 * Knows no protocol and no file.
 */
import type { SignedFirmwareStatus } from '../../../../shared/api/charge-point-security-contract.ts';
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { note } from '../activity.ts';
import { type Emulation, isInService } from '../emulation.ts';
import { request } from '../messages.ts';
import type { FirmwareStatus, Notice, Transfers } from './transfers.ts';

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
  emulation.saveSoon();
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
    emulation.saveSoon();
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
export function lastReport<Message extends Notice['action']>(
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
