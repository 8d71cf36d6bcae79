/**
 * Writes PKCS#12 files (RFC 7292): one key with its certificates, sealed with a passphrase. Modern encryption by default;
 * triple DES for readers that know nothing newer. Knows nothing of where keys come from.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  writeContext,
  writeImplicit,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeSet,
  writeString,
} from '../der-writer.ts';
import { pkcs12Key, seal, sealForOldReaders } from './password-encryption.ts';

export interface Pkcs12Request {
  /** DER; the first belongs to the key. */
  certificates: readonly Uint8Array[];
  /** PKCS#8 DER. */
  privateKey: Uint8Array;
  passphrase: string;
  /** Shown by key stores. */
  friendlyName: string;
  /** Triple DES and SHA-1 instead of AES-256 and SHA-256. */
  forOldReaders?: boolean;
}

/** DER of a PFX. */
export async function writePkcs12(request: Pkcs12Request): Promise<Uint8Array> {
  const { certificates, privateKey, passphrase, friendlyName, forOldReaders = false } = request;
  const sealWith = forOldReaders ? sealForOldReaders : seal;
  const [first] = certificates;
  const localKeyId = createHash('sha1')
    .update(first ?? privateKey)
    .digest();
  const ownAttributes = writeSet(
    attribute('1.2.840.113549.1.9.20', writeString(friendlyName, 'bmp')),
    attribute('1.2.840.113549.1.9.21', writeOctetString(localKeyId)),
  );
  const certificateBags = certificates.map((der, index) =>
    safeBag(
      '1.2.840.113549.1.12.10.1.3',
      writeSequence(
        writeObjectIdentifier('1.2.840.113549.1.9.22.1'),
        writeContext(0, writeOctetString(der)),
      ),
      index === 0 ? ownAttributes : undefined,
    ),
  );
  const sealedCertificates = await sealWith(writeSequence(...certificateBags), passphrase);
  const sealedKey = await sealWith(privateKey, passphrase);
  const keyBag = safeBag(
    '1.2.840.113549.1.12.10.1.2',
    writeSequence(sealedKey.algorithm, writeOctetString(sealedKey.sealed)),
    ownAttributes,
  );
  const authenticatedSafe = writeSequence(
    encryptedContent(sealedCertificates),
    plainContent(writeSequence(keyBag)),
  );
  return writeSequence(
    writeInteger(3),
    plainContent(authenticatedSafe),
    await macOf(authenticatedSafe, passphrase, forOldReaders),
  );
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeObjectIdentifier(oid), writeSet(value));
}

function safeBag(oid: string, value: Uint8Array, attributes: Uint8Array | undefined): Uint8Array {
  return writeSequence(
    writeObjectIdentifier(oid),
    writeContext(0, value),
    ...(attributes === undefined ? [] : [attributes]),
  );
}

function plainContent(content: Uint8Array): Uint8Array {
  return writeSequence(
    writeObjectIdentifier('1.2.840.113549.1.7.1'),
    writeContext(0, writeOctetString(content)),
  );
}

function encryptedContent({ algorithm, sealed }: { algorithm: Uint8Array; sealed: Uint8Array }) {
  return writeSequence(
    writeObjectIdentifier('1.2.840.113549.1.7.6'),
    writeContext(
      0,
      writeSequence(
        writeInteger(0),
        writeSequence(
          writeObjectIdentifier('1.2.840.113549.1.7.1'),
          algorithm,
          writeImplicit(0, sealed),
        ),
      ),
    ),
  );
}

async function macOf(
  content: Uint8Array,
  passphrase: string,
  forOldReaders: boolean,
): Promise<Uint8Array> {
  const [hash, bytes, oid] = forOldReaders
    ? (['sha1', 20, '1.3.14.3.2.26'] as const)
    : (['sha256', 32, '2.16.840.1.101.3.4.2.1'] as const);
  const salt = randomBytes(16);
  const iterations = forOldReaders ? 2048 : 10_000;
  const key = await pkcs12Key({ hash, passphrase, salt, iterations, purpose: 3, bytes });
  const digest = createHmac(hash, key).update(content).digest();
  return writeSequence(
    writeSequence(writeSequence(writeObjectIdentifier(oid), writeNull()), writeOctetString(digest)),
    writeOctetString(salt),
    writeInteger(iterations),
  );
}
