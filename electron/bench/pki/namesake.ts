/**
 * Makes certificates that have the name of a trusted root and no power: a key that nobody holds. A server that is given
 * them names the right authorities when it asks for a client certificate, and OpenSSL trusts nothing.
 * Knows nothing of sockets or of why that is wanted.
 */
import { generateKeyPairSync } from 'node:crypto';
import { childrenOf, derTag, expectTag, readElement, writeElement } from './der.ts';
import { readPemBlocks, writePem } from './pem.ts';

const ecdsaWithSha256 = writeElement(
  derTag.sequence,
  Buffer.from('06082a8648ce3d040302', 'hex'), // 1.2.840.10045.4.3.2
);
const serialNumber = writeElement(derTag.integer, Buffer.from([1]));
/** Two integers, as ECDSA signatures are shaped; it proves nothing, and nobody asks it to. */
const emptySignature = writeElement(
  derTag.bitString,
  Buffer.from([0]),
  writeElement(derTag.sequence, serialNumber, serialNumber),
);

let keyNobodyHolds: Uint8Array | undefined;

/** SubjectPublicKeyInfo of a key pair whose private half is dropped at once. */
function publicKeyNobodyHolds(): Uint8Array {
  if (keyNobodyHolds === undefined) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keyNobodyHolds = publicKey.export({ type: 'spki', format: 'der' });
  }
  return keyNobodyHolds;
}

/**
 * A version 1 certificate (PEM) with the subject and validity of this one (PEM) and a key that nobody holds.
 * Throws DerError for what is no certificate.
 */
export function namesakeOf(certificatePem: string): string {
  const der = readPemBlocks(certificatePem)[0]?.der ?? new Uint8Array();
  const [toBeSigned] = childrenOf(readElement(der), derTag.sequence);
  const fields = childrenOf(toBeSigned, derTag.sequence);
  // Version 1 certificates do not say so; all others begin with [0].
  const [, , , validity, subject] = fields[0]?.tag === derTag.integer ? fields : fields.slice(1);
  const when = expectTag(validity, derTag.sequence).bytes;
  const who = expectTag(subject, derTag.sequence).bytes;
  const body = writeElement(
    derTag.sequence,
    ...[serialNumber, ecdsaWithSha256, who, when, who, publicKeyNobodyHolds()],
  );
  return writePem(
    'CERTIFICATE',
    writeElement(derTag.sequence, body, ecdsaWithSha256, emptySignature),
  );
}
