/** Which tone the states of OCPP have, on every screen. */
import type { RegistrationStatus } from '../../shared/api/common-schemas.ts';
import type { StatusTone } from './status-dot.tsx';

const connectorTones: Readonly<Record<string, StatusTone>> = {
  Available: 'good',
  Preparing: 'info',
  Charging: 'busy',
  SuspendedEV: 'info',
  SuspendedEVSE: 'info',
  Finishing: 'info',
  Reserved: 'warning',
  Unavailable: 'off',
  Faulted: 'error',
};

/** OCPP 1.6 §7.7; anything else a charge point may have said is neutral. */
export function connectorTone(status: string): StatusTone {
  return Object.hasOwn(connectorTones, status) ? (connectorTones[status] ?? 'off') : 'off';
}

export const registrationTones: Record<RegistrationStatus, StatusTone> = {
  Accepted: 'good',
  Pending: 'warning',
  Rejected: 'error',
};
