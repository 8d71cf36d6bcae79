/** Who may pass at the upgrade, on profiles 0 to 2 and on the wrong one. */
import { describe, expect, it } from 'vitest';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import {
  admissionOf,
  attemptOf,
  basic,
  decide,
  key,
  refusalOf,
  stationOf,
} from '../../../tests/support/admission.ts';
import type { UpgradeAttempt } from '../wire/admission.ts';

describe('what an unbound station means', () => {
  const header = [basic('CP1', key)];
  it.each<[string, UpgradeAttempt, SecurityProfile]>([
    ['plain without credentials is profile 0', attemptOf(), 0],
    ['plain with credentials is profile 1', attemptOf({ authorization: header }), 1],
    ['plain without credentials where only 1 is served', attemptOf({ securityProfiles: [1] }), 1],
    [
      'TLS without certificate is profile 2',
      attemptOf({ transport: 'tls', securityProfiles: [2, 3], authorization: header }),
      2,
    ],
    [
      'TLS without certificate where only 3 is served',
      attemptOf({ transport: 'tls', securityProfiles: [3] }),
      3,
    ],
  ])('%s', (_, attempt, profile) => {
    const decision = decide(attempt, stationOf({ authorizationKey: key }));
    expect(decision.securityProfile).toBe(profile);
  });

  it('a certificate means profile 3, whatever else is sent', () => {
    const attempt = attemptOf({
      transport: 'tls',
      securityProfiles: [2, 3],
      authorization: header,
      clientCertificate: {
        chain: [Buffer.from('30', 'hex')],
        verification: { result: 'untrusted' },
      },
    });
    expect(decide(attempt, stationOf({ authorizationKey: key })).securityProfile).toBe(3);
  });

  it('nothing is admitted where no profile fits the transport', () => {
    const refusal = refusalOf(decide(attemptOf({ securityProfiles: [] }), stationOf()));
    expect(refusal).toMatchObject({ status: 403, code: 'profile-not-offered' });
  });
});

describe('A05.FR.08 a station raised from 2 to 3 that has not connected on 3 yet', () => {
  const raised = stationOf({
    securityProfile: 3,
    formerSecurityProfile: 2,
    authorizationKey: key,
  });
  const secure = (authorization: string[], chain: Buffer[] = []) =>
    attemptOf({
      transport: 'tls',
      securityProfiles: [2, 3],
      authorization,
      clientCertificate: { chain, verification: { result: 'untrusted' } },
    });

  it('passes on 2 with its key, and says so', () => {
    const decision = admissionOf(decide(secure([basic('CP1', key)]), raised));
    expect(decision.securityProfile).toBe(2);
    expect(decision.findings).toContainEqual({
      rule: 'security-profile-fallback',
      severity: 'warning',
      clause: 'Whitepaper A05.FR.08',
      parameters: { former: 2, raised: 3 },
    });
  });

  it('passes on 2 also when it shows the certificate that did not do', () => {
    const unreadable = [Buffer.from('30', 'hex')];
    const decision = admissionOf(decide(secure([basic('CP1', key)], unreadable), raised));
    expect(decision.securityProfile).toBe(2);
  });

  it.each<[string, string[], number, string]>([
    ['a wrong key', [basic('CP1', Buffer.from('wrong'))], 401, 'password-wrong'],
    ['neither key nor certificate', [], 403, 'client-certificate-missing'],
  ])('is refused with %s', (_, authorization, status, code) => {
    expect(refusalOf(decide(secure(authorization), raised))).toMatchObject({ status, code });
  });

  it('is refused where the former profile is not served', () => {
    const attempt = { ...secure([basic('CP1', key)]), securityProfiles: [3] as const };
    expect(refusalOf(decide(attempt, raised)).code).toBe('client-certificate-missing');
  });

  it('is refused in plain text on 1, which it never had', () => {
    const attempt = attemptOf({ authorization: [basic('CP1', key)] });
    expect(refusalOf(decide(attempt, raised)).code).toBe('profile-mismatch');
  });
});

describe('A00.FR.001 A00.FR.002 a station bound to one profile is refused on another', () => {
  it.each<[SecurityProfile, UpgradeAttempt]>([
    [2, attemptOf()],
    [3, attemptOf({ authorization: [basic('CP1', key)] })],
    [1, attemptOf({ transport: 'tls', securityProfiles: [2, 3] })],
    [0, attemptOf({ transport: 'tls', securityProfiles: [2, 3] })],
    [1, attemptOf({ securityProfiles: [0] })],
  ])('bound to %i', (bound, attempt) => {
    const refusal = refusalOf(decide(attempt, stationOf({ securityProfile: bound })));
    expect(refusal).toMatchObject({
      status: 403,
      code: 'profile-mismatch',
      parameters: { stationProfile: bound },
    });
    expect(refusal.adoption).toMatchObject({ kind: 'profile' });
    expect(refusal.parameters.attemptedProfile).not.toBe(bound);
  });

  it('a station bound to 1 cannot leave its credentials out by coming on a port with 0', () => {
    const station = stationOf({ securityProfile: 1, authorizationKey: key });
    const refusal = refusalOf(decide(attemptOf(), station));
    expect(refusal).toMatchObject({ status: 401, code: 'authorization-missing', challenge: true });
  });

  it('a bound station passes on its own profile of several', () => {
    const attempt = attemptOf({
      transport: 'tls',
      securityProfiles: [2, 3],
      authorization: [basic('CP1', key)],
    });
    const station = stationOf({ securityProfile: 2, authorizationKey: key });
    expect(admissionOf(decide(attempt, station)).securityProfile).toBe(2);
  });
});

describe('A00.FR.202–205 A00.FR.301–304 Basic on profiles 1 and 2', () => {
  const station = stationOf({ securityProfile: 1, authorizationKey: key });

  it('the right bytes pass without a finding', () => {
    const decision = admissionOf(
      decide(attemptOf({ authorization: [basic('CP1', key)] }), station),
    );
    expect(decision).toMatchObject({ securityProfile: 1, keyForm: 'bytes', findings: [] });
  });

  it('the hexadecimal text passes with a finding when the policy takes it', () => {
    const text = Buffer.from(key.toString('hex').toUpperCase());
    const decision = admissionOf(
      decide(attemptOf({ authorization: [basic('CP1', text)] }), station),
    );
    expect(decision.keyForm).toBe('hex-text');
    expect(decision.findings.map(({ rule }) => rule)).toEqual([
      'authorization-key-sent-as-hex-text',
    ]);
  });

  it('the hexadecimal text is refused by name when the policy does not take it', () => {
    const text = Buffer.from(key.toString('hex'));
    const refusal = refusalOf(
      decide(attemptOf({ authorization: [basic('CP1', text)] }), station, {
        policy: { acceptHexText: false },
      }),
    );
    expect(refusal).toMatchObject({ status: 401, code: 'password-is-hex-text' });
    expect(refusal.adoption).toMatchObject({ kind: 'key', securityProfile: 1 });
  });

  it('31 a user name that is not the identity is refused and nothing of it can be adopted', () => {
    const refusal = refusalOf(decide(attemptOf({ authorization: [basic('CP2', key)] }), station));
    expect(refusal).toMatchObject({ status: 401, code: 'username-is-not-identity' });
    expect(refusal.adoption).toBeUndefined();
  });

  it('a wrong key is refused with the key as what Adopt takes over', () => {
    const sent = Buffer.from('another-password');
    const refusal = refusalOf(decide(attemptOf({ authorization: [basic('CP1', sent)] }), station));
    expect(refusal).toMatchObject({ status: 401, code: 'password-wrong', challenge: true });
    expect(refusal.adoption).toMatchObject({ kind: 'key', securityProfile: 1 });
    expect(JSON.stringify(refusal.parameters)).not.toContain('another');
  });

  it('a new identity on 1 needs credentials that can be adopted', () => {
    const refusal = refusalOf(decide(attemptOf({ authorization: [basic('CP1', key)] })));
    expect(refusal).toMatchObject({ status: 401, code: 'password-not-set' });
    expect(refusal.adoption).toMatchObject({ kind: 'key' });
  });

  it.each([
    ['no header', [], 'authorization-missing'],
    ['two headers', [basic('CP1', key), basic('CP1', key)], 'authorization-repeated'],
    ['another scheme', ['Bearer abc'], 'authorization-not-basic'],
    ['no base64', ['Basic ***'], 'authorization-not-base64'],
    ['no colon', [`Basic ${Buffer.from('CP1').toString('base64')}`], 'authorization-no-colon'],
    ['an empty password', [basic('CP1', Buffer.alloc(0))], 'authorization-password-empty'],
  ])('H31 %s is a 401 of its own', (_, authorization, code) => {
    const refusal = refusalOf(decide(attemptOf({ authorization }), station));
    expect(refusal).toMatchObject({ status: 401, code, challenge: true });
  });

  it.each([
    [Buffer.from('short'), 'authorization-key-too-short'],
    [Buffer.from('a-password-of-many-characters'), 'authorization-key-too-long'],
  ])('a key of any length works, with a finding', (password, rule) => {
    const decision = admissionOf(
      decide(
        attemptOf({ authorization: [basic('CP1', password)] }),
        stationOf({ authorizationKey: password }),
      ),
    );
    expect(decision.findings.map((finding) => finding.rule)).toContain(rule);
  });
});

describe('known stations only', () => {
  const policy = { knownOnly: true };
  it('H17 an unknown identity gets 404 and can be adopted', () => {
    const refusal = refusalOf(decide(attemptOf(), undefined, { policy }));
    expect(refusal).toMatchObject({ status: 404, code: 'identity-unknown' });
    expect(refusal.adoption).toEqual({ kind: 'identity', securityProfile: 0, key: undefined });
  });

  it('the key it sent is adopted with the identity', () => {
    const attempt = attemptOf({ authorization: [basic('CP1', key)] });
    const { adoption } = refusalOf(decide(attempt, undefined, { policy }));
    expect(adoption).toMatchObject({ kind: 'identity', securityProfile: 1 });
    expect(adoption?.kind === 'identity' && adoption.key).toEqual(new Uint8Array(key));
  });

  it('a known one passes', () => {
    expect(decide(attemptOf(), stationOf(), { policy }).admitted).toBe(true);
  });

  it('without the switch a new identity passes on profile 0', () => {
    expect(admissionOf(decide(attemptOf())).securityProfile).toBe(0);
  });
});
