/**
 * From the settings of a charge point to a dial: URL by profile, credentials, client certificate, roots.
 * Notes what TLS agreed on as it passes into the record. Knows nothing of when to dial.
 */
import type { ChargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { TlsEstablishedFacts } from '../../../shared/record/connection-facts.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { hexToBytes } from '../../../shared/security/authorization-key.ts';
import { connectionUrl, dial } from '../wire/dial.ts';
import { type DialOutcome, type DialRequest, dialDefaults } from '../wire/dial-request.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { ClientTlsChoice, TlsIdentity } from '../wire/tls-policy.ts';
import { booleanValue, integerValue } from './configuration.ts';
import type { Emulation, SessionTls } from './emulation.ts';
import { centralSystemRoots } from './security/root-store.ts';

type SecureVersion = ClientTlsChoice['minVersion'];

const secureVersions = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
} as const satisfies Record<string, SecureVersion>;

/** The endpoint with the identity as its last segment; one that has it already is taken as it is. */
function chargePointUrl(endpoint: string, id: string, profile: SecurityProfile): URL {
  const endsInIdentity = new URL(endpoint).pathname.endsWith(`/${encodeURIComponent(id)}`);
  const url = endsInIdentity ? new URL(endpoint) : connectionUrl(endpoint, id);
  // A raised profile dials the same host and port, inside TLS.
  url.protocol = profile >= 2 ? 'wss:' : 'ws:';
  return url;
}

/** The bytes of the AuthorizationKey, if there is one. */
export function authorizationKeyOf({ settings }: Emulation): Uint8Array | undefined {
  const { authorizationKeyHex, password } = settings;
  if (authorizationKeyHex !== undefined) return hexToBytes(authorizationKeyHex);
  return password === undefined ? undefined : new TextEncoder().encode(password);
}

/** The family of its own key. */
export function familyOf({ keyFamily }: ChargePointRequest): 'rsa' | 'ecdsa' {
  return keyFamily === 'rsa' ? 'rsa' : 'ecdsa';
}

/** Certificate and key of its own. */
export async function clientIdentity(emulation: Emulation): Promise<TlsIdentity> {
  const { services, id, serialNumber, settings } = emulation;
  const family = familyOf(settings);
  const identity = await services.authorities.clientIdentity({ station: id, serialNumber, family });
  return {
    certPem: `${identity.certificatePem}${identity.chainPem}`,
    keyPem: identity.privateKeyPem,
  };
}

async function tlsChoice(emulation: Emulation): Promise<NonNullable<DialRequest['tls']>> {
  const { settings } = emulation;
  const { keyFamily, minimumTls, maximumTls, trust, securityProfile, serverNameRule } = settings;
  return {
    suites: keyFamily,
    minVersion: secureVersions[minimumTls],
    maxVersion: secureVersions[maximumTls],
    trustedRootsPem: await centralSystemRoots(emulation),
    verification:
      trust === 'insecure' ? 'insecure' : (serverNameRule ?? 'common-name-or-alternative'),
    allowWildcards: booleanValue(emulation, 'AllowCentralSystemTLSWildcards'),
    ...(securityProfile === 3 ? await shownIdentity(emulation) : {}),
    ...(emulation.fault?.override === undefined ? {} : { override: emulation.fault.override }),
  };
}

/** Its own certificate, or what a fault shows in its place. */
async function shownIdentity(emulation: Emulation): Promise<{ identity?: TlsIdentity }> {
  const shown = emulation.fault?.identity;
  if (shown === 'none') return {};
  return { identity: shown ?? (await clientIdentity(emulation)) };
}

/** How this charge point dials, with its settings as they are now. */
export async function dialRequest(emulation: Emulation): Promise<DialRequest> {
  const { id, settings } = emulation;
  const { securityProfile } = settings;
  const usesBasic = securityProfile === 1 || securityProfile === 2;
  const password = usesBasic ? authorizationKeyOf(emulation) : undefined;
  return {
    ...dialDefaults,
    url: chargePointUrl(settings.url, id, securityProfile),
    station: id,
    securityProfile,
    handshakeRecording: settings.handshakeRecording ?? 'hello',
    keyLog: emulation.keyLog === true,
    ...(emulation.fault === undefined ? {} : { fault: emulation.fault.wire }),
    pingIntervalMs: integerValue(emulation, 'WebSocketPingInterval') * 1000,
    ...(password === undefined ? {} : { credentials: { userName: id, password } }),
    ...(securityProfile >= 2 ? { tls: await tlsChoice(emulation) } : {}),
  };
}

/** A recorder that also tells what was agreed in the TLS handshake. */
function noting(
  recorder: FrameRecorder,
  note: (facts: TlsEstablishedFacts) => void,
): FrameRecorder {
  return {
    append(frame) {
      if (frame.kind === 'tls-established') note(frame.detail);
      return recorder.append(frame);
    },
    afterWrite: (proceed, refuse) => recorder.afterWrite(proceed, refuse),
  };
}

/**
 * Dials once with the settings as they are now. Never rejects for what the network does.
 * `onOpen` is called in the turn in which the connection opened, with what TLS agreed on.
 */
export async function dialCentralSystem(
  emulation: Emulation,
  signal: AbortSignal,
  onOpen: (connection: OcppConnection, tls: SessionTls | undefined) => void,
): Promise<DialOutcome> {
  const request = await dialRequest(emulation);
  if (signal.aborted) return { outcome: 'aborted' };
  const { services } = emulation;
  let tls: SessionTls | undefined;
  return dial(request, {
    recorder: noting(services.recorder, ({ version, suite, peerChain = [] }) => {
      tls = { version, suite, peerChain };
    }),
    connectionNumber: services.nextConnectionNumber(),
    signal,
    onOpen: (connection) => onOpen(connection, tls),
  });
}
