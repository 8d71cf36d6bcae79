/** Who can show a fault now: listeners with TLS that listen, emulated charge points on profile 2 or 3. Pure. */
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import type { ListenerState } from '../../../../shared/api/csms-contract.ts';
import {
  type FaultId,
  type FaultTarget,
  profileToShow,
} from '../../../../shared/security/handshake-faults.ts';
import { faultsWords as words } from './words.ts';

export interface Target {
  key: string;
  target: FaultTarget;
  name: string;
  label: string;
  /** On profile 2 a charge point shows no certificate. */
  showsCertificate: boolean;
}

export const keyOfTarget = (target: FaultTarget, name: string): string => `${target} ${name}`;

export function targetsOf(
  listeners: readonly ListenerState[],
  chargePoints: readonly ChargePointState[],
): Target[] {
  return [
    ...listeners
      .filter(
        ({ status, settings }) =>
          status === 'listening' && settings.securityProfiles.some((profile) => profile >= 2),
      )
      .map(({ id, port }) => ({
        ...{ key: keyOfTarget('listener', id), target: 'listener' as const, name: id },
        ...{ label: words.listener(id, port), showsCertificate: true },
      })),
    ...chargePoints
      .filter(({ settings }) => settings.securityProfile >= 2)
      .map(({ id, settings: { securityProfile } }) => ({
        ...{ key: keyOfTarget('charge-point', id), target: 'charge-point' as const, name: id },
        label: words.chargePoint(id, securityProfile),
        showsCertificate: securityProfile === 3,
      })),
  ];
}

export const canShow = ({ showsCertificate }: Target, fault: FaultId): boolean =>
  showsCertificate || profileToShow(fault) < 3;
