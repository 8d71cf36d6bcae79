/**
 * Starting anew: by Reset, or because the power went (OCPP 1.6 §5.14). What was running is stopped and told before or
 * after, as the kind of restart has it.
 */
import { note } from './activity.ts';
import { integerValue } from './configuration.ts';
import { refreshConnector } from './connectors/connector-status.ts';
import { type Emulation, outlets, timestampOf } from './emulation.ts';
import { request } from './messages.ts';
import { forgetRegistration } from './registration.ts';
import { reportSecurityEvent } from './security/security-events.ts';
import type { StopReason } from './transactions/transaction.ts';
import { whenIdle } from './transactions/transaction-queue.ts';
import { stopAllTransactions } from './transactions/transactions.ts';
import { interruptTransfers } from './transfers/notices.ts';

/** Between attempts at a reset. */
const resetRetryMs = 5000;
/** A soft reset does not wait longer than this for its last messages; they follow after the boot. */
const longestFarewellMs = 10_000;

/**
 * Answers Reset: Soft ends transactions and tells of them first, Hard tells of them after the boot. One that fails is
 * tried again as often as ResetRetries says (§9.1.22); then everything goes on as before, and the fault is told.
 */
export async function resetChargePoint(emulation: Emulation, type: 'Soft' | 'Hard'): Promise<void> {
  if (!(await succeeds(emulation))) {
    reportResetFailure(emulation);
    return;
  }
  if (type === 'Soft') return restartInOrder(emulation, 'SoftReset');
  shutDown(emulation, 'HardReset', 'ResetOrReboot');
  await emulation.link.reconnect();
}

/** Attempts a reset until one works; false when none does. */
async function succeeds(emulation: Emulation): Promise<boolean> {
  const { failingResets = 0 } = emulation.settings;
  const attempts = 1 + integerValue(emulation, 'ResetRetries');
  for (let failed = 1; failed <= failingResets; failed += 1) {
    note(emulation, 'ocpp', `reset attempt ${failed} of ${attempts} failed`);
    if (failed === attempts) return false;
    await waited(emulation, resetRetryMs);
  }
  return true;
}

/** A fault that leaves the charge point in service: told with the status it has (§4.9). */
function reportResetFailure(emulation: Emulation): void {
  const status = emulation.connectors[0]?.status ?? 'Available';
  const payload = {
    connectorId: 0,
    errorCode: 'ResetFailure',
    status,
    timestamp: timestampOf(emulation),
  } as const;
  emulation.background(request(emulation, 'StatusNotification', payload));
}

function waited(emulation: Emulation, waitMs: number): Promise<void> {
  return new Promise((resolve) => emulation.timers.after(waitMs, resolve));
}

/** Starts anew for a reason of its own, such as new firmware: transactions end first and are told of. */
export async function restartInOrder(
  emulation: Emulation,
  reason: 'SoftReset' | 'Reboot',
): Promise<void> {
  stopAllTransactions(emulation, reason);
  await withinMs(emulation, whenIdle(emulation), longestFarewellMs);
  shutDown(emulation, reason, 'ResetOrReboot');
  await emulation.link.reconnect();
}

/** Takes the power away and gives it back: no farewell on the wire. */
export function powerCycle(emulation: Emulation): void {
  emulation.link.drop();
  shutDown(emulation, 'PowerLoss', 'StartupOfTheDevice');
  emulation.link.connect();
}

/** From here on nothing is sent until the next boot is accepted. */
function shutDown(emulation: Emulation, reason: StopReason, event: string): void {
  interruptTransfers(emulation);
  forgetRegistration(emulation);
  stopAllTransactions(emulation, reason);
  for (const connector of outlets(emulation)) {
    connector.authorisation?.cancelTimeout();
    connector.authorisation = undefined;
    refreshConnector(emulation, connector);
  }
  if (emulation.settings.securityProfile > 0) reportSecurityEvent(emulation, event);
}

function withinMs(emulation: Emulation, work: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = emulation.timers.after(limitMs, resolve);
    work.then(resolve, reject).finally(cancel);
  });
}
