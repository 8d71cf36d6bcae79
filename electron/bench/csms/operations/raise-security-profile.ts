/**
 * A05: raising the security profile. Prerequisites in the whitepaper's order, ChangeConfiguration, a reset where it is
 * needed, and the station back on the new profile. Never lowers; a station that falls back is shown and can be kept.
 */
import type { SecurityProfile } from '../../../../shared/api/common-schemas.ts';
import type { OperationOf } from '../../../../shared/api/csms-operations-contract.ts';
import { authorizationKeyRules } from '../../../../shared/security/authorization-key.ts';
import { keyLength } from '../station-keys.ts';
import type { Station } from '../stations.ts';
import { failed, type OperationEnd, type Procedure, type Run, succeeded } from './operation.ts';
import { connection, refusedEnd, reset, statusOf } from './reconnection.ts';
import { listedHashData } from './roots.ts';

type Request = OperationOf<'raise-security-profile'>;

export interface RaiseParts {
  /** A listener serves the profile. */
  serves(securityProfile: SecurityProfile): boolean;
  /** The certificate of this serial number was given to the station, or it came with one. */
  hasCertificate(station: Station): boolean;
  /** The profile of the station is this one from now on. */
  bind(station: Station, securityProfile: SecurityProfile): void;
}

/** Whitepaper §2.5 (key SecurityProfile): the key for 1 and 2, a root for 2 and 3, a certificate for 3. */
async function missingPrerequisite(
  run: Run,
  wanted: SecurityProfile,
  parts: RaiseParts,
): Promise<string | undefined> {
  const { station } = run;
  if (!parts.serves(wanted)) return 'listener';
  if (wanted <= 2) {
    const bytes = keyLength(station.stored) ?? 0;
    const { minBytes, maxBytes } = authorizationKeyRules;
    run.note({ keyBytes: bytes });
    if (bytes < minBytes || bytes > maxBytes) return 'key';
  }
  if (wanted >= 2) {
    const certificateType = 'CentralSystemRootCertificate';
    const listing = await run.call('GetInstalledCertificateIds', { certificateType });
    const roots = listedHashData(listing).length;
    run.note({ rootsAnswer: statusOf(listing), roots });
    if (roots === 0) return 'root';
  }
  if (wanted === 3) {
    const hasCertificate = parts.hasCertificate(station);
    run.note({ certificate: hasCertificate });
    if (!hasCertificate) return 'certificate';
  }
  return undefined;
}

async function comeBack(
  run: Run,
  request: Request,
  former: SecurityProfile,
  parts: RaiseParts,
  needsReset: boolean,
): Promise<OperationEnd> {
  const { securityProfile: wanted } = request;
  const { station } = run;
  const isConnected = connection(run);
  let mayReset = request.reset !== 'never';
  let timeoutMs: number | undefined = request.reconnectTimeoutMs;
  if (request.reset === 'always' || (needsReset && mayReset)) {
    await reset(run, 'Hard');
    mayReset = false;
  }
  run.begin('reconnect-on-profile', { wanted });
  for (;;) {
    run.offer(['reset-station', 'keep-former-profile', 'stop-waiting']);
    const next = await run.wait((event) => {
      const connected = isConnected(event);
      if (connected?.securityProfile === wanted) return 'raised';
      if (connected) {
        run.note({ fellBackTo: connected.securityProfile });
        return undefined;
      }
      return event.kind === 'recovery' ? event.recovery : undefined;
    }, timeoutMs);
    if (next === 'raised') {
      parts.bind(station, wanted);
      return succeeded;
    }
    if (next === 'keep-former-profile') {
      parts.bind(station, former);
      return failed('operation-former-profile-kept', { former, wanted });
    }
    if (next === 'stop-waiting') return failed('operation-profile-not-used', { wanted });
    if (next === 'reset-station' || (mayReset && station.session !== undefined)) {
      mayReset = false;
      await reset(run, 'Hard');
      run.begin('reconnect-on-profile', { wanted });
    } else {
      run.note({ overdue: true });
      timeoutMs = undefined;
    }
  }
}

export function raiseSecurityProfile(request: Request, parts: RaiseParts): Procedure {
  const { securityProfile: wanted } = request;
  return {
    steps: ['check-prerequisites', 'send-profile', 'reconnect-on-profile'],
    async run(run) {
      const { station } = run;
      run.begin('check-prerequisites', { wanted });
      const former = station.stored.securityProfile ?? station.session?.securityProfile;
      if (former === undefined)
        return failed('operation-not-connected', { action: 'ChangeConfiguration' });
      run.note({ former });
      // A00.FR.005: lowering is never done over OCPP.
      if (wanted <= former) return failed('operation-profile-not-higher', { former, wanted });
      const missing = await missingPrerequisite(run, wanted, parts);
      if (missing !== undefined) {
        run.note({ missing });
        if (!request.ignorePrerequisites) {
          return failed('operation-prerequisite-missing', { missing, wanted });
        }
      }
      run.begin('send-profile');
      run.forgetEvents();
      const value = String(wanted);
      const outcome = await run.call('ChangeConfiguration', { key: 'SecurityProfile', value });
      const status = statusOf(outcome);
      run.note({ answer: status });
      if (status !== 'Accepted' && status !== 'RebootRequired') {
        return refusedEnd('ChangeConfiguration', outcome);
      }
      return comeBack(run, request, former, parts, status === 'RebootRequired');
    },
  };
}
