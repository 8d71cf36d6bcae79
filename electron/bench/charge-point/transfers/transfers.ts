/**
 * The file transfers of one charge point: which ones run, what was last told of each kind, what waits to be told.
 * Types and a beginning; behaviour is in the modules beside it.
 */
import type {
  SignedFirmwareStatus,
  TransferState,
} from '../../../../shared/api/charge-point-security-contract.ts';
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import type { FirmwareSignatureScheme } from '../../pki/firmware-signature.ts';

export type DiagnosticsStatus = RequestPayloads16['DiagnosticsStatusNotification']['status'];
export type LogStatus = RequestPayloads16['LogStatusNotification']['status'];
export type FirmwareStatus = RequestPayloads16['FirmwareStatusNotification']['status'];

/** A transfer that runs. */
export interface RunningTransfer {
  requestId?: number;
  /** From here on nothing can be taken back. */
  installing: boolean;
  controller: AbortController;
}

/** A status that the Central System is to be told. */
export type Notice =
  | { action: 'FirmwareStatusNotification'; payload: { status: FirmwareStatus } }
  | {
      action: 'SignedFirmwareStatusNotification';
      payload: { status: SignedFirmwareStatus; requestId?: number };
    }
  | { action: 'DiagnosticsStatusNotification'; payload: { status: DiagnosticsStatus } }
  | { action: 'LogStatusNotification'; payload: { status: LogStatus; requestId?: number } };

/** What firmware last came to, signed or not. */
export interface FirmwareReport {
  status: SignedFirmwareStatus;
  requestId?: number;
  signatureScheme?: FirmwareSignatureScheme;
}

export interface Transfers {
  running: { firmware?: RunningTransfer; diagnostics?: RunningTransfer; log?: RunningTransfer };
  /** The last of each kind, as it is shown. */
  shown: Map<TransferState['kind'], TransferState>;
  firmware: FirmwareReport;
  /** What triggers repeat: how a transfer stands, Idle when none is under way. */
  reports: { [Message in Notice['action']]: RequestPayloads16[Message] };
  /** Ids of the connectors that are out of service until a firmware is installed. */
  held: number[];
  /** In the order in which they happened. */
  notices: Notice[];
  telling: boolean;
  onTold: (() => void)[];
}

/** Nothing has been transferred yet. */
export function createTransfers(): Transfers {
  return {
    running: {},
    shown: new Map(),
    firmware: { status: 'Idle' },
    reports: {
      DiagnosticsStatusNotification: { status: 'Idle' },
      FirmwareStatusNotification: { status: 'Idle' },
      LogStatusNotification: { status: 'Idle' },
      SignedFirmwareStatusNotification: { status: 'Idle' },
    },
    held: [],
    notices: [],
    telling: false,
    onTold: [],
  };
}
