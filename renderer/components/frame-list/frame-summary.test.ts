import { describe, expect, it } from 'vitest';
import type { FrameRow } from '../../../shared/api/frames-contract.ts';
import { badgeOf, severityOf, summaryOf } from './frame-summary.ts';

const row = (part: Partial<FrameRow>): FrameRow => ({
  seq: 1,
  at: '2026-11-22T14:03:05.123456Z',
  monoUs: 1,
  run: 'r',
  role: 'csms',
  kind: 'message',
  bytes: 0,
  summary: '',
  tampered: false,
  ...part,
});

describe('a row of the frame list', () => {
  it('says in words why an attempt failed', () => {
    const failed = row({
      kind: 'connection-failed',
      summary: 'tls-no-shared-version',
      detail: { stage: 'tls', code: 'tls-no-shared-version', side: 'csms' },
    });
    expect(summaryOf(failed)).not.toContain('tls-no-shared-version');
    expect(summaryOf(failed)).toMatch(/version/i);
    expect(severityOf(failed)).toBe('error');
    expect(badgeOf(failed)).toBe('FAILED');
  });

  it('says in words why an upgrade was refused', () => {
    const refused = row({
      kind: 'upgrade-response',
      summary: 'password-wrong',
      detail: { status: 401, code: 'password-wrong', headers: [] },
    });
    expect(summaryOf(refused)).toMatch(/^Refused \(401\): .*password/i);
    expect(severityOf(refused)).toBe('error');
  });

  it('marks an accepted upgrade neither as error nor as warning', () => {
    const accepted = row({
      kind: 'upgrade-response',
      detail: { status: 101, code: 'accepted', subprotocol: 'ocpp1.6', securityProfile: 2 },
    });
    expect(summaryOf(accepted)).toBe('Accepted (101), ocpp1.6, security profile 2');
    expect(severityOf(accepted)).toBeUndefined();
  });

  it('names the certificate of the other side, by the role that checked it', () => {
    const detail = { version: 'TLS 1.3', suite: 'S', peerVerification: 'ok' };
    const seen = { kind: 'tls-established', detail } as const;
    expect(summaryOf(row(seen))).toBe('TLS 1.3, S, client certificate: ok');
    expect(summaryOf(row({ ...seen, role: 'charge-point' }))).toBe(
      'TLS 1.3, S, server certificate: ok',
    );
  });

  it('shows the summary of the bench for messages and for kinds of a later program', () => {
    expect(summaryOf(row({ summary: 'Accepted, interval 300' }))).toBe('Accepted, interval 300');
    expect(summaryOf(row({ kind: 'flying-saucer', summary: 'seen' }))).toBe('seen');
    expect(badgeOf(row({ kind: 'flying-saucer' }))).toBe('FLYING-SAUCER');
  });

  it('survives details of any shape', () => {
    for (const kind of ['client-hello', 'connection-opened', 'close', 'gap', '__proto__']) {
      for (const detail of [null, 7, 'x', [], { suites: 'no', versions: [1, null], remote: 3 }]) {
        expect(typeof summaryOf(row({ kind, detail }))).toBe('string');
      }
    }
  });

  it('lets what a judge said win over what the kind means', () => {
    expect(severityOf(row({ messageType: 'error', severity: 'info' }))).toBe('info');
    expect(severityOf(row({ messageType: 'error' }))).toBe('warning');
  });
});
