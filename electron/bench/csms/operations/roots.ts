/**
 * M05 and M04: installing and deleting a root, each followed by asking the charge point what it has now.
 * Knows hash data and messages; where roots come from is handed in.
 */
import type { OperationOf, RootChoice } from '../../../../shared/api/csms-operations-contract.ts';
import {
  type CertificateHashData,
  type CertificateType,
  certificateHashData as hashDataSchema,
} from '../../../../shared/api/csms-station-contract.ts';
import {
  certificateHashData,
  type HashAlgorithm,
  sameHashData,
} from '../../pki/certificate-hash.ts';
import { certificateView } from '../../pki/certificate-view.ts';
import type { CallOutcome } from '../../wire/call-engine.ts';
import type { Station } from '../stations.ts';
import { failed, type Procedure, type Run, succeeded } from './operation.ts';
import { refusedEnd, statusOf } from './reconnection.ts';

export interface RootParts {
  /** PEM of a root by its name; undefined when there is none. */
  rootPem(choice: RootChoice): Promise<string | undefined>;
  /** Told what the charge point listed of a type, so that the newest answer is the one that is shown. */
  listed(station: Station, certificateType: CertificateType, outcome: CallOutcome): Promise<void>;
}

const algorithms: readonly HashAlgorithm[] = ['SHA256', 'SHA384', 'SHA512'];

/** Hash data of an answer to GetInstalledCertificateIds; none for NotFound and for what cannot be read. */
export function listedHashData(outcome: CallOutcome): CertificateHashData[] {
  if (outcome.outcome !== 'result') return [];
  const list: unknown = outcome.payload.certificateHashData;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const parsed = hashDataSchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Whether the hash data name this certificate, whatever the algorithm. */
export function namesCertificate(hashData: CertificateHashData, pem: string): boolean {
  const own = certificateHashData(pem, [], hashData.hashAlgorithm);
  return own.ok && sameHashData(own.hashData, hashData);
}

async function list(
  run: Run,
  certificateType: CertificateType,
  parts: RootParts,
): Promise<CallOutcome> {
  const outcome = await run.call('GetInstalledCertificateIds', { certificateType });
  run.note({ answer: statusOf(outcome), certificates: listedHashData(outcome).length });
  if (isListing(outcome)) await parts.listed(run.station, certificateType, outcome);
  return outcome;
}

/** An empty store answers NotFound; anything but these two says nothing of what is installed. */
function isListing(outcome: CallOutcome): boolean {
  return ['Accepted', 'NotFound'].includes(statusOf(outcome));
}

export function installRoot(request: OperationOf<'install-root'>, parts: RootParts): Procedure {
  const { certificateType } = request;
  return {
    steps: ['choose-root', 'send-root', 'list-installed'],
    async run(run) {
      run.begin('choose-root');
      const pem = await parts.rootPem(request.root);
      const view = pem === undefined ? undefined : certificateView(pem);
      if (pem === undefined || view === undefined) return failed('operation-root-unknown');
      run.note({
        subject: view.subject.text,
        certificateType,
        fingerprint: view.fingerprintSha256,
      });
      run.begin('send-root');
      const installed = await run.call('InstallCertificate', { certificateType, certificate: pem });
      run.note({ answer: statusOf(installed) });
      if (statusOf(installed) !== 'Accepted') return refusedEnd('InstallCertificate', installed);
      run.begin('list-installed');
      const listing = await list(run, certificateType, parts);
      if (!isListing(listing)) return refusedEnd('GetInstalledCertificateIds', listing);
      return listedHashData(listing).some((one) => namesCertificate(one, pem))
        ? succeeded
        : failed('operation-root-not-listed', { certificateType });
    },
  };
}

/** Whether the listed one is what is to be deleted. */
function isMeant(
  listed: CertificateHashData,
  wanted: { pem: string } | { hashData: CertificateHashData },
): boolean {
  return 'pem' in wanted
    ? namesCertificate(listed, wanted.pem)
    : sameHashData(listed, wanted.hashData);
}

export function deleteRoot(request: OperationOf<'delete-root'>, parts: RootParts): Procedure {
  const { certificateType, root } = request;
  return {
    steps: ['choose-root', 'list-installed', 'delete', 'list-again'],
    async run(run) {
      run.begin('choose-root', { certificateType });
      const byHash = typeof root === 'object' && 'hashData' in root ? root.hashData : undefined;
      const pem =
        byHash || (typeof root === 'object' && 'hashData' in root)
          ? undefined
          : await parts.rootPem(root);
      if (byHash === undefined && pem === undefined) return failed('operation-root-unknown');
      const wanted = byHash ? { hashData: byHash } : { pem: pem ?? '' };
      run.begin('list-installed');
      const before = await list(run, certificateType, parts);
      if (!isListing(before)) return refusedEnd('GetInstalledCertificateIds', before);
      // M04: the algorithm of the answer is the one it was installed with.
      const listed = listedHashData(before).find((one) => isMeant(one, wanted));
      const hashData = listed ?? byHash;
      if (hashData === undefined) return failed('operation-root-not-listed', { certificateType });
      run.begin('delete', { hashAlgorithm: hashData.hashAlgorithm });
      const deleted = await run.call('DeleteCertificate', { certificateHashData: hashData });
      run.note({ answer: statusOf(deleted) });
      if (statusOf(deleted) !== 'Accepted') return refusedEnd('DeleteCertificate', deleted);
      run.begin('list-again');
      const after = await list(run, certificateType, parts);
      if (!isListing(after)) return refusedEnd('GetInstalledCertificateIds', after);
      return listedHashData(after).some((one) => isMeant(one, wanted))
        ? failed('operation-root-still-listed', { certificateType })
        : succeeded;
    },
  };
}

/** Hash data of a certificate in every algorithm, to recognise what a charge point lists. */
export function hashDataOf(pem: string): CertificateHashData[] {
  return algorithms.flatMap((algorithm) => {
    const made = certificateHashData(pem, [], algorithm);
    return made.ok ? [made.hashData] : [];
  });
}
