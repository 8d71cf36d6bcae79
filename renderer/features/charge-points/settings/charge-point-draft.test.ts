import { describe, expect, it } from 'vitest';
import { chargePointRequest } from '../../../../shared/api/charge-points-contract.ts';
import {
  type ChargePointDraft,
  draftOfChargePoint,
  faultsOfChargePoint,
  keyBytes,
  newChargePointDraft,
  requestOfChargePoint,
} from './charge-point-draft.ts';

const url = 'ws://127.0.0.1:9000/';
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
      id: 'CP-9',
      settings: { ...settings, hasAuthorizationKey: true },
      status: 'connected',
      attempts: 1,
      insecure: false,
      connectors: [],
      firmware: { version: '1.0.0', status: 'Idle' },
      transfers: [],
      waitingSecurityEvents: 0,
      revision: 1,
    });
    expect(requestOfChargePoint(existing)).toEqual({ id: 'CP-9', ...settings });
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
