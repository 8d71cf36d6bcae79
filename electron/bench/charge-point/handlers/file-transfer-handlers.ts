/** Firmware, diagnostics and logs: this charge point has none to move, and says so (Whitepaper L01.FR.20). */
import { type Handlers, notSupported } from './handler.ts';

export const fileTransferHandlers: Handlers<
  'GetDiagnostics' | 'GetLog' | 'SignedUpdateFirmware' | 'UpdateFirmware'
> = {
  GetDiagnostics: notSupported,
  GetLog: notSupported,
  SignedUpdateFirmware: notSupported,
  UpdateFirmware: notSupported,
};
