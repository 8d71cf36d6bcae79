/**
 * Makes certificates that have the name of a trusted root and no power: their key is of a kind that signs nothing. A
 * server that is given them names the right authorities when it asks for a client certificate, and OpenSSL finds no issuer
 * among them. Knows nothing of sockets or of why that is wanted.
 */
import { childrenOf, derTag, expectTag, readElement, writeElement } from './der.ts';
import { readPemBlocks, writePem } from './pem.ts';

/** An X25519 key of no secret: good for key agreement only, so that no signature fits it. */
const keyThatSignsNothing = Buffer.concat([
  Buffer.from('302a300506032b656e032100', 'hex'),
  Buffer.alloc(32, 9),
]);
const ecdsaWithSha256 = writeElement(
  derTag.sequence,
  Buffer.from('06082a8648ce3d040302', 'hex'), // 1.2.840.10045.4.3.2
);
const one = writeElement(derTag.integer, Buffer.from([1]));
/** Shaped as ECDSA signatures are; nobody checks it. */
const noSignature = writeElement(
  derTag.bitString,
  Buffer.from([0]),
  writeElement(derTag.sequence, one, one),
);

/**
 * A version 1 certificate (PEM) with the subject and validity of this one (PEM) and a key that signs nothing.
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
    ...[one, ecdsaWithSha256, who, when, who, keyThatSignsNothing],
  );
  return writePem('CERTIFICATE', writeElement(derTag.sequence, body, ecdsaWithSha256, noSignature));
}
