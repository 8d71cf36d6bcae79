/**
 * What the record says of a connection attempt: the ClientHello, the TLS outcome, the failure.
 * Facts with codes; the words for people are in `shared/security/connection-words.ts`.
 */

/** A number of a TLS registry with its IANA name (`unknown 0x1234` where it has none). */
export interface RegistryValue {
  id: number;
  name: string;
}

export interface ClientHelloFacts {
  /** Version in the record layer, for example `TLS 1.0`. */
  recordVersion: string;
  /** `legacy_version` of the hello. */
  legacyVersion: string;
  /** Offered versions, best first: `supported_versions`, else what `legacyVersion` implies. */
  versions: string[];
  suites: RegistryValue[];
  serverName?: string;
  groups: RegistryValue[];
  signatureSchemes: RegistryValue[];
  applicationProtocols: string[];
  compressionMethods: number[];
  /** Bytes, from the max_fragment_length extension. */
  maxFragmentLength?: number;
  extensions: number[];
  byteLength: number;
}

export interface TlsEstablishedFacts {
  version: string;
  /** IANA name. */
  suite: string;
  suiteId?: number;
  /** Key family of the server certificate that was used. */
  serverKeyFamily?: 'rsa' | 'ecdsa';
  serverName?: string;
  handshakeMs: number;
  /** DER of the chains as presented, leaf first, base64. */
  ownChain?: string[];
  peerChain?: string[];
  /** Result of our own verification of the peer: `ok`, `no-certificate`, `expired`, ... */
  peerVerification?: string;
  resumed?: boolean;
}

export type FailureSide = 'charge-point' | 'csms' | 'network' | 'unknown';
export type FailureStage = 'name' | 'tcp' | 'first-byte' | 'tls' | 'upgrade';

export interface ConnectionFailure {
  stage: FailureStage;
  /** Kebab-case code with words in `connection-words.ts`. */
  code: string;
  /** The side that ended the attempt or has to change something, as far as the wire tells. */
  side: FailureSide;
  alert?: { number: number; name: string; sentBy: 'charge-point' | 'csms' };
  opensslCode?: string;
  /** X.509 verify code as OpenSSL spells it, for example `CERT_HAS_EXPIRED`. */
  verifyCode?: string;
  /** The library's own words, for what no table knows. */
  raw?: string;
  parameters?: Record<string, string | number | boolean>;
}
