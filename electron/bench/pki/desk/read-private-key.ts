/**
 * Private keys in the forms in which they are handed in: PKCS#8, PKCS#1, SEC1, encrypted or not.
 * Never throws on input. Knows nothing of the certificates that go with them.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { childrenOf, DerError, derTag, expectTag, readElement } from '../der.ts';
import { unseal, type WorkLimit } from '../pkcs12/password-encryption.ts';
import type { HandedBlock } from './read-pem.ts';

export function isPrivateKeyLabel(label: string): boolean {
  return /^(RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY$/.test(label);
}

/** Problems: `key-unreadable`, `file-passphrase-missing`, `file-passphrase-wrong`, `encryption-unknown`, `encryption-too-slow`. */
export async function readKeyBlock(
  block: HandedBlock,
  passphrase: string | undefined,
  limit: WorkLimit,
): Promise<Outcome<KeyObject>> {
  if (block.label === 'ENCRYPTED PRIVATE KEY') return readSealedKey(block.der, passphrase, limit);
  const oldEncryption = block.headers['DEK-Info'];
  if (oldEncryption === undefined) return keyFrom(() => createPrivateKey(block.text));
  const [algorithm = ''] = oldEncryption.split(',');
  if (!/^(AES-(128|192|256)-CBC|DES-EDE3-CBC)$/.test(algorithm)) {
    return { ok: false, problem: { code: 'encryption-unknown', parameters: { algorithm } } };
  }
  if (passphrase === undefined) return { ok: false, problem: { code: 'file-passphrase-missing' } };
  try {
    return { ok: true, value: createPrivateKey({ key: block.text, passphrase }) };
  } catch {
    // OpenSSL gives one error or another for what a wrong passphrase makes of the bytes.
    return { ok: false, problem: { code: 'file-passphrase-wrong' } };
  }
}

/** A key in DER, of whichever form; undefined when it is none at all. */
export async function readKeyDer(
  der: Uint8Array,
  passphrase: string | undefined,
  limit: WorkLimit,
): Promise<Outcome<KeyObject> | undefined> {
  if (looksSealed(der)) return readSealedKey(der, passphrase, limit);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const key = keyFrom(() => createPrivateKey({ key: Buffer.from(der), format: 'der', type }));
    if (key.ok) return key;
  }
  return undefined;
}

/** EncryptedPrivateKeyInfo: an AlgorithmIdentifier and an OCTET STRING, nothing else. */
function looksSealed(der: Uint8Array): boolean {
  try {
    const parts = childrenOf(readElement(der), derTag.sequence);
    return (
      parts.length === 2 &&
      parts[0]?.tag === derTag.sequence &&
      parts[1]?.tag === derTag.octetString
    );
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

async function readSealedKey(
  der: Uint8Array,
  passphrase: string | undefined,
  limit: WorkLimit,
): Promise<Outcome<KeyObject>> {
  if (passphrase === undefined) return { ok: false, problem: { code: 'file-passphrase-missing' } };
  try {
    const [algorithm, sealed] = childrenOf(readElement(der), derTag.sequence);
    const opened = await unseal(algorithm, expectTag(sealed, derTag.octetString).content, {
      passphrase,
      limit,
    });
    if (!opened.ok) return opened;
    const key = Buffer.from(opened.value);
    const read = keyFrom(() => createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
    // One time in 256 a wrong passphrase leaves a padding that looks right.
    return read.ok ? read : { ok: false, problem: { code: 'file-passphrase-wrong' } };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { ok: false, problem: { code: 'key-unreadable', parameters: { raw: error.message } } };
  }
}

function keyFrom(read: () => KeyObject): Outcome<KeyObject> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    // OpenSSL throws for what is no key of its kinds; damaged bytes are expected input here.
    const raw = error instanceof Error ? error.message : '';
    return { ok: false, problem: { code: 'key-unreadable', parameters: { raw } } };
  }
}
