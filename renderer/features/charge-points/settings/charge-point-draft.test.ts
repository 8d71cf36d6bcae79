import { describe, expect, it } from 'vitest';
import {
  type ChargePointState,
  chargePointRequest,
  hardwareSettings,
  vehicleSettings,
} from '../../../../shared/api/charge-points-contract.ts';
import {
  type ChargePointDraft,
  draftOfChargePoint,
  faultsOfChargePoint,
  keyBytes,
  newChargePointDraft,
  requestOfChargePoint,
} from './charge-point-draft.ts';
import { equipmentLimits, usualEquipment } from './equipment-draft.ts';

const url = 'ws://127.0.0.1:9000/';
const existingState: Omit<ChargePointState, 'settings'> = {
  id: 'CP-9',
  status: 'connected',
  attempts: 1,
  insecure: false,
  connectors: [],
  light: { intensityPercent: 80 },
  firmware: { version: '1.0.0', status: 'Idle' },
  transfers: [],
  waitingSecurityEvents: 0,
  revision: 1,
};
const draft: ChargePointDraft = { ...newChargePointDraft([]), url };

describe('the draft of an emulated charge point', () => {
  it('has the same defaults as the contract', () => {
    const { id, ...request } = requestOfChargePoint(draft);
    expect(id).toBe('CP-1');
    expect(request).toEqual(chargePointRequest.parse({ url, securityProfile: 0 }));
  });

  it('proposes an identity that is free', () => {
    expect(newChargePointDraft(['CP-1', 'CP-3']).id).toBe('CP-2');
  });

  it('refuses a URL of the wrong scheme for the profile', () => {
    expect(faultsOfChargePoint(draft, [])).toEqual({});
    expect(faultsOfChargePoint({ ...draft, securityProfile: 2 }, [])).toEqual({
      url: 'url-profile',
    });
    expect(faultsOfChargePoint({ ...draft, url: 'http://x' }, [])).toEqual({ url: 'url-form' });
    expect(faultsOfChargePoint({ ...draft, url: 'ws://' }, [])).toEqual({ url: 'url-form' });
  });

  it('reads a key as text or as hexadecimal digits', () => {
    const hex: ChargePointDraft = { ...draft, securityProfile: 1, keyForm: 'hex', key: '00ff1' };
    expect(faultsOfChargePoint(hex, [])).toEqual({ key: 'key-not-hex' });
    const whole = { ...hex, key: '00ff10' };
    expect(keyBytes(whole)).toBe(3);
    expect(requestOfChargePoint(whole)).toMatchObject({ authorizationKeyHex: '00ff10' });
    expect(requestOfChargePoint({ ...hex, keyForm: 'text', key: 'né' })).toMatchObject({
      password: 'né',
    });
    expect(keyBytes({ ...hex, keyForm: 'text', key: 'né' })).toBe(3);
    expect(requestOfChargePoint({ ...whole, securityProfile: 3 })).not.toHaveProperty(
      'authorizationKeyHex',
    );
  });

  it('of an existing one changes only what was changed and sends no key', () => {
    const {
      password: _password,
      authorizationKeyHex: _hex,
      ...settings
    } = chargePointRequest.parse({
      url,
      securityProfile: 1,
      serialNumber: 'SN1',
      trust: { pem: '-----BEGIN' },
    });
    const existing = draftOfChargePoint({
      ...existingState,
      settings: { ...settings, hasAuthorizationKey: true },
    });
    expect(requestOfChargePoint(existing)).toEqual({ id: 'CP-9', ...settings });
  });

  it('has a place for every setting of the contract', () => {
    const whole = chargePointRequest.parse({
      url,
      securityProfile: 1,
      password: 'sesame',
      serialNumber: 'SN1',
      cable: 'fixed',
      hardware: { current: 'DC', phases: 1, maxPowerW: 150_000 },
      failingResets: 3,
      vehicle: { batteryKwh: 40, startSoc: 10, maxPowerW: 7400, phases: 1 },
      behaviour: { latencyMs: 5 },
      firmware: {
        installResult: 'InstallationFailed',
        installS: 0,
        nextVersion: '2.0',
        pausesDownload: true,
        tellsReboot: false,
        skipsInstalling: true,
        whileDownloading: 'Rejected',
        maxBytes: 1000,
        revokedCertificates: ['0a1b', 'FF'],
      },
      refuseUnsignedFirmware: true,
      uploadMethod: 'POST',
      additionalRootCertificateCheck: true,
      certificateStoreMaxLength: 4,
      serverNameRule: 'common-name',
      allowServerWildcards: true,
      sendsEverySecurityEvent: true,
      handshakeRecording: 'full',
    });
    const { password, authorizationKeyHex: _hex, ...settings } = whole;
    const draftOfWhole: ChargePointDraft = {
      ...draftOfChargePoint({
        ...existingState,
        settings: { ...settings, hasAuthorizationKey: true },
      }),
      keyForm: 'text',
      key: password ?? '',
    };
    const { id: _id, ...request } = requestOfChargePoint(draftOfWhole);
    expect(request).toEqual(whole);
    const { authorizationKeyHex: _other, ...shape } = chargePointRequest.shape;
    expect(Object.keys(request).toSorted()).toEqual(Object.keys(shape).toSorted());
  });

  it('leaves out what is usual, and a vehicle that is not one of its own', () => {
    const usual = { ...draft, vehicleKind: 'usual' as const, batteryKwh: 1, outletPowerW: 22_080 };
    const { id: _id, ...request } = requestOfChargePoint(usual);
    expect(request).toEqual(chargePointRequest.parse({ url, securityProfile: 0 }));
    expect(hardwareSettings.parse({})).toEqual({
      current: usualEquipment.current,
      phases: usualEquipment.outletPhases,
      maxPowerW: usualEquipment.outletPowerW,
    });
    expect(vehicleSettings.parse({})).toEqual({
      batteryKwh: usualEquipment.batteryKwh,
      maxPowerW: usualEquipment.vehiclePowerW,
      phases: usualEquipment.vehiclePhases,
    });
  });

  it('names what is wrong with outlets, vehicle, resets and firmware', () => {
    const wrong: ChargePointDraft = {
      ...draft,
      outletPowerW: '',
      vehicleKind: 'own',
      batteryKwh: 0,
      startSoc: 101,
      failingResets: 0.5,
      installS: 3601,
      nextVersion: 'x'.repeat(51),
      certificateStoreMaxLength: 0,
      revokedCertificates: '0a:1b\nnone',
    };
    expect(faultsOfChargePoint(wrong, [])).toEqual({
      outletPowerW: 'number-range',
      batteryKwh: 'number-range',
      startSoc: 'number-range',
      failingResets: 'number-range',
      installS: 'number-range',
      nextVersion: 'text-too-long',
      certificateStoreMaxLength: 'number-range',
      revokedCertificates: 'serial-not-hex',
    });
    // What is not used is not looked at.
    expect(faultsOfChargePoint({ ...draft, batteryKwh: '', startSoc: 101 }, [])).toEqual({});
  });

  it('limits numbers as the contract does', () => {
    for (const [field, { least, most }] of Object.entries(equipmentLimits)) {
      for (const value of [least, most]) {
        const sound = { ...draft, vehicleKind: 'own' as const, [field]: value };
        expect(faultsOfChargePoint(sound, [])).toEqual({});
        const { id: _id, ...request } = requestOfChargePoint(sound);
        expect(chargePointRequest.safeParse(request).success).toBe(true);
      }
    }
  });

  it('names the other faults by field', () => {
    expect(
      faultsOfChargePoint(
        {
          ...draft,
          id: 'CP-2',
          connectors: 65,
          vendor: '',
          model: 'x'.repeat(21),
          trust: 'pem',
          minimumTls: '1.3',
          maximumTls: '1.2',
        },
        ['CP-2'],
      ),
    ).toEqual({
      id: 'identity-taken',
      connectors: 'number-range',
      vendor: 'text-missing',
      model: 'text-too-long',
      pem: 'pem-missing',
      minimumTls: 'tls-order',
    });
  });
});
