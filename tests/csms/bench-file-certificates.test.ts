/** What bench.yaml says of certificates: shown by listeners, trusted for clients, revoked, and how requests are decided. */
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createOpenSslFolder,
  type OpenSslFolder,
} from '../../electron/bench/pki/openssl-support.ts';
import { applyBenchFile } from '../../electron/cli/apply-bench-file.ts';
import { parseBenchFile } from '../../electron/cli/bench-file.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { value } from './support.ts';

let folder: OpenSslFolder;
let composed: ComposedBench;
beforeAll(async () => {
  folder = createOpenSslFolder();
  composed = await startComposedBench();
  await folder.run(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-subj', '/O=Elsewhere/CN=localhost', '-days', '30'],
    ...['-passout', 'pass:open sesame', '-keyout', 'server.key', '-out', 'server.pem'],
  );
});
afterAll(async () => {
  await composed.close();
  folder.remove();
});
afterEach(() => {
  delete process.env.BENCHPOINT_TEST_PASSPHRASE;
});

const path = () => folder.path('bench.yaml');

async function apply(text: string) {
  return applyBenchFile(composed.bench, value(parseBenchFile(text, path())));
}

const listener = (more: string) => `version: 1
csms:
  listeners:
    - id: fixed
      host: 127.0.0.1
      port: 0
      securityProfiles: [2]
${more}`;

const files = `      certificateFiles:
        files: [server.pem, server.key]
        passphrase: { env: BENCHPOINT_TEST_PASSPHRASE }
`;

function subjectShownAt(port: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('certificates in bench.yaml', () => {
  it('a listener shows the certificate of files beside it, its key opened by a passphrase', async () => {
    process.env.BENCHPOINT_TEST_PASSPHRASE = 'open sesame';
    expect(await apply(listener(files))).toEqual([]);
    const [shown] = composed.bench.csms.state().listeners;
    expect(await subjectShownAt(shown?.port ?? 0)).toEqual({ O: 'Elsewhere', CN: 'localhost' });
  });

  it.each([
    ['another passphrase', 'wrong', 'file-passphrase-wrong'],
    ['no passphrase', undefined, 'environment-variable-missing'],
  ])('%s leaves the listener out and says why', async (_what, passphrase, code) => {
    if (passphrase !== undefined) process.env.BENCHPOINT_TEST_PASSPHRASE = passphrase;
    expect(await apply(listener(files))).toMatchObject([{ code }]);
    expect(composed.bench.csms.state().listeners).toEqual([]);
  });

  it('certificates by file and by id at once are refused with line and column', () => {
    const parsed = parseBenchFile(listener(`      certificates: { rsa: one }\n${files}`), path());
    expect(parsed).toMatchObject({
      ok: false,
      problem: { code: 'bench-file-invalid', where: `${path()}:10:9` },
    });
  });

  it('A00.FR.704 trusted roots and revocation lists of other authorities are read', async () => {
    await folder.run(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/O=Elsewhere/CN=Root'],
      ...['-keyout', 'root.key', '-out', 'root.pem', '-days', '30'],
    );
    folder.write('index.txt', '');
    folder.write(
      'ca.cnf',
      '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\n',
    );
    await folder.run(
      ...['ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'root.key', '-cert', 'root.pem'],
      ...['-out', 'root.crl'],
    );
    const text = 'version: 1\ntrustedRoots: [root.pem]\nrevocationLists: [root.crl]\n';
    expect(await apply(text)).toEqual([]);
    expect(composed.bench.pki.trustedRoots()).toHaveLength(1);
    expect(composed.bench.pki.foreignLists.list()).toMatchObject([{ authorityKnown: true }]);
  });

  it('a root that cannot be read is named, and the rest is applied', async () => {
    const text = `${listener('')}trustedRoots: [none.pem]\n`;
    expect(await apply(text)).toMatchObject([
      { code: 'file-unreadable', where: folder.path('none.pem') },
    ]);
    expect(composed.bench.csms.state().listeners).toMatchObject([{ status: 'listening' }]);
  });

  it('A02 requests for certificates wait for a person where the file says so', async () => {
    expect(await apply('version: 1\ncsms:\n  signingRequests: { mode: by-hand }\n')).toEqual([]);
    expect(composed.bench.csms.signingRequests.policies().policy.mode).toBe('by-hand');
  });
});
