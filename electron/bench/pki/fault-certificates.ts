/**
 * Certificates with exactly one fault, derived from the one that is usually shown and the authority it is usually
 * issued by: whatever the fault is not about stays right. Knows nothing of listeners, charge points or storage.
 */
import { createPrivateKey } from 'node:crypto';
import {
  type AlternativeName,
  attributeValues,
} from '../../../shared/security/certificate-rules.ts';
import type { FaultId } from '../../../shared/security/handshake-faults.ts';
import type { KeyType, SignatureHash } from '../../../shared/security/key-types.ts';
import type { ExtensionContent, NameContent } from './certificate-content.ts';
import { parseCertificate } from './certificate-view.ts';
import { writeOctetString } from './der-writer.ts';
import {
  authorityKeyIdentifier,
  extensionsOf,
  keyIdentifier,
  newSerialNumber,
  subjectName,
} from './issuing.ts';
import { familyOfKey, generateTypedKeyPair, type KeyPair, pairOf } from './key-pairs.ts';
import { writePem } from './pem.ts';
import { writeCertificate, writeRevocationList } from './write-certificate.ts';

/** A certificate with its key, both PEM. */
export interface CertifiedKey {
  certificatePem: string;
  privateKeyPem: string;
}

export interface FaultRequest {
  fault: FaultId;
  kind: 'server' | 'client';
  /** What is shown without the fault. */
  usual: CertifiedKey;
  /** Signs where the issuer has to be trusted. */
  authority: CertifiedKey;
  /** Milliseconds since 1970. */
  nowMs: number;
}

export interface FaultIdentity {
  /** Leaf first, with the chain as it is to be sent. */
  certPem: string;
  keyPem: string;
  /** Of `revoked`: the authority's list that names the certificate. */
  revocationListPem?: string;
}

interface Issuer {
  subject: NameContent;
  identifier: Uint8Array;
  privateKeyPem: string;
  /** Absent: it signs with a key that is not the one in its certificate. */
  certificatePem: string;
}

interface Draft {
  kind: 'server' | 'client';
  nowMs: number;
  organisation: string;
  commonName: string;
  alternativeNames: readonly AlternativeName[];
  keys: KeyPair;
  notBeforeMs: number;
  notAfterMs: number;
  hash?: SignatureHash;
  /** Undefined: it signs itself. */
  issuer: Issuer | undefined;
  /** PEM of what is sent behind the leaf. */
  chain: string[];
  /** Left out of the subject. */
  withoutCommonName?: true;
  adjust(extensions: ExtensionContent[]): ExtensionContent[];
}

const dayMs = 86_400_000;
/** Nobody needs a faulty certificate for long. */
const validDays = 30;
const paddingBytes = 6_000;
const paddedAuthorities = 4;
/** Example arcs of ITU-T X.660 that nobody assigns. */
const unknownExtensionOid = '2.999.1';
const paddingOid = '2.999.2';

function issuerOf({ certificatePem, privateKeyPem }: CertifiedKey): Issuer {
  const parsed = parseCertificate(certificatePem);
  if (!parsed.ok) throw new Error(`the authority's certificate is unreadable: ${parsed.detail}`);
  const { certificate } = parsed;
  return {
    subject: certificate.subjectDer,
    identifier: authorityKeyIdentifier(certificate),
    privateKeyPem,
    certificatePem,
  };
}

function draftOf({ usual, authority, kind, nowMs }: FaultRequest): Draft {
  const parsed = parseCertificate(usual.certificatePem);
  if (!parsed.ok) throw new Error(`the usual certificate is unreadable: ${parsed.detail}`);
  const { view } = parsed.certificate;
  return {
    kind,
    nowMs,
    organisation: attributeValues(view.subject, 'O')[0] ?? '',
    commonName: attributeValues(view.subject, 'CN')[0] ?? '',
    alternativeNames: view.subjectAlternativeNames,
    keys: pairOf(createPrivateKey(usual.privateKeyPem)),
    notBeforeMs: nowMs - dayMs,
    notAfterMs: nowMs + validDays * dayMs,
    issuer: issuerOf(authority),
    chain: [],
    adjust: (extensions) => extensions,
  };
}

function subjectOf({ organisation, commonName, withoutCommonName }: Draft): NameContent {
  const names = subjectName({ organisation, commonName });
  return withoutCommonName && Array.isArray(names)
    ? names.filter(({ name }) => name !== 'CN')
    : names;
}

/** The leaf of the draft. */
function leafOf(draft: Draft): { der: Uint8Array; serialNumber: Uint8Array } {
  const { issuer, keys, hash } = draft;
  const subject = subjectOf(draft);
  const serialNumber = newSerialNumber();
  const request = {
    ...{ kind: draft.kind, subject, publicKeyDer: keys.publicKeyDer },
    ...{ notBeforeMs: draft.notBeforeMs, notAfterMs: draft.notAfterMs },
    alternativeNames: draft.alternativeNames,
  };
  const der = writeCertificate(
    {
      ...request,
      serialNumber,
      issuer: issuer?.subject ?? subject,
      extensions: draft.adjust(extensionsOf(request, issuer?.identifier)),
    },
    {
      key: createPrivateKey(issuer?.privateKeyPem ?? keys.privateKeyPem),
      ...(hash === undefined ? {} : { hash }),
    },
  );
  return { der, serialNumber };
}

interface AuthorityChoice {
  notAfterMs?: number;
  /** `false`: its certificate says that it is none. */
  authority?: boolean;
  /** Octets in an extension that nobody has to understand. */
  padding?: number;
}

/** A new authority below another one, or a root without one. */
async function makeAuthority(
  draft: Draft,
  commonName: string,
  above: Issuer | undefined,
  { notAfterMs, authority = true, padding = 0 }: AuthorityChoice = {},
): Promise<Issuer> {
  const keys = await generateTypedKeyPair(familyType(draft));
  const subject = subjectName({ organisation: draft.organisation, commonName });
  const validity = {
    notBeforeMs: draft.nowMs - 2 * dayMs,
    notAfterMs: notAfterMs ?? draft.notAfterMs,
  };
  const request = {
    kind: 'authority' as const,
    subject,
    publicKeyDer: keys.publicKeyDer,
    ...validity,
  };
  const extensions = extensionsOf(request, above?.identifier).map((extension) =>
    extension.type === 'basic-constraints' ? { ...extension, authority } : extension,
  );
  if (padding > 0) {
    const der = writeOctetString(Buffer.alloc(padding, 0x2e));
    extensions.push({ type: 'raw', oid: paddingOid, der });
  }
  const der = writeCertificate(
    { ...request, serialNumber: newSerialNumber(), issuer: above?.subject ?? subject, extensions },
    { key: createPrivateKey(above?.privateKeyPem ?? keys.privateKeyPem) },
  );
  return {
    subject,
    identifier: keyIdentifier(keys.publicKeyDer),
    privateKeyPem: keys.privateKeyPem,
    certificatePem: writePem('CERTIFICATE', der),
  };
}

/** Of the family of the key that signs, so that the chain stays of one kind. */
function familyType({ issuer, keys }: Draft): KeyType {
  const signing = createPrivateKey(issuer?.privateKeyPem ?? keys.privateKeyPem);
  return familyOfKey(signing) === 'rsa' ? 'rsa-2048' : 'p-256';
}

async function below(
  draft: Draft,
  choice: AuthorityChoice = {},
  name = 'Issuing authority',
): Promise<Issuer> {
  draft.issuer = await makeAuthority(draft, name, draft.issuer, choice);
  return draft.issuer;
}

/** `*` in place of the first label; one that stands for a whole name where there is only one label. */
function wildcardOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 || /^[\d.]+$/.test(name) || name.includes(':') ? '*' : `*${name.slice(dot)}`;
}

async function withKey(draft: Draft, type: KeyType): Promise<void> {
  draft.keys = await generateTypedKeyPair(type);
}

const withoutUsages = (extensions: ExtensionContent[]): ExtensionContent[] =>
  extensions.filter(({ type }) => type !== 'key-usage' && type !== 'extended-key-usage');

/** What each fault changes; the faults of TLS itself change nothing here. */
const changes: Partial<Record<FaultId, (draft: Draft) => void | Promise<void>>> = {
  expired(draft) {
    draft.notBeforeMs = draft.nowMs - validDays * dayMs;
    draft.notAfterMs = draft.nowMs - dayMs;
  },
  'not-yet-valid'(draft) {
    draft.notBeforeMs = draft.nowMs + dayMs;
  },
  'wrong-host'(draft) {
    draft.commonName = 'another-host.invalid';
    draft.alternativeNames = draft.alternativeNames.length === 0 ? [] : dnsNames(draft.commonName);
  },
  wildcard(draft) {
    draft.commonName = wildcardOf(draft.commonName);
    draft.alternativeNames = draft.alternativeNames.length === 0 ? [] : dnsNames(draft.commonName);
  },
  'alternative-name-only'(draft) {
    if (draft.alternativeNames.length === 0) draft.alternativeNames = dnsNames(draft.commonName);
    draft.withoutCommonName = true;
  },
  'cn-not-serial'(draft) {
    draft.commonName = 'not-the-serial-number';
  },
  'another-station'(draft) {
    // As another charge point of the same operator would have it. It must not contain ours (Whitepaper A00.FR.405).
    draft.commonName = 'SN-OF-A-NEIGHBOUR';
    return withKey(draft, familyType(draft));
  },
  'o-not-cpo'(draft) {
    draft.organisation = 'Another Operator';
  },
  async 'wrong-ca'(draft) {
    draft.issuer = await makeAuthority(draft, 'Unknown root', undefined);
  },
  async 'forged-issuer'(draft) {
    const { issuer } = draft;
    const { privateKeyPem } = await generateTypedKeyPair(familyType(draft));
    draft.issuer = issuer && { ...issuer, privateKeyPem };
  },
  'self-signed'(draft) {
    draft.issuer = undefined;
  },
  async 'missing-intermediate'(draft) {
    await below(draft);
  },
  async 'expired-intermediate'(draft) {
    const { certificatePem } = await below(draft, { notAfterMs: draft.nowMs - dayMs });
    draft.chain = [certificatePem];
  },
  async 'issuer-not-authority'(draft) {
    const { certificatePem } = await below(draft, { authority: false }, 'No authority');
    draft.chain = [certificatePem];
  },
  async 'wrong-order'(draft) {
    const upper = await below(draft, {}, 'Upper authority');
    const lower = await below(draft, {}, 'Lower authority');
    draft.chain = [upper.certificatePem, lower.certificatePem];
  },
  async 'oversized-chain'(draft) {
    for (let number = 1; number <= paddedAuthorities; number += 1) {
      const name = `Authority ${number} of ${paddedAuthorities}`;
      const { certificatePem } = await below(draft, { padding: paddingBytes }, name);
      draft.chain.unshift(certificatePem);
    }
  },
  'root-in-chain'(draft) {
    draft.chain = draft.issuer === undefined ? [] : [draft.issuer.certificatePem];
  },
  'weak-rsa-1024': (draft) => withKey(draft, 'rsa-1024'),
  'weak-p192': (draft) => withKey(draft, 'p-192'),
  'sha-1'(draft) {
    draft.hash = 'sha-1';
  },
  'unasked-key': (draft) => withKey(draft, 'ed25519'),
  'missing-key-usage'(draft) {
    draft.adjust = withoutUsages;
  },
  'wrong-purpose'(draft) {
    const purposes = [draft.kind === 'server' ? 'clientAuth' : 'serverAuth'];
    draft.adjust = (extensions) =>
      extensions.map((extension) =>
        extension.type === 'extended-key-usage' ? { ...extension, purposes } : extension,
      );
  },
  'unknown-critical-extension'(draft) {
    const der = writeOctetString(Buffer.from('Benchpoint'));
    draft.adjust = (extensions) => [
      ...extensions,
      { type: 'raw', oid: unknownExtensionOid, critical: true, der },
    ];
  },
  'authority-as-leaf'(draft) {
    draft.adjust = (extensions) =>
      extensions.map((extension) => {
        if (extension.type === 'basic-constraints') return { ...extension, authority: true };
        if (extension.type !== 'key-usage') return extension;
        return { ...extension, usages: [...extension.usages, 'keyCertSign'] };
      });
  },
};

function dnsNames(value: string): AlternativeName[] {
  return [{ type: 'dns', value }];
}

/**
 * Makes the identity that shows the fault. Throws when a certificate that is handed in cannot be read, and for a fault
 * that is in no certificate.
 */
export async function makeFaultIdentity(request: FaultRequest): Promise<FaultIdentity> {
  const draft = draftOf(request);
  if (request.fault !== 'revoked') {
    const change = changes[request.fault];
    if (change === undefined) throw new RangeError(`${request.fault} is in no certificate`);
    await change(draft);
  }
  const { der, serialNumber } = leafOf(draft);
  return {
    certPem: writePem('CERTIFICATE', der) + draft.chain.join(''),
    keyPem: draft.keys.privateKeyPem,
    ...(request.fault === 'revoked'
      ? { revocationListPem: revocationList(draft, serialNumber) }
      : {}),
  };
}

function revocationList({ issuer, nowMs }: Draft, serialNumber: Uint8Array): string {
  if (issuer === undefined) throw new RangeError('a certificate without issuer is on no list');
  const { subject, identifier, privateKeyPem } = issuer;
  const der = writeRevocationList(
    {
      issuer: subject,
      thisUpdateMs: nowMs - 3_600_000,
      nextUpdateMs: nowMs + validDays * dayMs,
      revoked: [{ serialNumber, revokedMs: nowMs - 3_600_000, reason: 'keyCompromise' }],
      extensions: [
        { type: 'authority-key-identifier', identifier },
        { type: 'crl-number', number: Math.floor(nowMs / 1000) },
      ],
    },
    { key: createPrivateKey(privateKeyPem) },
  );
  return writePem('X509 CRL', der);
}
