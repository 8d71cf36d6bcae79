/**
 * What is wrong with the settings of an emulated charge point that their schema cannot tell. Pure; the same for one
 * charge point and for the members of a fleet.
 */
import type { ChargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import { endpointProblem } from '../../../shared/security/endpoint-url.ts';
import { parseCertificates } from '../pki/certificate-view.ts';

/** Whether a text is one or several certificates (PEM), every one of them readable. */
export function isReadablePem(pem: string): boolean {
  const certificates = parseCertificates(pem);
  return certificates.length > 0 && certificates.every(({ ok }) => ok);
}

/** Problems: those of the endpoint; `certificate-unreadable` with the place of the certificate. */
export function settingsProblem({
  url,
  securityProfile,
  trust,
}: Pick<ChargePointRequest, 'url' | 'securityProfile' | 'trust'>): Problem | undefined {
  const wrong = endpointProblem(url, securityProfile);
  if (wrong !== undefined) return wrong;
  if (typeof trust === 'string' || isReadablePem(trust.pem)) return undefined;
  return { code: 'certificate-unreadable', where: 'trust.pem' };
}
