/** Signature schemes as people type them. */
import type { SignatureScheme } from '../../../shared/api/files-contract.ts';

const schemes: Readonly<Record<string, SignatureScheme>> = {
  pss: 'rsa-pss',
  pkcs1: 'rsa-pkcs1',
  ecdsa: 'ecdsa',
};

export const schemeNames: readonly string[] = Object.keys(schemes);

export function schemeOf(name: string): SignatureScheme | undefined {
  return Object.hasOwn(schemes, name) ? schemes[name] : undefined;
}
