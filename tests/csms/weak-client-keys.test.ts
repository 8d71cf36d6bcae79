/** Client certificates with keys of less than 112 bits of security, shown by openssl to listeners of either policy. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../shared/api/certificate-desk-schemas.ts';
import { explainConnectionFailure } from '../../shared/security/connection-words.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-weak-keys-'));
let composed: ComposedBench;
beforeAll(async () => {
  composed = await startComposedBench();
});
afterAll(async () => {
  await composed.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A client certificate on the desk, as files for openssl. */
async function clientFiles(keyType: 'rsa-1024' | 'rsa-2048' | 'p-192' | 'p-256', station: string) {
  const { desk } = composed.bench.pki;
  await desk.authorities();
  const made = await desk.create(
    createCertificate.parse({
      ...{ role: 'client', issuer: 'root:ecdsa', keyType },
      subject: { commonName: `SN-${station}`, organisation: 'Benchpoint CPO' },
    }),
  );
  if (!made.ok) throw new Error(made.problem.code);
  const file = async (format: 'pem' | 'key') => {
    const exported = await desk.export(made.value.id, { format, unencrypted: true });
    if (!exported.ok) throw new Error(exported.problem.code);
    const path = join(folder, `${station}.${format}`);
    writeFileSync(path, exported.value.content);
    return path;
  };
  return { cert: await file('pem'), key: await file('key') };
}

/** Status of the answer to an upgrade that openssl sends with this certificate. */
async function upgrade(
  tlsPolicy: 'bench' | 'rehearsal',
  keyType: Parameters<typeof clientFiles>[0],
  station: string,
) {
  const [port = 0] = await composed.listen({ securityProfiles: [3], tlsPolicy });
  const { cert, key } = await clientFiles(keyType, station);
  const { head } = composed.bench.heads();
  const answered = composed.frame(
    ({ kind, station: of, seq }) =>
      (kind === 'upgrade-response' && of === station) ||
      (kind === 'connection-failed' && seq > head),
  );
  const text = [
    ...[`GET /${station} HTTP/1.1`, `Host: localhost:${port}`, 'Connection: Upgrade'],
    ...['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: ocpp1.6'],
    ...[`Sec-WebSocket-Key: ${Buffer.alloc(16, 1).toString('base64')}`, '', ''],
  ].join('\r\n');
  const options = ['-tls1_2', '-brief', '-cert', cert, '-key', key];
  const weak = ['-cipher', 'DEFAULT@SECLEVEL=0', '-groups', 'P-192:P-256:P-384'];
  const output = await runSClient(port, [...options, ...weak], { text, until: answered });
  return { output, answer: await answered };
}

describe.skipIf(!opensslAvailable)('A00.FR.501–503 a client certificate with a weak key', () => {
  it('A00.FR.502 RSA 1024 is refused by a listener of the policy Rehearsal', async () => {
    const { answer } = await upgrade('rehearsal', 'rsa-1024', 'CP-REFUSED');
    expect(answer.detail).toMatchObject({ status: 403, code: 'client-certificate-key-weak' });
    const words = explainConnectionFailure({ code: 'client-certificate-key-weak' });
    expect(words.meaning).toContain('A00.FR.501–503');
    expect([words.chargePoint, words.csms]).not.toContain(undefined);
  });

  it('A00.FR.502 RSA 1024 is let in by the policy Bench, with a finding', async () => {
    const { answer } = await upgrade('bench', 'rsa-1024', 'CP-NOTED');
    expect(answer.detail).toMatchObject({ status: 101 });
    const state = composed.bench.csms.station('CP-NOTED');
    const findings = state.ok ? state.value.findings : [];
    expect(findings.map(({ rule }) => rule)).toContain('key-strength');
  });

  it.each(['bench', 'rehearsal'] as const)(
    'A00.FR.503 P-192 does not get through the handshake of the policy %s',
    async (tlsPolicy) => {
      const { answer } = await upgrade(tlsPolicy, 'p-192', `CP-CURVE-${tlsPolicy}`);
      expect(answer).toMatchObject({ kind: 'connection-failed', detail: { stage: 'tls' } });
    },
  );

  it.each(['rsa-2048', 'p-256'] as const)('%s is let in by Rehearsal', async (keyType) => {
    const { answer } = await upgrade('rehearsal', keyType, `CP-GOOD-${keyType}`);
    expect(answer.detail).toMatchObject({ status: 101 });
  });
});
