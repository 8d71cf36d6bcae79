import { once } from 'node:events';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { legacySuite, whitepaperSuites } from '../../../shared/security/tls-registry.ts';
import { createTestTrust } from '../../../tests/support/tls-certificates.ts';
import { opensslAvailable, runSClient, startTlsServer } from '../../../tests/support/tls-server.ts';
import {
  type ClientTlsChoice,
  cachedSecureContext,
  checkServerName,
  clientTlsOptions,
  type ServerTlsChoice,
} from './tls-policy.ts';

let trust: Awaited<ReturnType<typeof createTestTrust>>;
const servers: { close(): void }[] = [];
beforeAll(async () => {
  trust = await createTestTrust();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(choice: Partial<ServerTlsChoice> = {}): Promise<number> {
  const server = await startTlsServer({
    identities: trust.identities,
    policy: 'rehearsal',
    legacyTls: false,
    tls13: false,
    clientCertificate: 'never',
    trustedRootsPem: [],
    ...choice,
  });
  servers.push(server);
  return server.port;
}

const trusting = (): ClientTlsChoice => ({
  host: 'localhost',
  suites: 'both',
  trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
  verification: 'common-name',
});

/** Version and suite of a finished handshake, or the alert number it failed with. */
async function negotiate(port: number, options: tls.ConnectionOptions) {
  const socket = tls.connect({ port, host: '127.0.0.1', ...options });
  socket.resume();
  const outcome = await new Promise<object>((resolve) => {
    socket.once('secureConnect', () =>
      resolve({ version: socket.getProtocol(), suite: socket.getCipher().standardName }),
    );
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        alert: Number(/alert number (\d+)/.exec(error.message)?.[1]),
        code: error.code,
      }),
    );
  });
  socket.destroy();
  return outcome;
}

describe('what a listener offers', () => {
  it('A00.FR.317 A00.FR.421 offers all four suites on one port, with the certificate each needs (security-checklist 35)', async () => {
    const port = await serve();
    for (const { openssl, iana } of whitepaperSuites) {
      const options = { ciphers: openssl, rejectUnauthorized: false };
      expect(await negotiate(port, options)).toEqual({ version: 'TLSv1.2', suite: iana });
    }
  });

  it('A00.FR.314 A00.FR.418 refuses TLS 1.1 with alert 70', async () => {
    const port = await serve();
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' } as const;
    const options = { ...old, ciphers: 'DEFAULT@SECLEVEL=0', rejectUnauthorized: false };
    expect(await negotiate(port, options)).toMatchObject({ alert: 70 });
  });

  it('offers ECDHE-RSA on the bench and not in a rehearsal', async () => {
    const options = { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', rejectUnauthorized: false };
    const bench = await negotiate(await serve({ policy: 'bench' }), options);
    expect(bench).toEqual({ version: 'TLSv1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' });
    expect(await negotiate(await serve(), options)).toMatchObject({ alert: 40 });
  });

  it('prefers the whitepaper’s suites whatever order the client likes', async () => {
    const port = await serve({ policy: 'bench' });
    const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256';
    expect(await negotiate(port, { ciphers, rejectUnauthorized: false })).toMatchObject({
      suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
    });
  });

  it('speaks TLS 1.3 by its switch', async () => {
    const on = await serve({ tls13: true });
    expect(await negotiate(on, clientTlsOptions(trusting()))).toMatchObject({ version: 'TLSv1.3' });
    const off = await serve();
    expect(await negotiate(off, clientTlsOptions(trusting()))).toMatchObject({
      version: 'TLSv1.2',
    });
  });

  it('speaks TLS 1.0 and 1.1 with the one legacy suite, by its switch only', async () => {
    const port = await serve({ legacyTls: true });
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      const options = clientTlsOptions({ ...trusting(), minVersion: version, maxVersion: version });
      expect(await negotiate(port, options)).toEqual({ version, suite: legacySuite.iana });
    }
  });

  it.skipIf(!opensslAvailable)(
    'A00.FR.320 A00.FR.424 refuses renegotiation and does not compress (security-checklist 35)',
    async () => {
      const port = await serve();
      const output = await runSClient(port, ['-tls1_2', '-comp', '-no_ign_eof']);
      expect(output).toMatch(/Compression: NONE/);
      // Not our own client: it refuses renegotiation as well.
      const socket = tls.connect({ port, rejectUnauthorized: false });
      socket.resume();
      await once(socket, 'secureConnect');
      const outcome = new Promise((resolve) => {
        socket.once('error', resolve);
        socket.renegotiate({ rejectUnauthorized: false }, resolve);
      });
      expect(await outcome).toBeInstanceOf(Error);
      socket.destroy();
    },
  );
});

describe('what an emulated charge point offers', () => {
  it('A00.FR.318 A00.FR.422 one family of suites, and gets the certificate of that family', async () => {
    const port = await serve();
    for (const [suites, root] of [
      ['ecdsa', trust.ecdsaRoot],
      ['rsa', trust.rsaRoot],
    ] as const) {
      const options = clientTlsOptions({
        ...trusting(),
        suites,
        trustedRootsPem: [root.certPem],
        maxVersion: 'TLSv1.2',
      });
      expect(await negotiate(port, options)).toMatchObject({
        suite: expect.stringContaining(suites.toUpperCase()),
      });
    }
  });

  it('A00.FR.307 A00.FR.411 verifies chain and name, unless it is told to be insecure (security-checklist 36)', async () => {
    const port = await serve();
    const untrusting = { ...trusting(), trustedRootsPem: [trust.rsaRoot.certPem] };
    expect(await negotiate(port, clientTlsOptions(untrusting))).toMatchObject({
      code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
    const wrongName = { ...trusting(), host: 'cs.example.com' };
    expect(await negotiate(port, clientTlsOptions(wrongName))).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const insecure = clientTlsOptions({ ...wrongName, verification: 'insecure' });
    expect(await negotiate(port, insecure)).toMatchObject({ version: 'TLSv1.2' });
  });

  it('shares one context among charge points with equal settings', () => {
    const options = { minVersion: 'TLSv1.2', ca: [trust.rsaRoot.certPem] } as const;
    const context = cachedSecureContext({ ...options, ca: [...options.ca] });
    expect(cachedSecureContext({ ...options, ca: [...options.ca] })).toBe(context);
    expect(cachedSecureContext({ ...options, ca: [] })).not.toBe(context);
    for (let round = 0; round < 70; round += 1)
      cachedSecureContext({ sessionIdContext: `other ${round}` });
    expect(cachedSecureContext({ ...options, ca: [...options.ca] })).not.toBe(context);
  });
});

describe('A00.FR.308, A00.FR.412: the name of the Central System', () => {
  const check = (
    host: string,
    certificate: { CN?: string; names?: string },
    rules: Partial<Parameters<typeof checkServerName>[2]> = {},
  ) =>
    checkServerName(
      host,
      {
        // Node leaves CN out when there is none, which its type does not say.
        subject: { CN: certificate.CN } as tls.Certificate,
        ...(certificate.names ? { subjectaltname: certificate.names } : {}),
      },
      { rule: 'common-name', allowWildcards: false, ...rules },
    );

  it('is the CN, without regard to case', () => {
    expect(check('CS.example.com', { CN: 'cs.EXAMPLE.com' })).toBeUndefined();
    expect(check('cs.example.com', { CN: 'example.com' })).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      host: 'cs.example.com',
      commonName: 'example.com',
    });
    expect(check('cs.example.com', {})).toBeDefined();
  });

  it('may be an alternative name by the wider rule only', () => {
    const certificate = { CN: 'cs', names: 'DNS:cs.example.com, IP Address:0:0:0:0:0:0:0:1' };
    const rule = 'common-name-or-alternative';
    expect(check('cs.example.com', certificate)).toBeDefined();
    expect(check('cs.example.com', certificate, { rule })).toBeUndefined();
    expect(check('::1', certificate, { rule })).toBeUndefined();
    expect(check('[::1]', certificate, { rule })).toBeUndefined();
  });

  it('may be a wildcard only where that is allowed', () => {
    expect(check('cs.example.com', { CN: '*.example.com' })).toBeDefined();
    const allowed = { allowWildcards: true };
    expect(check('cs.example.com', { CN: '*.example.com' }, allowed)).toBeUndefined();
    expect(check('a.cs.example.com', { CN: '*.example.com' }, allowed)).toBeDefined();
  });
});
