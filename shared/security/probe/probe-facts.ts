/**
 * What a probe has found out of an endpoint so far, before anybody judges it; and which suites stand in which drawer.
 * Plain data: knows no sockets, verdicts or words.
 */
import type { CertificateView, ChainCode } from '../certificate-rules.ts';
import { cipherSuiteNames } from '../tls-cipher-suites.ts';

/** What came back for one ClientHello. */
export type HelloOutcome =
  | { outcome: 'accepted'; versionId: number; suiteId: number; compressionMethod: number }
  | { outcome: 'refused'; how: 'alert' | 'closed' | 'reset'; alert?: number }
  | { outcome: 'silent' }
  | { outcome: 'garbled'; reason: string }
  | { outcome: 'unreachable'; code: string };

export type HelloFact = HelloOutcome & { evidence: number[] };

/** What came back for one upgrade request. */
export interface UpgradeFact {
  outcome: 'switched' | 'answered' | 'tls-refused' | 'ended' | 'silent' | 'unreachable';
  status?: number;
  subprotocol?: string;
  /** The answer has a `WWW-Authenticate: Basic`. */
  basicChallenge: boolean;
  /** Code of the answer or of the failure. */
  code: string;
  evidence: number[];
}

export interface ChainFact {
  family: 'rsa' | 'ecdsa' | 'other';
  /** As sent. */
  certificates: CertificateView[];
  order: 'right' | 'wrong' | 'unrelated';
  rootIncluded: boolean;
  /** Against the roots that are trusted; undefined when there are none. */
  trust?: ChainCode;
  evidence: number[];
}

/** Which upgrade was asked for. */
export type UpgradeQuestion =
  | 'no-credentials'
  | 'wrong-password'
  | 'right-password'
  | 'client-certificate'
  | 'unknown-identity'
  | 'no-subprotocol'
  | 'unknown-subprotocol'
  | 'subprotocol-2.0.1';

export interface ProbeFacts {
  scheme: 'ws' | 'wss';
  /** As a certificate should name it. */
  host: string;
  given: { identity: boolean; password: boolean; certificate: boolean };
  nowMs: number;
  tcp?: { ok: boolean; address: string; connectMs: number; code: string; evidence: number[] };
  /** A hello with everything, to see whether the port speaks TLS. */
  tls?: HelloFact;
  /** The upgrade in plain text. */
  plain?: UpgradeFact;
  versions: Partial<Record<number, HelloFact>>;
  /** TLS 1.0 or 1.1 with every suite but the one for legacy use. */
  otherLegacy: Partial<Record<number, HelloFact>>;
  suites: Partial<Record<number, HelloFact>>;
  drawers: Partial<Record<SuiteDrawer, HelloFact>>;
  compression?: HelloFact;
  secureRenegotiation?: { known: boolean; evidence: number[] };
  chains: ChainFact[];
  clientCertificate?: { requested: boolean; authorities: string[]; evidence: number[] };
  upgrades: Partial<Record<UpgradeQuestion, UpgradeFact>>;
}

export type SuiteDrawer =
  | 'null'
  | 'anonymous'
  | 'export'
  | 'rc4'
  | 'des'
  | 'cbc-rsa'
  | 'cbc-ecdhe'
  | 'dhe';

/** Key exchanges that no endpoint of OCPP has. */
const elsewhere = /PSK|KRB5|SRP|GOST|_SM4_|ECCPWD|^TLS_DH_(RSA|DSS)_|^TLS_ECDH_(RSA|ECDSA)_|SCSV/;
const outdated = /EXPORT|_RC4_|_(3DES_EDE|DES40|DES|IDEA|RC2)_|_NULL_|_anon_/;

const drawerOf: Readonly<Record<SuiteDrawer, (name: string) => boolean>> = {
  null: (name) => /_WITH_NULL_/.test(name) && !/anon/.test(name),
  anonymous: (name) => /_anon_/.test(name),
  export: (name) => /EXPORT/.test(name) && !/anon/.test(name),
  rc4: (name) => /_RC4_128_/.test(name) && !/anon/.test(name),
  des: (name) => /_(3DES_EDE|DES|IDEA)_/.test(name) && !/anon|EXPORT/.test(name),
  'cbc-rsa': (name) => /^TLS_RSA_WITH_.*_CBC_/.test(name) && !outdated.test(name),
  'cbc-ecdhe': (name) => /^TLS_ECDHE_.*_CBC_/.test(name) && !outdated.test(name),
  dhe: (name) => /^TLS_DHE_/.test(name) && !outdated.test(name),
};

/** All drawers, those nobody may use first. */
export const suiteDrawers: readonly SuiteDrawer[] = [
  'null',
  'anonymous',
  'export',
  'rc4',
  'des',
  'cbc-rsa',
  'cbc-ecdhe',
  'dhe',
];

/** Numbers of the suites in one drawer. */
export function suitesIn(drawer: SuiteDrawer): number[] {
  return [...cipherSuiteNames]
    .filter(([id, name]) => id !== 0 && !elsewhere.test(name) && drawerOf[drawer](name))
    .map(([id]) => id);
}

/** Every suite up to TLS 1.2 that an endpoint with a certificate might take: modern ones first. */
export function everySuite(): number[] {
  const modern = [...cipherSuiteNames]
    .filter(([id, name]) => id >> 8 !== 0x13 && !elsewhere.test(name) && !outdated.test(name))
    .map(([id]) => id);
  const old = (['rc4', 'des', 'export'] as const).flatMap(suitesIn);
  return [...modern, ...old];
}
