/**
 * A payload to begin with: the example of the action, with what is known of the station and of the time put in.
 * Pure; the caller gives the time.
 */
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { isAction16 } from '../../../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../../../shared/ocpp/examples-1.6.ts';
import { isRunning } from '../stations-shown.ts';

const hourMs = 3_600_000;

const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function examplePayload(
  action: string,
  station: Pick<StationState, 'transactions'>,
  nowMs: number,
): unknown {
  switch (action) {
    case 'RemoteStopTransaction': {
      const running = station.transactions.findLast(isRunning);
      return running === undefined
        ? exampleRequest(action)
        : { transactionId: running.transactionId };
    }
    case 'ReserveNow':
      return { ...exampleRequest(action), expiryDate: isoSeconds(nowMs + hourMs) };
    case 'UpdateFirmware':
      return { ...exampleRequest(action), retrieveDate: isoSeconds(nowMs) };
    case 'SignedUpdateFirmware': {
      const example = exampleRequest(action);
      const firmware = { ...example.firmware, retrieveDateTime: isoSeconds(nowMs) };
      return { ...example, firmware };
    }
    case 'SetChargingProfile': {
      const example = exampleRequest(action);
      const { csChargingProfiles: profile } = example;
      const chargingSchedule = {
        ...profile.chargingSchedule,
        startSchedule: isoSeconds(nowMs),
      };
      return { ...example, csChargingProfiles: { ...profile, chargingSchedule } };
    }
    default:
      return isAction16(action) ? exampleRequest(action) : {};
  }
}

/** JSON with indentation, ready for the editor. */
export function prefilledPayload(
  action: string,
  station: Pick<StationState, 'transactions'>,
  nowMs: number,
): string {
  return JSON.stringify(examplePayload(action, station, nowMs), null, 2);
}
