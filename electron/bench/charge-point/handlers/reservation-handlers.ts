/** Reservations of a connector until a moment (OCPP 1.6 §5.4, §5.13). Number 0 cannot be reserved, as configured. */
import { isOccupied, refreshConnector } from '../connectors.ts';
import { type Connector, type Emulation, outlets, type Reservation } from '../emulation.ts';
import type { Handlers } from './handler.ts';

function release(emulation: Emulation, connector: Connector): void {
  connector.reservation?.cancelExpiry();
  connector.reservation = undefined;
  refreshConnector(emulation, connector);
}

function findReserved(emulation: Emulation, reservationId: number): Connector | undefined {
  return outlets(emulation).find(({ reservation }) => reservation?.reservationId === reservationId);
}

/** Why a connector cannot be reserved. */
function refusalOf(
  connector: Connector,
  reservationId: number,
): 'Faulted' | 'Unavailable' | 'Occupied' | undefined {
  if (connector.fault !== undefined) return 'Faulted';
  if (!connector.operative) return 'Unavailable';
  const { reservation } = connector;
  const isOthers = reservation !== undefined && reservation.reservationId !== reservationId;
  return isOccupied(connector) || isOthers ? 'Occupied' : undefined;
}

export const reservationHandlers: Handlers<'CancelReservation' | 'ReserveNow'> = {
  CancelReservation(emulation, { reservationId }) {
    const connector = findReserved(emulation, reservationId);
    if (connector === undefined) return { payload: { status: 'Rejected' } };
    return {
      payload: { status: 'Accepted' },
      afterwards: () => release(emulation, connector),
    };
  },

  ReserveNow(emulation, { connectorId, expiryDate, idTag, parentIdTag, reservationId }) {
    const connector = outlets(emulation).find(({ id }) => id === connectorId);
    const leftMs = Date.parse(expiryDate) - emulation.nowMs();
    if (connector === undefined || leftMs <= 0) return { payload: { status: 'Rejected' } };
    const refusal = refusalOf(connector, reservationId);
    if (refusal !== undefined) return { payload: { status: refusal } };
    const previous = findReserved(emulation, reservationId);
    if (previous !== undefined) release(emulation, previous);
    const reservation: Reservation = {
      reservationId,
      idTag,
      ...(parentIdTag === undefined ? {} : { parentIdTag }),
      cancelExpiry: emulation.timers.after(leftMs, () => {
        if (connector.reservation === reservation) release(emulation, connector);
      }),
    };
    connector.reservation = reservation;
    return {
      payload: { status: 'Accepted' },
      afterwards: () => refreshConnector(emulation, connector),
    };
  },
};
