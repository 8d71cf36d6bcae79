/**
 * Numbers of TLS and their names: suites, groups, signature schemes, versions, extensions, alerts; and which
 * suites the whitepaper asks for. Knows nothing of sockets, of OpenSSL's state or of what we offer.
 */
import type { RegistryValue } from '../record/connection-facts.ts';
import { cipherSuiteNames } from './tls-cipher-suites.ts';

/** GREASE values (RFC 8701): 0x0A0A, 0x1A1A … 0xFAFA. A client mixes them in to keep servers tolerant. */
export function isGrease(id: number): boolean {
  return (id & 0x0f0f) === 0x0a0a && id >> 8 === (id & 0xff);
}

function named(id: number, names: ReadonlyMap<number, string>): RegistryValue {
  const name = names.get(id) ?? (isGrease(id) ? 'GREASE' : undefined);
  return { id, name: name ?? `unknown 0x${id.toString(16).padStart(4, '0')}` };
}

/** `TLS_RSA_WITH_AES_128_GCM_SHA256`, `GREASE` or `unknown 0x1234`. */
export function cipherSuite(id: number): RegistryValue {
  return named(id, cipherSuiteNames);
}

let suiteIds: Map<string, number> | undefined;

/** Number of a suite by its IANA name, or undefined. */
export function cipherSuiteId(name: string): number | undefined {
  suiteIds ??= new Map([...cipherSuiteNames].map(([id, suite]) => [suite, id]));
  return suiteIds.get(name);
}

const groupNames: ReadonlyMap<number, string> = new Map([
  ...(
    'sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 ' +
    'sect409k1 sect409r1 sect571k1 sect571r1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 ' +
    'secp224r1 secp256k1 secp256r1 secp384r1 secp521r1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 ' +
    'x25519 x448 brainpoolP256r1tls13 brainpoolP384r1tls13 brainpoolP512r1tls13 GC256A GC256B GC256C GC256D ' +
    'GC512A GC512B GC512C curveSM2'
  )
    .split(' ')
    .map((name, index): [number, string] => [index + 1, name]),
  [0x0100, 'ffdhe2048'],
  [0x0101, 'ffdhe3072'],
  [0x0102, 'ffdhe4096'],
  [0x0103, 'ffdhe6144'],
  [0x0104, 'ffdhe8192'],
  [0x0200, 'MLKEM512'],
  [0x0201, 'MLKEM768'],
  [0x0202, 'MLKEM1024'],
  [0x11eb, 'SecP256r1MLKEM768'],
  [0x11ec, 'X25519MLKEM768'],
  [0x11ed, 'SecP384r1MLKEM1024'],
  [0x6399, 'X25519Kyber768Draft00'],
  [0xff01, 'arbitrary_explicit_prime_curves'],
  [0xff02, 'arbitrary_explicit_char2_curves'],
]);

/** `secp256r1`, `x25519`, … (`supported_groups`). */
export function namedGroup(id: number): RegistryValue {
  return named(id, groupNames);
}

const hashNames = ['none', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const signatureNames = ['anonymous', 'rsa', 'dsa', 'ecdsa'];
const signatureSchemeNames: ReadonlyMap<number, string> = new Map([
  [0x0201, 'rsa_pkcs1_sha1'],
  [0x0203, 'ecdsa_sha1'],
  [0x0401, 'rsa_pkcs1_sha256'],
  [0x0403, 'ecdsa_secp256r1_sha256'],
  [0x0501, 'rsa_pkcs1_sha384'],
  [0x0503, 'ecdsa_secp384r1_sha384'],
  [0x0601, 'rsa_pkcs1_sha512'],
  [0x0603, 'ecdsa_secp521r1_sha512'],
  [0x0708, 'sm2sig_sm3'],
  [0x0804, 'rsa_pss_rsae_sha256'],
  [0x0805, 'rsa_pss_rsae_sha384'],
  [0x0806, 'rsa_pss_rsae_sha512'],
  [0x0807, 'ed25519'],
  [0x0808, 'ed448'],
  [0x0809, 'rsa_pss_pss_sha256'],
  [0x080a, 'rsa_pss_pss_sha384'],
  [0x080b, 'rsa_pss_pss_sha512'],
  [0x081a, 'ecdsa_brainpoolP256r1tls13_sha256'],
  [0x081b, 'ecdsa_brainpoolP384r1tls13_sha384'],
  [0x081c, 'ecdsa_brainpoolP512r1tls13_sha512'],
  [0x0904, 'mldsa44'],
  [0x0905, 'mldsa65'],
  [0x0906, 'mldsa87'],
]);

/** `ecdsa_secp256r1_sha256`, …; a pair of TLS 1.2 that has no name of its own reads `dsa_sha256`. */
export function signatureScheme(id: number): RegistryValue {
  const known = named(id, signatureSchemeNames);
  const hash = hashNames[id >> 8];
  const signature = signatureNames[id & 0xff];
  if (!known.name.startsWith('unknown') || hash === undefined || signature === undefined)
    return known;
  return { id, name: `${signature}_${hash}` };
}

/** Version numbers as they stand on the wire. */
export const tlsVersion = {
  ssl2: 0x0002,
  ssl3: 0x0300,
  tls10: 0x0301,
  tls11: 0x0302,
  tls12: 0x0303,
  tls13: 0x0304,
} as const;

const versionNames: ReadonlyMap<number, string> = new Map<number, string>([
  [tlsVersion.ssl2, 'SSL 2.0'],
  [tlsVersion.ssl3, 'SSL 3.0'],
  [tlsVersion.tls10, 'TLS 1.0'],
  [tlsVersion.tls11, 'TLS 1.1'],
  [tlsVersion.tls12, 'TLS 1.2'],
  [tlsVersion.tls13, 'TLS 1.3'],
]);

/** `TLS 1.2`, `GREASE`, `TLS 1.3 draft 28`, `unknown 0x1234`. */
export function tlsVersionName(id: number): string {
  return id >> 8 === 0x7f ? `TLS 1.3 draft ${id & 0xff}` : named(id, versionNames).name;
}

export interface TlsAlert {
  number: number;
  /** Name of the TLS registry, for example `unknown_ca`. */
  name: string;
}

const alertNames: ReadonlyMap<number, string> = new Map([
  [0, 'close_notify'],
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [21, 'decryption_failed'],
  [22, 'record_overflow'],
  [30, 'decompression_failure'],
  [40, 'handshake_failure'],
  [41, 'no_certificate'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [52, 'too_many_cids_requested'],
  [60, 'export_restriction'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [100, 'no_renegotiation'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [111, 'certificate_unobtainable'],
  [112, 'unrecognized_name'],
  [113, 'bad_certificate_status_response'],
  [114, 'bad_certificate_hash_value'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required'],
  [117, 'general_error'],
  [120, 'no_application_protocol'],
  [121, 'ech_required'],
]);

/** The alert of that number; one the registry does not know is named `unknown`. */
export function tlsAlert(number: number): TlsAlert {
  return { number, name: alertNames.get(number) ?? 'unknown' };
}

export type CertificateFamily = 'rsa' | 'ecdsa';

export interface WhitepaperSuite {
  id: number;
  iana: string;
  openssl: string;
  /** Key family of the server certificate it needs. */
  family: CertificateFamily;
}

/** The four suites a CSMS has to support (Whitepaper A00.FR.317, A00.FR.421). */
export const whitepaperSuites: readonly WhitepaperSuite[] = [
  {
    id: 0xc02b,
    iana: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    openssl: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    family: 'ecdsa',
  },
  {
    id: 0xc02c,
    iana: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    openssl: 'ECDHE-ECDSA-AES256-GCM-SHA384',
    family: 'ecdsa',
  },
  {
    id: 0x009c,
    iana: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
    openssl: 'AES128-GCM-SHA256',
    family: 'rsa',
  },
  {
    id: 0x009d,
    iana: 'TLS_RSA_WITH_AES_256_GCM_SHA384',
    openssl: 'AES256-GCM-SHA384',
    family: 'rsa',
  },
];

/** The one suite the whitepaper allows with TLS 1.0 and 1.1, for legacy charge points only. */
export const legacySuite: WhitepaperSuite = {
  id: 0x002f,
  iana: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  openssl: 'AES128-SHA',
  family: 'rsa',
};

export function isWhitepaperSuite(ianaName: string): boolean {
  return whitepaperSuites.some(({ iana }) => iana === ianaName);
}

export interface WhitepaperOffer {
  /** Which complete pair a charge point offers; it must be one of them (Whitepaper A00.FR.318, A00.FR.422). */
  verdict: 'both-pairs' | 'ecdsa-pair' | 'rsa-pair' | 'neither-pair';
  satisfied: boolean;
  offered: WhitepaperSuite[];
  missing: WhitepaperSuite[];
}

/** Judges the suites of a charge point's ClientHello against the whitepaper. */
export function whitepaperClientOffer(suiteIds: readonly number[]): WhitepaperOffer {
  const offered = whitepaperSuites.filter(({ id }) => suiteIds.includes(id));
  const missing = whitepaperSuites.filter(({ id }) => !suiteIds.includes(id));
  const complete = (family: CertificateFamily) => missing.every((suite) => suite.family !== family);
  const ecdsa = complete('ecdsa');
  const rsa = complete('rsa');
  const verdict =
    ecdsa && rsa ? 'both-pairs' : ecdsa ? 'ecdsa-pair' : rsa ? 'rsa-pair' : 'neither-pair';
  return { verdict, satisfied: ecdsa || rsa, offered, missing };
}

/** The key family a suite authenticates the server with; `either` for TLS 1.3, undefined for none of the two. */
export function suiteCertificateFamily(
  suite: RegistryValue,
): CertificateFamily | 'either' | undefined {
  if (suite.id >> 8 === 0x13) return 'either';
  const keyExchange = /^TLS_(.+)_WITH_/.exec(suite.name)?.[1] ?? '';
  if (keyExchange === 'ECDHE_ECDSA' || keyExchange === 'ECDH_ECDSA') return 'ecdsa';
  return /^(RSA|DHE_RSA|ECDHE_RSA)(_EXPORT)?$/.test(keyExchange) ? 'rsa' : undefined;
}

/** Which server certificate families a ClientHello can accept, so that the right root can be recommended. */
export function acceptedCertificateFamilies(hello: {
  suites: readonly RegistryValue[];
  signatureSchemes: readonly RegistryValue[];
}): CertificateFamily[] {
  const bySuite = new Set(hello.suites.map(suiteCertificateFamily));
  const bySignature = (family: CertificateFamily) =>
    hello.signatureSchemes.some(({ name }) => name.startsWith(family));
  return (['rsa', 'ecdsa'] as const).filter(
    (family) => bySuite.has(family) || (bySuite.has('either') && bySignature(family)),
  );
}
