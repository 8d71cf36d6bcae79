/**
 * What came with SignCertificate, read and judged as of now: against the policy, and against what the station and others
 * sent before. Decides nothing and keeps nothing.
 */
import { createHash } from 'node:crypto';
import type { SigningPolicy } from '../../../../shared/api/signing-requests-contract.ts';
import {
  judgeSigningRequest,
  type RequestFacts,
  type RequestLine,
} from '../../../../shared/security/signing-request-rules.ts';
import { parseCertificate } from '../../pki/certificate-view.ts';
import { type ReadSigningRequest, readSigningRequest } from '../../pki/read-signing-request.ts';
import type { Station } from '../stations.ts';
import type { RequestList } from './request-list.ts';

export interface JudgedRequest extends ReadSigningRequest {
  rules: RequestLine[];
}

export interface JudgingParts {
  list: RequestList;
  cpoName(): string;
  nowMs(): number;
}

/** SHA-256 over the SPKI of the certificate the station is connected with. */
function keyInUse({ clientCertificate }: Station): string | undefined {
  if (clientCertificate === undefined) return undefined;
  const parsed = parseCertificate(clientCertificate.pem);
  if (!parsed.ok) return undefined;
  try {
    const key = parsed.certificate.x509.publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('hex').toUpperCase();
  } catch {
    // A key that OpenSSL does not know can be compared with nothing.
    return undefined;
  }
}

type History = Pick<RequestFacts, 'repeats' | 'knownKey' | 'otherStation'>;

/** Whether the same was there before, or the same key. */
function historyOf(
  station: Station,
  csr: string,
  fingerprint: string | undefined,
  { list, nowMs }: JudgingParts,
): History {
  const own = list.ofStation(station.stored.id);
  const same = own.find((one) => one.csr === csr);
  if (same !== undefined) {
    const secondsBefore = Math.round((nowMs() - Date.parse(same.receivedAt)) / 1000);
    const waiting = ['waiting', 'signed', 'sending'].includes(same.state);
    return { repeats: { secondsBefore, waiting } };
  }
  if (fingerprint === undefined) return {};
  const other = list
    .all()
    .find(
      (one) =>
        one.station !== station.stored.id && one.request?.keyFingerprintSha256 === fingerprint,
    );
  if (other !== undefined) return { knownKey: 'other-station', otherStation: other.station };
  if (keyInUse(station) === fingerprint) return { knownKey: 'certificate' };
  const earlier = own.some((one) => one.request?.keyFingerprintSha256 === fingerprint);
  return earlier ? { knownKey: 'request' } : {};
}

/** Reads and judges the text of `csr`. */
export function judgeRequest(
  station: Station,
  csr: string,
  policy: SigningPolicy,
  parts: JudgingParts,
): JudgedRequest {
  const read = readSigningRequest(csr);
  const { form, request, unreadable } = read;
  const { serialNumber } = station.stored;
  const facts: RequestFacts = {
    form,
    ...(request === undefined ? {} : { view: request.view, possession: request.possession }),
    ...(unreadable === undefined ? {} : { unreadable }),
    cpoName: parts.cpoName(),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    subject: policy.subject,
    ...historyOf(station, csr, request?.view.keyFingerprintSha256, parts),
  };
  return { ...read, rules: judgeSigningRequest(facts) };
}
