/**
 * Seals secrets at rest with AES-256-GCM under the data key.
 * Knows nothing of where that key is kept (`data-key.ts`).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const dataKeyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface Vault {
  /** `purpose` is bound to the sealed bytes: they open for the same purpose only. */
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** Throws when the bytes were altered, or sealed with another key or for another purpose. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

/** @param key 32 bytes. */
export function vaultWithKey(key: Uint8Array): Vault {
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes + tagBytes)),
        decipher.final(),
      ]);
    },
  };
}
