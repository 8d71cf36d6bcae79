/**
 * What an emulated charge point is built like, as it is being filled in: outlets, vehicle, resets, firmware, certificate
 * rules. Pure; the defaults repeat those of the contract, and a test holds them together.
 */
import type {
  ChargePointRequest,
  HardwareSettings,
  VehicleSettings,
} from '../../../../shared/api/charge-points-contract.ts';

/** What a number field holds; empty text for none. */
export type NumberText = number | string;

type Firmware = NonNullable<ChargePointRequest['firmware']>;

/** Settings of the contract that this draft stands for. */
export type EquipmentSettings = Pick<
  ChargePointRequest,
  | 'cable'
  | 'hardware'
  | 'vehicle'
  | 'failingResets'
  | 'firmware'
  | 'refuseUnsignedFirmware'
  | 'uploadMethod'
  | 'serverNameRule'
  | 'allowServerWildcards'
  | 'additionalRootCertificateCheck'
  | 'certificateStoreMaxLength'
  | 'sendsEverySecurityEvent'
  | 'handshakeRecording'
>;

export interface EquipmentDraft {
  cable: 'socket' | 'fixed';
  current: HardwareSettings['current'];
  outletPhases: HardwareSettings['phases'];
  outletPowerW: NumberText;
  /** `usual`: what fits the outlet. */
  vehicleKind: 'usual' | 'own';
  batteryKwh: NumberText;
  startSoc: NumberText;
  vehiclePowerW: NumberText;
  vehiclePhases: VehicleSettings['phases'];
  failingResets: NumberText;
  installResult: NonNullable<Firmware['installResult']>;
  installS: NumberText;
  nextVersion: string;
  pausesDownload: boolean;
  tellsReboot: boolean;
  skipsInstalling: boolean;
  whileDownloading: NonNullable<Firmware['whileDownloading']>;
  maxBytes: NumberText;
  /** Serial numbers, apart by anything that is no digit of them. */
  revokedCertificates: string;
  refuseUnsignedFirmware: boolean;
  uploadMethod: 'any' | 'PUT' | 'POST';
  serverNameRule: NonNullable<ChargePointRequest['serverNameRule']>;
  allowServerWildcards: boolean;
  additionalRootCertificateCheck: boolean;
  certificateStoreMaxLength: NumberText;
  sendsEverySecurityEvent: boolean;
  handshakeRecording: NonNullable<ChargePointRequest['handshakeRecording']>;
}

export const usualEquipment: EquipmentDraft = {
  cable: 'socket',
  current: 'AC',
  outletPhases: 3,
  outletPowerW: 22_080,
  vehicleKind: 'usual',
  batteryKwh: 60,
  startSoc: '',
  vehiclePowerW: 22_080,
  vehiclePhases: 3,
  failingResets: '',
  installResult: 'Installed',
  installS: '',
  nextVersion: '',
  pausesDownload: false,
  tellsReboot: true,
  skipsInstalling: false,
  whileDownloading: 'AcceptedCanceled',
  maxBytes: '',
  revokedCertificates: '',
  refuseUnsignedFirmware: false,
  uploadMethod: 'any',
  serverNameRule: 'common-name-or-alternative',
  allowServerWildcards: false,
  additionalRootCertificateCheck: false,
  certificateStoreMaxLength: '',
  sendsEverySecurityEvent: false,
  handshakeRecording: 'hello',
};

/** Least, most, and whether it has to be whole and may be left empty. */
export interface NumberLimit {
  least: number;
  most: number;
  whole: boolean;
  optional: boolean;
}

const whole = (least: number, most: number, optional = true): NumberLimit => ({
  least,
  most,
  whole: true,
  optional,
});

export const equipmentLimits = {
  outletPowerW: { least: 1, most: 400_000, whole: false, optional: false },
  batteryKwh: { least: 0.1, most: 2000, whole: false, optional: false },
  startSoc: { least: 0, most: 100, whole: false, optional: true },
  vehiclePowerW: { least: 1, most: 1_000_000, whole: false, optional: false },
  failingResets: whole(1, 100),
  installS: whole(0, 3600),
  maxBytes: whole(1, Number.MAX_SAFE_INTEGER),
  certificateStoreMaxLength: whole(1, 100),
} satisfies Record<string, NumberLimit>;
export type EquipmentNumber = keyof typeof equipmentLimits;

export function isWithin(value: NumberText, { least, most, ...rule }: NumberLimit): boolean {
  if (value === '') return rule.optional;
  if (typeof value !== 'number' || (rule.whole && !Number.isInteger(value))) return false;
  return value >= least && value <= most;
}

const serialNumbers = (text: string): string[] =>
  text.split(/[\s,;]+/).flatMap((part) => {
    const digits = part.replaceAll(':', '');
    return digits === '' ? [] : [digits];
  });

export type EquipmentFault = 'number-range' | 'text-too-long' | 'serial-not-hex';
export type EquipmentFaults = Partial<
  Record<EquipmentNumber | 'nextVersion' | 'revokedCertificates', EquipmentFault>
>;

/** What keeps the draft from being sent, by field. */
export function faultsOfEquipment(draft: EquipmentDraft): EquipmentFaults {
  const faults: EquipmentFaults = {};
  const ofOwnVehicle: readonly string[] = ['batteryKwh', 'startSoc', 'vehiclePowerW'];
  // Object.keys loses the key type; the limits are a literal above.
  for (const field of Object.keys(equipmentLimits) as EquipmentNumber[]) {
    const isUsed = draft.vehicleKind === 'own' || !ofOwnVehicle.includes(field);
    if (isUsed && !isWithin(draft[field], equipmentLimits[field])) faults[field] = 'number-range';
  }
  if (draft.nextVersion.length > 50) faults.nextVersion = 'text-too-long';
  const serials = serialNumbers(draft.revokedCertificates);
  if (!serials.every((serial) => /^[0-9a-fA-F]{1,40}$/.test(serial))) {
    faults.revokedCertificates = 'serial-not-hex';
  }
  return faults;
}

const numberOf = (value: NumberText): number | undefined =>
  value === '' ? undefined : Number(value);

const unless = <T>(value: T, usual: T): T | undefined => (value === usual ? undefined : value);

type Present<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

function present<T extends object>(fields: T): Present<T> {
  // What is left are the members that have a value.
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}

function firmwareOf(draft: EquipmentDraft): Firmware | undefined {
  const revoked = serialNumbers(draft.revokedCertificates);
  const firmware = present({
    installResult: unless(draft.installResult, usualEquipment.installResult),
    installS: numberOf(draft.installS),
    nextVersion: unless(draft.nextVersion.trim(), ''),
    pausesDownload: unless(draft.pausesDownload, false),
    tellsReboot: unless(draft.tellsReboot, true),
    skipsInstalling: unless(draft.skipsInstalling, false),
    whileDownloading: unless(draft.whileDownloading, usualEquipment.whileDownloading),
    maxBytes: numberOf(draft.maxBytes),
    revokedCertificates: revoked.length === 0 ? undefined : revoked,
  });
  return Object.keys(firmware).length === 0 ? undefined : firmware;
}

function vehicleOf(draft: EquipmentDraft): VehicleSettings | undefined {
  if (draft.vehicleKind === 'usual') return undefined;
  const startSoc = numberOf(draft.startSoc);
  return {
    batteryKwh: Number(draft.batteryKwh),
    ...(startSoc === undefined ? {} : { startSoc }),
    maxPowerW: Number(draft.vehiclePowerW),
    phases: draft.vehiclePhases,
  };
}

function hardwareOf(draft: EquipmentDraft): HardwareSettings | undefined {
  const { current, outletPhases, outletPowerW } = draft;
  const isUsual =
    current === usualEquipment.current &&
    outletPhases === usualEquipment.outletPhases &&
    Number(outletPowerW) === usualEquipment.outletPowerW;
  return isUsual ? undefined : { current, phases: outletPhases, maxPowerW: Number(outletPowerW) };
}

/** The settings of a draft without faults; what is usual is left out. */
export function settingsOfEquipment(draft: EquipmentDraft): EquipmentSettings {
  return present({
    cable: unless(draft.cable, usualEquipment.cable),
    hardware: hardwareOf(draft),
    vehicle: vehicleOf(draft),
    failingResets: numberOf(draft.failingResets),
    firmware: firmwareOf(draft),
    refuseUnsignedFirmware: unless(draft.refuseUnsignedFirmware, false),
    uploadMethod: draft.uploadMethod === 'any' ? undefined : draft.uploadMethod,
    serverNameRule: unless(draft.serverNameRule, usualEquipment.serverNameRule),
    allowServerWildcards: unless(draft.allowServerWildcards, false),
    additionalRootCertificateCheck: unless(draft.additionalRootCertificateCheck, false),
    certificateStoreMaxLength: numberOf(draft.certificateStoreMaxLength),
    sendsEverySecurityEvent: unless(draft.sendsEverySecurityEvent, false),
    handshakeRecording: unless(draft.handshakeRecording, usualEquipment.handshakeRecording),
  });
}

/** The draft of settings in force. */
export function draftOfEquipment(settings: EquipmentSettings): EquipmentDraft {
  const { hardware, vehicle, firmware = {}, uploadMethod, ...plain } = settings;
  const { revokedCertificates = [], ...update } = firmware;
  return {
    ...usualEquipment,
    ...present(plain),
    ...present(update),
    ...(hardware && {
      current: hardware.current,
      outletPhases: hardware.phases,
      outletPowerW: hardware.maxPowerW,
    }),
    ...(vehicle && {
      vehicleKind: 'own' as const,
      batteryKwh: vehicle.batteryKwh,
      startSoc: vehicle.startSoc ?? '',
      vehiclePowerW: vehicle.maxPowerW,
      vehiclePhases: vehicle.phases,
    }),
    uploadMethod: uploadMethod ?? 'any',
    revokedCertificates: revokedCertificates.join('\n'),
  };
}
