/** Certificates over OCPP: install, list, delete roots; take a signed client certificate (Whitepaper A02, M03 to M05). */

import type { Emulation } from '../emulation.ts';
import { keepCertificate, useNewCertificate } from '../security/certificate-switch.ts';
import { judgeSignedCertificate } from '../security/client-certificate.ts';
import { deleteRoot, installedHashData, installRoot } from '../security/root-store.ts';
import { reportSecurityEvent } from '../security/security-events.ts';
import type { Handlers } from './handler.ts';

function noteChange(emulation: Emulation, what: string): void {
  reportSecurityEvent(emulation, 'ReconfigurationOfSecurityParameters', what);
}

export const certificateHandlers: Handlers<
  'CertificateSigned' | 'DeleteCertificate' | 'GetInstalledCertificateIds' | 'InstallCertificate'
> = {
  async CertificateSigned(emulation, { certificateChain }) {
    const taken = await judgeSignedCertificate(emulation, certificateChain);
    if (!taken.ok) {
      return {
        payload: { status: 'Rejected' },
        afterwards: () =>
          reportSecurityEvent(emulation, 'InvalidChargePointCertificate', taken.reason),
      };
    }
    const isSwitched = keepCertificate(emulation, taken.identity);
    return {
      payload: { status: 'Accepted' },
      afterwards() {
        if (isSwitched) useNewCertificate(emulation);
      },
    };
  },

  async DeleteCertificate(emulation, { certificateHashData }) {
    const status = await deleteRoot(emulation, certificateHashData);
    if (status === 'Accepted') noteChange(emulation, 'certificate deleted');
    return { payload: { status } };
  },

  async GetInstalledCertificateIds(emulation, { certificateType }) {
    const certificateHashData = await installedHashData(emulation, certificateType);
    if (certificateHashData.length === 0) return { payload: { status: 'NotFound' } };
    return { payload: { status: 'Accepted', certificateHashData } };
  },

  async InstallCertificate(emulation, { certificateType, certificate }) {
    const result = await installRoot(emulation, certificateType, certificate);
    if (result.status === 'Accepted') {
      noteChange(emulation, `${certificateType} installed`);
      return { payload: { status: 'Accepted' } };
    }
    const isInvalid =
      certificateType === 'CentralSystemRootCertificate' && result.reason !== 'store-full';
    return {
      payload: { status: 'Rejected' },
      afterwards() {
        if (isInvalid) {
          reportSecurityEvent(emulation, 'InvalidCentralSystemCertificate', result.reason);
        }
      },
    };
  },
};
