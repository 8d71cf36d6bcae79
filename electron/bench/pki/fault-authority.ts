/** The bench's own root with its key, for whoever derives a certificate that must lead to a trusted root. */
import type { BenchAuthorities } from './bench-authorities.ts';
import type { KeyFamily } from './certificate-storage.ts';
import type { CertifiedKey } from './fault-certificates.ts';

/** Makes the root when it is missing. */
export async function authorityOf(
  authorities: Pick<BenchAuthorities, 'rootPem' | 'identities'>,
  family: KeyFamily,
): Promise<CertifiedKey> {
  const certificatePem = await authorities.rootPem(family);
  const root = authorities
    .identities()
    .find((identity) => identity.kind === 'root' && identity.certificatePem === certificatePem);
  if (root === undefined) throw new Error(`the ${family} root of the bench is not kept`);
  return { certificatePem, privateKeyPem: root.privateKeyPem };
}
