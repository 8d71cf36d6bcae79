/**
 * The status of a connector (OCPP 1.6 §4.9): derived from what is true of it, reported when it changes and has lasted.
 * Knows no drivers, and of transactions only that they run.
 */
import { integerValue } from '../configuration.ts';
import {
  type Connector,
  type ConnectorStatus,
  type Emulation,
  isBroken,
  isInService,
  timestampOf,
} from '../emulation.ts';
import { request } from '../messages.ts';
import { advanceMeter, drawnW, offeredW } from '../metering/metering.ts';

/** Connector 0 is only ever one of three. */
function statusOfChargePoint({ fault, operative }: Connector): ConnectorStatus {
  if (fault !== undefined) return 'Faulted';
  return operative ? 'Available' : 'Unavailable';
}

function statusInTransaction(emulation: Emulation, connector: Connector): ConnectorStatus {
  const isWithheld = connector.transaction?.suspended === true || isBroken(emulation, connector);
  if (isWithheld || offeredW(emulation, connector) <= 0) return 'SuspendedEVSE';
  return drawnW(emulation, connector) > 0 ? 'Charging' : 'SuspendedEV';
}

function statusOf(emulation: Emulation, connector: Connector): ConnectorStatus {
  if (connector.id === 0) return statusOfChargePoint(connector);
  if (connector.fault !== undefined) return 'Faulted';
  if (connector.transaction !== undefined) return statusInTransaction(emulation, connector);
  if (!connector.operative || isBroken(emulation, connector)) return 'Unavailable';
  if (connector.authorisation !== undefined) return 'Preparing';
  if (connector.finishing || connector.lockedCable !== undefined) return 'Finishing';
  // A stranger's cable does not use up a reservation; its identifier would.
  if (connector.reservation !== undefined) return 'Reserved';
  return connector.pluggedIn ? 'Preparing' : 'Available';
}

/** Looks again at a connector of which something changed, and reports its status if it is another one. */
export function refreshConnector(emulation: Emulation, connector: Connector): void {
  advanceMeter(emulation, connector);
  const status = statusOf(emulation, connector);
  if (status !== connector.status) {
    connector.status = status;
    connector.sinceMs = emulation.nowMs();
  }
  if (isInService(emulation) && connector.reported !== reportOf(connector)) {
    reportWhenSettled(emulation, connector);
  }
  emulation.changed();
}

/** Looks again at all of them. */
export function refreshAll(emulation: Emulation): void {
  for (const connector of emulation.connectors) refreshConnector(emulation, connector);
}

function reportOf({ status, fault }: Connector): string {
  return JSON.stringify([status, fault]);
}

/** A status that does not last for MinimumStatusDuration is not reported (§4.9); the first one after a start is. */
function reportWhenSettled(emulation: Emulation, connector: Connector): void {
  const durationMs = integerValue(emulation, 'MinimumStatusDuration') * 1000;
  const leftMs = connector.sinceMs + durationMs - emulation.nowMs();
  if (connector.reported === undefined || leftMs <= 0) {
    reportStatus(emulation, connector);
    return;
  }
  const report = reportOf(connector);
  if (connector.settling === report) return;
  connector.settling = report;
  connector.cancelSettling();
  connector.cancelSettling = emulation.timers.after(leftMs, () => {
    connector.settling = undefined;
    refreshConnector(emulation, connector);
  });
}

/** Sends StatusNotification, whether or not anything changed. */
export function reportStatus(emulation: Emulation, connector: Connector): void {
  const report = reportOf(connector);
  connector.reported = report;
  const payload = {
    connectorId: connector.id,
    errorCode: connector.fault?.errorCode ?? 'NoError',
    ...connector.fault,
    status: connector.status,
    timestamp: timestampOf(emulation),
  } as const;
  emulation.background(
    request(emulation, 'StatusNotification', payload).then((reply) => {
      // What did not arrive is told again after the next connection.
      const lost = !reply.ok && reply.reason === 'offline';
      if (lost && connector.reported === report) connector.reported = undefined;
    }),
  );
}
