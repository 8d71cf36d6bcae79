/**
 * What the doors see of the inside of one charge point: queue, lists, keys, charging profiles. Reads only, and shows
 * no more of any list than the contract says.
 */
import {
  type ChargePointDetails,
  type CompositeScheduleRequest,
  type CompositeScheduleView,
  detailLimits,
} from '../../../shared/api/charge-point-details-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { reportAllKeys, reportKey } from './configuration.ts';
import { type Emulation, outlets, timestampOf } from './emulation.ts';
import { smartChargingHandlers } from './handlers/smart-charging-handlers.ts';
import type { IdTagInfo } from './memory.ts';
import { offeredW } from './metering/metering.ts';
import type { QueuedMessage } from './transactions/transaction.ts';

type KnownIdTag = ChargePointDetails['cache']['entries'][number];
type RunningTransaction = ChargePointDetails['transactions'][number];
type ShownMessage = ChargePointDetails['queue']['messages'][number];

const rfc3339 = (ms: number): string => new Date(ms).toISOString();

function knownIdTag(idTag: string, { status, parentIdTag, expiryDate }: IdTagInfo): KnownIdTag {
  return {
    idTag,
    status,
    ...(parentIdTag === undefined ? {} : { parentIdTag }),
    ...(expiryDate === undefined ? {} : { expiryDate }),
  };
}

function momentOf({ action, payload }: QueuedMessage): string | undefined {
  return action === 'MeterValues' ? payload.meterValue[0]?.timestamp : payload.timestamp;
}

function shownMessage(message: QueuedMessage): ShownMessage {
  const { action, payload, transaction } = message;
  const { connectorId, transactionId, startedAtMs } = transaction;
  return {
    action,
    connectorId,
    ...(transactionId === undefined ? {} : { transactionId }),
    at: momentOf(message) ?? rfc3339(startedAtMs),
    payload,
  };
}

function transactionsOf(emulation: Emulation): RunningTransaction[] {
  return outlets(emulation).flatMap(({ transaction }) => {
    if (transaction === undefined) return [];
    const { connectorId, transactionId, idTag, parentIdTag, startedAtMs } = transaction;
    return {
      connectorId,
      ...(transactionId === undefined ? {} : { transactionId }),
      startLost: transaction.startLost ?? false,
      idTag,
      ...(parentIdTag === undefined ? {} : { parentIdTag }),
      startedAt: rfc3339(startedAtMs),
      meterStartWh: transaction.meterStartWh,
      suspended: transaction.suspended,
    };
  });
}

function reservationsOf({ connectors }: Emulation): ChargePointDetails['reservations'] {
  return connectors.flatMap(({ id, reservation }) => {
    if (reservation === undefined) return [];
    const { reservationId, idTag, parentIdTag, expiresAtMs } = reservation;
    return {
      connectorId: id,
      reservationId,
      idTag,
      ...(parentIdTag === undefined ? {} : { parentIdTag }),
      expiresAt: rfc3339(expiresAtMs),
    };
  });
}

/** Everything inside; secrets are not among it. */
export function detailsOf(emulation: Emulation): ChargePointDetails {
  const { memory, queue, authorizationCache, activities } = emulation;
  const listed = Object.entries(memory.localList.entries);
  const secretKey = reportKey(emulation, 'AuthorizationKey');
  return {
    clock: timestampOf(emulation),
    connectors: outlets(emulation).map((connector) => ({
      connectorId: connector.id,
      vehicle: connector.vehicle,
      offeredW: Math.round(offeredW(emulation, connector)),
    })),
    transactions: transactionsOf(emulation),
    queue: {
      total: queue.messages.length,
      failedAttempts: queue.attempts,
      messages: queue.messages.slice(0, detailLimits.queuedMessages).map(shownMessage),
    },
    reservations: reservationsOf(emulation),
    localList: {
      version: memory.localList.version,
      total: listed.length,
      entries: listed
        .slice(0, detailLimits.localList)
        .map(([idTag, info]) => knownIdTag(idTag, info)),
    },
    cache: {
      total: authorizationCache.size,
      entries: [...authorizationCache]
        .slice(-detailLimits.cache)
        .map(([idTag, info]) => knownIdTag(idTag, info)),
    },
    configuration: [
      ...reportAllKeys(emulation),
      ...(secretKey === undefined ? [] : [secretKey]),
    ].toSorted((left, right) => (left.key < right.key ? -1 : 1)),
    chargingProfiles: memory.chargingProfiles.map(({ connectorId, profile }) => ({
      connectorId,
      profile,
    })),
    activities: activities.map(({ atMs, part, what }) => ({ at: rfc3339(atMs), part, what })),
  };
}

/** What GetCompositeSchedule would answer now. */
export async function compositeScheduleOf(
  emulation: Emulation,
  { connectorId, durationS, unit }: CompositeScheduleRequest,
): Promise<Outcome<CompositeScheduleView>> {
  if (emulation.connectors[connectorId] === undefined) {
    const parameters = { connectorId, connectors: emulation.connectors.length - 1 };
    return { ok: false, problem: { code: 'connector-unknown', where: 'connectorId', parameters } };
  }
  const answer = await smartChargingHandlers.GetCompositeSchedule(emulation, {
    connectorId,
    duration: durationS,
    chargingRateUnit: unit,
  });
  const payload = 'payload' in answer ? answer.payload : undefined;
  const schedule = payload?.chargingSchedule;
  if (schedule === undefined) {
    const parameters = { state: emulation.link.status };
    return {
      ok: false,
      problem: { code: 'charge-point-not-ready', where: emulation.id, parameters },
    };
  }
  return {
    ok: true,
    value: {
      start: schedule.startSchedule ?? timestampOf(emulation),
      durationS: schedule.duration ?? durationS,
      unit: schedule.chargingRateUnit,
      periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => ({
        startPeriodS: startPeriod,
        limit,
        ...(numberPhases === undefined ? {} : { numberPhases }),
      })),
    },
  };
}
