/** Certificates over OCPP: install, list, delete roots; take a signed client certificate (Whitepaper A02, M03 to M05). */
import { takeCertificate } from '../security/client-certificate.ts';
import { deleteRoot, installedHashData, installRoot } from '../security/root-store.ts';
import { reportSecurityEvent } from '../security/security-events.ts';
import type { Handlers } from './handler.ts';

export const certificateHandlers: Handlers<
  'CertificateSigned' | 'DeleteCertificate' | 'GetInstalledCertificateIds' | 'InstallCertificate'
> = {
  async CertificateSigned(emulation, { certificateChain }) {
    const taken = await takeCertificate(emulation, certificateChain);
    if (!taken.ok) {
      return {
        payload: { status: 'Rejected' },
        afterwards: () =>
          reportSecurityEvent(emulation, 'InvalidChargePointCertificate', taken.reason),
      };
    }
    const isUsed = emulation.settings.securityProfile === 3;
    return {
      payload: { status: 'Accepted' },
      afterwards() {
        if (isUsed) emulation.background(emulation.link.reconnect());
      },
    };
  },

  async DeleteCertificate(emulation, { certificateHashData }) {
    return { payload: { status: await deleteRoot(emulation, certificateHashData) } };
  },

  async GetInstalledCertificateIds(emulation, { certificateType }) {
    const certificateHashData = await installedHashData(emulation, certificateType);
    if (certificateHashData.length === 0) return { payload: { status: 'NotFound' } };
    return { payload: { status: 'Accepted', certificateHashData } };
  },

  async InstallCertificate(emulation, { certificateType, certificate }) {
    const result = await installRoot(emulation, certificateType, certificate);
    if (result.status === 'Accepted') return { payload: { status: 'Accepted' } };
    const isOfCentralSystem = certificateType === 'CentralSystemRootCertificate';
    return {
      payload: { status: 'Rejected' },
      afterwards() {
        if (isOfCentralSystem) {
          reportSecurityEvent(emulation, 'InvalidCentralSystemCertificate', result.reason);
        }
      },
    };
  },
};
