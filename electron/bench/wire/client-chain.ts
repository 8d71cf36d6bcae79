/**
 * The chain of a charge point's certificate as it was sent, and what our own verification says of it.
 * Knows nothing of stations or of the OCPP rules for names: whether a charge point may pass is the role's.
 */
import type { TLSSocket } from 'node:tls';
import type { ChainCode } from '../../../shared/security/certificate-rules.ts';
import { verifyChain } from '../pki/client-verification.ts';
import { DerError } from '../pki/der.ts';
import { namesakeOf } from '../pki/namesake.ts';
import type { RevocationInput } from '../pki/revocation-check.ts';
import type { PeerVerification } from './peer-verification.ts';

/**
 * What OpenSSL is given as trusted roots for client certificates: their names, with keys that sign nothing. It asks for
 * certificates of these authorities and can verify none, which is our own verification's part. It has to be so because
 * Node keeps the chain a client sent only while OpenSSL has not verified it (nodejs/node#65579).
 */
export function namesakesOf(trustedRootsPem: readonly string[]): string[] {
  return trustedRootsPem.map((pem) => {
    try {
      return namesakeOf(pem);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      // OpenSSL says what is wrong with it.
      return pem;
    }
  });
}

/** More than any charge point has in a day; the oldest are forgotten. */
const rememberedChains = 10_000;

/** The chain the client sent in this handshake: DER, leaf first, in the order in which it sent them. */
function sentChain(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  // On this side the legacy getPeerCertificate(true) fills the chain up from the trusted ones; this one does not.
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

/**
 * Reads the chains of clients of one acceptor. A resumed session sends no certificates and holds but the leaf; the
 * others are those of the handshake it resumes, which only the holder of the leaf's key can have made.
 */
export function createClientChains(): (socket: TLSSocket) => Buffer[] {
  const chains = new Map<string, Buffer[]>();
  return (socket) => {
    const chain = sentChain(socket);
    const [leaf] = chain;
    if (leaf === undefined) return [];
    const key = leaf.toString('base64');
    if (socket.isSessionReused()) return chains.get(key) ?? chain;
    chains.delete(key);
    if (chain.length > 1) chains.set(key, chain);
    if (chains.size > rememberedChains) {
      const oldest = chains.keys().next();
      if (!oldest.done) chains.delete(oldest.value);
    }
    return chain;
  };
}

const results: Readonly<Record<ChainCode, string>> = {
  ok: 'ok',
  'no-certificate': 'no-certificate',
  unreadable: 'invalid',
  'self-signed': 'self-signed',
  'unknown-authority': 'untrusted',
  'missing-intermediate': 'untrusted',
  'bad-signature': 'invalid',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  'wrong-purpose': 'wrong-purpose',
  'unsupported-extension': 'unsupported',
  revoked: 'revoked',
  'revocation-unknown': 'revocation-unknown',
};

/** Our own verification of a client's chain (Whitepaper A00.FR.403, A00.FR.704). */
export function verifyClientChain(
  chain: readonly Buffer[],
  trustedRootsPem: readonly string[],
  revocation?: RevocationInput,
): PeerVerification {
  if (chain.length === 0) return { result: 'no-certificate' };
  const { code } = verifyChain({
    presented: chain,
    trustedRoots: trustedRootsPem,
    purpose: 'client',
    revocation,
    nowMs: Date.now(),
  });
  return { result: results[code] };
}
