/**
 * Updating the firmware of a charge point, signed or not: schedule, download, verify, install, restart, each step told
 * (OCPP 1.6 §6.19; Whitepaper L01). Knows no protocol.
 */
import type { SignedFirmwareStatus } from '../../../../shared/api/charge-point-security-contract.ts';
import { type FirmwareSignatureCheck, verifyFirmware } from '../../pki/firmware-signature.ts';
import { refreshConnector } from '../connectors/connector-status.ts';
import { type Emulation, outlets } from '../emulation.ts';
import { restartInOrder } from '../restart.ts';
import { reportSecurityEvent } from '../security/security-events.ts';
import { inAttempts, pause, showImpossible } from './attempts.ts';
import { download } from './file-transfer.ts';
import { versionAfter } from './firmware-version.ts';
import { fileNameOf, readLocation, shownLocation } from './location.ts';
import { plainFirmwareStatus, tell, whenTold } from './notices.ts';
import type { Consumer, Transferred } from './transfer.ts';
import type { RunningTransfer } from './transfers.ts';

export interface FirmwareOrder {
  /** Both absent for an unsigned update. */
  requestId?: number;
  signature?: { certificatePem: string; base64: string };
  location: string;
  retrieveAtMs: number;
  installAtMs?: number;
  retries: number | undefined;
  retryIntervalS: number | undefined;
}

const ownInstallS = 5;
/** How often it looks whether the last transaction is over. */
const transactionCheckMs = 1000;

/** Begins an update in place of one that may be under way; that one says nothing more. */
export function beginUpdate(emulation: Emulation, order: FirmwareOrder): void {
  const { transfers } = emulation;
  transfers.running.firmware?.controller.abort();
  const { requestId } = order;
  const running: RunningTransfer = {
    ...(requestId === undefined ? {} : { requestId }),
    installing: false,
    controller: new AbortController(),
  };
  transfers.running.firmware = running;
  const over = update(emulation, order, running).finally(() => {
    if (transfers.running.firmware !== running) return;
    transfers.running.firmware = undefined;
    release(emulation);
  });
  emulation.background(over);
}

/** Nothing follows after these. */
const final = new Set<SignedFirmwareStatus>([
  'DownloadFailed',
  'InstallationFailed',
  'InstallVerificationFailed',
  'InvalidSignature',
  'Installed',
]);
const beforeDownloaded = new Set<SignedFirmwareStatus>([
  'DownloadScheduled',
  'Downloading',
  'DownloadPaused',
]);

/** Ends in words what an update had begun when the bench ended: told when the charge point is accepted again. */
export function settleInterrupted(emulation: Emulation): void {
  const { update: interrupted } = emulation.memory;
  if (interrupted === undefined) return;
  const { status, installed, requestId } = interrupted;
  const ending = beforeDownloaded.has(status) ? 'DownloadFailed' : 'InstallationFailed';
  if (installed) {
    reportSecurityEvent(emulation, 'FirmwareUpdated', emulation.settings.firmwareVersion);
  }
  tellStatus(
    emulation,
    requestId === undefined ? {} : { requestId },
    installed ? 'Installed' : ending,
  );
}

/** Tells a status in the words of the kind of update, if it has words for it. */
function tellStatus(
  emulation: Emulation,
  { requestId }: Pick<FirmwareOrder, 'requestId'>,
  status: SignedFirmwareStatus,
): void {
  const { transfers } = emulation;
  const { signatureScheme } = transfers.firmware;
  transfers.firmware = {
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(signatureScheme === undefined ? {} : { signatureScheme }),
  };
  emulation.memory.update = final.has(status)
    ? undefined
    : { status, installed: false, ...(requestId === undefined ? {} : { requestId }) };
  emulation.saveSoon();
  emulation.changed();
  if (requestId !== undefined) {
    const payload = { status, requestId };
    tell(emulation, { action: 'SignedFirmwareStatusNotification', payload });
    return;
  }
  const plain = plainFirmwareStatus(status);
  if (plain === undefined) return;
  tell(emulation, { action: 'FirmwareStatusNotification', payload: { status: plain } });
}

/** Waits for a moment of the order; false when the update was taken back meanwhile. */
async function until(
  emulation: Emulation,
  atMs: number,
  { controller }: RunningTransfer,
  scheduled: () => void,
): Promise<boolean> {
  const waitMs = atMs - emulation.nowMs();
  if (waitMs <= 0) return !controller.signal.aborted;
  scheduled();
  return pause(emulation, waitMs, controller.signal);
}

async function update(
  emulation: Emulation,
  order: FirmwareOrder,
  running: RunningTransfer,
): Promise<void> {
  const { transfers } = emulation;
  transfers.firmware = { status: 'Idle' };
  const mayBegin = await until(emulation, order.retrieveAtMs, running, () =>
    tellStatus(emulation, order, 'DownloadScheduled'),
  );
  if (!mayBegin) {
    tellInterrupted(emulation, order, running, 'DownloadFailed');
    return;
  }
  tellStatus(emulation, order, 'Downloading');
  const fetched = await fetchFirmware(emulation, order, running);
  // Another update has taken its place.
  if (transfers.running.firmware !== running) return;
  if (!fetched.ok) {
    tellStatus(emulation, order, 'DownloadFailed');
    return;
  }
  tellStatus(emulation, order, 'Downloaded');
  if (!isVerified(emulation, order, fetched.value)) return;
  const { installAtMs = 0 } = order;
  const mayInstall = await until(emulation, installAtMs, running, () =>
    tellStatus(emulation, order, 'InstallScheduled'),
  );
  if (mayInstall && (await whenFree(emulation, order, running))) {
    await install(emulation, order, running);
  } else {
    tellInterrupted(emulation, order, running, 'InstallationFailed');
  }
}

/** A restart ends what waits, and the Central System is told; another update takes its place in silence. */
function tellInterrupted(
  emulation: Emulation,
  order: FirmwareOrder,
  running: RunningTransfer,
  status: 'DownloadFailed' | 'InstallationFailed',
): void {
  if (emulation.transfers.running.firmware === running) tellStatus(emulation, order, status);
}

type Check = FirmwareSignatureCheck | 'unsigned';

function fetchFirmware(
  emulation: Emulation,
  order: FirmwareOrder,
  { controller }: RunningTransfer,
): Promise<Transferred<Check>> {
  const { firmware: { maxBytes, pausesDownload } = {} } = emulation.settings;
  const { requestId, retries, retryIntervalS } = order;
  const shown = {
    kind: 'firmware' as const,
    shownLocation: shownLocation(order.location),
    ...(requestId === undefined ? {} : { requestId }),
  };
  const read = readLocation(order.location);
  if (!read.ok) {
    showImpossible(emulation, shown, read.fault);
    return Promise.resolve({ ok: false, fault: read.fault, detail: read.fault });
  }
  const { location } = read;
  const attempts = {
    ...shown,
    fileName: fileNameOf(location.url),
    retries,
    retryIntervalS,
    signal: controller.signal,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const consume = checking(order, () => {
    if (pausesDownload !== true || requestId === undefined) return;
    tellStatus(emulation, order, 'DownloadPaused');
    tellStatus(emulation, order, 'Downloading');
  });
  return inAttempts(emulation, attempts, (context) => download(location, context, consume));
}

/** Verifies the file while it arrives: it is kept nowhere. */
function checking({ signature }: FirmwareOrder, onBegun: () => void): Consumer<Check> {
  let hasBegun = false;
  async function* noticing(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      if (!hasBegun) onBegun();
      hasBegun = true;
      yield piece;
    }
  }
  return async (pieces) => {
    if (signature !== undefined) {
      return verifyWhole(noticing(pieces), signature);
    }
    for await (const _piece of pieces) {
      // Nothing looks into an unsigned file.
    }
    return 'unsigned';
  };
}

/** A signature that cannot be read must not end the download before its time. */
async function verifyWhole(
  pieces: AsyncIterable<Uint8Array>,
  { certificatePem, base64 }: NonNullable<FirmwareOrder['signature']>,
): Promise<FirmwareSignatureCheck> {
  let isRead = false;
  async function* all(): AsyncGenerator<Uint8Array> {
    isRead = true;
    yield* pieces;
  }
  const check = await verifyFirmware(all(), certificatePem, base64);
  if (isRead) return check;
  for await (const _piece of pieces) {
    // Counted and checked by whoever hands them out.
  }
  return check;
}

/** Tells what came of the signature (L01.FR.12); an unsigned file needs none. */
function isVerified(emulation: Emulation, order: FirmwareOrder, check: Check): boolean {
  if (check === 'unsigned') return true;
  if (!check.ok) {
    tellStatus(emulation, order, 'InvalidSignature');
    reportSecurityEvent(emulation, 'InvalidFirmwareSignature', check.code);
    return false;
  }
  emulation.transfers.firmware.signatureScheme = check.scheme;
  tellStatus(emulation, order, 'SignatureVerified');
  return true;
}

/** Takes connectors without a transaction out of service for the time of the installation. */
function holdFree(emulation: Emulation): void {
  const { held } = emulation.transfers;
  for (const connector of emulation.connectors) {
    const isFree = connector.transaction === undefined && connector.operative;
    // The charge point as a whole follows when its last transaction is over.
    if (!isFree || (connector.id === 0 && isCharging(emulation))) continue;
    connector.operative = false;
    held.push(connector.id);
    refreshConnector(emulation, connector);
  }
}

/** Brings them back; what the Central System had taken out of service stays there. */
function release(emulation: Emulation): void {
  const { transfers, memory, connectors } = emulation;
  if (transfers.held.length === 0) return;
  const ids = transfers.held.splice(0);
  const released = connectors.filter(({ id }) => ids.includes(id));
  for (const connector of released) connector.operative = true;
  memory.inoperativeConnectors = connectors.filter((one) => !one.operative).map(({ id }) => id);
  for (const connector of released) refreshConnector(emulation, connector);
}

const isCharging = (emulation: Emulation): boolean =>
  outlets(emulation).some(({ transaction }) => transaction !== undefined);

/** Waits for running transactions to end by themselves, while nobody can begin another one (L01). */
async function whenFree(
  emulation: Emulation,
  order: FirmwareOrder,
  { controller }: RunningTransfer,
): Promise<boolean> {
  holdFree(emulation);
  if (isCharging(emulation)) tellStatus(emulation, order, 'InstallScheduled');
  while (isCharging(emulation)) {
    if (!(await pause(emulation, transactionCheckMs, controller.signal))) return false;
    holdFree(emulation);
  }
  return !controller.signal.aborted;
}

async function install(
  emulation: Emulation,
  order: FirmwareOrder,
  running: RunningTransfer,
): Promise<void> {
  running.installing = true;
  const { firmware: behaviour = {}, firmwareVersion } = emulation.settings;
  const { installResult = 'Installed', installS = ownInstallS, tellsReboot = true } = behaviour;
  if (behaviour.skipsInstalling !== true) tellStatus(emulation, order, 'Installing');
  // Cut short only when the charge point is taken away.
  if (!(await pause(emulation, installS * 1000, running.controller.signal))) return;
  if (installResult !== 'Installed') {
    tellStatus(emulation, order, installResult);
    return;
  }
  if (tellsReboot) tellStatus(emulation, order, 'InstallRebooting');
  await whenTold(emulation);
  const read = readLocation(order.location);
  const fileName = read.ok ? fileNameOf(read.location.url) : '';
  emulation.settings = {
    ...emulation.settings,
    firmwareVersion: versionAfter(firmwareVersion, fileName, behaviour.nextVersion),
  };
  emulation.memory.update = {
    ...emulation.memory.update,
    status: 'InstallRebooting',
    installed: true,
  };
  emulation.save();
  release(emulation);
  await restartInOrder(emulation, 'Reboot');
  reportSecurityEvent(emulation, 'FirmwareUpdated', emulation.settings.firmwareVersion);
  // Told once the restarted charge point is accepted.
  tellStatus(emulation, order, 'Installed');
}
