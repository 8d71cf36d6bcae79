/** A Central System inside TLS for charge point tests: certificates of any authorities, changed while it runs. */
import type { BenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import type { ServerRequest } from '../../electron/bench/pki/wanted-certificate.ts';
import type { TlsMaterial } from '../../electron/bench/wire/listener.ts';

/** Server certificates, for localhost and 127.0.0.1 unless asked otherwise, and what they trust. */
export async function materialOf(
  authorities: BenchAuthorities,
  request: Partial<ServerRequest> = {},
): Promise<TlsMaterial> {
  const { rsa, ecdsa } = await authorities.serverIdentities({
    listener: 'test',
    hostName: 'localhost',
    addresses: ['127.0.0.1'],
    ...request,
  });
  const identityOf = (stored: typeof rsa) => ({
    certPem: stored.certificatePem,
    keyPem: stored.privateKeyPem,
  });
  const roots = [authorities.rootPem('rsa'), authorities.rootPem('ecdsa')];
  return {
    identities: { rsa: identityOf(rsa), ecdsa: identityOf(ecdsa) },
    trustedRootsPem: await Promise.all(roots),
  };
}
