/** What the doors see of firmware, transfers and security. Reads only. */
import type {
  ChargePointSecurity,
  TransferState,
} from '../../../../shared/api/charge-point-security-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import type { CertificateView } from '../../../../shared/security/certificate-rules.ts';
import { certificateView } from '../../pki/certificate-view.ts';
import type { Emulation } from '../emulation.ts';
import { centralSystemRoots, rootInUse, rootsOfType } from './root-store.ts';

type SecurityState = Pick<
  ChargePointState,
  'firmware' | 'transfers' | 'profileTrial' | 'waitingSecurityEvents'
>;

/** The part of the state that every list carries. */
export function securityState({ settings, transfers, memory }: Emulation): SecurityState {
  const { profileTrial, waiting } = memory.security;
  return {
    firmware: { version: settings.firmwareVersion, ...transfers.firmware },
    transfers: [...transfers.shown.values()].map((shown): TransferState => ({ ...shown })),
    ...(profileTrial === undefined
      ? {}
      : {
          profileTrial: {
            from: profileTrial.previous,
            to: settings.securityProfile,
            failures: profileTrial.failures,
          },
        }),
    waitingSecurityEvents: waiting.length,
  };
}

function views(pems: readonly string[]): CertificateView[] {
  return pems.map(certificateView).filter((view) => view !== undefined);
}

/** Roots, certificates and log of one charge point. */
export async function securityOf(emulation: Emulation): Promise<ChargePointSecurity> {
  const { memory, services, id } = emulation;
  const { security } = memory;
  const inUse = await rootInUse(emulation);
  const own = services.authorities.storedClientIdentity(id);
  const clientCertificate = own && certificateView(own.certificatePem);
  return {
    centralSystemRoots: views(await centralSystemRoots(emulation)).map((certificate) => ({
      certificate,
      isFallBack: certificate.fingerprintSha256 === security.fallBackRoot,
      isInUse: certificate.fingerprintSha256 === inUse,
    })),
    manufacturerRoots: views(await rootsOfType(emulation, 'ManufacturerRootCertificate')),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    comingCertificates: views(security.coming.map(({ certificatePem }) => certificatePem)),
    formerCertificates: views(security.former.map(({ certificatePem }) => certificatePem)),
    securityLog: security.log.map((event) => ({ ...event })),
  };
}
