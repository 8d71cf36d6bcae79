/**
 * Being registered: BootNotification and its retries, the clock, heartbeats, and what is made up for after a
 * connection (OCPP 1.6 §4.2, §4.6; OCPP-J §5.4). Knows nothing of how connections come about.
 */
import { clockSkewMs, ownHeartbeatS } from './behaviour/behaviour.ts';
import { integerValue, setHeartbeatInterval } from './configuration.ts';
import { refreshAll } from './connectors/connector-status.ts';
import { type Emulation, isInService, nothing, type Registration } from './emulation.ts';
import { request } from './messages.ts';
import { reportSecurityEvent, sendSecurityEvents } from './security/security-events.ts';
import { alignReadings } from './transactions/readings.ts';
import { sendQueued } from './transactions/transaction-queue.ts';
import { tellNotices } from './transfers/notices.ts';

/** Where the Central System leaves the interval to us. */
const ownRetryIntervalS = 60;
/** A clock moved by more than this is an event of its own. */
const remarkableClockChangeMs = 60_000;

export function createRegistration(): Registration {
  return { bootDue: true, cancelRetry: nothing, cancelHeartbeat: nothing };
}

/** Forgets the acceptance: the charge point starts anew and owes a BootNotification. */
export function forgetRegistration({ registration, connectors }: Emulation): void {
  registration.cancelRetry();
  registration.cancelHeartbeat();
  registration.status = undefined;
  registration.bootDue = true;
  // Its status notifications belong to a start.
  for (const connector of connectors) connector.reported = undefined;
}

/** A connection is open: boot if one is owed, else go on where it was left (OCPP-J §5.4). */
export function beginSession(emulation: Emulation): void {
  const { registration } = emulation;
  if (registration.bootDue) emulation.background(boot(emulation));
  else if (registration.status === 'Accepted') enterService(emulation);
}

/** The connection is gone. */
export function endSession({ registration }: Emulation): void {
  registration.cancelHeartbeat();
  registration.cancelRetry();
}

/** Sends BootNotification and follows the answer. */
export async function boot(emulation: Emulation): Promise<void> {
  const { registration, settings, session } = emulation;
  registration.cancelRetry();
  const reply = await request(emulation, 'BootNotification', {
    chargePointVendor: settings.vendor,
    chargePointModel: settings.model,
    chargePointSerialNumber: emulation.serialNumber,
    chargeBoxSerialNumber: emulation.serialNumber,
    firmwareVersion: settings.firmwareVersion,
  });
  if (emulation.session !== session || (!reply.ok && reply.reason === 'offline')) return;
  if (!reply.ok) {
    bootLater(emulation, ownRetryIntervalS);
    return;
  }
  const { status, currentTime, interval } = reply.payload;
  registration.status = status;
  // Pending and Rejected are tried again: the boot is owed until it is accepted.
  registration.bootDue = status !== 'Accepted';
  emulation.changed();
  if (status !== 'Accepted') {
    bootLater(emulation, interval > 0 ? interval : ownRetryIntervalS);
    return;
  }
  const intervalS = ownHeartbeatS(emulation) ?? interval;
  if (intervalS > 0 || ownHeartbeatS(emulation) === 0) setHeartbeatInterval(emulation, intervalS);
  takeTime(emulation, currentTime);
  enterService(emulation);
}

function bootLater(emulation: Emulation, intervalS: number): void {
  const { registration } = emulation;
  registration.cancelRetry();
  registration.cancelRetry = emulation.timers.after(intervalS * 1000, () => {
    if (emulation.session !== undefined) emulation.background(boot(emulation));
  });
}

function enterService(emulation: Emulation): void {
  refreshAll(emulation);
  sendSecurityEvents(emulation);
  tellNotices(emulation);
  sendQueued(emulation);
  alignReadings(emulation);
  beatLater(emulation);
  emulation.changed();
}

/** Arms the next heartbeat; call it again when the interval changes. */
export function beatLater(emulation: Emulation): void {
  const { registration } = emulation;
  registration.cancelHeartbeat();
  registration.cancelHeartbeat = nothing;
  const intervalS = integerValue(emulation, 'HeartbeatInterval');
  if (intervalS === 0 || !isInService(emulation)) return;
  registration.cancelHeartbeat = emulation.timers.after(intervalS * 1000, () => {
    emulation.background(beat(emulation));
    beatLater(emulation);
  });
}

/** Sends one heartbeat and sets the clock by its answer. */
export async function beat(emulation: Emulation): Promise<void> {
  const reply = await request(emulation, 'Heartbeat', {});
  if (reply.ok) takeTime(emulation, reply.payload.currentTime);
}

function takeTime(emulation: Emulation, currentTime: string): void {
  const timeMs = Date.parse(currentTime);
  if (Number.isNaN(timeMs)) return;
  const movedMs = timeMs + clockSkewMs(emulation) - emulation.nowMs();
  emulation.setClock(timeMs);
  if (Math.abs(movedMs) > remarkableClockChangeMs && emulation.settings.securityProfile > 0) {
    reportSecurityEvent(emulation, 'SettingSystemTime', `moved by ${Math.round(movedMs / 1000)} s`);
  }
}
