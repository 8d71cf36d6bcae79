/** The probe against `openssl s_server` in many configurations: what is judged was never written by us. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createOpenSslFolder,
  type OpenSslFolder,
} from '../../electron/bench/pki/openssl-support.ts';
import type { TlsIdentity } from '../../electron/bench/wire/tls-policy.ts';
import { createAuthority, createTestTrust } from '../support/tls-certificates.ts';
import { opensslAvailable } from '../support/tls-server.ts';
import { type Closable, probe, startSServer } from './support.ts';

const dayMs = 24 * 3600 * 1000;
const aes128Ecdsa = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
const aes128Rsa = 'TLS_RSA_WITH_AES_128_GCM_SHA256';
const aes256Rsa = 'TLS_RSA_WITH_AES_256_GCM_SHA384';

describe.skipIf(!opensslAvailable)('probe of openssl s_server', () => {
  let trust: Awaited<ReturnType<typeof createTestTrust>>;
  let folder: OpenSslFolder;
  let server: Closable | undefined;
  let roots: string[];

  beforeAll(async () => {
    trust = await createTestTrust();
    folder = createOpenSslFolder();
    roots = [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem];
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(() => folder.remove());

  function files(name: string, { certPem, keyPem }: TlsIdentity, flag = ''): string[] {
    const cert = folder.write(`${name}.pem`, certPem);
    const key = folder.write(`${name}.key`, keyPem);
    return [`-${flag}cert`, cert, `-${flag}key`, key];
  }
  const both = () => [
    ...files('rsa', trust.identities.rsa),
    ...files('ecdsa', trust.identities.ecdsa, 'd'),
  ];
  const start = async (...options: string[]) => {
    server = await startSServer(...options);
    return { url: `wss://localhost:${server.port}/ocpp`, rootsPem: roots };
  };

  it('A00.FR.317 both certificates: all four suites, each chain with the certificate of its family', async () => {
    const found = await probe(await start(...both(), '-cipher', 'ALL:@SECLEVEL=0'));
    const suites = found.lines.filter(({ id }) => id === 'suite-offered');
    expect(suites.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds', 'holds']);
    expect(found.of('chain-trusted', 'rsa')).toBe('holds ok');
    expect(found.of('chain-trusted', 'ecdsa')).toBe('holds ok');
    expect(found.of('tls-1.3')).toBe('holds accepted');
    expect(found.of('suites-dated', 'cbc-rsa')).toBe('breaks accepted');
    expect(found.of('client-certificate-requested')).toBe('breaks not-requested');
    expect(found.connections).toBeLessThanOrEqual(28);
  });

  it('A00.FR.317 RSA alone: the ECDSA suites break, the RSA suites hold', async () => {
    const found = await probe(await start(...files('rsa', trust.identities.rsa)));
    expect(found.of('suite-offered', aes128Ecdsa)).toBe('breaks alert');
    expect(found.of('suite-offered', aes128Rsa)).toBe('holds accepted');
    expect(found.summaries[2]?.verdict).toBe('breaks');
  });

  it('A00.FR.317 ECDSA alone: the RSA suites break, the ECDSA suites hold', async () => {
    const found = await probe(await start(...files('ecdsa', trust.identities.ecdsa)));
    expect(found.of('suite-offered', aes128Ecdsa)).toBe('holds accepted');
    expect(found.of('suite-offered', aes128Rsa)).toBe('breaks alert');
  });

  it('A00.FR.317 one suite only', async () => {
    const found = await probe(await start(...both(), '-tls1_2', '-cipher', 'AES256-GCM-SHA384'));
    expect(found.of('suite-offered', aes256Rsa)).toBe('holds accepted');
    expect(found.of('suite-offered', aes128Rsa)).toBe('breaks alert');
    expect(found.of('tls-1.3')).toBe('holds alert');
  });

  it('A00.FR.314 TLS 1.1 only: old versions break, TLS 1.2 breaks, whatever our own OpenSSL allows', async () => {
    const found = await probe(
      await start(...files('rsa', trust.identities.rsa), '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'),
    );
    expect(found.of('old-version', 'TLS 1.1')).toBe('breaks accepted');
    expect(found.of('old-version', 'TLS 1.0')).toBe('holds alert');
    expect(found.of('tls-1.2')).toBe('breaks older');
  });

  it('A00.FR.324 TLS 1.1 with the one suite for legacy use is allowed and named', async () => {
    const options = [...files('rsa', trust.identities.rsa), '-min_protocol', 'TLSv1.1'];
    const found = await probe(await start(...options, '-cipher', 'AES128-SHA:@SECLEVEL=0'));
    expect(found.of('old-version', 'TLS 1.1')).toBe('holds legacy-only');
  });

  it('A00.FR.319 suites without encryption or certificate are found', async () => {
    const ciphers = 'NULL:aNULL:AES128-GCM-SHA256:@SECLEVEL=0';
    const options = [...files('rsa', trust.identities.rsa), '-tls1_2', '-cipher', ciphers];
    const found = await probe(await start(...options));
    expect(found.of('suites-unfit', 'null')).toBe('breaks accepted');
    expect(found.of('suites-unfit', 'anonymous')).toBe('breaks accepted');
    expect(found.of('suites-unfit', 'rc4')).toBe('holds alert');
  });

  it('A00.FR.306 an expired certificate', async () => {
    const expired = await trust.ecdsaRoot.issue({
      commonName: 'localhost',
      notAfter: new Date(Date.now() - dayMs),
      notBefore: new Date(Date.now() - 3 * dayMs),
    });
    const found = await probe(await start(...files('expired', expired)));
    expect(found.of('chain-trusted', 'ecdsa')).toBe('breaks expired');
    expect(found.of('certificate-validity-period')).toBe('breaks fails');
  });

  it('A00.FR.308 a certificate for another name', async () => {
    const other = await trust.rsaRoot.issue({ commonName: 'other.example' });
    const found = await probe(await start(...files('other', other)));
    expect(found.of('certificate-server-name', 'rsa')).toBe('breaks fails');
  });

  it('A00.FR.307 an intermediate that is not sent, one that is, and one out of order', async () => {
    const middle = await trust.rsaRoot.issueAuthority('Test intermediate');
    const second = await middle.issueAuthority('Test second intermediate');
    const leaf = await second.issue({ commonName: 'localhost' });
    const missing = await probe(await start(...files('leaf', leaf)));
    expect(missing.of('chain-trusted', 'rsa')).toMatch(
      /^breaks (missing-intermediate|unknown-auth)/,
    );
    await server?.close();
    const inOrder = folder.write('chain.pem', `${second.certPem}\n${middle.certPem}\n`);
    const whole = await probe(await start(...files('leaf', leaf), '-cert_chain', inOrder));
    expect(whole.of('chain-trusted', 'rsa')).toBe('holds ok');
    expect(whole.of('chain-order', 'rsa')).toBe('holds right');
    await server?.close();
    const wrong = folder.write('wrong.pem', `${middle.certPem}\n${second.certPem}\n`);
    const mixed = await probe(await start(...files('leaf', leaf), '-cert_chain', wrong));
    expect(mixed.of('chain-order', 'rsa')).toBe('breaks wrong');
  });

  it('A00.FR.402 a client certificate demanded in the handshake, with the authorities named', async () => {
    const root = folder.write('root.pem', trust.rsaRoot.certPem);
    const options = [...both(), '-Verify', '1', '-verify_return_error', '-CAfile', root];
    const found = await probe(await start(...options));
    expect(found.of('client-certificate-requested')).toBe('holds requested');
    const requested = found.lines.find(({ id }) => id === 'client-certificate-requested');
    expect(requested?.parameters.authorities).toBe('CN=Test RSA root');
    expect(found.of('client-certificate-optional')).toBe('breaks demanded');
    expect(found.of('without-certificate')).toBe('holds tls-refused');
  });

  it('TLS 1.3 alone: what TLS 1.2 would show cannot be seen', async () => {
    const found = await probe(await start(...both(), '-tls1_3'));
    expect(found.of('tls-on-port')).toBe('holds speaks-tls');
    expect(found.of('tls-1.2')).toBe('breaks alert');
    expect(found.of('tls-1.3')).toBe('holds accepted');
    expect(found.of('client-certificate-requested')).toBe('unseen not-asked');
  });

  it('a root of another authority, and none at all', async () => {
    const stranger = await createAuthority('rsa', 'Stranger');
    const request = await start(...both());
    const foreign = await probe({ ...request, rootsPem: [stranger.certPem] });
    expect(foreign.of('chain-trusted', 'rsa')).toBe('breaks unknown-authority');
    const none = await probe({ ...request, rootsPem: [] });
    expect(none.of('chain-trusted', 'rsa')).toBe('unseen no-roots');
  });
});
