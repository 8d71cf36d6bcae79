/** The error codes a connector can report (OCPP 1.6 §7.6, ChargePointErrorCode). */
import type { ConnectorErrorCode } from '../emulation.ts';

/** Listed as a record, so that the compiler finds a missing or an invented one. */
const codes: Record<ConnectorErrorCode, true> = {
  ConnectorLockFailure: true,
  EVCommunicationError: true,
  GroundFailure: true,
  HighTemperature: true,
  InternalError: true,
  LocalListConflict: true,
  NoError: true,
  OtherError: true,
  OverCurrentFailure: true,
  OverVoltage: true,
  PowerMeterFailure: true,
  PowerSwitchFailure: true,
  ReaderFailure: true,
  ResetFailure: true,
  UnderVoltage: true,
  WeakSignal: true,
};

/** The keys are the codes because the record above is typed by them. */
export const errorCodesOfConnectors = Object.keys(codes) as ConnectorErrorCode[];
