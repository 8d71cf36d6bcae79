/**
 * What it takes to give an emulated charge point other settings: the bench acts on it, the form says it before. Pure; a
 * test holds the fields together with the contract.
 */
import type { ChargePointRequest } from './charge-points-contract.ts';
import type { SecurityProfile } from './common-schemas.ts';

/**
 * From harmless to thorough. `at-once`: nothing is interrupted. `reconnect`: the connection ends and is made anew.
 * `restart`: as if the power had gone and come back; what a charge point keeps without power is kept. `factory`: it is
 * another device, and nothing of the old one is left.
 */
export const changeEffects = ['nothing', 'at-once', 'reconnect', 'restart', 'factory'] as const;
export type ChangeEffect = (typeof changeEffects)[number];

type Field = keyof ChargePointRequest;

/** What a change of each field takes. */
export const effectOfField: Readonly<Record<Field, ChangeEffect>> = {
  behaviour: 'at-once',
  vehicle: 'at-once',
  cable: 'at-once',
  failingResets: 'at-once',
  firmware: 'at-once',
  refuseUnsignedFirmware: 'at-once',
  uploadMethod: 'at-once',
  additionalRootCertificateCheck: 'at-once',
  certificateStoreMaxLength: 'at-once',
  sendsEverySecurityEvent: 'at-once',
  autoConnect: 'at-once',
  handshakeRecording: 'at-once',
  securityProfile: 'reconnect',
  password: 'reconnect',
  authorizationKeyHex: 'reconnect',
  keyFamily: 'reconnect',
  minimumTls: 'reconnect',
  maximumTls: 'reconnect',
  serverNameRule: 'reconnect',
  allowServerWildcards: 'reconnect',
  trust: 'reconnect',
  // BootNotification tells them, or another Central System has to be told of it at all.
  url: 'restart',
  vendor: 'restart',
  model: 'restart',
  firmwareVersion: 'restart',
  connectors: 'restart',
  hardware: 'restart',
  serialNumber: 'factory',
};

/** Settings without their defaults filled in, secrets or not: what a form and the bench both have. */
export type ComparableSettings = Partial<ChargePointRequest>;

/** The serial number it is known by: it goes into BootNotification and the CN of its certificate. */
export function serialNumberOf(
  id: string,
  { serialNumber }: Pick<ComparableSettings, 'serialNumber'>,
): string {
  return serialNumber ?? id.slice(0, 25);
}

/** What an absent field means, where a form leaves out what is usual. */
const usual: ComparableSettings = {
  cable: 'socket',
  hardware: { current: 'AC', phases: 3, maxPowerW: 22_080 },
  firmware: {},
  refuseUnsignedFirmware: false,
  additionalRootCertificateCheck: false,
  certificateStoreMaxLength: 10,
  serverNameRule: 'common-name-or-alternative',
  allowServerWildcards: false,
  sendsEverySecurityEvent: false,
};

/** The same text for the same value, in whatever order its members stand and with absent ones left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Fields that differ between two settings of the charge point with this identity. */
export function changedFields(
  id: string,
  before: ComparableSettings,
  after: ComparableSettings,
): Field[] {
  // Object.keys loses the key type; the record above has every field and nothing else.
  return (Object.keys(effectOfField) as Field[]).filter((field) =>
    field === 'serialNumber'
      ? serialNumberOf(id, before) !== serialNumberOf(id, after)
      : canonical(before[field] ?? usual[field]) !== canonical(after[field] ?? usual[field]),
  );
}

const ofBasic: ReadonlySet<Field> = new Set(['password', 'authorizationKeyHex']);
const ofTls: ReadonlySet<Field> = new Set([
  'keyFamily',
  'minimumTls',
  'maximumTls',
  'serverNameRule',
  'allowServerWildcards',
  'trust',
]);

/** A connection that does not use a field need not end for it. */
function effectOn(profile: SecurityProfile, field: Field): ChangeEffect {
  const isUnused =
    (ofBasic.has(field) && profile !== 1 && profile !== 2) || (ofTls.has(field) && profile < 2);
  return isUnused ? 'at-once' : effectOfField[field];
}

/** The most thorough effect among the changed fields, of a charge point that will be on this security profile. */
export function effectOfChange(changed: readonly Field[], profile: SecurityProfile): ChangeEffect {
  const ranks = changed.map((field) => changeEffects.indexOf(effectOn(profile, field)));
  return changeEffects[Math.max(0, ...ranks)] ?? 'nothing';
}
