/** Core profile: availability, cache, data transfer, remote start and stop, reset, unlock (OCPP 1.6 §5). */
import { authorize, locallyKnown } from '../authorization.ts';
import { booleanValue } from '../configuration.ts';
import { refreshConnector } from '../connectors/connector-status.ts';
import { isUsable, setOperative } from '../connectors/connectors.ts';
import { admitDriver } from '../connectors/driver.ts';
import { type Driver, mayUse } from '../connectors/reservations.ts';
import { type Connector, type Emulation, isInService, outlets } from '../emulation.ts';
import type { ChargingProfile } from '../memory.ts';
import { resetChargePoint } from '../restart.ts';
import { isAcceptableProfile } from '../smart-charging/profile-rules.ts';
import { findTransaction, stopTransaction } from '../transactions/transactions.ts';
import type { Handlers } from './handler.ts';

/** Whether a remote start may use this connector; reservations aside. */
function isStartable(emulation: Emulation, connector: Connector): boolean {
  const { transaction, authorisation, lockedCable } = connector;
  const isTaken =
    transaction !== undefined || authorisation !== undefined || lockedCable !== undefined;
  return !isTaken && isUsable(emulation, connector);
}

/** The connector a remote start without one gets: one with a cable in first. */
function chooseConnector(emulation: Emulation, driver: Driver): Connector | undefined {
  const free = outlets(emulation).filter(
    (connector) => isStartable(emulation, connector) && mayUse(emulation, connector, driver),
  );
  return (
    free.find(({ reservation }) => reservation !== undefined) ??
    free.find(({ pluggedIn }) => pluggedIn) ??
    free[0]
  );
}

type RemoteDriver = Driver & { chargingProfile?: ChargingProfile };

/** Adds the parent where a reservation may turn on it: from what is known here, else from the Central System. */
async function withParent(emulation: Emulation, driver: RemoteDriver): Promise<RemoteDriver> {
  const isAsked = emulation.connectors.some(
    ({ reservation }) => reservation?.parentIdTag !== undefined,
  );
  if (!isAsked) return driver;
  const known = locallyKnown(emulation, driver.idTag) ?? (await authorize(emulation, driver.idTag));
  const { parentIdTag } = known;
  return parentIdTag === undefined ? driver : { ...driver, parentIdTag };
}

async function startRemotely(
  emulation: Emulation,
  connector: Connector,
  driver: RemoteDriver,
): Promise<void> {
  if (!booleanValue(emulation, 'AuthorizeRemoteTxRequests')) {
    admitDriver(emulation, connector, driver);
    return;
  }
  const { status, parentIdTag } = await authorize(emulation, driver.idTag);
  const parent = parentIdTag === undefined ? {} : { parentIdTag };
  const known = { ...driver, ...parent };
  const isPossible = isStartable(emulation, connector) && mayUse(emulation, connector, known);
  if (status === 'Accepted' && isPossible) admitDriver(emulation, connector, known);
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

  async RemoteStartTransaction(emulation, { connectorId, idTag, chargingProfile }) {
    const driver = await withParent(emulation, {
      idTag,
      ...(chargingProfile === undefined ? {} : { chargingProfile }),
    });
    const connector =
      connectorId === undefined
        ? chooseConnector(emulation, driver)
        : outlets(emulation).find(({ id }) => id === connectorId);
    const isProfileFit =
      chargingProfile === undefined ||
      (chargingProfile.chargingProfilePurpose === 'TxProfile' &&
        isAcceptableProfile(emulation, chargingProfile));
    // Not before the charge point is accepted (§4.2).
    const isPossible = isInService(emulation) && isProfileFit && connector !== undefined;
    const isFree =
      isPossible && isStartable(emulation, connector) && mayUse(emulation, connector, driver);
    if (!isFree) return { payload: { status: 'Rejected' } };
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
    // A cable that hangs on the charge point has no lock (§5.18).
    if (connector === undefined || emulation.settings.cable === 'fixed') {
      return { payload: { status: 'NotSupported' } };
    }
    // Unlocking during a transaction ends it first, whether or not the lock then opens (§5.18).
    const end = () => stopTransaction(emulation, connector, { reason: 'UnlockCommand' });
    if (connector.fault?.errorCode === 'ConnectorLockFailure') {
      return { payload: { status: 'UnlockFailed' }, afterwards: end };
    }
    return {
      payload: { status: 'Unlocked' },
      afterwards() {
        end();
        connector.lockedCable = undefined;
        emulation.saveSoon();
        refreshConnector(emulation, connector);
      },
    };
  },
};
