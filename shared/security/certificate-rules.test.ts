import { describe, expect, it } from 'vitest';
import {
  type CertificateRule,
  type CertificateRuleResult,
  type CertificateView,
  type ChargePointExpectation,
  classifyOwnership,
  type DistinguishedName,
  isStrongKey,
  judgeChargePointCertificate,
  judgeServerCertificate,
  refusingRules,
  type ServerExpectation,
} from './certificate-rules.ts';
import { certificateRuleWords } from './certificate-words.ts';
import { hostNameMatches } from './host-name.ts';

function name(attributes: [string, string][]): DistinguishedName {
  return {
    text: attributes.map(([key, value]) => `${key}=${value}`).join(', '),
    attributes: attributes.map(([key, value]) => ({ name: key, value })),
  };
}

function certificate(
  subject: [string, string][] = [
    ['O', 'Example CPO'],
    ['CN', 'SN-1'],
  ],
  changes: Partial<CertificateView> = {},
): CertificateView {
  return {
    subject: name(subject),
    issuer: name([['CN', 'root']]),
    serialNumber: '4F',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    subjectAlternativeNames: [],
    key: { algorithm: 'ec', bits: 256, curve: 'prime256v1' },
    signature: { algorithm: 'ecdsa', hash: 'SHA-256', oid: '1.2.840.10045.4.3.2' },
    fingerprintSha256: 'AB',
    isCertificateAuthority: false,
    pathLength: null,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['clientAuth'],
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
    selfIssued: false,
    pem: '',
    ...changes,
  };
}

const nowMs = Date.parse('2026-06-01T00:00:00Z');
const chargePoint: ChargePointExpectation = {
  cpoName: 'Example CPO',
  trustedOrganisations: ['Maker'],
  serialNumber: 'SN-1',
  checkSerial: true,
  checkOrganisation: true,
  nowMs,
};
const server: ServerExpectation = {
  hostName: 'csms.example.com',
  securityProfile: 3,
  allowWildcards: false,
  nowMs,
};

function result(
  results: readonly CertificateRuleResult[],
  rule: CertificateRule,
): CertificateRuleResult {
  const found = results.find((one) => one.rule === rule);
  if (found === undefined) throw new Error(`no result for ${rule}`);
  return found;
}

function failing(results: readonly CertificateRuleResult[]): CertificateRule[] {
  return results.filter(({ holds }) => !holds).map(({ rule }) => rule);
}

describe('a charge point’s certificate', () => {
  it('as the whitepaper wants it breaks no rule', () => {
    expect(failing(judgeChargePointCertificate(certificate(), chargePoint))).toEqual([]);
  });

  it.each([
    ['is the CPO name', 'Example CPO', true],
    ['contains the CPO name', 'Example CPO Ltd', true],
    ['is a trusted organisation', 'Maker', true],
    ['is another', 'Somebody', false],
  ])('A00.FR.404: O %s', (_, organisation, holds) => {
    const view = certificate([
      ['O', organisation],
      ['CN', 'SN-1'],
    ]);
    const found = result(judgeChargePointCertificate(view, chargePoint), 'organisation-accepted');
    expect(found).toMatchObject({ clause: 'Whitepaper A00.FR.404', enforced: true, holds });
  });

  it('A00.FR.404 does not hold without O, nor when CPO name and trusted names are empty', () => {
    const nameless = judgeChargePointCertificate(certificate([['CN', 'SN-1']]), chargePoint);
    expect(failing(nameless)).toEqual(['organisation-accepted', 'organisation-present']);
    const open = { ...chargePoint, cpoName: '', trustedOrganisations: [''] };
    expect(failing(judgeChargePointCertificate(certificate(), open))).toEqual([
      'organisation-accepted',
    ]);
  });

  it.each([
    [[['CN', 'SN-1']], 'SN-1', true, true],
    [[['CN', 'CP SN-1']], 'SN-1', true, false],
    [
      [
        ['CN', 'other'],
        ['CN', 'SN-1'],
      ],
      'SN-1',
      true,
      false,
    ],
    [[['CN', 'SN-2']], 'SN-1', false, false],
    [[], 'SN-1', false, false],
    [[['CN', 'SN-1']], '', false, false],
    [[['CN', 'SN-1']], undefined, false, false],
  ] as [[string, string][], string | undefined, boolean, boolean][])(
    'A00.FR.405: CN %j against the serial number %j',
    (commonNames, serialNumber, holds, exact) => {
      const view = certificate([['O', 'Example CPO'], ...commonNames]);
      const { serialNumber: _, ...rest } = chargePoint;
      const expectation = serialNumber === undefined ? rest : { ...rest, serialNumber };
      const found = result(
        judgeChargePointCertificate(view, expectation),
        'common-name-has-serial-number',
      );
      expect(found).toMatchObject({ enforced: true, holds, parameters: { exact } });
    },
  );

  it('refuses by 404, 405 and validity; a switch takes 404 or 405 out of the refusals, not out of the results', () => {
    const view = certificate([
      ['O', 'Somebody'],
      ['CN', 'SN-2'],
    ]);
    const rules = (expectation: ChargePointExpectation) =>
      refusingRules(judgeChargePointCertificate(view, expectation)).map(({ rule }) => rule);
    expect(rules(chargePoint)).toEqual(['organisation-accepted', 'common-name-has-serial-number']);
    expect(rules({ ...chargePoint, checkOrganisation: false })).toEqual([
      'common-name-has-serial-number',
    ]);
    const lenient = { ...chargePoint, checkOrganisation: false, checkSerial: false };
    expect(rules(lenient)).toEqual([]);
    expect(failing(judgeChargePointCertificate(view, lenient))).toHaveLength(2);
    expect(rules({ ...lenient, nowMs: Date.parse('2028-01-01') })).toEqual(['validity-period']);
  });

  it.each([
    'https://csms.example.com',
    '192.168.1.2',
    'csms.example.com',
    '*.example.com',
    '2001:db8::1',
  ])('A00.FR.511: a CN shaped like %s is reported', (commonName) => {
    const view = certificate([
      ['O', 'Example CPO'],
      ['CN', commonName],
    ]);
    const expectation = { ...chargePoint, serialNumber: commonName };
    expect(failing(judgeChargePointCertificate(view, expectation))).toEqual([
      'common-name-not-address',
    ]);
  });

  it.each(['SN-1', '1234567890', 'ABB.00.123', 'T01:4711', 'CP_0001'])(
    'A00.FR.511: the serial number %s is not taken for an address',
    (serialNumber) => {
      const view = certificate([
        ['O', 'Example CPO'],
        ['CN', serialNumber],
      ]);
      expect(failing(judgeChargePointCertificate(view, { ...chargePoint, serialNumber }))).toEqual(
        [],
      );
    },
  );

  it.each<[string, Partial<CertificateView>, CertificateRule, string]>([
    ['RSA 1024', { key: { algorithm: 'rsa', bits: 1024, curve: null } }, 'key-strength', '502'],
    ['P-192', { key: { algorithm: 'ec', bits: 192, curve: 'prime192v1' } }, 'key-strength', '503'],
    [
      'PKCS#1 v1.5',
      { signature: { algorithm: 'rsa-pkcs1', hash: 'SHA-256', oid: '' } },
      'signature-algorithm',
      '505',
    ],
    [
      'SHA-1',
      { signature: { algorithm: 'ecdsa', hash: 'SHA-1', oid: '' } },
      'signature-hash',
      '506',
    ],
    ['serial number 0', { serialNumber: '0' }, 'serial-number-present', '508'],
    ['no key usage', { keyUsage: null }, 'key-usage-present', '512'],
    [
      'a DNS name',
      { subjectAlternativeNames: [{ type: 'dns', value: 'x' }] },
      'no-alternative-dns-name',
      '511',
    ],
  ])(
    'A00.FR.502 A00.FR.503 A00.FR.505 A00.FR.506 A00.FR.508 A00.FR.512 with %s is reported and not refused',
    (_, change, rule, clause) => {
      const results = judgeChargePointCertificate(certificate(undefined, change), chargePoint);
      expect(failing(results)).toEqual([rule]);
      expect(result(results, rule).clause).toContain(`A00.FR.${clause}`);
      expect(refusingRules(results)).toEqual([]);
    },
  );

  it('A00.FR.406: is the operator’s, fresh from the factory, or unknown', () => {
    const own = certificate();
    const makers = certificate([
      ['O', 'Maker'],
      ['CN', 'SN-1'],
    ]);
    const others = certificate([
      ['O', 'Somebody'],
      ['CN', 'SN-1'],
    ]);
    expect(classifyOwnership(own, 'operator', chargePoint)).toBe('operator');
    expect(classifyOwnership(makers, 'operator', chargePoint)).toBe('factory');
    expect(classifyOwnership(others, 'operator', chargePoint)).toBe('unknown');
    expect(classifyOwnership(others, 'manufacturer', chargePoint)).toBe('factory');
    expect(classifyOwnership(own, 'none', chargePoint)).toBe('unknown');
  });
});

describe('a Central System’s certificate', () => {
  const named = (commonName: string, changes: Partial<CertificateView> = {}) =>
    certificate(
      [
        ['O', 'Example CPO'],
        ['CN', commonName],
      ],
      changes,
    );

  it('A00.FR.412: on profile 3 the CN is the host name', () => {
    const judge = (commonName: string) =>
      result(judgeServerCertificate(named(commonName), server), 'server-name');
    expect(judge('CSMS.example.com')).toMatchObject({
      clause: 'Whitepaper A00.FR.412',
      holds: true,
    });
    expect(judge('other.example.com').holds).toBe(false);
    expect(judge('csms.example.com (lab)').holds).toBe(false);
  });

  it('A00.FR.308: on profile 2 the CN includes the host name, as a whole name only', () => {
    const judge = (commonName: string) =>
      result(
        judgeServerCertificate(named(commonName), { ...server, securityProfile: 2 }),
        'server-name',
      );
    expect(judge('csms.example.com (lab)')).toMatchObject({
      clause: 'Whitepaper A00.FR.308',
      holds: true,
    });
    expect(judge('evil-csms.example.com').holds).toBe(false);
    expect(judge('csms.example.com.evil.org').holds).toBe(false);
  });

  it('AllowCentralSystemTLSWildcards: a wildcard matches only when allowed, and the result says so', () => {
    const judge = (allowWildcards: boolean) =>
      result(
        judgeServerCertificate(named('*.example.com'), { ...server, allowWildcards }),
        'server-name',
      );
    expect(judge(true).holds).toBe(true);
    expect(judge(false)).toMatchObject({ holds: false, parameters: { wildcardNotAllowed: true } });
  });

  it('says when only an alternative name matches', () => {
    const subjectAlternativeNames = [{ type: 'dns', value: 'csms.example.com' } as const];
    const view = named('bench', { subjectAlternativeNames });
    expect(result(judgeServerCertificate(view, server), 'server-name')).toMatchObject({
      holds: false,
      parameters: { alternativeNameMatches: true },
    });
  });
});

describe('host names', () => {
  it.each([
    ['csms.example.com', 'csms.example.com.', false, true],
    ['[::1]', '::1', false, true],
    ['*.example.com', 'a.b.example.com', true, false],
    ['*.example.com', 'example.com', true, false],
    ['*.com', 'example.com', true, false],
    ['*.0.0.1', '127.0.0.1', true, false],
    ['*', 'localhost', true, false],
    ['', '', true, false],
  ])('%s covers %s with wildcards %s: %s', (pattern, host, allowWildcards, expected) => {
    expect(hostNameMatches(pattern, host, allowWildcards)).toBe(expected);
  });
});

describe('key strength', () => {
  it('A00.FR.501–503 is at least 112 bits: RSA 2048, curves of 224 bits, Edwards curves', () => {
    expect(isStrongKey({ algorithm: 'rsa', bits: 2048, curve: null })).toBe(true);
    expect(isStrongKey({ algorithm: 'rsa', bits: 2047, curve: null })).toBe(false);
    expect(isStrongKey({ algorithm: 'ec', bits: 224, curve: 'secp224r1' })).toBe(true);
    expect(isStrongKey({ algorithm: 'ed25519', bits: 256, curve: null })).toBe(true);
    expect(isStrongKey({ algorithm: 'unknown', bits: null, curve: null })).toBe(false);
  });
});

describe('words', () => {
  it('exist for every rule that holds or does not, and name what was found', () => {
    const bad = certificate(
      [
        ['O', 'Somebody'],
        ['CN', 'SN-2'],
      ],
      {
        keyUsage: null,
        serialNumber: '0',
        key: { algorithm: 'rsa', bits: 512, curve: null },
        signature: { algorithm: 'rsa-pkcs1', hash: 'MD5', oid: '' },
        notAfter: '2026-02-01T00:00:00.000Z',
      },
    );
    for (const one of [
      ...judgeChargePointCertificate(bad, chargePoint),
      ...judgeChargePointCertificate(certificate(), chargePoint),
      ...judgeServerCertificate(bad, server),
    ]) {
      const words = certificateRuleWords(one);
      expect(words.what).not.toMatch(/undefined|^$/);
      expect(words.why === '').toBe(one.holds);
    }
    const [organisation] = judgeChargePointCertificate(bad, chargePoint);
    expect(organisation && certificateRuleWords(organisation).what).toBe(
      'The organisation (O) is “Somebody”, expected “Example CPO”.',
    );
  });
});
