/**
 * Reservations of a connector, or with number 0 of any connector, until a moment (OCPP 1.6 §5.4, §5.13).
 * Knows who may use which connector; nothing of the messages that reserve.
 */
import { isSameGroup } from '../authorization.ts';
import { type Connector, type Emulation, nothing, type Reservation } from '../emulation.ts';
import type { StoredReservation } from '../memory.ts';
import { refreshConnector } from './connector-status.ts';
import { freeConnectors } from './connectors.ts';

export interface Driver {
  idTag: string;
  parentIdTag?: string;
}

/** Reserves; one with the same number, wherever it is, is replaced. What is returned tells of the change. */
export function reserve(emulation: Emulation, stored: StoredReservation): () => void {
  const connector = emulation.connectors[stored.connectorId];
  if (connector === undefined) return nothing;
  const previous = findReserved(emulation, stored.reservationId);
  if (previous !== undefined) clear(previous);
  const { connectorId: _place, ...details } = stored;
  const reservation: Reservation = { ...details, cancelExpiry: () => cancel() };
  connector.reservation = reservation;
  let cancel = expireLater(emulation, connector, reservation, (next) => {
    cancel = next;
  });
  emulation.saveSoon();
  return () => {
    if (previous !== undefined) refreshConnector(emulation, previous);
    refreshConnector(emulation, connector);
  };
}

/** The clock may be set while it waits: what counts is the moment by the charge point's clock. */
function expireLater(
  emulation: Emulation,
  connector: Connector,
  reservation: Reservation,
  rearmed: (cancel: () => void) => void,
): () => void {
  const leftMs = Math.max(0, reservation.expiresAtMs - emulation.nowMs());
  return emulation.timers.after(leftMs, () => {
    if (connector.reservation !== reservation) return;
    if (emulation.nowMs() >= reservation.expiresAtMs) release(emulation, connector);
    else rearmed(expireLater(emulation, connector, reservation, rearmed));
  });
}

function clear(connector: Connector): void {
  connector.reservation?.cancelExpiry();
  connector.reservation = undefined;
}

/** Ends the reservation of a connector. */
export function release(emulation: Emulation, connector: Connector): void {
  clear(connector);
  emulation.saveSoon();
  refreshConnector(emulation, connector);
}

/** Where a reservation is; connector 0 included. */
export function findReserved(emulation: Emulation, reservationId: number): Connector | undefined {
  return emulation.connectors.find(
    ({ reservation }) => reservation?.reservationId === reservationId,
  );
}

/**
 * Whether reservations leave a connector to this driver. One of the whole charge point keeps a connector for its
 * holder: others may use what is left beyond it (§5.13).
 */
export function mayUse(emulation: Emulation, connector: Connector, driver: Driver): boolean {
  const { reservation } = connector;
  if (reservation !== undefined) return isSameGroup(reservation, driver);
  const general = emulation.connectors[0]?.reservation;
  if (general === undefined || isSameGroup(general, driver)) return true;
  return freeConnectors(emulation).some(
    (other) => other !== connector && other.reservation === undefined,
  );
}

/** Uses up the reservation a driver starts on; gives its number. */
export function takeReservation(
  emulation: Emulation,
  connector: Connector,
  driver: Driver,
): number | undefined {
  const holder = [connector, emulation.connectors[0]].find(
    (place) => place?.reservation !== undefined && isSameGroup(place.reservation, driver),
  );
  const reservationId = holder?.reservation?.reservationId;
  if (holder !== undefined) clear(holder);
  return reservationId;
}
