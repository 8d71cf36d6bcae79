/**
 * The state of a connector: derived from what is true of it, reported when it changes (OCPP 1.6 §4.9).
 * Knows no drivers and no transactions beyond their existence.
 */
import type { ConnectorState } from '../../../shared/api/csms-contract.ts';
import {
  type Connector,
  type ConnectorStatus,
  type Emulation,
  isInService,
  timestampOf,
} from './emulation.ts';
import type { ChargePointMemory } from './memory.ts';
import { request } from './messages.ts';
import { advanceMeter, drawnW, offeredW, registerWh } from './metering/metering.ts';

/** The connectors of a charge point that has just got power; number 0 included. */
export function createConnectors(
  count: number,
  memory: ChargePointMemory,
  nowMs: number,
): Connector[] {
  return Array.from({ length: count + 1 }, (_entry, id): Connector => {
    const operative = !memory.inoperativeConnectors.includes(id);
    return {
      id,
      pluggedIn: false,
      operative,
      finishing: false,
      meter: { energyWh: memory.metersWh[id] ?? 0, readAtMs: nowMs, stateOfCharge: 0 },
      status: operative ? 'Available' : 'Unavailable',
      sinceMs: nowMs,
    };
  });
}

function statusInTransaction(emulation: Emulation, connector: Connector): ConnectorStatus {
  if (connector.transaction?.suspended || offeredW(emulation, connector) <= 0) {
    return 'SuspendedEVSE';
  }
  return drawnW(emulation, connector) > 0 ? 'Charging' : 'SuspendedEV';
}

function statusOf(emulation: Emulation, connector: Connector): ConnectorStatus {
  if (connector.fault !== undefined) return 'Faulted';
  if (connector.transaction !== undefined) return statusInTransaction(emulation, connector);
  if (!connector.operative) return 'Unavailable';
  if (connector.finishing) return 'Finishing';
  if (connector.pluggedIn || connector.authorisation !== undefined) return 'Preparing';
  return connector.reservation === undefined ? 'Available' : 'Reserved';
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
    reportStatus(emulation, connector);
  }
  emulation.changed();
}

function reportOf({ status, fault }: Connector): string {
  return `${status} ${fault ?? 'NoError'}`;
}

/** Sends StatusNotification, whether or not anything changed. */
export function reportStatus(emulation: Emulation, connector: Connector): void {
  const report = reportOf(connector);
  connector.reported = report;
  const payload = {
    connectorId: connector.id,
    errorCode: connector.fault ?? 'NoError',
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

/** Reports every connector whose status the Central System does not know. */
export function reportNews(emulation: Emulation): void {
  for (const connector of emulation.connectors) refreshConnector(emulation, connector);
}

/** Whether a connector is taken: by a cable, a driver or a transaction. */
export function isOccupied(connector: Connector): boolean {
  const { pluggedIn, finishing, authorisation, transaction } = connector;
  return pluggedIn || finishing || authorisation !== undefined || transaction !== undefined;
}

/** Sets availability and remembers it over power cycles (OCPP 1.6 §5.2). */
export function setOperative(
  emulation: Emulation,
  connectors: readonly Connector[],
  operative: boolean,
): void {
  for (const connector of connectors) connector.operative = operative;
  emulation.memory.inoperativeConnectors = emulation.connectors
    .filter((connector) => !connector.operative)
    .map(({ id }) => id);
  emulation.save();
  for (const connector of connectors) refreshConnector(emulation, connector);
}

/** As the doors show it. */
export function connectorView(
  emulation: Emulation,
  connector: Connector,
): ConnectorState & { pluggedIn: boolean; idTag?: string; transactionId?: number } {
  advanceMeter(emulation, connector);
  const { transaction, authorisation, fault } = connector;
  const idTag = transaction?.idTag ?? authorisation?.idTag;
  const transactionId = transaction?.transactionId;
  return {
    connectorId: connector.id,
    status: connector.status,
    errorCode: fault ?? 'NoError',
    since: new Date(connector.sinceMs).toISOString(),
    meterWh: registerWh(connector),
    powerW: Math.round(drawnW(emulation, connector)),
    pluggedIn: connector.pluggedIn,
    ...(idTag === undefined ? {} : { idTag }),
    ...(transactionId === undefined ? {} : { transactionId }),
  };
}
