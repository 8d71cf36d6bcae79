/**
 * The question wire asks of a role at every upgrade, and the answer: who may pass on which security profile.
 * Types only; the decision is the role's.
 */
import type { NetworkAddress } from '../../../shared/record/frame.ts';
import type { CredentialsReading } from './basic-credentials.ts';
import type { SecurityProfile } from './listener-configuration.ts';
import type { OcppConnection } from './ocpp-connection.ts';
import type { PeerVerification } from './peer-verification.ts';

/** An upgrade request that is sound as HTTP and WebSocket. */
export interface UpgradeAttempt {
  /** Id of the listener. */
  listener: string;
  /** Number of the connection in the record. */
  connection: number;
  /** Frame of the upgrade request. */
  seq: number;
  identity: string;
  transport: 'plain' | 'tls';
  /** The listener's profiles that fit the transport, ascending. */
  securityProfiles: readonly SecurityProfile[];
  credentials: CredentialsReading;
  /** All Authorization values as they came. */
  authorization?: readonly string[];
  /** The identity as it stood in the URL, percent-encoded. */
  identityInUrl?: string;
  /** What the handshake agreed on; the suite by its IANA name. */
  tls?: { version: string; suite: string };
  /** Inside TLS, when a client certificate was asked for. */
  clientCertificate?: {
    /** DER, leaf first; empty when none was presented. */
    chain: Buffer[];
    verification: PeerVerification;
  };
  /** Negotiated; undefined when none was offered or known. */
  subprotocol: string | undefined;
  local: NetworkAddress;
  remote: NetworkAddress;
}

export type Admission =
  | {
      admitted: true;
      securityProfile: SecurityProfile;
      /** Called in the turn in which the connection opened; attach handlers here. */
      onOpen(connection: OcppConnection): void;
    }
  | {
      admitted: false;
      /** HTTP status: 401 for credentials, 403 for a certificate or profile, 404 for an unknown identity. */
      status: number;
      /** Kebab-case code with words in `connection-words.ts`. */
      code: string;
      /** Adds `WWW-Authenticate: Basic`; always set on a 401. */
      challenge?: boolean;
      parameters?: Record<string, string | number | boolean>;
    };

/** Decides at once: the station's record is in memory, and the socket waits. */
export type Admit = (attempt: UpgradeAttempt) => Admission;
