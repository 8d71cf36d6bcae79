/**
 * Issues a certificate of the desk again: same subject, same extensions, another period, the same or a new key.
 * Knows the desk's context; nothing of doors or screens.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { RenewRequest } from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { CertificateView } from '../../../../shared/security/certificate-rules.ts';
import {
  type KeyType,
  keyTypes,
  type SignatureHash,
} from '../../../../shared/security/key-types.ts';
import type { ExtensionContent } from '../certificate-content.ts';
import {
  authorityKeyIdentifier,
  keyIdentifier,
  newSerialNumber,
  type SignatureChoice,
  signerOf,
} from '../issuing.ts';
import { generateTypedKeyPair } from '../key-pairs.ts';
import { writePem } from '../pem.ts';
import { writeCertificate } from '../write-certificate.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, nameOf } from './desk-context.ts';
import { checkedValidity, findSigner, newEntryId } from './desk-signer.ts';

const subjectKeyIdentifier = '2.5.29.14';
const authorityKeyIdentifierOid = '2.5.29.35';

/** Stores the new certificate beside the old one; its id. Problems: see `renewCertificate`. */
export async function reissue(
  context: DeskContext,
  entry: CatalogueEntry,
  request: RenewRequest,
): Promise<Outcome<string>> {
  const { view } = entry.parsed;
  const period = periodAgain(view, request, context.nowMs());
  if (!period.ok) return period;
  const keyType = keyTypeOf(view);
  if (request.newKey && keyType === undefined) {
    return { ok: false, problem: { code: 'key-type-not-made', where: nameOf(entry) } };
  }
  const ownKeyPem = context.catalogue.privateKeyPem(entry);
  const keys = request.newKey && keyType ? await generateTypedKeyPair(keyType) : undefined;
  const publicKeyDer =
    keys?.publicKeyDer ??
    new Uint8Array(createPublicKey(view.pem).export({ type: 'spki', format: 'der' }));
  const signer = signerFor(context, entry, keys?.privateKeyPem ?? ownKeyPem);
  if (!signer.ok) return signer;
  const { privateKeyPem, issuerDer, authorityIdentifier } = signer.value;
  const der = writeCertificate(
    {
      serialNumber: newSerialNumber(),
      issuer: issuerDer,
      subject: entry.parsed.subjectDer,
      ...period.value,
      publicKeyDer,
      extensions: extensionsAgain(entry, publicKeyDer, authorityIdentifier),
    },
    signerOf(createPrivateKey(privateKeyPem), choiceAgain(view, request)),
  );
  const id = newEntryId();
  const certificate = {
    id,
    origin: 'created' as const,
    hierarchy: entry.kept?.hierarchy ?? ('other' as const),
    name: entry.name,
    owner: entry.owner,
    certificatePem: writePem('CERTIFICATE', der),
    hasPrivateKey: (keys?.privateKeyPem ?? ownKeyPem) !== undefined,
    createdAt: new Date(context.nowMs()).toISOString(),
  };
  const kept = keys?.privateKeyPem ?? ownKeyPem;
  context.storage.save([{ certificate, ...(kept === undefined ? {} : { privateKeyPem: kept }) }]);
  return { ok: true, value: id };
}

interface Again {
  privateKeyPem: string;
  issuerDer: Uint8Array;
  authorityIdentifier?: Uint8Array;
}

/** Who signs it again: itself when it did, else the authority that is on the desk. */
function signerFor(
  context: DeskContext,
  entry: CatalogueEntry,
  ownKeyPem: string | undefined,
): Outcome<Again> {
  if (entry.issuer === null && entry.parsed.view.selfIssued) {
    return ownKeyPem === undefined
      ? { ok: false, problem: { code: 'certificate-without-key', where: nameOf(entry) } }
      : { ok: true, value: { privateKeyPem: ownKeyPem, issuerDer: entry.parsed.subjectDer } };
  }
  if (entry.issuer === null) {
    return {
      ok: false,
      problem: { code: 'issuer-not-here', where: entry.parsed.view.issuer.text },
    };
  }
  const signer = findSigner(context, entry.issuer);
  if (!signer.ok) return signer;
  const { parsed } = signer.value.entry;
  return {
    ok: true,
    value: {
      privateKeyPem: signer.value.privateKeyPem,
      issuerDer: parsed.subjectDer,
      authorityIdentifier: authorityKeyIdentifier(parsed),
    },
  };
}

/** As long as the old one lasted, from now. */
function periodAgain(view: CertificateView, request: RenewRequest, nowMs: number) {
  const startMs = Date.parse(view.notBefore);
  const lastedMs = Date.parse(view.notAfter) - startMs;
  const notAfterMs =
    request.validForMinutes === undefined
      ? nowMs + lastedMs
      : nowMs + request.validForMinutes * 60_000;
  // An authority keeps its beginning, so that what it issued before stays within its time.
  const byDefaultMs = view.isCertificateAuthority ? startMs : Math.min(nowMs, notAfterMs) - 300_000;
  return checkedValidity(request.notBefore, byDefaultMs, notAfterMs);
}

/** All extensions as they were; only those that name keys follow the new ones. */
function extensionsAgain(
  { parsed }: CatalogueEntry,
  publicKeyDer: Uint8Array,
  authorityIdentifier: Uint8Array | undefined,
): ExtensionContent[] {
  return parsed.extensions.map(({ oid, critical, value }): ExtensionContent => {
    if (oid === subjectKeyIdentifier) {
      return { type: 'subject-key-identifier', identifier: keyIdentifier(publicKeyDer) };
    }
    if (oid === authorityKeyIdentifierOid && authorityIdentifier !== undefined) {
      return { type: 'authority-key-identifier', identifier: authorityIdentifier };
    }
    return { type: 'raw', oid, critical, der: value };
  });
}

const hashes: Record<string, SignatureHash> = {
  'SHA-1': 'sha-1',
  'SHA-256': 'sha-256',
  'SHA-384': 'sha-384',
  'SHA-512': 'sha-512',
};

function choiceAgain(
  { signature }: CertificateView,
  { rsaSignature, hash }: RenewRequest,
): SignatureChoice {
  return {
    rsaSignature: rsaSignature ?? (signature.algorithm === 'rsa-pss' ? 'pss' : 'pkcs1'),
    hash: hash ?? hashes[signature.hash ?? ''] ?? 'sha-256',
  };
}

const curveTypes: Record<string, KeyType> = {
  prime192v1: 'p-192',
  secp224r1: 'p-224',
  prime256v1: 'p-256',
  secp384r1: 'p-384',
  secp521r1: 'p-521',
  brainpoolP256r1: 'brainpool-p256r1',
  brainpoolP384r1: 'brainpool-p384r1',
  brainpoolP512r1: 'brainpool-p512r1',
};

/** The kind of key to be made for a certificate like this; undefined for kinds that the bench does not make. */
function keyTypeOf({ key }: CertificateView): KeyType | undefined {
  if (key.algorithm === 'rsa') return keyTypes.find((type) => type === `rsa-${key.bits}`);
  if (key.algorithm === 'ed25519') return 'ed25519';
  return key.curve === null ? undefined : curveTypes[key.curve];
}
