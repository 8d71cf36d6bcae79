/**
 * One certificate with everything that can be said of it: its way to the root, each rule as a line, OpenSSL's words.
 * For entries of the desk and for files that are only looked at. Knows the desk's context; nothing of doors or screens.
 */
import type {
  CertificateDetail,
  CertificateRole,
  ImportRequest,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import {
  certificateReport,
  proceduralRequirements,
  type ReportFacts,
} from '../../../../shared/security/certificate-report.ts';
import { isSignedBy, type ParsedCertificate } from '../certificate-view.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, entryPresenter, findEntry } from './desk-context.ts';
import { certifiedKey, handedFile, publicKeyOf } from './desk-imports.ts';
import {
  createSignatureChecks,
  type IssuerIndex,
  indexIssuers,
  type SignatureChecks,
  signersAmong,
} from './issuer-search.ts';
import { opensslVerdict } from './openssl-verdict.ts';
import { readFiles } from './read-files.ts';
import { revocationOf } from './revocation-lists.ts';

/** A certificate of a file that is only looked at. */
export type Inspected = Pick<
  CertificateDetail,
  'certificate' | 'rules' | 'procedural' | 'openssl'
> & {
  hasPrivateKey: boolean;
};

/** Problem: `certificate-unknown`. */
export function certificateDetail(context: DeskContext, id: string): Outcome<CertificateDetail> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const path = context.catalogue.path(entry);
  const present = entryPresenter(context);
  const revokedAt = revocationOf(context, entry)?.revokedAt;
  const judged = judge(
    context,
    path.map(({ parsed }) => parsed),
    {
      role: entry.role,
      ...(revokedAt === undefined ? {} : { revokedAt }),
      ...hostOf(entry),
      ...ownerOf(context, entry),
    },
  );
  return {
    ok: true,
    value: {
      entry: present(entry),
      certificate: entry.parsed.view,
      path: path.map(present),
      ...judged,
    },
  };
}

/** Reads and judges a file; nothing is kept. Problems: those of `readFiles`. */
export async function inspectFile(
  context: DeskContext,
  content: ImportRequest['files'][number]['content'],
  passphrase: string | undefined,
): Promise<Outcome<Inspected[]>> {
  const read = await readFiles([handedFile({ name: '', content })], passphrase);
  if (!read.ok) return read;
  const { certificates, keys } = read.value;
  const ofKeys = new Set<string | undefined>(keys.map(publicKeyOf));
  const known = indexIssuers(
    [...certificates, ...[...context.catalogue.all().values()].map(({ parsed }) => parsed)],
    itself,
  );
  const checks = createSignatureChecks();
  return {
    ok: true,
    value: certificates.map((parsed, index) => {
      const path = pathAmong(parsed, known, checks);
      const issuer = path[1];
      const issuerIndex = issuer === undefined ? -1 : certificates.indexOf(issuer);
      return {
        certificate: parsed.view,
        hasPrivateKey: ofKeys.has(certifiedKey(parsed)),
        ...judge(context, path, {
          role: roleOf(parsed),
          ...(issuerIndex < 0 ? {} : { beforeItsIssuer: issuerIndex === index + 1 }),
        }),
      };
    }),
  };
}

type Known = Pick<
  ReportFacts,
  'role' | 'revokedAt' | 'hostName' | 'beforeItsIssuer' | 'serialNumber' | 'stations'
>;

function judge(
  context: DeskContext,
  path: readonly ParsedCertificate[],
  known: Known,
): Pick<CertificateDetail, 'rules' | 'procedural' | 'openssl'> {
  const [parsed, issuer] = path;
  if (parsed === undefined) throw new Error('a path begins with its certificate');
  const signer = issuer ?? (parsed.view.selfIssued ? parsed : undefined);
  const purpose = known.role === 'server' || known.role === 'client' ? known.role : undefined;
  const nowMs = context.nowMs();
  return {
    rules: certificateReport(parsed.view, {
      ...known,
      issuers: path.slice(1).map(({ view }) => view),
      ...(signer === undefined ? {} : { signatureIsGood: isSignedBy(parsed, signer) }),
      basicConstraintsCritical: parsed.extensions.some(
        ({ oid, critical }) => oid === '2.5.29.19' && critical,
      ),
      derBytes: parsed.der.length,
      cpoName: context.cpoName(),
      nowMs,
    }),
    procedural: proceduralRequirements.map((requirement) => ({ requirement })),
    openssl: opensslVerdict(path, {
      purpose,
      ...(known.revokedAt === undefined ? {} : { revokedAt: known.revokedAt }),
      nowMs,
    }),
  };
}

/** A listener's certificate is for the name it is reached by. */
function hostOf({ automatic }: CatalogueEntry): { hostName?: string } {
  return automatic?.kind === 'server' ? { hostName: automatic.owner } : {};
}

/** What a charge point's certificate is held against: its serial number, and who else presented it. */
function ownerOf(
  context: DeskContext,
  { role, owner, parsed }: CatalogueEntry,
): Pick<ReportFacts, 'serialNumber' | 'stations'> {
  if (role !== 'client') return {};
  const serialNumber = owner === '' ? undefined : context.serialNumberOf(owner);
  const stations = context.presentedBy(parsed.view.fingerprintSha256);
  return { stations, ...(serialNumber === undefined ? {} : { serialNumber }) };
}

function roleOf({ view }: ParsedCertificate): CertificateRole {
  if (view.isCertificateAuthority) return view.selfIssued ? 'root' : 'sub-authority';
  const purposes = view.extendedKeyUsage ?? [];
  if (purposes.includes('serverAuth')) return 'server';
  if (purposes.includes('clientAuth')) return 'client';
  return purposes.includes('codeSigning') ? 'firmware-signing' : 'other';
}

const longestPath = 10;

/** The way up among these, by name and signature; by name alone when no signature fits, so that the lines can say so. */
function pathAmong(
  start: ParsedCertificate,
  known: IssuerIndex<ParsedCertificate>,
  checks: SignatureChecks,
): ParsedCertificate[] {
  const path = [start];
  while (path.length < longestPath) {
    const current = path.at(-1);
    if (current === undefined || current.view.selfIssued) break;
    const named = [...known.possible(current)].filter((one) => !path.includes(one));
    const issuer = signersAmong(current, named, itself, checks).signers[0] ?? named[0];
    if (issuer === undefined) break;
    path.push(issuer);
  }
  return path;
}

const itself = (parsed: ParsedCertificate): ParsedCertificate => parsed;
