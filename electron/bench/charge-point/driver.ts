/**
 * What people do at the charge point: plug in, present an identifier, unplug; and what breaks.
 * Decides when transactions start and stop; knows nothing of doors or messages from the Central System.
 */
import type { Outcome } from '../../../shared/api/problem.ts';
import { authorize, isSameGroup } from './authorization.ts';
import { booleanValue, integerValue } from './configuration.ts';
import { errorCodesOfConnectors } from './connector-errors.ts';
import { refreshConnector } from './connectors.ts';
import type { Authorisation, Connector, Emulation } from './emulation.ts';
import type { ChargingProfile, IdTagInfo } from './memory.ts';
import { advanceMeter } from './metering/metering.ts';
import { startTransaction, stopTransaction } from './transactions/transactions.ts';

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
    connector.meter.stateOfCharge = 20 + Math.floor(emulation.random() * 40);
  }
  connector.pluggedIn = true;
  const { authorisation } = connector;
  if (authorisation !== undefined && mayCharge(connector)) {
    startTransaction(emulation, connector, authorisation);
  } else {
    refreshConnector(emulation, connector);
  }
  return done;
}

/** Takes the cable out; whether that ends the transaction is configured (OCPP 1.6 §4.10). */
export function unplug(emulation: Emulation, connector: Connector): Outcome<undefined> {
  if (!connector.pluggedIn) return notReady(emulation, 'not-plugged-in');
  advanceMeter(emulation, connector);
  if (booleanValue(emulation, 'StopTransactionOnEVSideDisconnect')) {
    stopTransaction(emulation, connector, { reason: 'EVDisconnected' });
  }
  connector.pluggedIn = false;
  connector.finishing = false;
  refreshConnector(emulation, connector);
  return done;
}

function mayCharge({ operative, fault }: Connector): boolean {
  return operative && fault === undefined;
}

/** Why a connector takes no new driver now. */
function refusalState(connector: Connector): string | undefined {
  if (connector.fault !== undefined) return 'Faulted';
  if (!connector.operative) return 'Unavailable';
  return connector.authorisation === undefined ? undefined : 'already-authorised';
}

/** Whether a reservation leaves the connector to this identifier. */
export function isReservedForOther(
  { reservation }: Connector,
  idTag: string,
  parentIdTag: string | undefined,
): boolean {
  if (reservation === undefined) return false;
  return !isSameGroup(reservation, { idTag, ...(parentIdTag ? { parentIdTag } : {}) });
}

/** An accepted identifier: charging begins, or the cable has to come within ConnectionTimeOut. */
export function admitDriver(
  emulation: Emulation,
  connector: Connector,
  driver: { idTag: string; parentIdTag?: string; chargingProfile?: ChargingProfile },
): 'started' | 'waiting-for-cable' {
  const waitMs = integerValue(emulation, 'ConnectionTimeOut') * 1000;
  const cancelTimeout = emulation.timers.after(waitMs, () => {
    if (connector.authorisation !== authorisation) return;
    connector.authorisation = undefined;
    refreshConnector(emulation, connector);
  });
  const authorisation: Authorisation = { ...driver, cancelTimeout };
  connector.authorisation = authorisation;
  if (connector.pluggedIn) {
    startTransaction(emulation, connector, authorisation);
    return 'started';
  }
  refreshConnector(emulation, connector);
  return 'waiting-for-cable';
}

/** What presenting an identifier came to. */
export interface Presented {
  authorization: IdTagInfo['status'] | 'not-asked';
  result: 'started' | 'stopped' | 'waiting-for-cable' | 'refused';
}

/** Presents an identifier at the reader: it starts, or ends, a transaction (OCPP 1.6 §4.1, §4.10). */
export async function presentIdTag(
  emulation: Emulation,
  connector: Connector,
  idTag: string,
): Promise<Outcome<Presented>> {
  if (connector.transaction !== undefined) return presentToStop(emulation, connector, idTag);
  const state = refusalState(connector);
  if (state !== undefined) return notReady(emulation, state);
  const info = await authorize(emulation, idTag);
  // Something else may have happened while the Central System was asked.
  const refused =
    info.status !== 'Accepted' ||
    connector.transaction !== undefined ||
    refusalState(connector) !== undefined ||
    isReservedForOther(connector, idTag, info.parentIdTag);
  if (refused) return { ok: true, value: { authorization: info.status, result: 'refused' } };
  const { parentIdTag } = info;
  const driver = { idTag, ...(parentIdTag === undefined ? {} : { parentIdTag }) };
  const result = admitDriver(emulation, connector, driver);
  return { ok: true, value: { authorization: info.status, result } };
}

/** The identifier that started a transaction ends it unasked; another one of its group is authorised first. */
async function presentToStop(
  emulation: Emulation,
  connector: Connector,
  idTag: string,
): Promise<Outcome<Presented>> {
  const { transaction } = connector;
  if (transaction === undefined) return notReady(emulation, connector.status);
  if (transaction.idTag.toLowerCase() === idTag.toLowerCase()) {
    stopTransaction(emulation, connector, { reason: 'Local', idTag });
    return { ok: true, value: { authorization: 'not-asked', result: 'stopped' } };
  }
  const { status, parentIdTag } = await authorize(emulation, idTag);
  const presented = { idTag, ...(parentIdTag === undefined ? {} : { parentIdTag }) };
  const mayStop =
    status === 'Accepted' &&
    connector.transaction === transaction &&
    isSameGroup(transaction, presented);
  if (mayStop) stopTransaction(emulation, connector, { reason: 'Local', idTag });
  return {
    ok: true,
    value: { authorization: status, result: mayStop ? 'stopped' : 'refused' },
  };
}

/** Breaks a connector, or with number 0 the charge point; charging ends. */
export function breakConnector(
  emulation: Emulation,
  connector: Connector,
  errorCode: string,
): Outcome<undefined> {
  const known = errorCodesOfConnectors.find((code) => code === errorCode);
  if (known === undefined || known === 'NoError') {
    return { ok: false, problem: { code: 'input-invalid', where: 'errorCode' } };
  }
  advanceMeter(emulation, connector);
  connector.fault = known;
  connector.authorisation?.cancelTimeout();
  connector.authorisation = undefined;
  stopTransaction(emulation, connector, { reason: 'Other' });
  refreshConnector(emulation, connector);
  return done;
}

/** Mends it. */
export function mendConnector(emulation: Emulation, connector: Connector): Outcome<undefined> {
  connector.fault = undefined;
  refreshConnector(emulation, connector);
  return done;
}
