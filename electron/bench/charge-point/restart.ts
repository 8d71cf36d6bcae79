/**
 * Starting anew: by Reset, or because the power went (OCPP 1.6 §5.14). What was running is stopped and told before or
 * after, as the kind of restart has it.
 */
import { refreshConnector } from './connectors/connector-status.ts';
import { type Emulation, outlets } from './emulation.ts';
import { forgetRegistration } from './registration.ts';
import { reportSecurityEvent } from './security/security-events.ts';
import type { StopReason } from './transactions/transaction.ts';
import { whenIdle } from './transactions/transaction-queue.ts';
import { stopAllTransactions } from './transactions/transactions.ts';
import { interruptTransfers } from './transfers/notices.ts';

/** A soft reset does not wait longer than this for its last messages; they follow after the boot. */
const longestFarewellMs = 10_000;

/** Answers Reset: Soft ends transactions and tells of them first, Hard tells of them after the boot. */
export async function resetChargePoint(emulation: Emulation, type: 'Soft' | 'Hard'): Promise<void> {
  if (type === 'Soft') return restartInOrder(emulation, 'SoftReset');
  shutDown(emulation, 'HardReset', 'ResetOrReboot');
  await emulation.link.reconnect();
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
