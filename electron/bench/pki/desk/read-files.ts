/**
 * Files as they are handed in, whatever is in them: PEM or DER, certificates in any order, keys, PKCS#12, PKCS#7. Gives
 * certificates and keys, or why not. Never throws on input. Knows nothing of the desk.
 */
import type { KeyObject } from 'node:crypto';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import { type ParsedCertificate, parseCertificate } from '../certificate-view.ts';
import {
  childrenOf,
  DerError,
  derTag,
  readElement,
  readElements,
  readObjectIdentifier,
} from '../der.ts';
import { toDer } from '../pkcs12/ber.ts';
import { newWorkLimit, type WorkLimit } from '../pkcs12/password-encryption.ts';
import { looksLikePkcs12, readPkcs12 } from '../pkcs12/read-pkcs12.ts';
import { type HandedBlock, looksLikePem, readHandedPem } from './read-pem.ts';
import { isPrivateKeyLabel, readKeyBlock, readKeyDer } from './read-private-key.ts';

export interface HandedFile {
  name: string;
  bytes: Uint8Array;
}

export interface ReadMaterial {
  certificates: ParsedCertificate[];
  keys: KeyObject[];
}

/** What is tried on everything sealed, and what all of it together may cost. */
interface Opener {
  passphrase: string | undefined;
  limit: WorkLimit;
}

const largestFile = 2_000_000;
/** OCPP allows 5500 characters; a certificate of this size is no certificate that anybody could use. */
const largestCertificate = 100_000;
const mostCertificates = 1000;

/**
 * Reads files that belong together. Problems: those of PEM, keys and PKCS#12, `file-too-large`, `certificate-too-large`,
 * `too-many-certificates`, `certificate-damaged`, `nothing-readable`, `no-certificate-in-file`; `where` is the file.
 */
export async function readFiles(
  files: readonly HandedFile[],
  passphrase: string | undefined,
): Promise<Outcome<ReadMaterial>> {
  const material: ReadMaterial = { certificates: [], keys: [] };
  const opener: Opener = { passphrase, limit: newWorkLimit() };
  for (const file of files) {
    const problem = await readFile(file, opener, material);
    if (problem !== undefined) {
      return {
        ok: false,
        problem: { ...problem, ...(file.name === '' ? {} : { where: file.name }) },
      };
    }
  }
  return { ok: true, value: material };
}

async function readFile(
  { bytes }: HandedFile,
  opener: Opener,
  material: ReadMaterial,
): Promise<Problem | undefined> {
  if (bytes.length > largestFile) {
    return { code: 'file-too-large', parameters: { bytes: bytes.length, most: largestFile } };
  }
  const text = Buffer.from(bytes).toString('latin1');
  if (looksLikePem(text)) return readPemFile(text, opener, material);
  // Base64 without its armour is what remains when somebody copies only the middle of a PEM file.
  const compact = text.replace(/\s+/g, '');
  if (/^MI[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    return readDer(new Uint8Array(Buffer.from(compact, 'base64')), opener, material);
  }
  return readDer(bytes, opener, material);
}

async function readPemFile(
  text: string,
  opener: Opener,
  material: ReadMaterial,
): Promise<Problem | undefined> {
  const blocks = readHandedPem(text);
  if (!blocks.ok) return blocks.problem;
  let taken = 0;
  for (const block of blocks.value) {
    const result = await readBlock(block, opener, material);
    if (result === 'not-ours') continue;
    if (result !== undefined) return result;
    taken += 1;
  }
  const labels = [...new Set(blocks.value.map(({ label }) => label))].join(', ');
  return taken > 0 ? undefined : { code: 'no-certificate-in-file', parameters: { labels } };
}

async function readBlock(
  block: HandedBlock,
  { passphrase, limit }: Opener,
  material: ReadMaterial,
): Promise<Problem | 'not-ours' | undefined> {
  if (isPrivateKeyLabel(block.label)) {
    const key = await readKeyBlock(block, passphrase, limit);
    if (!key.ok) return key.problem;
    material.keys.push(key.value);
    return undefined;
  }
  if (/^(X509 |TRUSTED )?CERTIFICATE$/.test(block.label))
    return addCertificate(block.der, material);
  if (/^(PKCS7|CMS)$/.test(block.label)) return addBundle(block.der, material);
  return 'not-ours';
}

async function readDer(
  bytes: Uint8Array,
  { passphrase, limit }: Opener,
  material: ReadMaterial,
): Promise<Problem | undefined> {
  if (looksLikePkcs12(bytes)) {
    const opened = await readPkcs12(bytes, passphrase, limit);
    if (!opened.ok) return opened.problem;
    for (const der of opened.value.keys) {
      const key = await readKeyDer(der, undefined, limit);
      if (key === undefined || !key.ok) return { code: 'key-unreadable', parameters: { raw: '' } };
      material.keys.push(key.value);
    }
    for (const der of opened.value.certificates) {
      const problem = addCertificate(der, material);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  const key = await readKeyDer(bytes, passphrase, limit);
  if (key !== undefined) {
    if (!key.ok) return key.problem;
    material.keys.push(key.value);
    return undefined;
  }
  if (bytes[0] !== derTag.sequence) return { code: 'nothing-readable' };
  const bundle = bundledCertificates(bytes);
  return bundle === undefined ? addCertificate(bytes, material) : addAll(bundle, material);
}

function addCertificate(der: Uint8Array, material: ReadMaterial): Problem | undefined {
  if (der.length > largestCertificate) {
    return {
      code: 'certificate-too-large',
      parameters: { bytes: der.length, most: largestCertificate },
    };
  }
  if (material.certificates.length >= mostCertificates) {
    return { code: 'too-many-certificates', parameters: { most: mostCertificates } };
  }
  const parsed = parseCertificate(der);
  if (!parsed.ok) return { code: 'certificate-damaged', parameters: { raw: parsed.detail } };
  const { fingerprintSha256 } = parsed.certificate.view;
  const isKnown = material.certificates.some(
    (one) => one.view.fingerprintSha256 === fingerprintSha256,
  );
  if (!isKnown) material.certificates.push(parsed.certificate);
  return undefined;
}

function addBundle(der: Uint8Array, material: ReadMaterial): Problem | undefined {
  const bundle = bundledCertificates(der);
  return bundle === undefined
    ? { code: 'certificate-damaged', parameters: { raw: 'PKCS#7' } }
    : addAll(bundle, material);
}

function addAll(certificates: readonly Uint8Array[], material: ReadMaterial): Problem | undefined {
  for (const der of certificates) {
    const problem = addCertificate(der, material);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The certificates of a PKCS#7 SignedData, which Windows exports as .p7b; undefined when it is none. */
function bundledCertificates(bytes: Uint8Array): Uint8Array[] | undefined {
  try {
    const [type, content] = childrenOf(readElement(toDer(bytes)), derTag.sequence);
    if (type?.tag !== derTag.objectIdentifier) return undefined;
    if (readObjectIdentifier(type) !== '1.2.840.113549.1.7.2' || content === undefined)
      return undefined;
    const fields = childrenOf(readElements(content.content)[0], derTag.sequence);
    const certificates = fields.find(({ tag }) => tag === 0xa0);
    return certificates === undefined
      ? []
      : readElements(certificates.content).map((one) => one.bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
