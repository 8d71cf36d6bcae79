/**
 * The one place that decides what TLS we offer, as Central System and as charge point.
 * Makes options for node:tls; opens no socket, reads no file and judges no certificate but the server's name.
 */
import { constants, createHash } from 'node:crypto';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { hostNameMatches } from '../../../shared/security/host-name.ts';
import {
  legacySuite,
  tlsVersion,
  whitepaperSuites,
} from '../../../shared/security/tls-registry.ts';
import type { RevocationInput } from '../pki/revocation-check.ts';

/** A certificate with its chain (leaf first) and its key, both PEM. */
export interface TlsIdentity {
  certPem: string;
  keyPem: string;
}

/** `bench` adds ECDHE-RSA, which many chargers need; `rehearsal` offers the whitepaper's four only. */
export type TlsPolicy = 'bench' | 'rehearsal';
export type ClientCertificatePolicy = 'require' | 'request' | 'never';

interface TlsPolicyChoice {
  policy: TlsPolicy;
  /** TLS 1.0 and 1.1 with TLS_RSA_WITH_AES_128_CBC_SHA, for legacy charge points only. */
  legacyTls: boolean;
  tls13: boolean;
  /** Takes the place of what the policy says, because a fault was asked for. */
  override?: TlsOverride;
}

/** What a fault changes of the offer; what is absent stays as the policy says. */
export interface TlsOverride {
  suites?: readonly OfferedSuite[];
  versions?: { min: tls.SecureVersion; max: tls.SecureVersion };
  /** Lets OpenSSL 3 use what it holds for too weak: short keys, SHA-1, TLS 1.1. */
  weak?: true;
  /** Groups as OpenSSL spells them. */
  ecdhCurve?: string;
}

export interface ServerTlsChoice extends TlsPolicyChoice {
  identities: { rsa?: TlsIdentity; ecdsa?: TlsIdentity };
  clientCertificate: ClientCertificatePolicy;
  trustedRootsPem: readonly string[];
  /** Lists that client certificates are held against (Whitepaper A00.FR.704); without it nobody looks. */
  revocation?: RevocationInput;
  /** Groups as OpenSSL spells them, for example `secp224r1:P-256`; OpenSSL's own choice when absent. */
  ecdhCurve?: string;
}

/** What one side accepts, in numbers, so that a failed handshake can be explained. */
export interface TlsOffer {
  versionIds: number[];
  suiteIds: number[];
}

export interface OfferedSuite {
  id: number;
  openssl: string;
  family: 'rsa' | 'ecdsa';
}

const benchSuites: readonly OfferedSuite[] = [
  { id: 0xc02f, openssl: 'ECDHE-RSA-AES128-GCM-SHA256', family: 'rsa' },
  { id: 0xc030, openssl: 'ECDHE-RSA-AES256-GCM-SHA384', family: 'rsa' },
];
const tls13SuiteIds = [0x1301, 0x1302, 0x1303];

// The whitepaper's suites come first: with our order honoured the others are used only where nothing else is shared.
function policySuites({ policy, legacyTls, override }: TlsPolicyChoice): readonly OfferedSuite[] {
  if (override?.suites !== undefined) return override.suites;
  return [
    ...whitepaperSuites,
    ...(policy === 'bench' ? benchSuites : []),
    ...(legacyTls ? [legacySuite] : []),
  ];
}

/**
 * `@SECLEVEL=0` is what lets OpenSSL 3 speak TLS 1.0 and 1.1 at all, and use short keys and SHA-1.
 * Suites of TLS 1.3 are not named here: OpenSSL keeps its own three.
 */
function cipherList(suites: readonly OfferedSuite[], weak: boolean): string {
  return suites
    .map(({ openssl }) => openssl)
    .concat(weak ? '@SECLEVEL=0' : [])
    .join(':');
}

/** What a listener with this choice accepts. Suites without an identity of their family are left out. */
export function serverTlsOffer(
  choice: TlsPolicyChoice & { identities: Pick<ServerTlsChoice['identities'], 'rsa' | 'ecdsa'> },
): TlsOffer {
  const suites = policySuites(choice).filter(({ family }) => choice.identities[family]);
  const { min, max } = serverVersions(choice);
  const versionIds = versionOrder
    .slice(versionOrder.indexOf(min), versionOrder.indexOf(max) + 1)
    .map((version) => versionNumbers[version])
    .toReversed();
  const tls13 = max === 'TLSv1.3';
  return {
    versionIds,
    suiteIds: [...(tls13 ? tls13SuiteIds : []), ...suites.map(({ id }) => id)],
  };
}

const versionOrder: readonly tls.SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const versionNumbers: Record<tls.SecureVersion, number> = {
  TLSv1: tlsVersion.tls10,
  'TLSv1.1': tlsVersion.tls11,
  'TLSv1.2': tlsVersion.tls12,
  'TLSv1.3': tlsVersion.tls13,
};

function serverVersions({ tls13, legacyTls, override }: TlsPolicyChoice): {
  min: tls.SecureVersion;
  max: tls.SecureVersion;
} {
  return (
    override?.versions ?? {
      min: legacyTls ? 'TLSv1' : 'TLSv1.2',
      max: tls13 ? 'TLSv1.3' : 'TLSv1.2',
    }
  );
}

/**
 * Options for `https.createServer`, `tls.createServer` and `setSecureContext` of a listener.
 * Verification never ends the handshake here (`rejectUnauthorized: false`): Node would drop the connection with no
 * alert and no certificate to show. The caller reads `authorizationError` and ends what has to end, also for
 * `require` (Whitepaper A00.FR.407). TLS 1.2 minimum, no renegotiation, no compression (A00.FR.320, A00.FR.424).
 */
export function serverTlsOptions(
  choice: ServerTlsChoice,
): tls.SecureContextOptions & tls.TlsOptions {
  const identities = [choice.identities.ecdsa, choice.identities.rsa].filter(
    (identity) => identity !== undefined,
  );
  const { min: minVersion, max: maxVersion } = serverVersions(choice);
  const ecdhCurve = choice.override?.ecdhCurve ?? choice.ecdhCurve;
  return {
    cert: identities.map(({ certPem }) => certPem),
    key: identities.map(({ keyPem }) => keyPem),
    ca: [...choice.trustedRootsPem],
    ciphers: cipherList(policySuites(choice), choice.legacyTls || choice.override?.weak === true),
    honorCipherOrder: true,
    minVersion,
    maxVersion,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
    requestCert: choice.clientCertificate !== 'never',
    rejectUnauthorized: false,
    ...(ecdhCurve === undefined ? {} : { ecdhCurve }),
  };
}

export type ClientSuites = 'ecdsa' | 'rsa' | 'both' | 'bench' | 'openssl-default';

/** How the emulated charge point verifies the name of the Central System (Whitepaper A00.FR.308, A00.FR.412). */
export type ServerNameRule = 'common-name' | 'common-name-or-alternative';

export interface ClientTlsChoice {
  /** Name or address that was dialled; also the SNI unless it is an address. */
  host: string;
  /** Sent as SNI instead of `host`; an empty string sends none. */
  serverName?: string;
  suites: ClientSuites;
  minVersion?: tls.SecureVersion;
  maxVersion?: tls.SecureVersion;
  identity?: TlsIdentity;
  trustedRootsPem: readonly string[];
  /** `insecure` accepts any certificate; whoever shows the connection has to say so. */
  verification: ServerNameRule | 'insecure';
  /** A certificate for `*.example.com` is good for `cs.example.com` (AllowCentralSystemTLSWildcards). */
  allowWildcards?: boolean;
  /** `X25519:P-256` keeps the ClientHello short for embedded peers. */
  ecdhCurve?: string;
  /** Takes the place of what the other fields say, because a fault was asked for. */
  override?: TlsOverride;
}

/** Options for `tls.connect` or the `ws` client. The context is cached: thousands of charge points share one. */
export function clientTlsOptions(choice: ClientTlsChoice): tls.ConnectionOptions {
  const servername = choice.serverName ?? (isIP(choice.host) === 0 ? choice.host : '');
  const { verification, allowWildcards = false } = choice;
  return {
    secureContext: cachedSecureContext(clientContextOptions(choice)),
    servername,
    rejectUnauthorized: verification !== 'insecure',
    checkServerIdentity: (_name, certificate) =>
      verification === 'insecure'
        ? undefined
        : checkServerName(choice.host, certificate, { rule: verification, allowWildcards }),
  };
}

function clientContextOptions(choice: ClientTlsChoice): tls.SecureContextOptions {
  const { override } = choice;
  const minVersion = override?.versions?.min ?? choice.minVersion ?? 'TLSv1.2';
  const legacyTls = minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
  const weak = legacyTls || override?.weak === true;
  const suites =
    override?.suites ?? clientSuites(choice.suites).concat(legacyTls ? legacySuite : []);
  const ciphers =
    choice.suites === 'openssl-default' && override?.suites === undefined
      ? `${tls.DEFAULT_CIPHERS}${weak ? ':@SECLEVEL=0' : ''}`
      : cipherList(suites, weak);
  const ecdhCurve = override?.ecdhCurve ?? choice.ecdhCurve;
  return {
    ca: [...choice.trustedRootsPem],
    // What is installed is trusted, also a root that the one before it has signed (Whitepaper M05).
    allowPartialTrustChain: true,
    ciphers,
    minVersion,
    maxVersion: override?.versions?.max ?? choice.maxVersion ?? 'TLSv1.3',
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
    ...(choice.identity ? { cert: choice.identity.certPem, key: choice.identity.keyPem } : {}),
    ...(ecdhCurve === undefined ? {} : { ecdhCurve }),
  };
}

function clientSuites(suites: ClientSuites): OfferedSuite[] {
  if (suites === 'bench') return [...whitepaperSuites, ...benchSuites];
  if (suites === 'both') return [...whitepaperSuites];
  return whitepaperSuites.filter(({ family }) => family === suites);
}

const contextCacheLimit = 64;
const contextCache = new Map<string, tls.SecureContext>();

/** `tls.createSecureContext` costs half a millisecond; equal options share one context, the latest 64 are kept. */
export function cachedSecureContext(options: tls.SecureContextOptions): tls.SecureContext {
  // The digest keeps private keys out of the map's keys.
  const key = createHash('sha256').update(JSON.stringify(options)).digest('base64');
  const context = contextCache.get(key) ?? tls.createSecureContext(options);
  contextCache.delete(key);
  contextCache.set(key, context);
  if (contextCache.size > contextCacheLimit) {
    const oldest = contextCache.keys().next();
    if (!oldest.done) contextCache.delete(oldest.value);
  }
  return context;
}

/** The error of a name that does not fit, in the shape of Node's own, so that one table reads both. */
export interface ServerNameError extends Error {
  code: 'ERR_TLS_CERT_ALTNAME_INVALID';
  host: string;
  commonName: string;
  alternativeNames: string;
}

/**
 * The CN has to be the name that was dialled (Whitepaper A00.FR.308, A00.FR.412); by rule an alternative name
 * will do as well. Returns the error instead of throwing it, as node:tls asks.
 */
export function checkServerName(
  host: string,
  certificate: Pick<tls.PeerCertificate, 'subject' | 'subjectaltname'>,
  { rule, allowWildcards }: { rule: ServerNameRule; allowWildcards: boolean },
): ServerNameError | undefined {
  const commonNames = [certificate.subject?.CN ?? []].flat();
  const alternativeNames = rule === 'common-name' ? [] : readAlternativeNames(certificate);
  const fits = [...commonNames, ...alternativeNames].some((name) =>
    hostNameMatches(oneSpelling(name), oneSpelling(host), allowWildcards),
  );
  if (fits) return undefined;
  const commonName = commonNames.join(', ');
  return Object.assign(new Error(`Certificate of ${commonName} is not for ${host}`), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID' as const,
    host,
    commonName,
    alternativeNames: certificate.subjectaltname ?? '',
  });
}

function readAlternativeNames(certificate: Pick<tls.PeerCertificate, 'subjectaltname'>): string[] {
  return (certificate.subjectaltname ?? '')
    .split(', ')
    .filter((entry) => entry.startsWith('DNS:') || entry.startsWith('IP Address:'))
    .map((entry) => entry.slice(entry.indexOf(':') + 1));
}

/** One spelling for each IPv6 address: Node writes the alternative name ::1 as 0:0:0:0:0:0:0:1. */
function oneSpelling(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 6 ? new URL(`http://[${bare}]`).hostname : bare;
}
