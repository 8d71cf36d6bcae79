/**
 * Bringing certificates and keys to the desk. Either everything that was handed in finds its place or nothing is stored.
 * Knows the desk's context and the files' contents; nothing of doors or screens.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type {
  ImportOutcome,
  ImportRequest,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import type { ParsedCertificate } from '../certificate-view.ts';
import { pairOf } from '../key-pairs.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, entryPresenter } from './desk-context.ts';
import { newEntryId } from './desk-signer.ts';
import type { DeskCertificate } from './desk-storage.ts';
import { createSignatureChecks, indexIssuers, mayBeIssuer, signersAmong } from './issuer-search.ts';
import { type HandedFile, type ReadMaterial, readFiles } from './read-files.ts';

type Handed = ImportRequest['files'][number];

/** The bytes of a file as the contract carries it. */
export function handedFile({ name, content }: Handed): HandedFile {
  const bytes =
    'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64');
  return { name, bytes: new Uint8Array(bytes) };
}

/** Problems: those of `readFiles`, `signature-broken`, `key-does-not-fit`. */
export async function importCertificates(
  context: DeskContext,
  request: ImportRequest,
): Promise<Outcome<ImportOutcome>> {
  const read = await readFiles(request.files.map(handedFile), request.passphrase);
  if (!read.ok) return read;
  const material = read.value;
  const known = [...context.catalogue.all().values()];
  const broken = brokenSignature(material, known);
  if (broken !== undefined) return { ok: false, problem: broken };
  const keys = keysByCertificate(material, known);
  if (!keys.ok) return keys;
  const kept = material.certificates.map((parsed) =>
    placed(parsed, keys.value.get(fingerprint(parsed)), request, context, known),
  );
  const additions = keyAdditions(material, keys.value, known);
  context.storage.save([...kept.flatMap(({ save }) => save ?? []), ...additions]);
  context.catalogue.refresh();
  context.changed();
  return { ok: true, value: outcomeOf(context, kept, additions) };
}

type Saved = { certificate: DeskCertificate; privateKeyPem?: string };

interface Placed {
  id: string;
  isNew: boolean;
  save?: Saved;
}

function placed(
  parsed: ParsedCertificate,
  key: KeyObject | undefined,
  request: ImportRequest,
  context: DeskContext,
  known: readonly CatalogueEntry[],
): Placed {
  const existing = known.find((entry) => fingerprint(entry.parsed) === fingerprint(parsed));
  const privateKeyPem = key === undefined ? undefined : pairOf(key).privateKeyPem;
  const withKey = privateKeyPem === undefined ? {} : { privateKeyPem };
  if (existing !== undefined) {
    const { kept } = existing;
    return {
      id: existing.id,
      isNew: false,
      ...(kept === undefined ? {} : { save: { certificate: kept, ...withKey } }),
    };
  }
  const certificate: DeskCertificate = {
    id: newEntryId(),
    origin: 'imported',
    hierarchy: 'other',
    // A name was given to what was handed in as a whole: the one certificate, or the one with the key.
    name: isNamed(parsed, key, request) ? (request.name ?? '') : '',
    owner: '',
    certificatePem: parsed.view.pem,
    hasPrivateKey: key !== undefined,
    createdAt: new Date(context.nowMs()).toISOString(),
  };
  return { id: certificate.id, isNew: true, save: { certificate, ...withKey } };
}

function isNamed(
  { view }: ParsedCertificate,
  key: KeyObject | undefined,
  request: ImportRequest,
): boolean {
  return (
    request.name !== undefined &&
    (key !== undefined || !view.isCertificateAuthority || view.selfIssued)
  );
}

/** Keys that came without their certificate, which is on the desk and waits for one. */
function keyAdditions(
  material: ReadMaterial,
  keys: ReadonlyMap<string, KeyObject>,
  known: readonly CatalogueEntry[],
): Saved[] {
  const handed = new Set(material.certificates.map(fingerprint));
  return known.flatMap(({ parsed, kept }) => {
    const key = keys.get(fingerprint(parsed));
    if (key === undefined || kept === undefined || handed.has(fingerprint(parsed))) return [];
    return [{ certificate: kept, privateKeyPem: pairOf(key).privateKeyPem }];
  });
}

/** Which key belongs to which certificate, by fingerprint. Problem: `key-does-not-fit`. */
function keysByCertificate(
  { certificates, keys }: ReadMaterial,
  known: readonly CatalogueEntry[],
): Outcome<Map<string, KeyObject>> {
  const found = new Map<string, KeyObject>();
  if (keys.length === 0) return { ok: true, value: found };
  const candidates = Map.groupBy(
    [...certificates, ...known.map(({ parsed }) => parsed)],
    certifiedKey,
  );
  for (const key of keys) {
    const fitting = candidates.get(publicKeyOf(key)) ?? [];
    if (fitting.length === 0) {
      const type = key.asymmetricKeyType ?? '';
      const names = certificates.map(({ view }) => view.subject.text).join('; ');
      return {
        ok: false,
        problem: { code: 'key-does-not-fit', parameters: { type, certificates: names } },
      };
    }
    for (const parsed of fitting) found.set(fingerprint(parsed), key);
  }
  return { ok: true, value: found };
}

function publicPemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** What a private key is found by; equal to `certifiedKey` of its certificates. */
export function publicKeyOf(key: KeyObject): string {
  return publicPemOf(createPublicKey(key));
}

export function certifiedKey({ x509 }: ParsedCertificate): string | undefined {
  try {
    return publicPemOf(x509.publicKey);
  } catch {
    // OpenSSL throws for key types it does not know, and no key of ours fits those.
    return undefined;
  }
}

/** A certificate whose issuer is known by name and identifier, and whose signature that one did not make. */
function brokenSignature(
  { certificates }: ReadMaterial,
  known: readonly CatalogueEntry[],
): Problem | undefined {
  const all = [...certificates, ...known.map(({ parsed }) => parsed)];
  // Without identifiers two authorities may share a name, and it may be signed by neither.
  const stating = all.filter(({ view }) => view.subjectKeyIdentifier !== null);
  const issuers = indexIssuers(stating, itself);
  const checks = createSignatureChecks();
  for (const parsed of certificates) {
    if (mayBeIssuer(parsed, parsed) && checks.isSignedBy(parsed, parsed)) continue;
    const named = parsed.view.authorityKeyIdentifier === null ? [] : [...issuers.possible(parsed)];
    if (named.length === 0 && !mayBeIssuer(parsed, parsed)) continue;
    const { signers, undecided } = signersAmong(parsed, named, itself, checks);
    if (signers.length > 0 || undecided) continue;
    return {
      code: 'signature-broken',
      parameters: { subject: parsed.view.subject.text, issuer: parsed.view.issuer.text },
    };
  }
  return undefined;
}

const itself = (parsed: ParsedCertificate): ParsedCertificate => parsed;

function fingerprint({ view }: ParsedCertificate): string {
  return view.fingerprintSha256;
}

function outcomeOf(
  context: DeskContext,
  kept: readonly Placed[],
  additions: readonly Saved[],
): ImportOutcome {
  const present = entryPresenter(context);
  const rows = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const entry = context.catalogue.get(id);
      return entry === undefined ? [] : [present(entry)];
    });
  return {
    imported: rows(kept.filter(({ isNew }) => isNew).map(({ id }) => id)),
    known: rows([
      ...kept.filter(({ isNew }) => !isNew).map(({ id }) => id),
      ...additions.map(({ certificate }) => certificate.id),
    ]),
  };
}
