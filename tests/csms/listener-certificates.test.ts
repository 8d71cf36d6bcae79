/** Certificates that a listener shows: chosen entries of the desk, live changes, what is wrong told before a charger finds out. */
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createOpenSslFolder,
  type OpenSslFolder,
} from '../../electron/bench/pki/openssl-support.ts';
import {
  type CreateCertificate,
  createCertificate,
  importRequest,
} from '../../shared/api/certificate-desk-schemas.ts';
import type { ListenerState } from '../../shared/api/csms-contract.ts';
import { judgementWords } from '../../shared/record/judgement-words.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { value } from './support.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function startBench(): Promise<ComposedBench> {
  const composed = await startComposedBench();
  ends.push(() => composed.close());
  return composed;
}

function openSslFolder(): OpenSslFolder {
  const folder = createOpenSslFolder();
  ends.push(() => folder.remove());
  return folder;
}

type Wanted = Partial<Extract<CreateCertificate, { role: 'server' }>>;

/** A root that is not the bench's own, a sub-authority, and a server certificate under it. */
async function foreignServer({ bench }: ComposedBench, wanted: Wanted = {}) {
  const { desk } = bench.pki;
  const make = async (request: unknown) =>
    value(await desk.create(createCertificate.parse(request)));
  const family = wanted.keyType?.startsWith('rsa') ? 'rsa-2048' : 'p-256';
  const root = await make({
    role: 'root',
    subject: { commonName: 'Fixed root', organisation: 'Elsewhere' },
    keyType: family,
  });
  const sub = await make({
    role: 'sub-authority',
    issuer: root.id,
    subject: { commonName: 'Fixed issuing authority', organisation: 'Elsewhere' },
    keyType: family,
  });
  const server = await make({
    role: 'server',
    issuer: sub.id,
    subject: { commonName: 'localhost', organisation: 'Benchpoint CPO' },
    alternativeNames: [{ type: 'dns', value: 'localhost' }],
    ...wanted,
  });
  const exported = value(await desk.export(root.id, { format: 'pem', unencrypted: false }));
  return { root, sub, server, rootPem: Buffer.from(exported.content).toString() };
}

function listener({ bench }: ComposedBench): ListenerState {
  const [first] = bench.csms.state().listeners;
  if (first === undefined) throw new Error('no listener');
  return first;
}

const rulesOf = ({ findings = [] }: ListenerState) => findings.map(({ rule }) => rule);

/** `openssl s_client` until the handshake is over. */
function shake(port: number, folder: OpenSslFolder, ...options: string[]): Promise<string> {
  return new Promise((resolve) => {
    const client = spawn(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', ...options],
      { cwd: folder.path('.') },
    );
    let output = '';
    const onData = (chunk: Buffer) => {
      output += chunk;
      if (/Verify return code|errno|alert/.test(output)) client.stdin.end();
    };
    client.stdout.on('data', onData);
    client.stderr.on('data', onData);
    client.on('close', () => resolve(output));
  });
}

describe('certificates of one’s own on a listener', () => {
  it.each([
    { keyType: 'rsa-2048', family: 'rsa', ciphers: 'AES128-GCM-SHA256', more: [] },
    { keyType: 'p-256', family: 'ecdsa', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', more: [] },
    { keyType: 'p-384', family: 'ecdsa', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384', more: [] },
    { keyType: 'p-521', family: 'ecdsa', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384', more: [] },
    {
      keyType: 'p-224',
      family: 'ecdsa',
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      more: ['-groups', 'P-224:P-256'],
    },
  ] as const)(
    'A00.FR.317 openssl verifies a chosen $keyType certificate with its chain',
    async ({ keyType, family, ciphers, more }) => {
      const composed = await startBench();
      const { server, rootPem } = await foreignServer(composed, { keyType });
      const [port = 0] = await composed.listen({
        securityProfiles: [2],
        hostName: 'localhost',
        certificates: { [family]: server.id },
      });
      const folder = openSslFolder();
      folder.write('root.pem', rootPem);
      const output = await shake(
        port,
        folder,
        ...['-CAfile', 'root.pem', '-verify_return_error', '-verify_hostname', 'localhost'],
        ...['-x509_strict', '-tls1_2', '-cipher', ciphers, ...more],
      );
      expect(output).toContain('Verify return code: 0 (ok)');
      expect(output).toContain('Fixed issuing authority');
      expect(rulesOf(listener(composed))).toEqual(['served-family-missing']);
      expect(listener(composed).certificates).toMatchObject([{ family, entry: server.id }]);
    },
  );

  it('changes with the port and the connections open, and the change is on record', async () => {
    const composed = await startBench();
    const [port = 0] = await composed.listen({ securityProfiles: [1, 2] });
    const { bench } = composed;
    const { id } = value(await bench.chargePoints.tryIt({ securityProfile: 2 }));
    const connected = await new Promise<number | undefined>((resolve) => {
      const stop = bench.onMoved(look);
      function look() {
        const state = bench.csms.station(id);
        if (!state.ok || !state.value.connected) return;
        stop();
        resolve(state.value.connection);
      }
      look();
    });
    const { server, rootPem } = await foreignServer(composed);
    await composed.listen({
      securityProfiles: [1, 2],
      port,
      certificates: { ecdsa: server.id },
    });
    const { detail } = await composed.frame(({ kind }) => kind === 'listener-certificates');
    expect(detail).toMatchObject({ cause: 'chosen', certificates: [{ family: 'ecdsa' }] });
    expect(value(bench.csms.station(id)).connection).toBe(connected);
    const folder = openSslFolder();
    folder.write('root.pem', rootPem);
    const output = await shake(port, folder, '-CAfile', 'root.pem', '-tls1_2');
    expect(output).toContain('Verify return code: 0 (ok)');
    const used = value(await bench.pki.desk.entry(server.id)).entry.usedBy;
    expect(used).toEqual([{ kind: 'listener', id: listener(composed).id }]);
  });

  it('says which certificate is missing from the chain before a charger finds out', async () => {
    const other = await startBench();
    const made = await foreignServer(other, { validForMinutes: 60 });
    const key = value(
      await other.bench.pki.desk.export(made.server.id, { format: 'key', unencrypted: true }),
    );
    const pem = value(
      await other.bench.pki.desk.export(made.server.id, { format: 'pem', unencrypted: false }),
    );
    const composed = await startBench();
    const { desk } = composed.bench.pki;
    const bring = async (...contents: Uint8Array[]) =>
      value(
        await desk.import(
          importRequest.parse({
            files: contents.map((content) => ({
              content: { text: Buffer.from(content).toString() },
            })),
          }),
        ),
      );
    await bring(Buffer.from(made.rootPem));
    const { imported } = await bring(pem.content, key.content);
    const entry = imported[0]?.id ?? '';
    const [port = 0] = await composed.listen({
      securityProfiles: [2],
      certificates: { ecdsa: entry },
    });
    const [finding] = listener(composed).findings ?? [];
    expect(finding?.rule).toBe('served-chain-incomplete');
    expect(finding && judgementWords(finding).what).toContain('Fixed issuing authority');
    const folder = openSslFolder();
    folder.write('root.pem', made.rootPem);
    const refused = await shake(port, folder, '-CAfile', 'root.pem', '-tls1_2');
    expect(refused).toContain('unable to get local issuer certificate');

    const sub = value(
      await other.bench.pki.desk.export(made.sub.id, { format: 'pem', unencrypted: false }),
    );
    await bring(sub.content);
    await composed.frame(({ kind }) => kind === 'listener-started');
    await new Promise<void>((resolve) => {
      const stop = composed.bench.onMoved(look);
      function look() {
        if (rulesOf(listener(composed)).includes('served-chain-incomplete')) return;
        stop();
        resolve();
      }
      look();
    });
    const accepted = await shake(port, folder, '-CAfile', 'root.pem', '-tls1_2');
    expect(accepted).toContain('Verify return code: 0 (ok)');
  });

  it('judges name, dates, purpose and revocation, and serves all the same', async () => {
    const composed = await startBench();
    const { server } = await foreignServer(composed, {
      subject: { commonName: 'elsewhere.example', organisation: 'Benchpoint CPO', more: [] },
      validForMinutes: -10,
    });
    value(await composed.bench.pki.desk.revoke(server.id, { reason: 'keyCompromise' }));
    await composed.listen({ securityProfiles: [2], certificates: { ecdsa: server.id } });
    expect(listener(composed).status).toBe('listening');
    expect(rulesOf(listener(composed))).toEqual([
      'served-certificate-revoked',
      'served-name',
      'validity-period',
      'served-family-missing',
    ]);
  });

  it('refuses what TLS cannot use: unknown, without key, of the other family', async () => {
    const composed = await startBench();
    const { server } = await foreignServer(composed);
    const problemOf = async (certificates: { rsa?: string; ecdsa?: string }) => {
      await composed.listen({ securityProfiles: [2], certificates }).catch(() => undefined);
      const { status, problem } = listener(composed);
      return [status, problem?.code];
    };
    expect(await problemOf({ ecdsa: 'nothing' })).toEqual(['failed', 'certificate-unknown']);
    expect(await problemOf({ rsa: server.id })).toEqual(['failed', 'certificate-family-mismatch']);
  });
});
