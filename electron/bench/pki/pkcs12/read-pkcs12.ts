/**
 * Opens PKCS#12 files (RFC 7292) as OpenSSL, Windows, Java, browsers and key stores write them, old encryption included.
 * Never throws on what a file contains. Knows nothing of what the keys and certificates are for.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import {
  childrenOf,
  type DerElement,
  DerError,
  derTag,
  expectTag,
  readElement,
  readElements,
  readObjectIdentifier,
} from '../der.ts';
import { toDer } from './ber.ts';
import {
  algorithmOid,
  newWorkLimit,
  oldKey,
  readNumber,
  stretchedKey,
  type Unsealing,
  unknownAlgorithm,
  unseal,
  wrongPassphrase,
} from './password-encryption.ts';

/** What was inside, as DER; keys are PKCS#8. */
export interface Pkcs12Content {
  certificates: Uint8Array[];
  keys: Uint8Array[];
}

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const bag = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const;
const x509Certificate = '1.2.840.113549.1.9.22.1';

const macHashes: Record<string, { name: string; bytes: number }> = {
  '1.3.14.3.2.26': { name: 'sha1', bytes: 20 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', bytes: 28 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', bytes: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', bytes: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', bytes: 64 },
  '1.2.840.113549.2.7': { name: 'sha1', bytes: 20 },
  '1.2.840.113549.2.9': { name: 'sha256', bytes: 32 },
  '1.2.840.113549.2.10': { name: 'sha384', bytes: 48 },
  '1.2.840.113549.2.11': { name: 'sha512', bytes: 64 },
};

/** Whether bytes look like a PFX: a SEQUENCE that begins with version 3. */
export function looksLikePkcs12(bytes: Uint8Array): boolean {
  if (bytes[0] !== derTag.sequence) return false;
  const lengthBytes = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  return Buffer.from('020103', 'hex').equals(bytes.subarray(2 + lengthBytes, 5 + lengthBytes));
}

/**
 * Opens a file. Problems: `pkcs12-unreadable`, `file-passphrase-missing`, `file-passphrase-wrong`, `encryption-unknown` (with the
 * OID), `encryption-too-slow`.
 */
export async function readPkcs12(
  bytes: Uint8Array,
  passphrase: string | undefined,
  limit = newWorkLimit(),
): Promise<Outcome<Pkcs12Content>> {
  const unsealing: Unsealing = { passphrase: passphrase ?? '', limit };
  try {
    const [, authSafe, macData] = childrenOf(readElement(toDer(bytes)), derTag.sequence);
    const content = octets(contentOf(authSafe, data));
    const checked = await checkMac(macData, content, unsealing);
    if (!checked.ok) return orMissing(checked.problem, passphrase);
    const opened: Pkcs12Content = { certificates: [], keys: [] };
    for (const info of childrenOf(readElement(toDer(content)), derTag.sequence)) {
      const safe = await openSafe(info, unsealing);
      if (!safe.ok) return orMissing(safe.problem, passphrase);
      const problem = await takeBags(safe.value, unsealing, opened);
      if (problem !== undefined) return orMissing(problem, passphrase);
    }
    return { ok: true, value: opened };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return {
      ok: false,
      problem: { code: 'pkcs12-unreadable', parameters: { raw: error.message } },
    };
  }
}

/** A wrong passphrase that nobody gave is a missing one. */
function orMissing(
  problem: Problem,
  passphrase: string | undefined,
): { ok: false; problem: Problem } {
  const isMissing = problem.code === 'file-passphrase-wrong' && passphrase === undefined;
  return { ok: false, problem: isMissing ? { code: 'file-passphrase-missing' } : problem };
}

/** The content of a ContentInfo of this type. Throws DerError. */
function contentOf(info: DerElement | undefined, type: string): DerElement | undefined {
  const [identifier, content] = childrenOf(info, derTag.sequence);
  if (readObjectIdentifier(identifier) !== type)
    throw new DerError('signed, not sealed with a passphrase');
  return readElements(expectTag(content, 0xa0).content)[0];
}

function octets(element: DerElement | undefined): Uint8Array {
  return expectTag(element, derTag.octetString).content;
}

async function checkMac(
  macData: DerElement | undefined,
  content: Uint8Array,
  unsealing: Unsealing,
): Promise<Outcome<undefined>> {
  // Without a MAC nothing says whether the passphrase is right until something sealed is opened.
  if (macData === undefined) return { ok: true, value: undefined };
  const [digestInfo, saltField, iterationField] = childrenOf(macData, derTag.sequence);
  const [algorithm, digestField] = childrenOf(digestInfo, derTag.sequence);
  const digest = octets(digestField);
  const oid = algorithmOid(algorithm);
  if (oid === '1.2.840.113549.1.5.14') return checkMac1(algorithm, digest, content, unsealing);
  const hash = macHashes[oid];
  if (hash === undefined) return unknownAlgorithm(oid);
  const iterations = iterationField === undefined ? 1 : readNumber(iterationField);
  const salt = octets(saltField);
  const wanted = { hash: hash.name, salt, iterations, purpose: 3, bytes: hash.bytes } as const;
  const key = await oldKey(wanted, unsealing);
  if (!key.ok) return key;
  return compared(createHmac(hash.name, key.value).update(content).digest(), digest);
}

/** PBMAC1 (RFC 9579). */
async function checkMac1(
  algorithm: DerElement | undefined,
  digest: Uint8Array,
  content: Uint8Array,
  unsealing: Unsealing,
): Promise<Outcome<undefined>> {
  const [, parameters] = childrenOf(algorithm, derTag.sequence);
  const [derivation, scheme] = childrenOf(parameters, derTag.sequence);
  const oid = algorithmOid(scheme);
  const hash = macHashes[oid];
  if (hash === undefined) return unknownAlgorithm(oid);
  const key = await stretchedKey(derivation, unsealing, hash.bytes);
  if (!key.ok) return key;
  return compared(createHmac(hash.name, key.value).update(content).digest(), digest);
}

function compared(made: Uint8Array, found: Uint8Array): Outcome<undefined> {
  const same = made.length === found.length && timingSafeEqual(made, found);
  return same ? { ok: true, value: undefined } : wrongPassphrase();
}

/** The SafeContents of one ContentInfo, unsealed when it was sealed. Throws DerError. */
async function openSafe(info: DerElement, unsealing: Unsealing): Promise<Outcome<Uint8Array>> {
  const [identifier] = childrenOf(info, derTag.sequence);
  if (readObjectIdentifier(identifier) !== encryptedData) {
    return { ok: true, value: octets(contentOf(info, data)) };
  }
  const [, encryptedContent] = childrenOf(contentOf(info, encryptedData), derTag.sequence);
  const [, algorithm, sealed] = childrenOf(encryptedContent, derTag.sequence);
  if (sealed === undefined) throw new DerError('nothing is sealed');
  // `[0] IMPLICIT OCTET STRING`, in one piece or, from BER, still wrapped.
  const bytes = sealed.tag === 0xa0 ? octets(readElements(sealed.content)[0]) : sealed.content;
  return unseal(algorithm, bytes, unsealing);
}

/** Takes keys and certificates out of SafeContents; what else is in it is nobody's business here. Throws DerError. */
async function takeBags(
  safeContents: Uint8Array,
  unsealing: Unsealing,
  opened: Pkcs12Content,
): Promise<Problem | undefined> {
  for (const one of childrenOf(readElement(toDer(safeContents)), derTag.sequence)) {
    const [identifier, valueField] = childrenOf(one, derTag.sequence);
    const value = readElements(expectTag(valueField, 0xa0).content)[0];
    const problem = await takeBag(readObjectIdentifier(identifier), value, unsealing, opened);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function takeBag(
  type: string,
  value: DerElement | undefined,
  unsealing: Unsealing,
  opened: Pkcs12Content,
): Promise<Problem | undefined> {
  if (value === undefined) throw new DerError('a bag is empty');
  switch (type) {
    case bag.key:
      opened.keys.push(value.bytes);
      return undefined;
    case bag.shroudedKey: {
      const [algorithm, sealed] = childrenOf(value, derTag.sequence);
      const key = await unseal(algorithm, octets(sealed), unsealing);
      if (!key.ok) return key.problem;
      opened.keys.push(key.value);
      return undefined;
    }
    case bag.certificate: {
      const [kind, wrapped] = childrenOf(value, derTag.sequence);
      if (readObjectIdentifier(kind) !== x509Certificate) return undefined;
      opened.certificates.push(octets(readElements(expectTag(wrapped, 0xa0).content)[0]));
      return undefined;
    }
    case bag.safeContents:
      return takeBags(value.bytes, unsealing, opened);
    default:
      return undefined;
  }
}
