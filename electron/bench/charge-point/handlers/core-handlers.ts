/** Core profile: availability, cache, data transfer, remote start and stop, reset, unlock (OCPP 1.6 §5). */
import { authorize } from '../authorization.ts';
import { booleanValue } from '../configuration.ts';
import { refreshConnector, setOperative } from '../connectors.ts';
import { admitDriver, isReservedForOther } from '../driver.ts';
import { type Connector, type Emulation, isInService, outlets } from '../emulation.ts';
import type { ChargingProfile } from '../memory.ts';
import { resetChargePoint } from '../restart.ts';
import { findTransaction, stopTransaction } from '../transactions/transactions.ts';
import type { Handlers } from './handler.ts';
import { isAcceptableSchedule } from './smart-charging-handlers.ts';

/** Whether a remote start may use this connector. */
function isFreeFor(connector: Connector, idTag: string): boolean {
  const { transaction, authorisation, operative, fault } = connector;
  const isFree =
    transaction === undefined && authorisation === undefined && operative && fault === undefined;
  // The parent of the identifier is not known before it is authorised.
  return isFree && !isReservedForOther(connector, idTag, undefined);
}

/** The connector a remote start without one gets: one with a cable in first. */
function chooseConnector(emulation: Emulation, idTag: string): Connector | undefined {
  const free = outlets(emulation).filter((connector) => isFreeFor(connector, idTag));
  return free.find(({ pluggedIn }) => pluggedIn) ?? free[0];
}

async function startRemotely(
  emulation: Emulation,
  connector: Connector,
  driver: { idTag: string; chargingProfile?: ChargingProfile },
): Promise<void> {
  if (!booleanValue(emulation, 'AuthorizeRemoteTxRequests')) {
    admitDriver(emulation, connector, driver);
    return;
  }
  const { status, parentIdTag } = await authorize(emulation, driver.idTag);
  if (status !== 'Accepted' || !isFreeFor(connector, driver.idTag)) return;
  const parent = parentIdTag === undefined ? {} : { parentIdTag };
  admitDriver(emulation, connector, { ...driver, ...parent });
}

export const coreHandlers: Handlers<
  | 'ChangeAvailability'
  | 'ClearCache'
  | 'DataTransfer'
  | 'RemoteStartTransaction'
  | 'RemoteStopTransaction'
  | 'Reset'
  | 'UnlockConnector'
> = {
  ChangeAvailability(emulation, { connectorId, type }) {
    const connector = emulation.connectors[connectorId];
    if (connector === undefined) return { payload: { status: 'Rejected' } };
    // Number 0 is the charge point with all its connectors (§5.2).
    const concerned = connectorId === 0 ? emulation.connectors : [connector];
    const operative = type === 'Operative';
    const mustWait = !operative && concerned.some(({ transaction }) => transaction !== undefined);
    return {
      payload: { status: mustWait ? 'Scheduled' : 'Accepted' },
      afterwards: () => setOperative(emulation, concerned, operative),
    };
  },

  ClearCache(emulation) {
    if (!booleanValue(emulation, 'AuthorizationCacheEnabled')) {
      return { payload: { status: 'Rejected' } };
    }
    emulation.authorizationCache.clear();
    return { payload: { status: 'Accepted' } };
  },

  DataTransfer: () => ({ payload: { status: 'UnknownVendorId' } }),

  RemoteStartTransaction(emulation, { connectorId, idTag, chargingProfile }) {
    const connector =
      connectorId === undefined
        ? chooseConnector(emulation, idTag)
        : outlets(emulation).find(({ id }) => id === connectorId);
    const isProfileFit =
      chargingProfile === undefined ||
      (chargingProfile.chargingProfilePurpose === 'TxProfile' &&
        isAcceptableSchedule(emulation, chargingProfile));
    // Not before the charge point is accepted (§4.2).
    const isPossible = isInService(emulation) && isProfileFit;
    if (!isPossible || connector === undefined || !isFreeFor(connector, idTag)) {
      return { payload: { status: 'Rejected' } };
    }
    const driver = { idTag, ...(chargingProfile === undefined ? {} : { chargingProfile }) };
    return {
      payload: { status: 'Accepted' },
      afterwards: () => emulation.background(startRemotely(emulation, connector, driver)),
    };
  },

  RemoteStopTransaction(emulation, { transactionId }) {
    const found = isInService(emulation) ? findTransaction(emulation, transactionId) : undefined;
    if (found === undefined) return { payload: { status: 'Rejected' } };
    return {
      payload: { status: 'Accepted' },
      afterwards: () => stopTransaction(emulation, found.connector, { reason: 'Remote' }),
    };
  },

  Reset: (emulation, { type }) => ({
    payload: { status: 'Accepted' },
    afterwards: () => emulation.background(resetChargePoint(emulation, type)),
  }),

  UnlockConnector(emulation, { connectorId }) {
    const connector = outlets(emulation).find(({ id }) => id === connectorId);
    if (connector === undefined) return { payload: { status: 'NotSupported' } };
    return {
      payload: { status: 'Unlocked' },
      // Unlocking during a transaction ends it first (§5.18).
      afterwards() {
        stopTransaction(emulation, connector, { reason: 'UnlockCommand' });
        refreshConnector(emulation, connector);
      },
    };
  },
};
