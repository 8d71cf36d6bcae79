/**
 * What people do at the charge point: plug in, present an identifier, unplug.
 * Decides when transactions start and stop; knows nothing of doors or messages from the Central System.
 */
import type { VehicleSettings } from '../../../../shared/api/charge-points-contract.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { authorize, isSameGroup } from '../authorization.ts';
import { booleanValue, integerValue } from '../configuration.ts';
import { type Authorisation, type Connector, type Emulation, isBroken } from '../emulation.ts';
import type { ChargingProfile, IdTagInfo } from '../memory.ts';
import { advanceMeter } from '../metering/metering.ts';
import { arrivalStateOfCharge } from '../metering/vehicle.ts';
import { startTransaction, stopTransaction } from '../transactions/transactions.ts';
import { refreshConnector } from './connector-status.ts';
import { isUsable } from './connectors.ts';
import { type Driver, mayUse } from './reservations.ts';

function notReady(emulation: Emulation, state: string): Outcome<never> {
  const problem = { code: 'charge-point-not-ready', where: emulation.id, parameters: { state } };
  return { ok: false, problem };
}

const done: Outcome<undefined> = { ok: true, value: undefined };

/** Puts the cable in. A driver who was accepted before starts charging. */
export function plugIn(emulation: Emulation, connector: Connector): Outcome<undefined> {
  if (connector.pluggedIn) return notReady(emulation, 'plugged-in');
  advanceMeter(emulation, connector);
  // Another vehicle, unless a transaction goes on with the one that was there.
  if (connector.transaction === undefined) {
    const { meter, vehicle } = connector;
    meter.stateOfCharge = arrivalStateOfCharge(vehicle, emulation.random);
  }
  connector.pluggedIn = true;
  emulation.saveSoon();
  connector.lockedCable = undefined;
  const { authorisation } = connector;
  if (authorisation !== undefined && isUsable(emulation, connector)) {
    startTransaction(emulation, connector, authorisation);
  } else {
    awaitDriver(emulation, connector);
    refreshConnector(emulation, connector);
  }
  return done;
}

/** A cable for which nobody presents an identifier is not waited for for ever (§4.9, transition B6). */
export function awaitDriver(emulation: Emulation, connector: Connector): void {
  connector.cancelIdle();
  if (connector.transaction !== undefined) return;
  const waitMs = integerValue(emulation, 'ConnectionTimeOut') * 1000;
  connector.cancelIdle = emulation.timers.after(waitMs, () => {
    const { pluggedIn, transaction, authorisation } = connector;
    if (!pluggedIn || transaction !== undefined || authorisation !== undefined) return;
    connector.finishing = true;
    refreshConnector(emulation, connector);
  });
}

/**
 * Takes the cable out of the vehicle. Whether that ends the transaction is configured (§4.10), and so is whether a
 * cable in a socket is released at the charge point too.
 */
export function unplug(emulation: Emulation, connector: Connector): Outcome<undefined> {
  const { transaction, lockedCable } = connector;
  if (!connector.pluggedIn) {
    return notReady(emulation, lockedCable === undefined ? 'not-plugged-in' : 'cable-locked');
  }
  advanceMeter(emulation, connector);
  connector.cancelIdle();
  connector.pluggedIn = false;
  emulation.saveSoon();
  connector.finishing = false;
  if (booleanValue(emulation, 'StopTransactionOnEVSideDisconnect')) {
    if (transaction !== undefined && keepsCable(emulation)) {
      const { idTag, parentIdTag } = transaction;
      connector.lockedCable = { idTag, ...(parentIdTag === undefined ? {} : { parentIdTag }) };
    }
    stopTransaction(emulation, connector, { reason: 'EVDisconnected' });
  }
  refreshConnector(emulation, connector);
  return done;
}

function keepsCable(emulation: Emulation): boolean {
  const isSocket = emulation.settings.cable !== 'fixed';
  return isSocket && !booleanValue(emulation, 'UnlockConnectorOnEVSideDisconnect');
}

/** Releases a cable that was left locked in its socket, from the charge point itself. */
export function releaseCable(emulation: Emulation, connector: Connector): Outcome<undefined> {
  if (connector.lockedCable === undefined) return notReady(emulation, 'cable-not-locked');
  connector.lockedCable = undefined;
  emulation.saveSoon();
  refreshConnector(emulation, connector);
  return done;
}

/** Parks another vehicle at a connector. */
export function setVehicle(
  emulation: Emulation,
  connector: Connector,
  vehicle: VehicleSettings,
): Outcome<undefined> {
  advanceMeter(emulation, connector);
  connector.vehicle = vehicle;
  emulation.saveSoon();
  connector.meter.stateOfCharge = arrivalStateOfCharge(vehicle, emulation.random);
  refreshConnector(emulation, connector);
  return done;
}

/** Why a connector takes no new driver now. */
function refusalState(emulation: Emulation, connector: Connector): string | undefined {
  if (isBroken(emulation, connector)) return 'Faulted';
  if (!connector.operative) return 'Unavailable';
  return connector.authorisation === undefined ? undefined : 'already-authorised';
}

/** An accepted identifier: charging begins, or the cable has to come within ConnectionTimeOut. */
export function admitDriver(
  emulation: Emulation,
  connector: Connector,
  driver: Driver & { chargingProfile?: ChargingProfile },
): 'started' | 'waiting-for-cable' {
  const waitMs = integerValue(emulation, 'ConnectionTimeOut') * 1000;
  const cancelTimeout = emulation.timers.after(waitMs, () => {
    if (connector.authorisation === authorisation) dismissDriver(emulation, connector);
  });
  const authorisation: Authorisation = { ...driver, cancelTimeout };
  connector.authorisation = authorisation;
  connector.cancelIdle();
  // Seen as Preparing, however short it lasts (§4.9, transitions A2 and F2).
  refreshConnector(emulation, connector);
  if (!connector.pluggedIn) return 'waiting-for-cable';
  startTransaction(emulation, connector, authorisation);
  return 'started';
}

/** An identifier that was accepted counts no longer. */
export function dismissDriver(emulation: Emulation, connector: Connector): void {
  connector.authorisation?.cancelTimeout();
  connector.authorisation = undefined;
  refreshConnector(emulation, connector);
}

/** What presenting an identifier came to. */
export interface Presented {
  authorization: IdTagInfo['status'] | 'not-asked';
  result: 'started' | 'stopped' | 'waiting-for-cable' | 'refused' | 'cancelled' | 'cable-released';
}

function presented(
  result: Presented['result'],
  authorization: Presented['authorization'] = 'not-asked',
): Outcome<Presented> {
  return { ok: true, value: { authorization, result } };
}

/** Presents an identifier at the reader: it starts, or ends, what goes on at the connector (§4.1, §4.10). */
export async function presentIdTag(
  emulation: Emulation,
  connector: Connector,
  idTag: string,
): Promise<Outcome<Presented>> {
  const { transaction, authorisation, lockedCable } = connector;
  if (transaction !== undefined) {
    return presentToEnd(emulation, idTag, transaction, {
      holds: () => connector.transaction === transaction,
      end: () => stopTransaction(emulation, connector, { reason: 'Local', idTag }),
      result: 'stopped',
    });
  }
  // The second time it is held to the reader it means that the driver thought better of it (§4.9, B1).
  if (authorisation !== undefined && isSameGroup(authorisation, { idTag })) {
    dismissDriver(emulation, connector);
    return presented('cancelled');
  }
  if (lockedCable !== undefined) {
    return presentToEnd(emulation, idTag, lockedCable, {
      holds: () => connector.lockedCable === lockedCable,
      end: () => releaseCable(emulation, connector),
      result: 'cable-released',
    });
  }
  const state = refusalState(emulation, connector);
  return state === undefined
    ? presentToStart(emulation, connector, idTag)
    : notReady(emulation, state);
}

async function presentToStart(
  emulation: Emulation,
  connector: Connector,
  idTag: string,
): Promise<Outcome<Presented>> {
  const { status, parentIdTag } = await authorize(emulation, idTag);
  const driver = { idTag, ...(parentIdTag === undefined ? {} : { parentIdTag }) };
  // Something else may have happened while the Central System was asked.
  const isRefused =
    status !== 'Accepted' ||
    connector.transaction !== undefined ||
    refusalState(emulation, connector) !== undefined ||
    !mayUse(emulation, connector, driver);
  return presented(isRefused ? 'refused' : admitDriver(emulation, connector, driver), status);
}

/** The identifier that began something ends it unasked; another one of its group is authorised first. */
async function presentToEnd(
  emulation: Emulation,
  idTag: string,
  owner: Driver,
  what: { holds(): boolean; end(): unknown; result: 'stopped' | 'cable-released' },
): Promise<Outcome<Presented>> {
  if (isSameGroup(owner, { idTag })) {
    what.end();
    return presented(what.result);
  }
  const { status, parentIdTag } = await authorize(emulation, idTag);
  const other = { idTag, ...(parentIdTag === undefined ? {} : { parentIdTag }) };
  const mayEnd = status === 'Accepted' && what.holds() && isSameGroup(owner, other);
  if (mayEnd) what.end();
  return presented(mayEnd ? what.result : 'refused', status);
}
