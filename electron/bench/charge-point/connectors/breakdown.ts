/**
 * What breaks at the charge point, and is mended: faults of a connector or of the whole, and the emergency stop.
 * Ends transactions where a fault does; knows nothing of doors.
 */
import type { Outcome } from '../../../../shared/api/problem.ts';
import {
  type Connector,
  type ConnectorFault,
  type Emulation,
  isBroken,
  outlets,
} from '../emulation.ts';
import { advanceMeter } from '../metering/metering.ts';
import { sampleInterruption } from '../transactions/readings.ts';
import type { StopReason } from '../transactions/transaction.ts';
import { stopTransaction } from '../transactions/transactions.ts';
import { errorCodesOfConnectors } from './connector-errors.ts';
import { refreshAll } from './connector-status.ts';
import { dismissDriver } from './driver.ts';

const done: Outcome<undefined> = { ok: true, value: undefined };

/** The connectors that stand still when this one is broken: number 0 is the charge point with all of them. */
function struckBy(emulation: Emulation, connector: Connector): readonly Connector[] {
  return connector.id === 0 ? outlets(emulation) : [connector];
}

function strike(
  emulation: Emulation,
  connector: Connector,
  fault: ConnectorFault,
  endedFor: StopReason | undefined,
): void {
  const struck = struckBy(emulation, connector);
  for (const each of struck) {
    // Read while it still flows.
    if (endedFor === undefined) sampleInterruption(emulation, each, 'Interruption.Begin');
    advanceMeter(emulation, each);
  }
  connector.fault = fault;
  for (const each of struck) {
    if (endedFor !== undefined) stopTransaction(emulation, each, { reason: endedFor });
    dismissDriver(emulation, each);
  }
  refreshAll(emulation);
}

/** Breaks a connector, or with number 0 the charge point. Unless told otherwise, charging ends. */
export function breakConnector(
  emulation: Emulation,
  connector: Connector,
  {
    errorCode,
    endsTransaction = true,
    ...more
  }: Omit<ConnectorFault, 'errorCode'> & {
    errorCode: string;
    endsTransaction?: boolean;
  },
): Outcome<undefined> {
  const known = errorCodesOfConnectors.find((code) => code === errorCode);
  if (known === undefined || known === 'NoError') {
    return { ok: false, problem: { code: 'input-invalid', where: 'errorCode' } };
  }
  strike(
    emulation,
    connector,
    { ...more, errorCode: known },
    endsTransaction ? 'Other' : undefined,
  );
  return done;
}

/** Mends it: what was going on before goes on (§4.9, transitions I1 to I8). */
export function mendConnector(emulation: Emulation, connector: Connector): Outcome<undefined> {
  if (connector.fault === undefined) return done;
  const struck = struckBy(emulation, connector);
  for (const each of struck) advanceMeter(emulation, each);
  connector.fault = undefined;
  refreshAll(emulation);
  for (const each of struck) {
    if (!isBroken(emulation, each)) sampleInterruption(emulation, each, 'Interruption.End');
  }
  return done;
}

/** The red button. Nothing charges until the fault of connector 0 is cleared. */
export function stopInEmergency(emulation: Emulation): Outcome<undefined> {
  const [chargePoint] = emulation.connectors;
  if (chargePoint !== undefined) {
    const fault = { errorCode: 'OtherError', info: 'emergency stop' } as const;
    strike(emulation, chargePoint, fault, 'EmergencyStop');
  }
  return done;
}
