/**
 * A listener as it is being filled in, and how it becomes a request. The defaults repeat those of the contract,
 * whose schemas no page loads; a test holds them together. Knows nothing of React.
 */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type {
  ListenerRequest,
  ListenerSettings,
  ListenerState,
} from '../../../shared/api/csms-contract.ts';

/**
 * An emptied number field holds ''; as `upgradeTimeoutMs` that is a setting, as long as the handshake, and so it is as
 * `certificateValidityHours`: a year.
 */
export type ListenerDraft = Required<
  Omit<ListenerSettings, NumberField | 'id' | 'hostName' | 'certificates' | 'emptyIdentityStation'>
> & {
  id: string | undefined;
  hostName: string;
  /** Entries of the desk; '' shows the bench's own, or nothing where the other one is chosen. */
  rsaCertificate: string;
  ecdsaCertificate: string;
  emptyIdentityStation: string;
} & Record<NumberField, number | ''>;

export type NumberField =
  | 'port'
  | 'certificateValidityHours'
  | 'handshakeTimeoutMs'
  | 'upgradeTimeoutMs'
  | 'pingIntervalMs'
  | 'pongTimeoutMs'
  | 'maxMessageBytes';

/** Smallest and largest value the contract takes. */
export const numberLimits: Readonly<Record<NumberField, { min: number; max: number }>> = {
  port: { min: 0, max: 65_535 },
  certificateValidityHours: { min: 1, max: 87_600 },
  handshakeTimeoutMs: { min: 1_000, max: 600_000 },
  upgradeTimeoutMs: { min: 1_000, max: 600_000 },
  pingIntervalMs: { min: 0, max: 3_600_000 },
  pongTimeoutMs: { min: 1_000, max: 600_000 },
  maxMessageBytes: { min: 1_024, max: 67_108_864 },
};

export const listenerDefaults: Omit<ListenerDraft, 'port' | 'securityProfiles'> = {
  id: undefined,
  host: '::',
  hostName: '',
  subjectAlternativeNames: 'dns-and-ip',
  signature: 'pkcs1',
  certificateNotBefore: 'now',
  certificateValidityHours: '',
  rsaCertificate: '',
  ecdsaCertificate: '',
  tlsPolicy: 'bench',
  tls13: true,
  legacyTls: false,
  clientCertificate: 'request',
  revocationCheck: 'when-listed',
  whenRevoked: 'close',
  handshakeRecording: 'hello',
  handshakeTimeoutMs: 30_000,
  upgradeTimeoutMs: '',
  pingIntervalMs: 60_000,
  pongTimeoutMs: 30_000,
  maxMessageBytes: 1_048_576,
  withoutSubprotocol: 'refuse',
  unknownSubprotocol: 'refuse',
  lenientWebSocket: false,
  refuseBrowsers: false,
  strictDates: false,
  emptyIdentityStation: '',
};

/** First port that is proposed; above 1023, so that no right is needed. */
export const firstPort = 9000;

/** A port that no listener of the bench asks for yet. */
export function proposePort(listeners: readonly Pick<ListenerState, 'port'>[]): number {
  const taken = new Set(listeners.map(({ port }) => port));
  let port = firstPort;
  while (taken.has(port)) port += 1;
  return port;
}

export function newListenerDraft(listeners: readonly Pick<ListenerState, 'port'>[]): ListenerDraft {
  return { ...listenerDefaults, port: proposePort(listeners), securityProfiles: [0, 1, 2, 3] };
}

/** What a running listener is, to be changed. Its real port stands in for port 0. */
export function draftOfListener({
  id,
  settings: { certificates, ...settings },
  port,
}: Pick<ListenerState, 'id' | 'settings' | 'port'>): ListenerDraft {
  return {
    ...listenerDefaults,
    ...settings,
    certificateValidityHours: settings.certificateValidityHours ?? '',
    rsaCertificate: certificates?.rsa ?? '',
    ecdsaCertificate: certificates?.ecdsa ?? '',
    id,
    port,
    upgradeTimeoutMs: settings.upgradeTimeoutMs ?? '',
    hostName: settings.hostName ?? '',
    emptyIdentityStation: settings.emptyIdentityStation ?? '',
  };
}

export type DraftFault = 'profiles-missing' | 'host-missing' | 'number-missing' | 'number-range';

/** What keeps a draft from being sent, by field. */
export function faultsOfDraft(draft: ListenerDraft): Partial<Record<string, DraftFault>> {
  const faults: Partial<Record<string, DraftFault>> = {};
  if (draft.securityProfiles.length === 0) faults.securityProfiles = 'profiles-missing';
  if (draft.host.trim() === '') faults.host = 'host-missing';
  for (const [field, { min, max }] of Object.entries(numberLimits)) {
    // The keys of the table are exactly the number fields.
    const value = draft[field as NumberField];
    if (value === '' && mayBeEmpty(field)) continue;
    if (value === '') faults[field] = 'number-missing';
    else if (!Number.isInteger(value) || value < min || value > max) faults[field] = 'number-range';
  }
  return faults;
}

type OptionalNumber = 'upgradeTimeoutMs' | 'certificateValidityHours';

function mayBeEmpty(field: string): boolean {
  return field === 'upgradeTimeoutMs' || field === 'certificateValidityHours';
}

/** The request of a draft without faults. */
export function requestOfDraft(draft: ListenerDraft): ListenerRequest {
  const { id, hostName, emptyIdentityStation, securityProfiles, host, ...others } = draft;
  const { upgradeTimeoutMs, certificateValidityHours, ...chosen } = others;
  const { rsaCertificate: rsa, ecdsaCertificate: ecdsa, ...rest } = chosen;
  const numbers = Object.fromEntries(
    // The keys of the table are exactly the number fields.
    Object.keys(numberLimits)
      .filter((field) => !mayBeEmpty(field))
      .map((field) => [field, Number(draft[field as NumberField])]),
  ) as Record<Exclude<NumberField, OptionalNumber>, number>;
  return {
    ...rest,
    ...numbers,
    host: host.trim(),
    securityProfiles: securityProfiles.toSorted((left, right) => left - right),
    ...(upgradeTimeoutMs === '' ? {} : { upgradeTimeoutMs }),
    ...(certificateValidityHours === '' ? {} : { certificateValidityHours }),
    ...(rsa === '' && ecdsa === ''
      ? {}
      : { certificates: { ...(rsa && { rsa }), ...(ecdsa && { ecdsa }) } }),
    ...(id === undefined ? {} : { id }),
    ...(hostName.trim() === '' ? {} : { hostName: hostName.trim() }),
    ...(emptyIdentityStation.trim() === ''
      ? {}
      : { emptyIdentityStation: emptyIdentityStation.trim() }),
  };
}

/** Whether a change makes the listener open its port anew, which drops its own connections. */
export function reopensPort(draft: ListenerDraft, running: ListenerState): boolean {
  return draft.host.trim() !== running.settings.host || draft.port !== running.port;
}

/** How many settings behind “Advanced” differ from their defaults. */
export function advancedChanges(draft: ListenerDraft): number {
  const outside = new Set(['id', 'host', 'port', 'securityProfiles']);
  return Object.entries(listenerDefaults).filter(
    ([field, value]) =>
      // The fields of the defaults are fields of the draft.
      !outside.has(field) && draft[field as keyof typeof listenerDefaults] !== value,
  ).length;
}

/** The listening one that serves a profile, the one with most profiles first. */
export function listenerServing(
  listeners: readonly ListenerState[],
  profile: SecurityProfile,
): ListenerState | undefined {
  return listeners
    .filter(
      ({ status, settings }) =>
        status === 'listening' && settings.securityProfiles.includes(profile),
    )
    .toSorted(
      (left, right) =>
        right.settings.securityProfiles.length - left.settings.securityProfiles.length,
    )[0];
}
