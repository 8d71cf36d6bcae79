/** The bench's certificates and the roots a person trusts, as the doors see them. No private key passes here. */
import { createHash } from 'node:crypto';
import type { CertificateUse } from '../../shared/api/certificate-desk-schemas.ts';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { FrameRecorder } from '../../shared/record/frame.ts';
import type { CertificateView } from '../../shared/security/certificate-rules.ts';
import type { BenchCertificate, PkiSurface } from './bench-surface.ts';
import { type BenchAuthorities, openBenchAuthorities } from './pki/bench-authorities.ts';
import { certificateView } from './pki/certificate-view.ts';
import { type CertificateDesk, openCertificateDesk } from './pki/desk/desk.ts';
import type { ExportedFile } from './pki/desk/desk-exports.ts';
import type { ForeignRevocationLists } from './pki/foreign-revocation-lists.ts';
import type { RootAdviser } from './root-advice.ts';
import type { TrustedRootStore } from './store/identities.ts';
import type { Store } from './store/store.ts';

export interface PkiParts {
  authorities: BenchAuthorities;
  desk: CertificateDesk;
  store: Pick<Store, 'identities' | 'trustedRoots'>;
  foreignLists: ForeignRevocationLists;
  adviser: RootAdviser;
  /** Its listeners: a server certificate belongs to one of them, or to the door. */
  csms: {
    state(): { listeners: { id: string; settings: { securityProfiles: SecurityProfile[] } }[] };
  };
  /** A private key that is handed out is noted there. */
  recorder: Pick<FrameRecorder, 'append'>;
  /** The set of trusted roots changed. */
  changed(): void;
}

/** The bench's authorities and the desk over them, both kept in the store. */
export function openPki(parts: {
  store: Pick<Store, 'identities' | 'desk' | 'stations'>;
  cpoName(): string;
  /** Something of it can be seen at the doors. */
  moved(): void;
  /** The desk changed: whoever serves or checks certificates looks again. */
  changed?(): void;
  /** Who uses an entry, beyond what its id tells. */
  usedBy?(id: string): CertificateUse[];
  /** Stations that presented a certificate last, by its fingerprint. */
  presentedBy?(fingerprintSha256: string): string[];
}): { authorities: BenchAuthorities; desk: CertificateDesk } {
  const { store, cpoName, moved, changed, usedBy, presentedBy } = parts;
  const authorities = openBenchAuthorities({
    storage: store.identities,
    cpoName,
    onChanged: moved,
  });
  const desk = openCertificateDesk({
    ...{ storage: store.desk, authorities, cpoName },
    ...(usedBy === undefined ? {} : { usedBy }),
    ...(presentedBy === undefined ? {} : { presentedBy }),
    changed() {
      changed?.();
      moved();
    },
    serialNumberOf: (station) =>
      store.stations.all().find(({ id }) => id === station)?.serialNumber,
  });
  return { authorities, desk };
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
  parts: { trustedRoots: TrustedRootStore; changed(): void },
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
  const { desk, store, recorder, changed } = parts;
  const { trustedRoots } = store;
  return {
    desk: {
      ...desk,
      async export(id, request): Promise<Outcome<ExportedFile>> {
        const file = await desk.export(id, request);
        if (file.ok && file.value.revealsKey) {
          const detail = { what: 'private-key', certificate: id, format: request.format } as const;
          recorder.append({ role: 'bench', kind: 'secret-revealed', detail });
        }
        return file;
      },
    },
    foreignLists: parts.foreignLists,
    rootPem: (family) => parts.authorities.rootPem(family),
    async certificates() {
      await parts.authorities.prepare();
      const { listeners } = parts.csms.state();
      const shown = store.identities.loadAll().flatMap((identity): BenchCertificate[] => {
        const certificate = certificateView(identity.certificatePem);
        if (!certificate) return [];
        const { id, kind, owner } = identity;
        // The manufacturer's are shown where firmware is signed.
        if (kind === 'manufacturer-root' || kind === 'firmware-signing') return [];
        const listener = listeners.find((one) => kind === 'server' && id.endsWith(`:${one.id}`));
        const listenerId = listener?.id;
        const securityProfiles = listener?.settings.securityProfiles;
        return [{ id, kind, owner, certificate, listener: listenerId, securityProfiles }];
      });
      return shown.sort((left, right) => kindOrder[left.kind] - kindOrder[right.kind]);
    },
    rootAdvice: async () => parts.adviser.list(),
    trustedRoots: () => shownRoots(trustedRoots),
    addTrustedRoot: (pem) => trustRoot({ trustedRoots, changed }, pem),
    deleteTrustedRoot: (id) => {
      const removed = trustedRoots.remove(id);
      changed();
      return removed;
    },
  };
}
