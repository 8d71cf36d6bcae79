/** `openssl s_client` against our CSMS: suites, versions, client certificates, and the words for what fails. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameView } from '../../shared/api/frames-contract.ts';
import type { ConnectionFailure } from '../../shared/record/connection-facts.ts';
import {
  explainConnectionFailure,
  isConnectionFailureCode,
} from '../../shared/security/connection-words.ts';
import { whitepaperSuites } from '../../shared/security/tls-registry.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { createAuthority, type TestAuthority, type TestLeaf } from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';

let composed: ComposedBench;
let operator: TestAuthority;
let foreign: TestAuthority;
/** Ports: profiles 2 and 3; the four suites only; legacy versions too. */
let port: number;
let rehearsalPort: number;
let legacyPort: number;
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-peer-'));
const fileOf = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  composed = await startComposedBench();
  [operator, foreign] = await Promise.all([
    createAuthority('ecdsa', 'Operator of the test'),
    createAuthority('ecdsa', 'Somebody else'),
  ]);
  const { pki } = composed.bench;
  expect(pki.addTrustedRoot(operator.certPem).ok).toBe(true);
  [port = 0, rehearsalPort = 0, legacyPort = 0] = await composed.listen(
    { securityProfiles: [2, 3] },
    { securityProfiles: [2], tlsPolicy: 'rehearsal', tls13: false },
    { securityProfiles: [2], legacyTls: true },
  );
  fileOf('rsa.pem', await pki.rootPem('rsa'));
  fileOf('ecdsa.pem', await pki.rootPem('ecdsa'));
  fileOf('both.pem', (await pki.rootPem('rsa')) + (await pki.rootPem('ecdsa')));
});
afterAll(async () => {
  await composed.close();
  rmSync(folder, { recursive: true });
});

const upgrade = (identity: string) =>
  [
    `GET /${identity} HTTP/1.1`,
    'Host: localhost',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: ocpp1.6',
    '',
    '',
  ].join('\r\n');

/** The newest frame of a kind among those that come after `after`. */
function frameAfter(after: number, kind: string): Promise<FrameView> {
  return composed.frame((frame) => frame.seq > after && frame.kind === kind);
}

const headNow = () => composed.bench.heads().head;

function explained(frame: FrameView) {
  // The record wrote it from this very type.
  const failure = frame.detail as ConnectionFailure;
  expect(isConnectionFailureCode(failure.code)).toBe(true);
  return { failure, words: explainConnectionFailure(failure) };
}

describe.skipIf(!opensslAvailable)('A00.FR.317 A00.FR.421 the four suites on one port', () => {
  it.each(whitepaperSuites)('$openssl with the root of its family alone', async (suite) => {
    const { openssl, family } = suite;
    for (const ofPort of [port, rehearsalPort]) {
      const after = headNow();
      const output = await runSClient(ofPort, [
        ...['-tls1_2', '-cipher', openssl, '-verify_return_error', '-brief'],
        ...['-CAfile', join(folder, `${family}.pem`), '-verify_hostname', 'localhost'],
      ]);
      expect(output).toContain('Verification: OK');
      expect(output).toContain(`Ciphersuite: ${openssl}`);
      const established = await frameAfter(after, 'tls-established');
      expect(established.detail).toMatchObject({
        version: 'TLS 1.2',
        suite: suite.iana,
        serverKeyFamily: family,
      });
      expect(established.judgements).toEqual([]);
    }
  });

  it('bench policy adds ECDHE-RSA, with a finding; the rehearsal offers the four only', async () => {
    const options = ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256', '-brief'];
    const after = headNow();
    await runSClient(port, options);
    const established = await frameAfter(after, 'tls-established');
    expect(established.judgements.map(({ rule }) => rule)).toEqual(['suite-not-in-whitepaper']);
    const later = headNow();
    await runSClient(rehearsalPort, options);
    const { failure, words } = explained(await frameAfter(later, 'connection-failed'));
    expect(failure.code).toBe('tls-no-shared-suite');
    expect(words.facts.join(' ')).toContain('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256');
  });
});

describe.skipIf(!opensslAvailable)('35 TLS versions', () => {
  it('1.3 is served, and can be switched off', async () => {
    const output = await runSClient(port, ['-tls1_3', '-brief']);
    expect(output).toContain('Protocol version: TLSv1.3');
    const after = headNow();
    await runSClient(rehearsalPort, ['-tls1_3', '-brief']);
    const { failure } = explained(await frameAfter(after, 'connection-failed'));
    expect(failure.code).toBe('tls-no-shared-version');
  });

  it.each(['-tls1_1', '-tls1'])('%s is refused and the frame says why', async (version) => {
    const after = headNow();
    const output = await runSClient(port, [version, '-cipher', 'ALL:@SECLEVEL=0', '-brief']);
    expect(output).not.toContain('CONNECTION ESTABLISHED');
    const { failure, words } = explained(await frameAfter(after, 'connection-failed'));
    expect(failure).toMatchObject({ code: 'tls-no-shared-version', stage: 'tls' });
    expect(words.facts.join(' ')).toMatch(/offers: TLS 1\.[01]/);
    expect(words.facts.join(' ')).toContain('TLS 1.2');
  });

  it('A00.FR.324 A00.FR.428 only a listener with the legacy switch takes 1.1, with TLS_RSA_WITH_AES_128_CBC_SHA', async () => {
    const after = headNow();
    const options = ['-tls1_1', '-cipher', 'AES128-SHA:@SECLEVEL=0', '-brief'];
    const output = await runSClient(legacyPort, options);
    expect(output).toContain('Protocol version: TLSv1.1');
    const established = await frameAfter(after, 'tls-established');
    expect(established.detail).toMatchObject({ suite: 'TLS_RSA_WITH_AES_128_CBC_SHA' });
    expect(established.judgements.map(({ rule }) => rule)).toEqual(['tls-version-too-low']);
  });
});

describe.skipIf(!opensslAvailable)('a server certificate the client does not trust', () => {
  it('is a frame with the alert and words for both sides', async () => {
    const after = headNow();
    const strange = fileOf('strange.pem', foreign.certPem);
    await runSClient(port, ['-tls1_2', '-CAfile', strange, '-verify_return_error', '-brief']);
    const { failure, words } = explained(await frameAfter(after, 'connection-failed'));
    expect(failure).toMatchObject({ alert: { number: 48, sentBy: 'charge-point' } });
    expect(words.title).not.toBe('');
    expect(words.facts.join(' ')).toContain('alert 48');
  });
});

describe.skipIf(!opensslAvailable)('32 A00.FR.403 client certificates', () => {
  /** Sends an upgrade inside TLS with this certificate and resolves with the answer in the record. */
  async function attempt(id: string, leaf?: { authority: TestAuthority } & Partial<TestLeaf>) {
    composed.bench.csms.putStation(id, { securityProfile: 3 });
    const options = ['-tls1_2', '-quiet', '-no_ign_eof', '-CAfile', join(folder, 'both.pem')];
    if (leaf) {
      const { authority, ...rest } = leaf;
      const identity = await authority.issue({
        commonName: `SN-${id}`,
        organisation: 'Benchpoint CPO',
        purpose: 'client',
        ...rest,
      });
      options.push('-cert', fileOf(`${id}.pem`, identity.certPem));
      options.push('-key', fileOf(`${id}.key`, identity.keyPem));
    }
    const answered = composed.frame(
      ({ kind, station }) => kind === 'upgrade-response' && station === id,
    );
    await runSClient(port, options, { text: upgrade(id), until: answered });
    return answered;
  }

  it('a good one passes and gives the serial number', async () => {
    const answer = await attempt('GOOD', { authority: operator });
    expect(answer.detail).toMatchObject({ status: 101, securityProfile: 3 });
    expect(composed.bench.csms.station('GOOD')).toMatchObject({
      value: { serialNumber: 'SN-GOOD' },
    });
  });

  it.each<[string, () => Parameters<typeof attempt>[1], string]>([
    ['NONE', () => undefined, 'client-certificate-missing'],
    ['FOREIGN', () => ({ authority: foreign }), 'client-certificate-untrusted'],
    [
      'EXPIRED',
      () => ({ authority: operator, notAfter: new Date(Date.now() - 60_000) }),
      'client-certificate-expired',
    ],
    [
      'OTHER-O',
      () => ({ authority: operator, organisation: 'Maker' }),
      'client-certificate-organisation-mismatch',
    ],
  ])('%s is refused by name, before any message', async (id, leaf, code) => {
    const answer = await attempt(id, leaf());
    expect(answer.detail).toMatchObject({ status: 403, code });
    expect(isConnectionFailureCode(code)).toBe(true);
    expect(composed.bench.csms.station(id)).toMatchObject({ value: { connected: false } });
  });
});
