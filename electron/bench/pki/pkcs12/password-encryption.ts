/**
 * What a passphrase sealed: PBES2 (RFC 8018) and the older schemes of PKCS#12 (RFC 7292 appendices B and C).
 * Work is bounded, because iteration counts come from whoever wrote the file. Knows nothing of keys or certificates.
 */
import {
  createCipheriv,
  createDecipheriv,
  hash as hashOnce,
  pbkdf2,
  randomBytes,
  scrypt,
} from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import {
  childrenOf,
  type DerElement,
  DerError,
  derTag,
  expectTag,
  readObjectIdentifier,
} from '../der.ts';
import {
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
} from '../der-writer.ts';
import { decryptRc2 } from './rc2.ts';

const stretch = promisify(pbkdf2);
const stretchHard = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

const hashOfMac: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

const ciphers: Record<string, { name: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/** RFC 7292 appendix C, with SHA-1. */
const oldSchemes: Record<string, { cipher: 'des-ede3-cbc' | 'rc2'; keyBytes: number }> = {
  '1.2.840.113549.1.12.1.3': { cipher: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.4': { cipher: 'des-ede3-cbc', keyBytes: 16 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keyBytes: 5 },
};

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';
const scryptOid = '1.3.6.1.4.1.11591.4.11';
/** Some seconds of PBKDF2, which is enough for several keys of any key store that is known. */
const mostWork = 15_000_000;
/** An iteration of the old derivation costs so many of PBKDF2: it is not in the library, only its hash is. */
const oldIterationCost = 10;
const mostMemory = 256 * 1024 * 1024;
/** A few milliseconds of the old derivation, which runs in the thread of the sockets. */
const iterationsInOneTurn = 5_000;

/** What opening one file may still cost: it says how many pieces are sealed, and how hard each is to open. */
export interface WorkLimit {
  iterationsLeft: number;
}

export function newWorkLimit(): WorkLimit {
  return { iterationsLeft: mostWork };
}

function isTooMuch(iterations: number, limit: WorkLimit): boolean {
  limit.iterationsLeft -= iterations;
  return limit.iterationsLeft < 0;
}

export type Unsealed = Outcome<Uint8Array>;

export interface Unsealing {
  passphrase: string;
  limit: WorkLimit;
}

/** Opens what an AlgorithmIdentifier says was sealed with a passphrase. Throws DerError on damaged parameters. */
export async function unseal(
  algorithm: DerElement | undefined,
  sealed: Uint8Array,
  unsealing: Unsealing,
): Promise<Unsealed> {
  const [identifier, parameters] = childrenOf(algorithm, derTag.sequence);
  const oid = readObjectIdentifier(identifier);
  if (oid === pbes2) return unsealPbes2(parameters, sealed, unsealing);
  const scheme = oldSchemes[oid];
  return scheme === undefined
    ? unknownAlgorithm(oid)
    : unsealOld(scheme, parameters, sealed, unsealing);
}

/** A key stretched as PBKDF2 or scrypt parameters say. Throws DerError. */
export async function stretchedKey(
  derivation: DerElement | undefined,
  { passphrase, limit }: Unsealing,
  keyBytes: number,
): Promise<Unsealed> {
  const [identifier, parameters] = childrenOf(derivation, derTag.sequence);
  const oid = readObjectIdentifier(identifier);
  const fields = childrenOf(parameters, derTag.sequence);
  const salt = expectTag(fields[0], derTag.octetString).content;
  if (oid === scryptOid) {
    const costs = scryptCosts(fields);
    const { cost, blockSize, parallelization } = costs;
    const isTooLarge = cost * blockSize * 128 > mostMemory;
    if (isTooLarge || isTooMuch(cost * blockSize * parallelization, limit)) {
      return tooMuchWork(cost);
    }
    // Twice, because the library counts its own small buffers as well.
    const options = { ...costs, maxmem: 2 * mostMemory };
    return { ok: true, value: await stretchHard(passphrase, salt, keyBytes, options) };
  }
  if (oid !== pbkdf2Oid) return unknownAlgorithm(oid);
  const iterations = readNumber(fields[1]);
  if (iterations === 0) throw new DerError('no iterations');
  if (isTooMuch(iterations, limit)) return tooMuchWork(iterations);
  const prf = fields.slice(2).find(({ tag }) => tag === derTag.sequence);
  const prfOid = prf === undefined ? '1.2.840.113549.2.7' : algorithmOid(prf);
  const hash = hashOfMac[prfOid];
  if (hash === undefined) return unknownAlgorithm(prfOid);
  return { ok: true, value: await stretch(passphrase, salt, iterations, keyBytes, hash) };
}

/** RFC 7914 §6: the cost is a power of two above 1. Throws DerError. */
function scryptCosts(fields: readonly DerElement[]) {
  const [cost = 0, blockSize = 0, parallelization = 0] = fields.slice(1, 4).map(readNumber);
  if (cost < 2 || !Number.isInteger(Math.log2(cost)) || blockSize < 1 || parallelization < 1) {
    throw new DerError('scrypt parameters are out of range');
  }
  return { cost, blockSize, parallelization };
}

async function unsealPbes2(
  parameters: DerElement | undefined,
  sealed: Uint8Array,
  unsealing: Unsealing,
): Promise<Unsealed> {
  const [derivation, scheme] = childrenOf(parameters, derTag.sequence);
  const [schemeOid, iv] = childrenOf(scheme, derTag.sequence);
  const oid = readObjectIdentifier(schemeOid);
  const cipher = ciphers[oid];
  if (cipher === undefined) return unknownAlgorithm(oid);
  const key = await stretchedKey(derivation, unsealing, cipher.keyBytes);
  if (!key.ok) return key;
  return decrypted(cipher.name, key.value, expectTag(iv, derTag.octetString).content, sealed);
}

async function unsealOld(
  { cipher, keyBytes }: { cipher: 'des-ede3-cbc' | 'rc2'; keyBytes: number },
  parameters: DerElement | undefined,
  sealed: Uint8Array,
  unsealing: Unsealing,
): Promise<Unsealed> {
  const [saltField, iterationField] = childrenOf(parameters, derTag.sequence);
  const salt = expectTag(saltField, derTag.octetString).content;
  const iterations = readNumber(iterationField);
  const derive = (purpose: 1 | 2, bytes: number) =>
    oldKey({ hash: 'sha1', salt, iterations, purpose, bytes }, unsealing);
  const key = await derive(1, keyBytes);
  if (!key.ok) return key;
  const iv = await derive(2, 8);
  if (!iv.ok) return iv;
  if (cipher === 'rc2') {
    const plain = decryptRc2(key.value, keyBytes * 8, iv.value, sealed);
    return plain === undefined ? wrongPassphrase() : { ok: true, value: plain };
  }
  // Two-key triple DES uses its first key again as the third.
  const full = keyBytes === 24 ? key.value : Buffer.concat([key.value, key.value.subarray(0, 8)]);
  return decrypted('des-ede3-cbc', full, iv.value, sealed);
}

function decrypted(name: string, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Unsealed {
  try {
    const decipher = createDecipheriv(name, key, iv);
    return { ok: true, value: Buffer.concat([decipher.update(sealed), decipher.final()]) };
  } catch {
    // Wrong padding is how another passphrase shows.
    return wrongPassphrase();
  }
}

export interface Pkcs12KeyRequest {
  hash: string;
  passphrase: string;
  salt: Uint8Array;
  iterations: number;
  /** 1: key, 2: initialisation vector, 3: MAC. */
  purpose: 1 | 2 | 3;
  bytes: number;
}

const hashBytes: Record<string, number> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** A key derived as a file demands, unless that costs too much. */
export async function oldKey(
  wanted: Omit<Pkcs12KeyRequest, 'passphrase'>,
  { passphrase, limit }: Unsealing,
): Promise<Unsealed> {
  const { iterations, bytes, hash } = wanted;
  const rounds = iterations * Math.ceil(bytes / (hashBytes[hash] ?? 20));
  if (isTooMuch(rounds * oldIterationCost, limit)) return tooMuchWork(iterations);
  return { ok: true, value: await pkcs12Key({ ...wanted, passphrase }) };
}

/** RFC 7292 appendix B.2. Lets others work in between: there is no such function outside of this thread. */
export async function pkcs12Key({
  hash,
  passphrase,
  salt,
  iterations,
  purpose,
  bytes,
}: Pkcs12KeyRequest): Promise<Uint8Array> {
  const blockBytes = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const stretched = (input: Uint8Array) =>
    Buffer.alloc(Math.ceil(input.length / blockBytes) * blockBytes, input);
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const input = Buffer.concat([
    salt.length === 0 ? Buffer.alloc(0) : stretched(salt),
    stretched(password),
  ]);
  const diversifier = Buffer.alloc(blockBytes, purpose);
  const output: Buffer[] = [];
  for (let made = 0; made < bytes; ) {
    let digest = hashOnce(hash, Buffer.concat([diversifier, input]), 'buffer');
    for (let round = 1; round < iterations; round += 1) {
      digest = hashOnce(hash, digest, 'buffer');
      if (round % iterationsInOneTurn === 0) await nextTurn();
    }
    output.push(digest);
    made += digest.length;
    if (made < bytes) addToBlocks(input, Buffer.alloc(blockBytes, digest));
  }
  return Buffer.concat(output).subarray(0, bytes);
}

/** Each block becomes (block + addend + 1) mod 2^v. */
function addToBlocks(input: Buffer, addend: Buffer): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1;
    for (let index = addend.length - 1; index >= 0; index -= 1) {
      const sum = (input[start + index] ?? 0) + (addend[index] ?? 0) + carry;
      input[start + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

const writtenIterations = 100_000;

/** Seals with PBES2: AES-256-CBC, PBKDF2 with HMAC-SHA-256; an AlgorithmIdentifier and the sealed bytes. */
export async function seal(plain: Uint8Array, passphrase: string) {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = await stretch(passphrase, salt, writtenIterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const derivation = writeSequence(
    writeObjectIdentifier(pbkdf2Oid),
    writeSequence(
      writeOctetString(salt),
      writeInteger(writtenIterations),
      writeSequence(writeObjectIdentifier('1.2.840.113549.2.9'), writeNull()),
    ),
  );
  const scheme = writeSequence(
    writeObjectIdentifier('2.16.840.1.101.3.4.1.42'),
    writeOctetString(iv),
  );
  const algorithm = writeSequence(writeObjectIdentifier(pbes2), writeSequence(derivation, scheme));
  return { algorithm, sealed };
}

/** Seals with triple DES and SHA-1, for readers that know nothing newer. */
export async function sealForOldReaders(plain: Uint8Array, passphrase: string) {
  const salt = randomBytes(8);
  const iterations = 2048;
  const derive = (purpose: 1 | 2, bytes: number) =>
    pkcs12Key({ hash: 'sha1', passphrase, salt, iterations, purpose, bytes });
  const cipher = createCipheriv('des-ede3-cbc', await derive(1, 24), await derive(2, 8));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const parameters = writeSequence(writeOctetString(salt), writeInteger(iterations));
  const algorithm = writeSequence(writeObjectIdentifier('1.2.840.113549.1.12.1.3'), parameters);
  return { algorithm, sealed };
}

/** The OID of an AlgorithmIdentifier. Throws DerError. */
export function algorithmOid(algorithm: DerElement | undefined): string {
  return readObjectIdentifier(childrenOf(algorithm, derTag.sequence)[0]);
}

/** A small INTEGER. Throws DerError. */
export function readNumber(element: DerElement | undefined): number {
  const { content } = expectTag(element, derTag.integer);
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

const problem = (
  code: string,
  parameters: Problem['parameters'] = {},
): Extract<Unsealed, { ok: false }> => ({
  ok: false,
  problem: { code, parameters },
});

export const wrongPassphrase = () => problem('file-passphrase-wrong');
export const unknownAlgorithm = (algorithm: string) => problem('encryption-unknown', { algorithm });
const tooMuchWork = (iterations: number) => problem('encryption-too-slow', { iterations });
