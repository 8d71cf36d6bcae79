import { describe, expect, it } from 'vitest';
import { higherProfiles, isMissing, type RaiseFacts, raiseNeeds } from './raise-needs.ts';

const nothing: RaiseFacts = {
  station: { hasAuthorizationKey: false },
  csms: { listeners: [] },
  certificates: { certificates: [], answers: [], frames: [] },
  operations: [],
};

const names = (profile: 1 | 2 | 3, facts = nothing) =>
  raiseNeeds(profile, facts).map(({ need, met }) => [need, met]);

describe('what a higher security profile needs', () => {
  it('is the key for 1, key and root for 2, root and certificate for 3', () => {
    expect(names(1)).toEqual([
      ['listener', false],
      ['key', false],
    ]);
    expect(names(2).map(([need]) => need)).toEqual(['listener', 'key', 'root']);
    expect(names(3).map(([need]) => need)).toEqual(['listener', 'root', 'certificate']);
  });

  it.each([
    [15, false],
    [16, true],
    [20, true],
    [21, false],
  ])('A00.FR.205 takes a key of %i bytes: %s', (bytes, met) => {
    const station = { hasAuthorizationKey: true, authorizationKeyBytes: bytes };
    expect(names(1, { ...nothing, station })).toContainEqual(['key', met]);
  });

  it('counts roots of the Central System only, and tells not asked from none', () => {
    const hashData = {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'a',
      issuerKeyHash: 'b',
      serialNumber: '1',
    } as const;
    const certificates = {
      at: '2027-01-01T00:00:00Z',
      certificates: [{ certificateType: 'ManufacturerRootCertificate', hashData } as const],
      answers: [
        { certificateType: 'CentralSystemRootCertificate', answer: 'NotFound' } as const,
        { certificateType: 'ManufacturerRootCertificate', answer: 'Accepted' } as const,
      ],
      frames: [],
    };
    const roots = (facts: RaiseFacts) => raiseNeeds(2, facts).find(({ need }) => need === 'root');
    expect(roots(nothing)).toEqual({
      need: 'root',
      met: false,
      roots: undefined,
      wasInstalled: false,
    });
    const asked = roots({ ...nothing, certificates });
    expect(asked && isMissing(asked)).toBe(true);
    const others = certificates.answers.slice(1);
    for (const facts of [
      nothing,
      { ...nothing, certificates: { ...certificates, answers: others } },
    ]) {
      const notAsked = roots(facts);
      expect(notAsked && isMissing(notAsked)).toBe(false);
    }
    expect(asked).toEqual({ need: 'root', met: false, roots: 0, wasInstalled: false });
  });

  it('never goes down', () => {
    expect(higherProfiles(2)).toEqual([3]);
    expect(higherProfiles(3)).toEqual([]);
    expect(higherProfiles(undefined)).toEqual([]);
  });
});
