/**
 * What happens around a station, told to the operations that wait for it; usually nobody does.
 * Knows nothing of who listens or why.
 */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { Recovery } from '../../../shared/api/csms-operations-contract.ts';
import type { StationAction16 } from '../../../shared/ocpp/actions.ts';

export type StationEvent =
  /** A CALL of the station that was taken; `seq` is its frame. */
  | { kind: 'message'; action: StationAction16 | 'DataTransfer'; payload: object; seq: number }
  /** The upgrade request `seq` was let in. */
  | {
      kind: 'connected';
      seq: number;
      securityProfile: SecurityProfile;
      /** Let in with the key before the change, in the grace period. */
      withFormerKey: boolean;
      certificateSerialNumber?: string;
    }
  | { kind: 'refused'; seq: number; code: string; securityProfile?: SecurityProfile }
  | { kind: 'disconnected' }
  /** A02: what became of a SignCertificate request. */
  | {
      kind: 'certificate-answered';
      accepted: boolean;
      /** Of the certificate that was sent; absent when none was. */
      serialNumber?: string;
      reason?: string;
      frames: readonly number[];
    }
  /** A signing request waits until a person decides. */
  | { kind: 'certificate-awaits-decision'; request: string }
  /** A person chose a way out. */
  | { kind: 'recovery'; recovery: Recovery };

export type StationWatcher = (event: StationEvent) => void;

/** Tells whoever watches the station. */
export function tellWatchers(
  { watchers }: { watchers: ReadonlySet<StationWatcher> },
  event: StationEvent,
): void {
  if (watchers.size === 0) return;
  for (const watcher of [...watchers]) watcher(event);
}
