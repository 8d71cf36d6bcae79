/** Firmware, diagnostics and logs (OCPP 1.6 §6.5, §6.19; Whitepaper L01, N01): what is answered; the work follows. */
import type { Emulation } from '../emulation.ts';
import { reportSecurityEvent } from '../security/security-events.ts';
import { beginUpdate } from '../transfers/firmware-update.ts';
import { answerGetDiagnostics, answerGetLog } from '../transfers/log-upload.ts';
import { judgeSigningCertificate } from '../transfers/signing-certificate.ts';
import { type Handlers, notSupported } from './handler.ts';

/** What a signed update is answered while another one is under way; undefined when nothing is. */
function busyAnswer(emulation: Emulation): 'AcceptedCanceled' | 'Rejected' | undefined {
  const { firmware } = emulation.transfers.running;
  if (firmware === undefined) return undefined;
  if (firmware.installing) return 'Rejected';
  return emulation.settings.firmware?.whileDownloading ?? 'AcceptedCanceled';
}

/** Now, where a date cannot be read. */
function momentMs(emulation: Emulation, text: string): number {
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? emulation.nowMs() : timeMs;
}

export const fileTransferHandlers: Handlers<
  'GetDiagnostics' | 'GetLog' | 'SignedUpdateFirmware' | 'UpdateFirmware'
> = {
  GetDiagnostics: answerGetDiagnostics,
  GetLog: answerGetLog,

  async SignedUpdateFirmware(emulation, { requestId, retries, retryInterval, firmware }) {
    const judged = await judgeSigningCertificate(emulation, firmware.signingCertificate);
    if (!judged.ok) {
      return {
        payload: { status: judged.status },
        afterwards: () =>
          reportSecurityEvent(emulation, 'InvalidFirmwareSigningCertificate', judged.reason),
      };
    }
    const busy = busyAnswer(emulation);
    if (busy === 'Rejected') return { payload: { status: 'Rejected' } };
    const { location, retrieveDateTime, installDateTime, signature } = firmware;
    return {
      payload: { status: busy ?? 'Accepted' },
      afterwards: () =>
        beginUpdate(emulation, {
          requestId,
          signature: { certificatePem: judged.certificatePem, base64: signature },
          location,
          retrieveAtMs: momentMs(emulation, retrieveDateTime),
          ...(installDateTime === undefined
            ? {}
            : { installAtMs: momentMs(emulation, installDateTime) }),
          retries,
          retryIntervalS: retryInterval,
        }),
    };
  },

  UpdateFirmware(emulation, { location, retrieveDate, retries, retryInterval }) {
    if (emulation.settings.refuseUnsignedFirmware === true) return notSupported();
    // Its answer has no status to say no with.
    if (emulation.transfers.running.firmware?.installing === true) {
      return { errorCode: 'GenericError', description: 'a firmware is being installed' };
    }
    return {
      payload: {},
      afterwards: () =>
        beginUpdate(emulation, {
          location,
          retrieveAtMs: momentMs(emulation, retrieveDate),
          retries,
          retryIntervalS: retryInterval,
        }),
    };
  },
};
