/** The bench's certificates and the roots a person trusts, as the doors see them. No private key passes here. */
import { createHash } from 'node:crypto';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { CertificateView } from '../../shared/security/certificate-rules.ts';
import type { BenchCertificate, PkiSurface } from './bench-surface.ts';
import type { BenchAuthorities } from './pki/bench-authorities.ts';
import { certificateView } from './pki/certificate-view.ts';
import type { RootAdviser } from './root-advice.ts';
import type { IdentityStore, TrustedRootStore } from './store/identities.ts';

export interface PkiParts {
  authorities: BenchAuthorities;
  identities: IdentityStore;
  trustedRoots: TrustedRootStore;
  adviser: RootAdviser;
  /** The CSMS's listeners: a server certificate belongs to one of them, or to the door. */
  listeners(): { id: string; securityProfiles: SecurityProfile[] }[];
  /** The set of trusted roots changed. */
  changed(): void;
}

interface ShownRoot {
  id: string;
  certificate: CertificateView;
}

function shownRoots(store: TrustedRootStore): ShownRoot[] {
  return store.all().flatMap(({ id, pem }) => {
    const certificate = certificateView(pem);
    return certificate ? [{ id, certificate }] : [];
  });
}

/** Trusts an authority for client certificates. Problems: `certificate-unreadable`, `not-an-authority`. */
export function trustRoot(
  parts: Pick<PkiParts, 'trustedRoots' | 'changed'>,
  pem: string,
): Outcome<ShownRoot[]> {
  const certificate = certificateView(pem);
  if (!certificate) return { ok: false, problem: { code: 'certificate-unreadable' } };
  if (!certificate.isCertificateAuthority) {
    return { ok: false, problem: { code: 'not-an-authority', where: certificate.subject.text } };
  }
  const id = createHash('sha256').update(certificate.fingerprintSha256).digest('hex').slice(0, 16);
  parts.trustedRoots.save(id, certificate.pem);
  parts.changed();
  return { ok: true, value: shownRoots(parts.trustedRoots) };
}

const kindOrder = { root: 0, server: 1, client: 2 };

export function createPkiSurface(parts: PkiParts): PkiSurface {
  return {
    rootPem: (family) => parts.authorities.rootPem(family),
    async certificates() {
      await parts.authorities.prepare();
      const listeners = parts.listeners();
      const shown = parts.identities.loadAll().flatMap((identity): BenchCertificate[] => {
        const certificate = certificateView(identity.certificatePem);
        if (!certificate) return [];
        const { id, kind, owner } = identity;
        // The manufacturer's are shown where firmware is signed.
        if (kind === 'manufacturer-root' || kind === 'firmware-signing') return [];
        const listener = listeners.find((one) => kind === 'server' && id.endsWith(`:${one.id}`));
        const { id: listenerId, securityProfiles } = listener ?? {};
        return [{ id, kind, owner, certificate, listener: listenerId, securityProfiles }];
      });
      return shown.sort((left, right) => kindOrder[left.kind] - kindOrder[right.kind]);
    },
    rootAdvice: async () => parts.adviser.list(),
    trustedRoots: () => shownRoots(parts.trustedRoots),
    addTrustedRoot: (pem) => trustRoot(parts, pem),
    deleteTrustedRoot: (id) => {
      const removed = parts.trustedRoots.remove(id);
      parts.changed();
      return removed;
    },
  };
}
