/** ReserveNow and CancelReservation (OCPP 1.6 §5.4, §5.13): what can be reserved, and for how long. */
import { freeConnectors, isOccupied } from '../connectors/connectors.ts';
import { findReserved, release, reserve } from '../connectors/reservations.ts';
import { type Connector, type Emulation, isBroken, outlets } from '../emulation.ts';
import type { Handlers } from './handler.ts';

type Refusal = 'Faulted' | 'Unavailable' | 'Occupied';

function isReservedAsOther({ reservation }: Connector, reservationId: number): boolean {
  return reservation !== undefined && reservation.reservationId !== reservationId;
}

/** Why a connector cannot be reserved. */
function refusalOf(
  emulation: Emulation,
  connector: Connector,
  reservationId: number,
): Refusal | undefined {
  if (isBroken(emulation, connector)) return 'Faulted';
  if (!connector.operative) return 'Unavailable';
  if (connector.id === 0) return refusalOfAny(emulation, connector, reservationId);
  const isTaken = isOccupied(connector) || isReservedAsOther(connector, reservationId);
  return isTaken ? 'Occupied' : undefined;
}

/** Number 0 asks for any connector: one has to be left that nobody else has reserved. */
function refusalOfAny(
  emulation: Emulation,
  chargePoint: Connector,
  reservationId: number,
): Refusal | undefined {
  const all = outlets(emulation);
  if (all.every((connector) => isBroken(emulation, connector))) return 'Faulted';
  if (all.every(({ operative }) => !operative)) return 'Unavailable';
  const isLeft = freeConnectors(emulation).some(
    (connector) => !isReservedAsOther(connector, reservationId),
  );
  return isLeft && !isReservedAsOther(chargePoint, reservationId) ? undefined : 'Occupied';
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

  ReserveNow(emulation, { connectorId, expiryDate, ...request }) {
    const connector = emulation.connectors[connectorId];
    const expiresAtMs = Date.parse(expiryDate);
    if (connector === undefined || expiresAtMs <= emulation.nowMs()) {
      return { payload: { status: 'Rejected' } };
    }
    const refusal = refusalOf(emulation, connector, request.reservationId);
    if (refusal !== undefined) return { payload: { status: refusal } };
    return {
      payload: { status: 'Accepted' },
      afterwards: reserve(emulation, { ...request, connectorId, expiresAtMs }),
    };
  },
};
