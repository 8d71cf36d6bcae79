/**
 * A02/A03 from the CSMS's side: a SignCertificate request is signed under the root of its key family and
 * sent back as CertificateSigned. Knows pki and one session; refusals become findings of the station.
 */
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import { certificateView } from '../pki/certificate-view.ts';
import type { Notes } from './notes.ts';
import { type StationEvent, tellWatchers } from './station-events.ts';
import { addFinding, type Station } from './stations.ts';

export interface Renewal {
  station: Station;
  policy: CsmsPolicy;
  authorities: BenchAuthorities;
  notes: Notes;
  save(): void;
}

type Answered = Omit<Extract<StationEvent, { kind: 'certificate-answered' }>, 'kind'>;

async function signAndSend(csr: string, renewal: Renewal): Promise<Answered> {
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
      clause: 'Whitepaper A02.FR.12',
      parameters: { reason: signed.code },
    });
    return { accepted: false, reason: signed.code, frames: [] };
  }
  const session = station.session;
  if (!session) return { accepted: false, reason: 'not-connected', frames: [] };
  const { certificateChainPem } = signed;
  const serialNumber = certificateView(certificateChainPem)?.serialNumber;
  const outcome = await session.engine.call('CertificateSigned', {
    certificateChain: certificateChainPem,
  });
  const { frames } = outcome;
  if (outcome.outcome === 'result' && outcome.payload.status === 'Accepted') {
    // The factory certificate has served its purpose (Whitepaper A00.FR.806).
    station.stored.factory = false;
    renewal.save();
    renewal.notes.change(station, 'issued-certificate', { serialNumber });
    return { accepted: true, serialNumber, frames };
  }
  addFinding(station, {
    rule: 'certificate-signed-not-accepted',
    severity: 'warning',
    clause: 'Whitepaper A02',
    parameters: { outcome: outcome.outcome },
  });
  const reason = outcome.outcome === 'result' ? String(outcome.payload.status) : outcome.outcome;
  return { accepted: false, serialNumber, reason, frames };
}

/** Signs and sends; resolves when the charge point has answered or the way there ended. */
export async function renewCertificate(csr: string, renewal: Renewal): Promise<void> {
  const answered = await signAndSend(csr, renewal);
  tellWatchers(renewal.station, { kind: 'certificate-answered', ...answered });
}
