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
import {
  draftOfEquipment,
  type EquipmentDraft,
  type EquipmentFault,
  type EquipmentFaults,
  type EquipmentSettings,
  faultsOfEquipment,
  isWithin,
  type NumberLimit,
  settingsOfEquipment,
  usualEquipment,
} from './equipment-draft.ts';

type Settings = Omit<
  ChargePointRequest,
  | 'password'
  | 'authorizationKeyHex'
  | 'serialNumber'
  | 'trust'
  | 'connectors'
  | keyof EquipmentSettings
>;

export type ChargePointDraft = Settings &
  EquipmentDraft & {
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
    ...usualEquipment,
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
    ...draftOfEquipment(rest),
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
  | 'tls-order'
  | EquipmentFault;

/** Of the number of connectors. */
export const connectorsLimit: NumberLimit = { least: 1, most: 64, whole: true, optional: false };

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
    | 'minimumTls'
    | keyof EquipmentFaults,
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
  const { id } = draft;
  const faults: ChargePointFaults = {
    ...faultsOfEquipment(draft),
    id: id.trim() === '' ? 'identity-missing' : taken.includes(id) ? 'identity-taken' : undefined,
    url: urlFault(draft),
    key: keyFault(draft),
    pem: draft.trust === 'pem' && !draft.pem.includes('-----BEGIN') ? 'pem-missing' : undefined,
    connectors: isWithin(draft.connectors, connectorsLimit) ? undefined : 'number-range',
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
  const { securityProfile, keyForm, key, trust, pem } = draft;
  const serialNumber = draft.serialNumber.trim();
  const { behaviour } = draft;
  const carriesKey =
    (securityProfile === 1 || securityProfile === 2) && keyForm !== 'none' && key !== '';
  return {
    id: draft.id.trim(),
    url: draft.url.trim(),
    securityProfile,
    connectors: Number(draft.connectors),
    vendor: draft.vendor,
    model: draft.model,
    firmwareVersion: draft.firmwareVersion,
    keyFamily: draft.keyFamily,
    minimumTls: draft.minimumTls,
    maximumTls: draft.maximumTls,
    autoConnect: draft.autoConnect,
    trust: trust === 'pem' ? { pem } : trust,
    ...settingsOfEquipment(draft),
    ...(behaviour === undefined ? {} : { behaviour }),
    ...(serialNumber === '' ? {} : { serialNumber }),
    ...(carriesKey && keyForm === 'text' ? { password: key } : {}),
    ...(carriesKey && keyForm === 'hex' ? { authorizationKeyHex: key } : {}),
  };
}
