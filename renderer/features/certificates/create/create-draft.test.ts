import { describe, expect, it } from 'vitest';
import { createCertificate } from '../../../../shared/api/certificate-desk-schemas.ts';
import {
  alternativeName,
  type CreateDraft,
  creatableRoles,
  faultsOfDraft,
  moreChanges,
  requestOfDraft,
  usualDraft,
} from './create-draft.ts';

const draft = (changes: Partial<CreateDraft> = {}): CreateDraft => ({
  ...usualDraft,
  issuer: 'root',
  commonName: 'csms.example.org',
  ...changes,
});

describe('a certificate being filled in', () => {
  it.each(creatableRoles)('%s: what it becomes is what the contract takes, unchanged', (role) => {
    const request = requestOfDraft(
      draft({
        role,
        station: 'CP-1',
        name: 'Mine',
        organisation: ' Operator ',
        pathLength: 0,
        alternativeNames: ['csms.example.org'],
        validity: '1-day',
        begins: '1970',
      }),
    );
    expect(createCertificate.parse(request)).toEqual(request);
    expect(request).toMatchObject({
      role,
      subject: { organisation: 'Operator' },
      validForMinutes: 1440,
      notBefore: '1970-01-01T00:00:00.000Z',
    });
  });

  it('its defaults are those of the contract', () => {
    const parsed = createCertificate.parse({
      role: 'server',
      issuer: 'root',
      subject: { commonName: 'csms.example.org' },
    });
    expect(requestOfDraft(draft())).toEqual(parsed);
  });

  it('asks for a name and an issuer, which a root has not', () => {
    expect(faultsOfDraft(draft({ commonName: ' ', issuer: '' }))).toEqual({
      commonName: 'name-missing',
      issuer: 'issuer-missing',
    });
    expect(faultsOfDraft(draft({ role: 'root', issuer: '' }))).toEqual({});
  });

  it('names what does not fit: amounts, times, depths and addresses', () => {
    const wrong = draft({
      role: 'sub-authority',
      validity: 'other',
      amount: 0,
      begins: 'other',
      beginsAt: '',
      pathLength: 21,
      revocationListUrls: ['ldap://x'],
    });
    expect(faultsOfDraft(wrong)).toEqual({
      amount: 'amount-invalid',
      beginsAt: 'time-invalid',
      pathLength: 'path-length-invalid',
      revocationListUrls: 'url-invalid',
    });
  });

  it('recognises what kind of name was written', () => {
    const kinds = ['csms.example.org', '192.0.2.1', '2001:db8::1', 'urn:x:1', 'a@example.org'];
    expect(kinds.map((text) => alternativeName(text).type)).toEqual([
      'dns',
      'ip',
      'ip',
      'uri',
      'email',
    ]);
  });

  it('counts what is changed out of sight, for its kind only', () => {
    expect(moreChanges(draft())).toBe(0);
    expect(moreChanges(draft({ role: 'root', pathLength: 1, hierarchy: 'manufacturer' }))).toBe(1);
  });
});
