/**
 * What a fault that was asked for means on the wire: what of TLS it replaces, which texts it changes, and that every
 * frame of a connection under it says so. Knows nothing of certificates or of who asked.
 */
import type { FrameRecorder, NewFrame } from '../../../shared/record/frame.ts';
import type {
  FaultId,
  FaultTarget,
  SingleSuite,
} from '../../../shared/security/handshake-faults.ts';
import { legacySuite, whitepaperSuites } from '../../../shared/security/tls-registry.ts';
import type { OfferedSuite, TlsOverride } from './tls-policy.ts';

export interface HandshakeFault {
  id: FaultId;
  /** Changes a text on its way out. */
  outgoingText?(text: string): string;
}

/** What was asked for; `suite` belongs to `one-suite-only`. */
export interface FaultChoice {
  id: FaultId;
  suite?: SingleSuite;
}

/** The recorder of one connection under a fault; without one it is the same recorder. */
export function underFault(
  recorder: FrameRecorder,
  fault: HandshakeFault | undefined,
): FrameRecorder {
  if (fault === undefined) return recorder;
  return {
    append: (frame) => recorder.append(tampered(frame)),
    afterWrite: (proceed, refuse) => recorder.afterWrite(proceed, refuse),
  };
}

function tampered(frame: NewFrame): NewFrame {
  if (frame.flags?.includes('tampered')) return frame;
  return { ...frame, flags: ['tampered', ...(frame.flags ?? [])] };
}

/** The wire's side of a fault. */
export function handshakeFault({ id }: FaultChoice): HandshakeFault {
  return id === 'crlf-pem' ? { id, outgoingText: withCrlfPem } : { id };
}

const pemInJson =
  /-----BEGIN [A-Z0-9 ]+-----(?:\\n|[A-Za-z0-9+/= ])*-----END [A-Z0-9 ]+-----(?:\\n)?/g;

/** PEM inside a JSON text gets the line ends of Windows. */
export function withCrlfPem(text: string): string {
  return text.replace(pemInJson, (pem) => pem.replaceAll('\\n', '\\r\\n'));
}

const oldSuites: readonly OfferedSuite[] = [
  { id: 0xc009, openssl: 'ECDHE-ECDSA-AES128-SHA', family: 'ecdsa' },
  { id: 0xc013, openssl: 'ECDHE-RSA-AES128-SHA', family: 'rsa' },
  legacySuite,
];
/** Without a key agreed beforehand OpenSSL never chooses it, whatever the other side offers. */
const presharedSuite: OfferedSuite = {
  id: 0x00a8,
  openssl: 'PSK-AES128-GCM-SHA256',
  family: 'rsa',
};
/** A client has to offer something: this one encrypts nothing, and no Central System may take it. */
const nullSuite: OfferedSuite = { id: 0x003b, openssl: 'NULL-SHA256', family: 'rsa' };
const tls12Only = { min: 'TLSv1.2', max: 'TLSv1.2' } as const;

/** What of TLS the fault replaces; undefined for one that is in the certificate alone. */
export function tlsOverrideOf(
  { id, suite = 'ECDHE-ECDSA-AES128-GCM-SHA256' }: FaultChoice,
  target: FaultTarget,
): TlsOverride | undefined {
  switch (id) {
    case 'weak-rsa-1024':
    case 'sha-1':
      return { weak: true };
    case 'weak-p192':
      // TLS 1.3 has no such curve.
      return { weak: true, versions: tls12Only, ecdhCurve: 'prime192v1:X25519:P-256:P-384' };
    case 'tls-1.1-only':
      return { weak: true, versions: { min: 'TLSv1.1', max: 'TLSv1.1' }, suites: oldSuites };
    case 'one-suite-only':
      return {
        versions: tls12Only,
        suites: whitepaperSuites.filter(({ openssl }) => openssl === suite),
      };
    case 'no-shared-suite':
      return target === 'listener'
        ? { versions: tls12Only, suites: [presharedSuite] }
        : { weak: true, versions: tls12Only, suites: [nullSuite] };
    default:
      return undefined;
  }
}
