/**
 * A02/A03 from the CSMS's side: a SignCertificate request is signed under the root of its key family and
 * sent back as CertificateSigned. Knows pki and one session; refusals become findings of the station.
 */
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import { addFinding, type Station } from './stations.ts';

export interface Renewal {
  station: Station;
  policy: CsmsPolicy;
  authorities: BenchAuthorities;
  save(): void;
}

/** Signs and sends; resolves when the charge point has answered or the way there ended. */
export async function renewCertificate(csr: string, renewal: Renewal): Promise<void> {
  const { station, policy, authorities } = renewal;
  const signed = await authorities.signRequest(csr, {
    organisation: policy.cpoName,
    serialNumber: station.stored.serialNumber,
    subjectPolicy: 'replace',
  });
  if (!signed.ok) {
    addFinding(station, {
      rule: 'signing-request-refused',
      severity: 'error',
      clause: 'Whitepaper A02.FR.09',
      parameters: { reason: signed.code },
    });
    return;
  }
  const session = station.session;
  if (!session) return;
  const outcome = await session.engine.call('CertificateSigned', {
    certificateChain: signed.certificateChainPem,
  });
  const accepted = outcome.outcome === 'result' && outcome.payload.status === 'Accepted';
  if (accepted) {
    // The factory certificate has served its purpose (Whitepaper A00.FR.806).
    station.stored.factory = false;
    renewal.save();
    return;
  }
  addFinding(station, {
    rule: 'certificate-signed-not-accepted',
    severity: 'warning',
    clause: 'Whitepaper A02',
    parameters: { outcome: outcome.outcome },
  });
}
