/** What a station still needs for a higher security profile, in the whitepaper's order (key SecurityProfile). Pure. */
import type { SecurityProfile } from '../../../../shared/api/common-schemas.ts';
import type { CsmsState, StationState } from '../../../../shared/api/csms-contract.ts';
import type { OperationState } from '../../../../shared/api/csms-operations-contract.ts';
import type {
  CertificateType,
  InstalledCertificates,
} from '../../../../shared/api/csms-station-contract.ts';
import { authorizationKeyRules } from '../../../../shared/security/authorization-key.ts';

export type HigherProfile = Exclude<SecurityProfile, 0>;

export type Need =
  | { need: 'listener'; met: boolean; ports: readonly number[] }
  | { need: 'key'; met: boolean; bytes: number }
  /** `roots` is undefined when the charge point was not asked yet. */
  | { need: 'root'; met: boolean; roots: number | undefined; wasInstalled: boolean }
  | { need: 'certificate'; met: boolean };

export interface RaiseFacts {
  station: Pick<
    StationState,
    'authorizationKeyBytes' | 'hasAuthorizationKey' | 'clientCertificate'
  >;
  csms: Pick<CsmsState, 'listeners'>;
  certificates: InstalledCertificates;
  operations: readonly OperationState[];
}

function portsOf({ listeners }: RaiseFacts['csms'], wanted: HigherProfile): readonly number[] {
  return listeners
    .filter(
      ({ status, settings }) =>
        status === 'listening' && settings.securityProfiles.includes(wanted),
    )
    .map(({ port }) => port);
}

function rootsOf({ answers, certificates }: InstalledCertificates): number | undefined {
  const isRoot = ({ certificateType }: { certificateType: CertificateType }) =>
    certificateType === 'CentralSystemRootCertificate';
  return answers.some(isRoot) ? certificates.filter(isRoot).length : undefined;
}

/** The key for 1 and 2, a root for 2 and 3, a certificate for 3. */
export function raiseNeeds(wanted: HigherProfile, facts: RaiseFacts): readonly Need[] {
  const { station, csms, certificates, operations } = facts;
  const ports = portsOf(csms, wanted);
  const bytes = station.hasAuthorizationKey ? (station.authorizationKeyBytes ?? 0) : 0;
  const roots = rootsOf(certificates);
  const { minBytes, maxBytes } = authorizationKeyRules;
  const wasRenewed = operations.some(
    ({ kind, status }) => kind === 'renew-certificate' && status === 'succeeded',
  );
  const wasInstalled = operations.some(
    ({ kind, status, request }) =>
      kind === 'install-root' &&
      status === 'succeeded' &&
      request.certificateType === 'CentralSystemRootCertificate',
  );
  const needs: Need[] = [{ need: 'listener', met: ports.length > 0, ports }];
  if (wanted <= 2) needs.push({ need: 'key', met: bytes >= minBytes && bytes <= maxBytes, bytes });
  if (wanted >= 2) {
    needs.push({ need: 'root', met: (roots ?? 0) > 0 || wasInstalled, roots, wasInstalled });
  }
  if (wanted === 3) {
    needs.push({
      need: 'certificate',
      met: wasRenewed || station.clientCertificate !== undefined,
    });
  }
  return needs;
}

/** Known to be missing; what the charge point was not asked for yet is found out by the operation. */
export function isMissing(need: Need): boolean {
  return !need.met && !(need.need === 'root' && need.roots === undefined);
}

/** The profiles above the one a station is on; none when it is on none. */
export function higherProfiles(current: SecurityProfile | undefined): readonly HigherProfile[] {
  if (current === undefined) return [];
  return ([1, 2, 3] as const).filter((profile) => profile > current);
}
