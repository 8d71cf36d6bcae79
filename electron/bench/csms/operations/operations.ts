/**
 * The operations of all stations: starts the right procedure, one change of a station's security at a time, and keeps
 * the last ones. In memory: an operation does not outlive the run, what it set does.
 */
import type {
  OperationRequest,
  OperationState,
  Recovery,
} from '../../../../shared/api/csms-operations-contract.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { Station } from '../stations.ts';
import { changeAuthorizationKey } from './change-authorization-key.ts';
import { type FirmwareParts, updateFirmware, updateFirmwareSigned } from './firmware.ts';
import { getDiagnostics, getLog } from './logs.ts';
import { type Operation, type Procedure, type RunContext, startOperation } from './operation.ts';
import { type RaiseParts, raiseSecurityProfile } from './raise-security-profile.ts';
import { type RenewalParts, renewCertificateOperation } from './renew-certificate.ts';
import { deleteRoot, installRoot, type RootParts } from './roots.ts';

export interface OperationParts
  extends RunContext,
    RaiseParts,
    RootParts,
    RenewalParts,
    FirmwareParts {
  save(station: Station): void;
}

export interface Operations {
  list(station: Station): OperationState[];
  find(station: Station, id: string): Outcome<OperationState>;
  /** Problem: `operation-running`, when another one of the station has not ended. */
  start(station: Station, request: OperationRequest): Outcome<OperationState>;
  cancel(station: Station, id: string): Outcome<OperationState>;
  recover(station: Station, id: string, recovery: Recovery): Outcome<OperationState>;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

const keptOperations = 30;

function procedureOf(request: OperationRequest, parts: OperationParts): Procedure {
  switch (request.operation) {
    case 'change-authorization-key':
      return changeAuthorizationKey(request, parts);
    case 'renew-certificate':
      return renewCertificateOperation(request, parts);
    case 'install-root':
      return installRoot(request, parts);
    case 'delete-root':
      return deleteRoot(request, parts);
    case 'raise-security-profile':
      return raiseSecurityProfile(request, parts);
    case 'update-firmware':
      return updateFirmware(request, parts);
    case 'update-firmware-signed':
      return updateFirmwareSigned(request, parts);
    case 'get-diagnostics':
      return getDiagnostics(request, parts);
    case 'get-log':
      return getLog(request, parts);
  }
}

/** Transfers may run beside others; what changes keys, certificates and profile may not. */
function changesSecurity(kind: string): boolean {
  return !kind.startsWith('update-firmware') && !kind.startsWith('get-');
}

export function createOperations(parts: OperationParts): Operations {
  const ofStations = new Map<string, Operation[]>();

  function of(station: Station): Operation[] {
    return ofStations.get(station.stored.id) ?? [];
  }

  function find(station: Station, id: string): Outcome<Operation> {
    const operation = of(station).find((one) => one.state().id === id);
    return operation
      ? { ok: true, value: operation }
      : { ok: false, problem: { code: 'operation-unknown', where: id } };
  }

  function running(station: Station): OperationState | undefined {
    return of(station)
      .map((one) => one.state())
      .find(({ endedAt, kind }) => endedAt === undefined && changesSecurity(kind));
  }

  return {
    list: (station) =>
      of(station)
        .map((one) => one.state())
        .toReversed(),
    find(station, id) {
      const found = find(station, id);
      return found.ok ? { ok: true, value: found.value.state() } : found;
    },
    start(station, request) {
      const busy = changesSecurity(request.operation) ? running(station) : undefined;
      if (busy) {
        const parameters = { operation: busy.id, kind: busy.kind };
        return { ok: false, problem: { code: 'operation-running', parameters } };
      }
      const operation = startOperation(station, request, procedureOf(request, parts), parts);
      const kept = [...of(station), operation];
      // One that runs is never dropped, however many came after it.
      const old = kept.length > keptOperations ? kept.findIndex((one) => one.state().endedAt) : -1;
      ofStations.set(
        station.stored.id,
        kept.filter((_, index) => index !== old),
      );
      return { ok: true, value: operation.state() };
    },
    cancel(station, id) {
      const found = find(station, id);
      if (!found.ok) return found;
      return found.value.cancel()
        ? { ok: true, value: found.value.state() }
        : { ok: false, problem: { code: 'operation-ended', where: id } };
    },
    recover(station, id, recovery) {
      const found = find(station, id);
      if (!found.ok) return found;
      return found.value.recover(recovery)
        ? { ok: true, value: found.value.state() }
        : { ok: false, problem: { code: 'recovery-not-offered', where: recovery } };
    },
    async close() {
      const all = [...ofStations.values()].flat();
      for (const operation of all) operation.cancel();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
