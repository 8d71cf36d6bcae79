import { describe, expect, it } from 'vitest';
import { certificateExpiry } from './certificate-expiry.ts';
import {
  certificateReport,
  proceduralRequirements,
  type ReportFacts,
} from './certificate-report.ts';
import {
  certificateLineWords,
  proceduralRequirementWords,
  reportedRules,
} from './certificate-report-words.ts';
import type { CertificateView } from './certificate-rules.ts';

const nowMs = Date.parse('2026-06-01T00:00:00Z');

const root: CertificateView = {
  subject: {
    text: 'O=CPO, CN=Root',
    attributes: [
      { name: 'O', value: 'CPO' },
      { name: 'CN', value: 'Root' },
    ],
  },
  issuer: {
    text: 'O=CPO, CN=Root',
    attributes: [
      { name: 'O', value: 'CPO' },
      { name: 'CN', value: 'Root' },
    ],
  },
  serialNumber: '4A',
  notBefore: '2020-01-01T00:00:00.000Z',
  notAfter: '2040-01-01T00:00:00.000Z',
  subjectAlternativeNames: [],
  key: { algorithm: 'ec', bits: 256, curve: 'prime256v1' },
  signature: { algorithm: 'ecdsa', hash: 'SHA-256', oid: '' },
  fingerprintSha256: 'R',
  isCertificateAuthority: true,
  pathLength: null,
  keyUsage: ['keyCertSign', 'cRLSign'],
  extendedKeyUsage: null,
  subjectKeyIdentifier: 'AA',
  authorityKeyIdentifier: null,
  selfIssued: true,
  pem: 'x'.repeat(800),
};

const server: CertificateView = {
  ...root,
  subject: {
    text: 'O=CPO, CN=csms.example.com',
    attributes: [
      { name: 'O', value: 'CPO' },
      { name: 'CN', value: 'csms.example.com' },
    ],
  },
  notBefore: '2026-05-31T12:00:00.000Z',
  notAfter: '2026-06-01T11:00:00.000Z',
  subjectAlternativeNames: [{ type: 'dns', value: 'csms.example.com' }],
  isCertificateAuthority: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['serverAuth'],
  subjectKeyIdentifier: 'BB',
  authorityKeyIdentifier: 'AA',
  selfIssued: false,
};

const client: CertificateView = {
  ...server,
  subject: {
    text: 'O=CPO, CN=SN-1',
    attributes: [
      { name: 'O', value: 'CPO' },
      { name: 'CN', value: 'SN-1' },
    ],
  },
  subjectAlternativeNames: [],
  extendedKeyUsage: ['clientAuth'],
};

function facts(more: Partial<ReportFacts>): ReportFacts {
  return {
    ...{ role: 'server', issuers: [root], signatureIsGood: true, basicConstraintsCritical: true },
    ...{ derBytes: 600, cpoName: 'CPO', nowMs },
    ...more,
  };
}

function states(view: CertificateView, more: Partial<ReportFacts>): Record<string, string> {
  return Object.fromEntries(
    certificateReport(view, facts(more)).map(({ rule, state }) => [rule, state]),
  );
}

describe('a certificate as it should be', () => {
  it.each<[string, CertificateView, Partial<ReportFacts>]>([
    ['server', server, { hostName: 'csms.example.com' }],
    ['client', client, { role: 'client', serialNumber: 'SN-1', stations: ['CP-1'] }],
    ['root', root, { role: 'root', issuers: [] }],
  ])('%s: nothing fails but what the whitepaper only tolerates', (_, view, more) => {
    const failing = certificateReport(view, facts(more)).filter(({ state }) => state === 'fails');
    expect(failing.map(({ rule }) => rule)).toEqual(
      view === server ? ['no-alternative-dns-name'] : [],
    );
  });

  it('each rule has exactly one line, and words for every state', () => {
    const rules = certificateReport(server, facts({})).map(({ rule }) => rule);
    expect([...rules].sort()).toEqual([...reportedRules].sort());
    for (const line of certificateReport(server, facts({}))) {
      for (const state of ['holds', 'fails'] as const) {
        const words = certificateLineWords({ ...line, state });
        expect(words.title).not.toBe(line.rule);
        expect(words.what).not.toBe('');
        expect(words.why).not.toBe('');
      }
    }
  });
});

describe('what is wrong is the line that fails', () => {
  it.each<[string, CertificateView, Partial<ReportFacts>]>([
    ['key-strength', { ...server, key: { algorithm: 'rsa', bits: 1024, curve: null } }, {}],
    [
      'signature-hash',
      { ...server, signature: { algorithm: 'ecdsa', hash: 'SHA-1', oid: '' } },
      {},
    ],
    ['serial-number-present', { ...server, serialNumber: '0' }, {}],
    ['serial-number-length', { ...server, serialNumber: '1'.repeat(41) }, {}],
    ['organisation-present', { ...server, subject: { text: '', attributes: [] } }, {}],
    ['common-name-is-host', client, {}],
    ['common-name-not-address', server, { role: 'client' }],
    ['server-name', server, { hostName: 'other.example.com' }],
    ['organisation-accepted', client, { role: 'client', cpoName: 'Other' }],
    ['common-name-has-serial-number', client, { role: 'client', serialNumber: 'SN-2' }],
    [
      'common-name-beside-alternatives',
      { ...server, subjectAlternativeNames: [{ type: 'dns', value: 'other.example.com' }] },
      {},
    ],
    ['key-usage-present', { ...server, keyUsage: null }, {}],
    ['authority-usage', { ...root, keyUsage: null }, { role: 'root', issuers: [] }],
    ['revocation-usage', { ...root, keyUsage: ['keyCertSign'] }, { role: 'root', issuers: [] }],
    ['basic-constraints', root, { role: 'root', issuers: [], basicConstraintsCritical: false }],
    ['basic-constraints', { ...client, isCertificateAuthority: true }, { role: 'client' }],
    ['extended-key-usage', client, { role: 'server' }],
    ['validity-period', { ...server, notAfter: '2026-05-31T23:00:00.000Z' }, {}],
    ['short-lived', { ...server, notAfter: '2027-06-01T11:00:00.000Z' }, {}],
    ['certificate-form', { ...server, pem: 'x'.repeat(5501) }, {}],
    [
      'classic-size',
      { ...server, key: { algorithm: 'rsa', bits: 4096, curve: null } },
      { derBytes: 2049 },
    ],
    ['issuer-signature', server, { signatureIsGood: false }],
    ['chain-complete', server, { issuers: [] }],
    ['chain-order', server, { beforeItsIssuer: false }],
    [
      'path-length',
      server,
      {
        issuers: [
          { ...root, selfIssued: false },
          { ...root, pathLength: 0 },
        ],
      },
    ],
    [
      'subject-key-identifier',
      { ...root, subjectKeyIdentifier: null },
      { role: 'root', issuers: [] },
    ],
    ['authority-key-identifier', { ...server, authorityKeyIdentifier: 'CC' }, {}],
    ['within-issuer-validity', { ...server, notAfter: '2041-01-01T00:00:00.000Z' }, {}],
    ['not-revoked', server, { revokedAt: '2026-05-31T13:00:00.000Z' }],
    ['one-station', client, { role: 'client', stations: ['CP-1', 'CP-2'] }],
  ])('%s', (rule, view, more) => {
    expect(states(view, more)[rule]).toBe('fails');
  });
});

describe('procedural requirements', () => {
  it('are listed with words and never judged', () => {
    for (const requirement of proceduralRequirements) {
      expect(proceduralRequirementWords(requirement)).not.toBe(requirement);
    }
  });
});

describe('expiry', () => {
  it.each<[string, string, string, number]>([
    ['2026-05-01T00:00:00Z', '2027-05-01T00:00:00Z', 'valid', 334],
    ['2025-06-15T00:00:00Z', '2026-06-15T00:00:00Z', 'expires-soon', 14],
    ['2025-06-15T00:00:00Z', '2026-05-31T12:00:00Z', 'expired', -1],
    ['2026-06-02T00:00:00Z', '2027-06-02T00:00:00Z', 'not-yet-valid', 366],
    // Of hours: the last quarter.
    ['2026-05-31T23:00:00Z', '2026-06-01T03:00:00Z', 'valid', 0],
    ['2026-05-31T20:30:00Z', '2026-06-01T00:30:00Z', 'expires-soon', 0],
  ])('%s to %s is %s with %i days left', (notBefore, notAfter, state, daysLeft) => {
    expect(certificateExpiry(notBefore, notAfter, nowMs)).toMatchObject({ state, daysLeft });
  });
});
