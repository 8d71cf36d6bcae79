import { describe, expect, it } from 'vitest';
import { fleetRequest } from '../../../shared/api/fleets-contract.ts';
import { type FleetDraft, fleetOf, isComplete, usualFleet } from './fleet-draft.ts';

const elsewhere: FleetDraft = {
  ...usualFleet,
  target: 'elsewhere',
  securityProfile: 2,
  url: ' wss://csms.example/ocpp ',
};

describe('The draft of a fleet', () => {
  it('for the local CSMS is complete at once, and takes neither URL nor key along', () => {
    const draft = { ...elsewhere, target: 'local', key: 'left over' } as const;
    expect(isComplete(draft)).toBe(true);
    const request = fleetRequest.parse(fleetOf(draft));
    expect(request).toMatchObject({ securityProfile: 2, count: 100 });
    expect(request).not.toHaveProperty('url');
    expect(request).not.toHaveProperty('password');
  });

  it('for another Central System needs a URL, and on profiles 1 and 2 a key', () => {
    expect(isComplete(elsewhere)).toBe(false);
    expect(isComplete({ ...elsewhere, securityProfile: 3 })).toBe(true);
    expect(isComplete({ ...elsewhere, key: 'one for all', url: ' ' })).toBe(false);
    expect(isComplete({ ...elsewhere, key: 'one for all' })).toBe(true);
  });

  it('says what the server certificate has to lead to, where the bench did not make it', () => {
    const draft = { ...elsewhere, securityProfile: 3, trust: 'pem' } as const;
    expect(isComplete(draft)).toBe(false);
    const pem = '-----BEGIN CERTIFICATE-----';
    expect(isComplete({ ...draft, pem })).toBe(true);
    expect(fleetOf({ ...draft, pem })).toMatchObject({ settings: { trust: { pem } } });
    expect(fleetOf({ ...draft, trust: 'insecure' })).toMatchObject({
      settings: { trust: 'insecure' },
    });
    expect(fleetOf({ ...draft, trust: 'insecure', target: 'local' })).not.toHaveProperty(
      'settings',
    );
  });

  it('gives the key as text or as digits', () => {
    const url = 'wss://csms.example/ocpp';
    expect(fleetOf({ ...elsewhere, key: 'one for all' })).toMatchObject({
      url,
      password: 'one for all',
    });
    expect(fleetOf({ ...elsewhere, keyForm: 'hex', key: '00 01:02' })).toMatchObject({
      url,
      authorizationKeyHex: '000102',
    });
    expect(fleetOf({ ...elsewhere, securityProfile: 3, key: 'left over' })).not.toHaveProperty(
      'password',
    );
  });
});
