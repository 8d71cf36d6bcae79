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

/** What the resolver said to a host name before anything was sent. */
export interface NameLookupFacts {
  host: string;
  /** In the order in which they are tried. */
  addresses: string[];
  durationMs: number;
  /** Of the resolver, for example `ENOTFOUND`. */
  error?: string;
}

/** Handshake messages of TLS as they stood in clear; in TLS 1.3 all after the ServerHello is encrypted. */
export type TlsMessageFacts =
  | {
      message: 'server-hello';
      version: string;
      suite: RegistryValue;
      compressionMethod: number;
      extensions: number[];
      /** Group of the key share, TLS 1.3. */
      group?: RegistryValue;
      /** The server asks for another ClientHello (RFC 8446 §4.1.4). */
      helloRetry?: true;
    }
  /** `chain`: DER in base64, in the order in which they were sent; empty when there was none to send. */
  | { message: 'certificate'; certificates: number; chain: string[] }
  | {
      message: 'certificate-request';
      /** Numbers of the client certificate types (RFC 5246 §7.4.4): 1 RSA, 64 ECDSA. */
      certificateTypes: number[];
      signatureSchemes: RegistryValue[];
      /** Names of the authorities whose certificates are welcome. */
      authorities: string[];
    }
  | { message: 'alert'; level: 'warning' | 'fatal'; number: number; name: string }
  /** An alert of which the keys alone can tell which one it is. */
  | { message: 'encrypted-alert' }
  /** From here on this direction is encrypted: what the handshake still says cannot be read. */
  | { message: 'encrypted' }
  | { message: 'unreadable'; type: number };

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
