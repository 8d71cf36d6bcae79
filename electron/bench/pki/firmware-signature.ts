/**
 * Signatures over firmware files as SignedUpdateFirmware carries them: base64 over the whole file, SHA-256.
 * Reads the content once, in any number of pieces. Knows nothing of chains, validity, messages or where files lie.
 */
import { constants, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import type { KeyFamily } from './certificate-storage.ts';
import { parseCertificate } from './certificate-view.ts';

/** `rsa-pss` is the whitepaper's (L01); the others are recorded deviations that chargers use. */
export type FirmwareSignatureScheme = 'rsa-pss' | 'rsa-pkcs1' | 'ecdsa';

export type FirmwareContent = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export type FirmwareSignatureCheck =
  | { ok: true; scheme: FirmwareSignatureScheme }
  | {
      ok: false;
      code:
        | 'certificate-unreadable'
        | 'key-unsupported'
        | 'signature-unreadable'
        | 'signature-invalid';
    };

const hash = 'sha256';
/** Salt as long as the hash, as RFC 8017 §9.1 has it; when verifying, any length is read off the signature. */
const pssSaltBytes = 32;

/** The key family that a scheme needs. */
export function familyOfScheme(scheme: FirmwareSignatureScheme): KeyFamily {
  return scheme === 'ecdsa' ? 'ecdsa' : 'rsa';
}

/**
 * Signs the whole content with a PEM key of the scheme's family; base64 without line ends.
 * Throws when the key does not go with the scheme: choosing the pair is the caller's.
 */
export async function signFirmware(
  content: FirmwareContent,
  privateKeyPem: string,
  scheme: FirmwareSignatureScheme,
): Promise<string> {
  const signer = createSign(hash);
  for await (const piece of pieces(content)) signer.update(piece);
  return signer.sign({ key: privateKeyPem, ...options(scheme, pssSaltBytes) }, 'base64');
}

/**
 * Verifies a base64 signature with the key of the signing certificate (Whitepaper L01.FR.12) and says which scheme
 * made it. Whether the certificate is to be trusted is another question.
 */
export async function verifyFirmware(
  content: FirmwareContent,
  signingCertificatePem: string,
  signatureBase64: string,
): Promise<FirmwareSignatureCheck> {
  const parsed = parseCertificate(signingCertificatePem);
  if (!parsed.ok) return { ok: false, code: 'certificate-unreadable' };
  const signature = decodeBase64(signatureBase64);
  if (signature === undefined) return { ok: false, code: 'signature-unreadable' };
  const key = publicKeyOf(signingCertificatePem);
  if (key === undefined) return { ok: false, code: 'key-unsupported' };
  const schemes = schemesOf(key);
  if (schemes.length === 0) return { ok: false, code: 'key-unsupported' };
  const verifiers = schemes.map((scheme) => ({ scheme, verifier: createVerify(hash) }));
  for await (const piece of pieces(content)) {
    for (const { verifier } of verifiers) verifier.update(piece);
  }
  const fitting = verifiers.find(({ scheme, verifier }) =>
    verifier.verify({ key, ...options(scheme, constants.RSA_PSS_SALTLEN_AUTO) }, signature),
  );
  return fitting === undefined
    ? { ok: false, code: 'signature-invalid' }
    : { ok: true, scheme: fitting.scheme };
}

function pieces(content: FirmwareContent): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  return content instanceof Uint8Array ? [content] : content;
}

function options(scheme: FirmwareSignatureScheme, saltLength: number) {
  switch (scheme) {
    case 'rsa-pss':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    case 'rsa-pkcs1':
      return { padding: constants.RSA_PKCS1_PADDING };
    case 'ecdsa':
      return { dsaEncoding: 'der' as const };
  }
}

function publicKeyOf(certificatePem: string): KeyObject | undefined {
  try {
    return createPublicKey(certificatePem);
  } catch {
    // A curve or algorithm that OpenSSL does not know; the certificate itself has been read.
    return undefined;
  }
}

function schemesOf({ asymmetricKeyType }: KeyObject): FirmwareSignatureScheme[] {
  if (asymmetricKeyType === 'rsa') return ['rsa-pss', 'rsa-pkcs1'];
  if (asymmetricKeyType === 'rsa-pss') return ['rsa-pss'];
  return asymmetricKeyType === 'ec' ? ['ecdsa'] : [];
}

/** White space is let through, because signatures get wrapped on their way; anything else makes it unreadable. */
function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64');
}
