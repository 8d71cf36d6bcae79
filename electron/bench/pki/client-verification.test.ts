import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from './bench-authorities.ts';
import { parseCertificate } from './certificate-view.ts';
import { type ChainInput, verifyChain } from './client-verification.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';
import { readPemBlocks, writePem } from './pem.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const bench = openBenchAuthorities({
  storage: createMemoryCertificateStorage(),
  cpoName: () => 'Example CPO',
});
const otherBench = openBenchAuthorities({
  storage: createMemoryCertificateStorage(),
  cpoName: () => 'Example CPO',
});

function der(pem: string): Uint8Array {
  const [block] = readPemBlocks(pem);
  if (block === undefined) throw new Error('no PEM block');
  return block.der;
}

/** A hierarchy that OpenSSL makes, so that we verify somebody else's certificates: root, intermediate, leaves. */
async function makeHierarchy(): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  const issue = async (
    name: string,
    subject: string,
    issuer: string | null,
    extensions: string,
  ) => {
    const sign = issuer === null ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    folder.write(`${name}.cnf`, `[req]\ndistinguished_name=dn\n[dn]\n[x]\n${extensions}\n`);
    const { exitCode, output } = await folder.run(
      ...['req', '-x509', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '30', '-subj', subject],
      ...['-config', `${name}.cnf`, '-extensions', 'x', ...sign],
    );
    if (exitCode !== 0) throw new Error(output);
    made[name] = (await folder.run('x509', '-in', `${name}.pem`)).output;
  };
  const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
  const client = 'basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth';
  await issue('root', '/O=Maker/CN=Maker root', null, authority);
  await issue(
    'issuing',
    '/O=Maker/CN=Maker issuing',
    'root',
    authority.replace('TRUE', 'TRUE,pathlen:0'),
  );
  await issue('leaf', '/O=Maker/CN=SN-1', 'issuing', client);
  await issue('deeper', '/O=Maker/CN=Maker deeper', 'issuing', authority);
  await issue('under-deeper', '/O=Maker/CN=SN-2', 'deeper', client);
  await issue('under-leaf', '/O=Maker/CN=SN-3', 'leaf', client);
  await issue('strange', '/O=Maker/CN=SN-4', 'root', `${client}\n1.2.3.4=critical,DER:0500`);
  await issue('alone', '/O=Maker/CN=SN-5', null, client);
  await issue('elsewhere', '/O=Nobody/CN=Nobody issuing', null, authority);
  await issue('foreign', '/O=Nobody/CN=SN-6', 'elsewhere', client);
  return made;
}

let pems: Record<string, string>;
beforeAll(async () => {
  pems = await makeHierarchy();
});

function verify(names: string[], more: Partial<ChainInput> = {}) {
  return verifyChain({
    presented: names.map((name) => der(pems[name] ?? '')),
    trustedRoots: [pems.root ?? ''],
    purpose: 'client',
    nowMs: Date.now(),
    ...more,
  });
}

describe('A00.FR.403: the chain a charge point presents', () => {
  it('is ok from leaf over intermediate to a trusted root, in any order, root sent or not', () => {
    for (const rest of [
      ['issuing'],
      ['issuing', 'root'],
      ['root', 'issuing'],
      ['elsewhere', 'issuing'],
    ]) {
      const result = verify(['leaf', ...rest]);
      expect(result.code).toBe('ok');
      expect(result.problems).toEqual([]);
      expect(result.leaf?.subject.text).toBe('O=Maker, CN=SN-1');
      expect(result.path).toHaveLength(3);
      expect(result.anchor?.subject.text).toBe('O=Maker, CN=Maker root');
    }
  });

  it.each(['rsa', 'ecdsa'] as const)('is ok for what the bench issues with %s', async (family) => {
    const identity = await bench.clientIdentity({ station: family, serialNumber: 'SN', family });
    const trustedRoots = [await bench.rootPem('rsa'), await bench.rootPem('ecdsa')];
    const presented = [der(identity.certificatePem)];
    const input = { presented, trustedRoots, purpose: 'client', nowMs: Date.now() } as const;
    expect(verifyChain(input).code).toBe('ok');
    expect(verifyChain({ ...input, purpose: 'server' })).toMatchObject({
      code: 'wrong-purpose',
      problems: [{ depth: 0, parameters: { reason: 'extended-key-usage' } }],
    });
  });

  it('is no-certificate when none was sent', () => {
    expect(verify([]).code).toBe('no-certificate');
    expect(verify([], { presented: [new Uint8Array()] }).code).toBe('no-certificate');
  });

  it('is self-signed for a certificate nobody else signed, and ok once that is trusted', () => {
    expect(verify(['alone']).code).toBe('self-signed');
    expect(verify(['alone'], { trustedRoots: [pems.alone ?? ''] }).code).toBe('ok');
  });

  it('is unknown-authority for a foreign root, presented or not', async () => {
    expect(verify(['foreign', 'elsewhere']).code).toBe('unknown-authority');
    expect(verify(['foreign']).code).toBe('unknown-authority');
    const { certificatePem } = await otherBench.clientIdentity({
      station: 'X',
      serialNumber: 'SN',
    });
    const trustedRoots = [await bench.rootPem('ecdsa')];
    expect(verify([], { presented: [der(certificatePem)], trustedRoots }).code).toBe(
      'unknown-authority',
    );
  });

  it('is missing-intermediate when only the leaf was sent, or one in the middle is left out', () => {
    expect(verify(['leaf']).code).toBe('missing-intermediate');
    expect(verify(['under-deeper', 'issuing']).code).toBe('missing-intermediate');
    const result = verify(['foreign'], { knownIntermediates: [pems.elsewhere ?? ''] });
    expect(result.code).toBe('missing-intermediate');
    expect(result.problems[0]?.parameters.issuer).toBe('O=Nobody, CN=Nobody issuing');
  });

  it('is expired or not-yet-valid by the given clock', () => {
    const later = verify(['leaf', 'issuing'], { nowMs: Date.now() + 31 * 86_400_000 });
    expect(later.code).toBe('expired');
    expect(later.problems.map(({ depth }) => depth)).toEqual([0, 1, 2]);
    expect(verify(['leaf', 'issuing'], { nowMs: 0 }).code).toBe('not-yet-valid');
  });

  it('is bad-signature when a byte of the certificate was altered', () => {
    const altered = Uint8Array.from(der(pems.leaf ?? ''));
    const text = new TextDecoder('latin1').decode(altered);
    altered[text.indexOf('SN-1') + 3] = '9'.charCodeAt(0);
    expect(verify([], { presented: [altered, der(pems.issuing ?? '')] }).code).toBe(
      'bad-signature',
    );
  });

  it('is wrong-purpose when something signs that is no authority, or too far down', () => {
    expect(verify(['under-leaf', 'leaf', 'issuing'])).toMatchObject({
      code: 'wrong-purpose',
      problems: [
        { depth: 1, parameters: { reason: 'not-an-authority' } },
        { depth: 2, parameters: { reason: 'path-length' } },
      ],
    });
    expect(verify(['under-deeper', 'deeper', 'issuing'])).toMatchObject({
      code: 'wrong-purpose',
      problems: [{ depth: 2, parameters: { reason: 'path-length' } }],
    });
  });

  it('is unsupported-extension when a critical extension is not understood', () => {
    expect(verify(['strange'])).toMatchObject({
      code: 'unsupported-extension',
      problems: [{ parameters: { oid: '1.2.3.4' } }],
    });
  });

  it('is unreadable for garbage, and never throws however a certificate is cut or flipped', () => {
    expect(verify([], { presented: [randomBytes(200)] }).code).toBe('unreadable');
    const leaf = der(pems.leaf ?? '');
    const issuing = der(pems.issuing ?? '');
    for (let index = 0; index < leaf.length; index += 1) {
      const flipped = Uint8Array.from(leaf);
      flipped[index] = (flipped[index] ?? 0) ^ 0x41;
      for (const first of [leaf.subarray(0, index), flipped]) {
        const result = verifyChain({
          presented: [first, issuing, flipped],
          trustedRoots: ['garbage', pems.root ?? ''],
          purpose: 'client',
          nowMs: Date.now(),
        });
        expect(result.code).not.toBe('ok');
      }
    }
  });

  it('ends soon for many look-alike certificates', async () => {
    const clones = Array.from({ length: 200 }, () => der(pems.elsewhere ?? ''));
    expect(verify([], { presented: [der(pems.foreign ?? ''), ...clones] }).code).toBe(
      'unknown-authority',
    );
  });

  it('says the same as OpenSSL for what OpenSSL accepts', async () => {
    const { output } = await folder.run(
      ...[
        'verify',
        '-purpose',
        'sslclient',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        'leaf.pem',
      ],
    );
    expect(output).toContain('leaf.pem: OK');
  });
});

describe('reading certificates', () => {
  it('gives several certificates of one name their own text, multi-valued and escaped', async () => {
    await folder.run(
      ...['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 'm.key', '-out', 'm.pem'],
      ...['-multivalue-rdn', '-utf8', '-subj', '/O=A\\/B, Inc.+OU=x\\+y/CN=SN,1/CN=Ünïcode=2'],
    );
    const { output } = await folder.run('x509', '-in', 'm.pem');
    const parsed = parseCertificate(output.replaceAll('\n', '\r\n'));
    if (!parsed.ok) throw new Error(parsed.detail);
    const { view } = parsed.certificate;
    expect(view.subject.attributes.toSorted((a, b) => a.value.localeCompare(b.value))).toEqual([
      { name: 'O', value: 'A/B, Inc.' },
      { name: 'CN', value: 'SN,1' },
      { name: 'CN', value: 'Ünïcode=2' },
      { name: 'OU', value: 'x+y' },
    ]);
    expect(view.subject.text).toContain('CN=SN\\,1, CN=Ünïcode\\=2');
    expect(view.key.algorithm).toBe('ed25519');
    expect(view.pem).toBe(writePem('CERTIFICATE', parsed.certificate.der));
    expect(view.pem).not.toContain('\r');
  });

  it.each([
    ['secp224r1', 224],
    ['brainpoolP256r1', 256],
    ['secp384r1', 384],
  ])('knows the size of %s', async (curve, bits) => {
    await folder.run(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes'],
      ...['-keyout', 'c.key', '-out', `${curve}.pem`, '-subj', '/CN=c'],
    );
    const parsed = parseCertificate((await folder.run('x509', '-in', `${curve}.pem`)).output);
    expect(parsed.ok && parsed.certificate.view.key).toEqual({ algorithm: 'ec', bits, curve });
  });

  it('agrees with OpenSSL on fingerprint, serial number and dates', async () => {
    const parsed = parseCertificate(pems.leaf ?? '');
    if (!parsed.ok) throw new Error(parsed.detail);
    const { view } = parsed.certificate;
    const { output } = await folder.run(
      ...['x509', '-in', 'leaf.pem', '-noout', '-fingerprint', '-sha256', '-serial', '-dates'],
      ...['-dateopt', 'iso_8601'],
    );
    expect(output.replaceAll(':', '')).toContain(view.fingerprintSha256);
    expect(output).toMatch(new RegExp(`^serial=0*${view.serialNumber}$`, 'm'));
    expect(output).toContain(`notAfter=${view.notAfter.replace('T', ' ').replace('.000', '')}`);
  });
});
