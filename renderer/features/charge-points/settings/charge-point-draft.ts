/**
 * An emulated charge point as it is being filled in, and how it becomes a request. The defaults repeat those of the
 * contract, whose schemas no page loads; a test holds them together. Knows nothing of React.
 */
import type {
  ChargePointRequest,
  ChargePointState,
} from '../../../../shared/api/charge-points-contract.ts';
import { hexToBytes } from '../../../../shared/security/authorization-key.ts';
import { securityProfiles } from '../../../../shared/security/security-profiles.ts';

type Settings = Omit<
  ChargePointRequest,
  'password' | 'authorizationKeyHex' | 'serialNumber' | 'trust' | 'connectors'
>;

export type ChargePointDraft = Settings & {
  id: string;
  connectors: number | '';
  serialNumber: string;
  /** How `key` is written. `none`: it has none, or keeps the one it has. */
  keyForm: 'none' | 'text' | 'hex';
  key: string;
  trust: 'bench' | 'insecure' | 'pem';
  pem: string;
};

const chargePointDefaults = {
  connectors: 1,
  vendor: 'Benchpoint',
  model: 'Emulated AC 22',
  firmwareVersion: '1.0.0',
  keyFamily: 'both',
  minimumTls: '1.2',
  maximumTls: '1.3',
  autoConnect: true,
} as const;

/** `CP-1`, or the next number that is free. */
function proposeIdentity(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = `CP-${number}`;
    if (!taken.includes(id)) return id;
  }
}

export function newChargePointDraft(taken: readonly string[]): ChargePointDraft {
  return {
    ...chargePointDefaults,
    id: proposeIdentity(taken),
    url: '',
    securityProfile: 0,
    serialNumber: '',
    keyForm: 'none',
    key: '',
    trust: 'bench',
    pem: '',
  };
}

export function draftOfChargePoint({ id, settings }: ChargePointState): ChargePointDraft {
  const { hasAuthorizationKey: _has, trust, serialNumber, ...rest } = settings;
  return {
    ...rest,
    id,
    serialNumber: serialNumber ?? '',
    keyForm: 'none',
    key: '',
    trust: typeof trust === 'string' ? trust : 'pem',
    pem: typeof trust === 'string' ? '' : trust.pem,
  };
}

export type ChargePointFault =
  | 'identity-missing'
  | 'identity-taken'
  | 'url-form'
  | 'url-profile'
  | 'key-not-hex'
  | 'key-too-long'
  | 'pem-missing'
  | 'text-missing'
  | 'text-too-long'
  | 'number-range'
  | 'tls-order';

export type ChargePointFaults = Partial<
  Record<
    | 'id'
    | 'url'
    | 'key'
    | 'pem'
    | 'connectors'
    | 'vendor'
    | 'model'
    | 'serialNumber'
    | 'firmwareVersion'
    | 'minimumTls',
    ChargePointFault
  >
>;

function urlFault(draft: ChargePointDraft): ChargePointFault | undefined {
  if (!URL.canParse(draft.url) || !/^wss?:\/\//.test(draft.url)) return 'url-form';
  const { scheme } = securityProfiles[draft.securityProfile];
  return draft.url.startsWith(`${scheme}://`) ? undefined : 'url-profile';
}

/** Bytes of the key as entered; undefined when there is none or it cannot be read. */
export function keyBytes({ keyForm, key }: ChargePointDraft): number | undefined {
  if (keyForm === 'none' || key === '') return undefined;
  return keyForm === 'hex' ? hexToBytes(key)?.length : new TextEncoder().encode(key).length;
}

function keyFault(draft: ChargePointDraft): ChargePointFault | undefined {
  const { keyForm, key, securityProfile } = draft;
  if (keyForm === 'none' || securityProfile === 0 || securityProfile === 3) return undefined;
  if (key === '') return 'text-missing';
  const bytes = keyBytes(draft);
  if (bytes === undefined) return 'key-not-hex';
  return bytes > 128 ? 'key-too-long' : undefined;
}

function textFault(text: string, longest: number, required: boolean): ChargePointFault | undefined {
  if (required && text.trim() === '') return 'text-missing';
  return text.length > longest ? 'text-too-long' : undefined;
}

/** What keeps a draft from being sent, by field. `taken`: identities of the others. */
export function faultsOfChargePoint(
  draft: ChargePointDraft,
  taken: readonly string[],
): ChargePointFaults {
  const { id, connectors } = draft;
  const faults: Record<keyof ChargePointFaults, ChargePointFault | undefined> = {
    id: id.trim() === '' ? 'identity-missing' : taken.includes(id) ? 'identity-taken' : undefined,
    url: urlFault(draft),
    key: keyFault(draft),
    pem: draft.trust === 'pem' && !draft.pem.includes('-----BEGIN') ? 'pem-missing' : undefined,
    connectors:
      connectors === '' || !Number.isInteger(connectors) || connectors < 1 || connectors > 64
        ? 'number-range'
        : undefined,
    vendor: textFault(draft.vendor, 20, true),
    model: textFault(draft.model, 20, true),
    serialNumber: textFault(draft.serialNumber, 25, false),
    firmwareVersion: textFault(draft.firmwareVersion, 50, false),
    minimumTls: Number(draft.minimumTls) > Number(draft.maximumTls) ? 'tls-order' : undefined,
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
}

/** The request of a draft without faults. */
export function requestOfChargePoint(draft: ChargePointDraft) {
  const { keyForm, key, trust, pem, serialNumber, connectors, ...rest } = draft;
  const carriesKey =
    (rest.securityProfile === 1 || rest.securityProfile === 2) && keyForm !== 'none' && key !== '';
  return {
    ...rest,
    id: rest.id.trim(),
    url: rest.url.trim(),
    connectors: Number(connectors),
    trust: trust === 'pem' ? { pem } : trust,
    ...(serialNumber.trim() === '' ? {} : { serialNumber: serialNumber.trim() }),
    ...(carriesKey && keyForm === 'text' ? { password: key } : {}),
    ...(carriesKey && keyForm === 'hex' ? { authorizationKeyHex: key } : {}),
  };
}
