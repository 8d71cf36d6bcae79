import { describe, expect, it } from 'vitest';
import {
  connectionFailureCodes,
  explainConnectionFailure,
  isConnectionFailureCode,
  reachabilityPage,
} from './connection-words.ts';

describe('every connection failure', () => {
  it.each(connectionFailureCodes)('%s has words that say what happened and what to do', (code) => {
    const { title, meaning, chargePoint, csms, network } = explainConnectionFailure({ code });
    expect(title).toMatch(/^[A-Z].*[^.!]$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/s);
    const advice = [chargePoint, csms, network].filter((text) => text !== undefined);
    expect(advice.length).toBeGreaterThan(0);
    for (const text of advice) expect(text).toMatch(/^[A-Z].*[.?]$/s);
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('names the facts after the plain words', () => {
    const explained = explainConnectionFailure({
      code: 'server-certificate-untrusted',
      alert: { number: 48, name: 'unknown_ca', sentBy: 'charge-point' },
      opensslCode: '0A000418',
    });
    expect(explained.title).toContain('does not trust');
    expect(explained.meaning).toContain('A00.FR.310');
    expect(explained.facts).toEqual([
      'TLS alert 48 (unknown_ca), sent by the charge point.',
      'OpenSSL code: 0A000418.',
    ]);
  });

  it('lists what both sides offered', () => {
    const { facts } = explainConnectionFailure({
      code: 'tls-no-shared-version',
      parameters: { offeredVersions: 'TLS 1.1 at most', acceptedVersions: 'TLS 1.3, TLS 1.2' },
    });
    expect(facts).toEqual([
      'The charge point offers: TLS 1.1 at most.',
      'The Central System accepts: TLS 1.3, TLS 1.2.',
    ]);
  });

  it('of a newer program is shown by its code', () => {
    expect(isConnectionFailureCode('toString')).toBe(false);
    expect(explainConnectionFailure({ code: 'quantum-noise', raw: 'odd' })).toMatchObject({
      title: 'Connection failed: quantum-noise',
      facts: ['The library says: odd'],
    });
  });
});

describe('the reachability page', () => {
  it('names one profile in the singular', () => {
    const page = reachabilityPage({ version: '1', securityProfiles: [2], urls: ['wss://h/x/'] });
    expect(page).toContain('security profile 2.');
    expect(page).toContain('wss://h/x/IDENTITY');
  });

  it('lists several profiles as one reads them', () => {
    const page = reachabilityPage({ version: '1', securityProfiles: [0, 1, 2, 3], urls: [] });
    expect(page).toContain('security profiles 0, 1, 2 and 3.');
  });
});
