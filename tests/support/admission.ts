/** Upgrade attempts and stations as the decision on admission gets them, and its two outcomes, for its tests. */
import { expect } from 'vitest';
import { type AdmissionFacts, decideAdmission } from '../../electron/bench/csms/admission.ts';
import type { StoredStation } from '../../electron/bench/store/stations.ts';
import type { UpgradeAttempt } from '../../electron/bench/wire/admission.ts';
import { readBasicCredentials } from '../../electron/bench/wire/basic-credentials.ts';
import { csmsPolicy } from '../../shared/api/csms-policy.ts';
import { isConnectionFailureCode } from '../../shared/security/connection-words.ts';

export const key = Buffer.from('0001020304050607ffffffffffffffffffffffff', 'hex');
export const cpoName = 'Benchpoint CPO';
const address = { address: '192.0.2.1', port: 50_000 };

export function basic(userName: string, password: Uint8Array): string {
  return `Basic ${Buffer.concat([Buffer.from(`${userName}:`), password]).toString('base64')}`;
}

export function attemptOf(
  change: Partial<UpgradeAttempt> & { authorization?: string[] } = {},
): UpgradeAttempt {
  const { authorization = [], ...rest } = change;
  return {
    listener: 'listener-1',
    connection: 1,
    seq: 3,
    identity: 'CP1',
    transport: 'plain',
    securityProfiles: [0, 1],
    credentials: readBasicCredentials(authorization),
    subprotocol: 'ocpp1.6',
    local: address,
    remote: address,
    ...rest,
  };
}

export function stationOf(change: Partial<StoredStation> = {}): StoredStation {
  return { id: 'CP1', checkSerialNumber: true, checkOrganisation: true, factory: false, ...change };
}

export function decide(
  attempt: UpgradeAttempt,
  station?: StoredStation,
  change: Omit<Partial<AdmissionFacts>, 'policy'> & {
    policy?: Parameters<typeof csmsPolicy.parse>[0];
  } = {},
) {
  return decideAdmission({
    attempt,
    station,
    operatorRoots: [],
    otherRoots: () => [],
    nowMs: Date.now(),
    ...change,
    policy: csmsPolicy.parse(change.policy ?? {}),
  });
}

/** The refusal, which every screen has words for. */
export function refusalOf(decision: ReturnType<typeof decide>) {
  if (decision.admitted) throw new Error('it was admitted');
  expect(isConnectionFailureCode(decision.code)).toBe(true);
  return decision;
}

export function admissionOf(decision: ReturnType<typeof decide>) {
  if (!decision.admitted) throw new Error(`it was refused: ${decision.code}`);
  return decision;
}
