/**
 * What a station may send before its BootNotification was accepted (wire case R30; OCPP 1.6 §4.2, errata 3.10).
 * The acceptance is stored: a plain reconnect needs no new BootNotification (OCPP-J 1.6 §5.4).
 */
import { addFinding, type Station } from './stations.ts';

const neverBooted = 'never-booted';

function noteNeverBooted(station: Station, action: string): void {
  addFinding(station, {
    rule: neverBooted,
    severity: 'info',
    clause: 'OCPP 1.6 §4.2',
    parameters: { action },
  });
}

/** True when the CALL may be answered; false when it gets SecurityError. */
export function mayBeAnswered(station: Station, action: string): boolean {
  const { registration, factory } = station.stored;
  if (action === 'BootNotification' || registration === 'Accepted') return true;
  if (registration === undefined) {
    if (!station.findings.some(({ rule }) => rule === neverBooted))
      noteNeverBooted(station, action);
    return true;
  }
  if (registration === 'Rejected') return false;
  // A factory certificate is renewed while Boot is Pending (Whitepaper A00.FR.805, 806).
  if (factory && action === 'SignCertificate') return true;
  // One trigger may ask for several messages: StatusNotification of every connector.
  return station.triggered.has(action);
}

const triggeredMessages: Readonly<Record<string, string>> = {
  SignChargePointCertificate: 'SignCertificate',
};

/** Notes what a TriggerMessage asked for, so that it passes while Boot is Pending. */
export function noteTriggered(station: Station, action: string, payload: unknown): void {
  if (action !== 'TriggerMessage' && action !== 'ExtendedTriggerMessage') return;
  if (typeof payload !== 'object' || payload === null || !('requestedMessage' in payload)) return;
  const message = String(payload.requestedMessage);
  if (action === 'ExtendedTriggerMessage' && message === 'FirmwareStatusNotification') {
    station.triggered.add('SignedFirmwareStatusNotification');
    return;
  }
  station.triggered.add(triggeredMessages[message] ?? message);
}
