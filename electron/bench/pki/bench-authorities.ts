/**
 * The bench's own certification authorities and what they have issued. Of the operator, one RSA and one ECDSA: server
 * certificates a listener, client certificates a charge point. Of a manufacturer, the same: firmware signing. The
 * manufacturer's are made when somebody asks for them. It is handed its storage and the CPO name.
 * Knows nothing of sockets, sealing at rest, messages or screens.
 */
import { randomBytes } from 'node:crypto';
import type { CertificateStorage, KeyFamily, StoredIdentity } from './certificate-storage.ts';
import { parseCertificate } from './certificate-view.ts';
import { issueRoot, issueSelfSigned } from './issuing.ts';
import { generateFamilyKeyPair, keyPairOf } from './key-pairs.ts';
import {
  type ClientRequest,
  isIssuedAs,
  issueWanted,
  type ServerRequest,
  type WantedCertificate,
  wantedAgain,
  wantedClient,
  wantedFirmwareSigner,
  wantedServer,
} from './wanted-certificate.ts';

export interface BenchAuthorities {
  /** Makes the roots when they are missing; otherwise returns at once. Everything else does so by itself. */
  prepare(): Promise<void>;
  rootPem(family: KeyFamily): Promise<string>;
  /** Both identities of a listener, reissued under the same roots when what was asked for has changed. */
  serverIdentities(request: ServerRequest): Promise<Record<KeyFamily, StoredIdentity>>;
  removeServerIdentities(listener: string): void;
  /** The certificate of one emulated charge point; one kept with `keepClientIdentity` is returned untouched. */
  clientIdentity(request: ClientRequest): Promise<StoredIdentity>;
  /** What is stored for a station, whoever issued it. */
  storedClientIdentity(station: string): StoredIdentity | undefined;
  /** Keeps a certificate that the charge point's Central System issued for a request of its own. */
  keepClientIdentity(
    identity: Pick<StoredIdentity, 'family' | 'certificatePem' | 'chainPem' | 'privateKeyPem'>,
    station: string,
  ): StoredIdentity;
  removeClientIdentity(station: string): void;
  /** PEM of the root that a charge point holds as ManufacturerRootCertificate. */
  manufacturerRootPem(family: KeyFamily): Promise<string>;
  /** Key and certificate that sign firmware files; issued by that root without intermediates (Whitepaper L01). */
  firmwareSigner(family: KeyFamily): Promise<StoredIdentity>;
  /** Everything that is kept, keys included: for the desk, never for a door. */
  identities(): StoredIdentity[];
  /** Grows with every change of what is kept. */
  revision(): number;
  /**
   * The same certificate anew, valid from now for as long as before; undefined when there is none of that id. A root
   * keeps its key, because everything below it rests on that.
   */
  renew(id: string, newKey: boolean): Promise<StoredIdentity | undefined>;
  /** Forgets one; what is automatic is made anew when somebody needs it. */
  forget(id: string): void;
  /**
   * Resolves when nothing is being made any more; from then on nothing is stored. Whoever asks later gets what was
   * asked for, for as long as the process lives.
   */
  close(): Promise<void>;
}

export interface AuthorityOptions {
  storage: CertificateStorage;
  /** Asked at every issue, so that a changed CPO name takes effect; roots keep the name they were made with. */
  cpoName: () => string;
  /** Told after every change of what is kept. */
  onChanged?: () => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

const dayMs = 86_400_000;
const rootDays = 20 * 365;
/** Whom the bench plays when it signs firmware. */
export const manufacturer = 'Benchpoint Manufacturer';

/** Opens the authorities over what is stored; generates nothing until it is needed. */
export function openBenchAuthorities(options: AuthorityOptions): BenchAuthorities {
  const { storage, cpoName, now = Date.now } = options;
  const identities = new Map(storage.loadAll().map((identity) => [identity.id, identity]));
  const { inTurn, idle } = serialiser();
  let closed = false;
  let revision = 0;

  const changed = (): void => {
    revision += 1;
    if (!closed) options.onChanged?.();
  };
  const keep = (identity: StoredIdentity): StoredIdentity => {
    if (!closed) storage.save(identity);
    identities.set(identity.id, identity);
    changed();
    return identity;
  };
  const drop = (id: string): void => {
    if (!closed) storage.remove(id);
    if (identities.delete(id)) changed();
  };
  const stored = (id: string, make: () => Promise<StoredIdentity>): Promise<StoredIdentity> =>
    inTurn(id, async () => identities.get(id) ?? keep(await make()));
  const root = (family: KeyFamily): Promise<StoredIdentity> =>
    stored(rootId(family), () => makeRoot('root', family, cpoName(), now()));
  const manufacturerRoot = (family: KeyFamily): Promise<StoredIdentity> =>
    stored(manufacturerRootId(family), () =>
      makeRoot('manufacturer-root', family, manufacturer, now()),
    );

  /** The stored identity when it is still what was asked for; else a new certificate, for the same key if there is one. */
  const issue = (wanted: WantedCertificate): Promise<StoredIdentity> =>
    inTurn(wanted.id, async () => {
      const issuer = wanted.kind === 'firmware-signing' ? manufacturerRoot : root;
      const authority = await issuer(wanted.family);
      const previous = identities.get(wanted.id);
      const kept = previous?.family === wanted.family ? previous : undefined;
      if (kept !== undefined && isIssuedAs(kept, authority, wanted, now())) return kept;
      const keys =
        kept === undefined
          ? await generateFamilyKeyPair(wanted.family)
          : keyPairOf(wanted.family, kept.privateKeyPem);
      return keep(issueWanted(wanted, authority, keys, now()));
    });

  /** Again as it was wanted the last time; the caller has the turn of its id. */
  const again = async (stored: StoredIdentity, newKey: boolean): Promise<StoredIdentity> => {
    const wanted = wantedAgain(stored);
    if (wanted === undefined) return { ...stored, ...renewedRoot(stored, now()) };
    const issuer = wanted.kind === 'firmware-signing' ? manufacturerRoot : root;
    const keys = newKey
      ? await generateFamilyKeyPair(wanted.family)
      : keyPairOf(wanted.family, stored.privateKeyPem);
    return issueWanted(wanted, await issuer(wanted.family), keys, now());
  };

  const storedClientIdentity = (station: string): StoredIdentity | undefined =>
    identities.get(keptClientId(station)) ?? identities.get(clientId(station));

  return {
    prepare: async () => {
      await Promise.all([root('rsa'), root('ecdsa')]);
    },
    rootPem: async (family) => (await root(family)).certificatePem,
    serverIdentities: async (request) => {
      const [rsa, ecdsa] = await Promise.all([
        issue(wantedServer(serverId(request.listener, 'rsa'), request, 'rsa', cpoName())),
        issue(wantedServer(serverId(request.listener, 'ecdsa'), request, 'ecdsa', cpoName())),
      ]);
      return { rsa, ecdsa };
    },
    removeServerIdentities: (listener) => {
      drop(serverId(listener, 'rsa'));
      drop(serverId(listener, 'ecdsa'));
    },
    clientIdentity: async (request) => {
      const kept = identities.get(keptClientId(request.station));
      return kept ?? issue(wantedClient(clientId(request.station), request, cpoName()));
    },
    storedClientIdentity,
    keepClientIdentity: (identity, station) =>
      keep({
        ...identity,
        id: keptClientId(station),
        kind: 'client',
        owner: station,
        createdAt: new Date(now()).toISOString(),
      }),
    removeClientIdentity: (station) => {
      drop(clientId(station));
      drop(keptClientId(station));
    },
    manufacturerRootPem: async (family) => (await manufacturerRoot(family)).certificatePem,
    firmwareSigner: (family) =>
      issue(wantedFirmwareSigner(firmwareSignerId(family), family, manufacturer)),
    identities: () => [...identities.values()],
    revision: () => revision,
    renew: (id, newKey) =>
      inTurn(id, async () => {
        const current = identities.get(id);
        return current && keep(await again(current, newKey));
      }),
    forget: drop,
    close: async () => {
      await idle();
      closed = true;
    },
  };
}

interface Serialiser {
  /** Runs what concerns one identity one after the other, so that two callers never make it twice. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

function serialiser(): Serialiser {
  const last = new Map<string, Promise<unknown>>();
  function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = last.get(key) ?? Promise.resolve();
    // Whoever caused the previous failure has been told; it must not fail those who wait behind.
    const result = previous.then(work, work);
    last.set(key, result);
    const forget = () => {
      if (last.get(key) === result) last.delete(key);
    };
    result.then(forget, forget);
    return result;
  }
  return {
    inTurn,
    async idle() {
      // What ends may have begun something else, and failures are told to those who asked.
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
}

/**
 * A root starts in 1970, so that a leaf for a charger without a clock can be issued later without a new root to
 * install; the suffix keeps the roots of two benches apart by name.
 */
async function makeRoot(
  kind: 'root' | 'manufacturer-root',
  family: KeyFamily,
  organisation: string,
  nowMs: number,
): Promise<StoredIdentity> {
  const keys = await generateFamilyKeyPair(family);
  const suffix = randomBytes(3).toString('hex').toUpperCase();
  const whose = kind === 'root' ? 'Benchpoint' : manufacturer;
  const commonName = `${whose} ${family === 'rsa' ? 'RSA' : 'ECDSA'} root ${suffix}`;
  const validity = { notBeforeMs: 0, notAfterMs: nowMs + rootDays * dayMs };
  return {
    id: kind === 'root' ? rootId(family) : manufacturerRootId(family),
    kind,
    family,
    owner: organisation,
    certificatePem: issueRoot({ organisation, commonName }, keys, validity),
    chainPem: '',
    privateKeyPem: keys.privateKeyPem,
    createdAt: new Date(nowMs).toISOString(),
  };
}

/** The same name and key for another twenty years: what it issued stays valid under it. */
function renewedRoot(
  { certificatePem, privateKeyPem, family }: StoredIdentity,
  nowMs: number,
): Pick<StoredIdentity, 'certificatePem' | 'createdAt'> {
  const parsed = parseCertificate(certificatePem);
  if (!parsed.ok) throw new Error(`a root of the bench is unreadable: ${parsed.detail}`);
  const renewed = issueSelfSigned(privateKeyPem, {
    kind: 'authority',
    subject: parsed.certificate.subjectDer,
    publicKeyDer: keyPairOf(family, privateKeyPem).publicKeyDer,
    notBeforeMs: 0,
    notAfterMs: nowMs + rootDays * dayMs,
  });
  return { certificatePem: renewed, createdAt: new Date(nowMs).toISOString() };
}

const rootId = (family: KeyFamily): string => `root:${family}`;
const manufacturerRootId = (family: KeyFamily): string => `manufacturer-root:${family}`;
const firmwareSignerId = (family: KeyFamily): string => `firmware-signing:${family}`;
const serverId = (listener: string, family: KeyFamily): string => `server:${family}:${listener}`;
const clientId = (station: string): string => `client:${station}`;
/** Apart from what we issue, because a certificate from a Central System must never be replaced by one of ours. */
const keptClientId = (station: string): string => `client-kept:${station}`;
