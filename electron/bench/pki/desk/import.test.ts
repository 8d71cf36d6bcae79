import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRequest } from '../../../../shared/api/certificate-desk-schemas.ts';
import { problemStatus, speakProblem } from '../../../../shared/api/problem-words.ts';
import { openBenchAuthorities } from '../bench-authorities.ts';
import type { ExtensionContent } from '../certificate-content.ts';
import { issueSelfSigned, issueUnder, subjectName } from '../issuing.ts';
import { generateTypedKeyPair, type KeyPair } from '../key-pairs.ts';
import { createMemoryCertificateStorage } from '../memory-certificate-storage.ts';
import { createOpenSslFolder } from '../openssl-support.ts';
import { readPemBlocks, writePem } from '../pem.ts';
import { writeCertificate } from '../write-certificate.ts';
import { type CertificateDesk, openCertificateDesk } from './desk.ts';
import { createMemoryDeskStorage } from './memory-desk-storage.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

function newDesk(): CertificateDesk {
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Example CPO',
  });
  const storage = createMemoryDeskStorage();
  return openCertificateDesk({
    ...{ storage, authorities, cpoName: () => 'Example CPO', changed: () => undefined },
  });
}

const validity = { notBeforeMs: Date.now() - 1000, notAfterMs: Date.now() + 86_400_000 };
const named = (commonName: string) => subjectName({ organisation: 'Example', commonName });

let keys: { root: KeyPair; sub: KeyPair; leaf: KeyPair };
let pem: { root: string; sub: string; leaf: string };
let desk: CertificateDesk;

beforeAll(async () => {
  const [root, sub, leaf] = await Promise.all(
    (['p-256', 'rsa-2048', 'p-384'] as const).map(generateTypedKeyPair),
  );
  if (root === undefined || sub === undefined || leaf === undefined) throw new Error('no keys');
  keys = { root, sub, leaf };
  const rootPem = issueSelfSigned(root.privateKeyPem, {
    ...{ ...validity, kind: 'authority', subject: named('Root') },
    publicKeyDer: root.publicKeyDer,
  });
  const subPem = issueUnder(
    { certificatePem: rootPem, privateKeyPem: root.privateKeyPem },
    { ...validity, kind: 'authority', subject: named('Sub'), publicKeyDer: sub.publicKeyDer },
  );
  const leafPem = issueUnder(
    { certificatePem: subPem, privateKeyPem: sub.privateKeyPem },
    { ...validity, kind: 'server', subject: named('host.test'), publicKeyDer: leaf.publicKeyDer },
  );
  pem = { root: rootPem, sub: subPem, leaf: leafPem };
  desk = newDesk();
});

type Content = string | Uint8Array;

function handIn(on: CertificateDesk, contents: Content[], passphrase?: string) {
  return on.import({
    files: contents.map((content, index) => ({
      name: `file-${index}`,
      content:
        typeof content === 'string'
          ? { text: content }
          : { base64: Buffer.from(content).toString('base64') },
    })),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
}

/** The code of the problem; a problem without words of its own is a fault of ours. */
async function refusal(contents: Content[], passphrase?: string): Promise<string> {
  const outcome = await handIn(desk, contents, passphrase);
  if (outcome.ok) return 'taken';
  expect(problemStatus(outcome.problem.code)).toBe(422);
  expect(speakProblem(outcome.problem).fix).toBeDefined();
  return outcome.problem.code;
}

async function taken(contents: Content[], passphrase?: string) {
  const on = newDesk();
  const outcome = await handIn(on, contents, passphrase);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.imported.map(({ role, hasPrivateKey }) => `${role} ${hasPrivateKey}`).sort();
}

const derOf = (text: string) => readPemBlocks(text)[0]?.der ?? new Uint8Array();

/** The leaf's key in another form, made by openssl. */
async function keyFile(name: string, ...commandLine: string[]): Promise<Buffer> {
  const input = folder.write('leaf-key.pem', keys.leaf.privateKeyPem);
  const out = folder.path(name);
  const { output, exitCode } = await folder.run(...commandLine, '-in', input, '-out', out);
  if (exitCode !== 0) throw new Error(output);
  return readFileSync(out);
}

describe('what is taken', () => {
  const everything = ['root false', 'server true', 'sub-authority false'];

  it('a chain in any order with its key, in one file or several', async () => {
    const key = keys.leaf.privateKeyPem;
    expect(await taken([pem.root + pem.leaf + key + pem.sub])).toEqual(everything);
    expect(await taken([key, pem.sub, derOf(pem.leaf), derOf(pem.root)])).toEqual(everything);
    const crlf = (pem.leaf + pem.sub + pem.root + key).replaceAll('\n', '\r\n');
    expect(await taken([`Bag Attributes\r\n${crlf}`])).toEqual(everything);
    const bare = derOf(pem.root);
    expect(await taken([Buffer.from(bare).toString('base64')])).toEqual(['root false']);
  });

  it('PKCS#7 bundles of openssl', async () => {
    const chain = folder.write('chain.pem', pem.leaf + pem.sub);
    for (const form of ['PEM', 'DER']) {
      const out = folder.path(`bundle-${form}.p7b`);
      await folder.run('crl2pkcs7', '-nocrl', '-certfile', chain, '-outform', form, '-out', out);
      expect(await taken([readFileSync(out)])).toEqual(['server false', 'sub-authority false']);
    }
  });

  it.each<[string, string[]]>([
    ['PKCS#8 with PBES2', ['pkcs8', '-topk8', '-passout', 'pass:geheim']],
    ['PKCS#8 with scrypt', ['pkcs8', '-topk8', '-scrypt', '-passout', 'pass:geheim']],
    [
      'PKCS#8 with 3DES of PKCS#12',
      ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-passout', 'pass:geheim'],
    ],
    ['PKCS#8 in DER', ['pkcs8', '-topk8', '-outform', 'DER', '-passout', 'pass:geheim']],
    ['legacy PEM with AES', ['ec', '-aes256', '-passout', 'pass:geheim']],
    ['legacy PEM with 3DES', ['ec', '-des3', '-passout', 'pass:geheim']],
  ])('keys encrypted as %s', async (_, commandLine) => {
    const key = await keyFile('sealed', ...commandLine);
    expect(await taken([pem.leaf, key], 'geheim')).toEqual(['server true']);
    expect(await refusal([pem.leaf, key])).toBe('file-passphrase-missing');
    expect(await refusal([pem.leaf, key], 'wrong')).toBe('file-passphrase-wrong');
  });

  it('a key that comes later finds its certificate, and nothing is there twice', async () => {
    const on = newDesk();
    await handIn(on, [pem.leaf]);
    const outcome = await handIn(on, [keys.leaf.privateKeyPem]);
    expect(outcome).toMatchObject({
      ok: true,
      value: { imported: [], known: [{ hasPrivateKey: true }] },
    });
    const again = await handIn(on, [pem.leaf]);
    expect(again).toMatchObject({ ok: true, value: { imported: [] } });
    const { total } = await on.entries({ search: 'host.test', offset: 0, limit: 10 });
    expect(total).toBe(1);
  });

  it('an imported authority with its key issues', async () => {
    const on = newDesk();
    await handIn(on, [pem.root + pem.sub, keys.sub.privateKeyPem]);
    const sub = (await on.authorities()).find(({ name }) => name === 'Sub');
    const outcome = await on.createBatch({
      ...{ issuer: sub?.id ?? '', stations: [{ serialNumber: 'SN' }], keyType: 'p-256' },
      ...{ rsaSignature: 'pss', hash: 'sha-256', revocationListUrls: [] },
    });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
    const id = outcome.value.entries[0]?.id ?? '';
    const file = await on.export(id, exportRequest.parse({ format: 'pem' }));
    if (!file.ok) throw new Error('no file');
    const { output } = await folder.run(
      ...['verify', '-x509_strict', '-CAfile', folder.write('root.pem', pem.root)],
      ...['-untrusted', folder.write('sub.pem', pem.sub)],
      folder.write('client.pem', Buffer.from(file.value.content).toString()),
    );
    expect(output).toContain('OK');
  });
});

describe('what is refused, each with words', () => {
  it('truncated, mixed and damaged PEM', async () => {
    expect(await refusal([pem.leaf.slice(0, 300)])).toBe('pem-truncated');
    expect(await refusal([pem.leaf.slice(30)])).toBe('pem-truncated');
    expect(await refusal([pem.leaf + pem.sub.slice(0, 200) + pem.root])).toBe('pem-truncated');
    const mixed = pem.leaf.replace('END CERTIFICATE', 'END PRIVATE KEY');
    expect(await refusal([mixed])).toBe('pem-mixed');
    expect(await refusal([pem.leaf.replace('MII', 'M*I')])).toBe('pem-damaged');
    expect(await refusal(['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'])).toBe(
      'pem-damaged',
    );
  });

  it('what is no certificate at all', async () => {
    expect(await refusal(['hello'])).toBe('nothing-readable');
    expect(await refusal([''])).toBe('nothing-readable');
    const csr = folder.path('some.csr');
    const key = folder.write('k.pem', keys.leaf.privateKeyPem);
    await folder.run('req', '-new', '-key', key, '-subj', '/CN=x', '-out', csr);
    expect(await refusal([readFileSync(csr, 'utf8')])).toBe('no-certificate-in-file');
  });

  it('a key that does not match, a key without certificate', async () => {
    expect(await refusal([pem.leaf, keys.sub.privateKeyPem])).toBe('key-does-not-fit');
    expect(await refusal([keys.leaf.privateKeyPem])).toBe('key-does-not-fit');
    expect(await refusal([pem.leaf, keys.leaf.privateKeyPem.replace(/M\w{8}/, 'MAAAAAAAA')])).toBe(
      'key-unreadable',
    );
  });

  it('a broken signature', async () => {
    const der = Buffer.from(derOf(pem.leaf));
    const last = der.length - 1;
    der.writeUInt8((der[last] ?? 0) ^ 1, last);
    expect(await refusal([pem.sub, writePem('CERTIFICATE', der)])).toBe('signature-broken');
    const root = Buffer.from(derOf(pem.root));
    root.writeUInt8((root.at(-1) ?? 0) ^ 1, root.length - 1);
    expect(await refusal([root])).toBe('signature-broken');
  });

  it('absurd extensions and lengths', async () => {
    const withExtension = (extension: ExtensionContent) =>
      writeCertificate(
        {
          ...{
            ...validity,
            serialNumber: Buffer.alloc(20, 7),
            issuer: named('x'),
            subject: named('x'),
          },
          publicKeyDer: keys.leaf.publicKeyDer,
          extensions: [extension],
        },
        { key: createPrivateKey(keys.leaf.privateKeyPem) },
      );
    const huge = withExtension({ type: 'raw', oid: '1.2.3', der: Buffer.alloc(200_000) });
    expect(await refusal([huge])).toBe('certificate-too-large');
    const nonsense = withExtension({
      type: 'raw',
      oid: '2.5.29.19',
      der: Buffer.from('3085ffffffffff', 'hex'),
    });
    expect(await refusal([nonsense])).toBe('certificate-damaged');
    const cut = derOf(pem.leaf).subarray(0, 100);
    expect(await refusal([cut])).toBe('certificate-damaged');
    const length = Buffer.from('3084ffffffff0000', 'hex');
    expect(await refusal([length])).toBe('certificate-damaged');
  });

  it('1 MB and more of nonsense, at once and without harm', async () => {
    expect(await refusal([Buffer.alloc(1_000_000, 0x30)])).toBe('certificate-too-large');
    expect(await refusal(['A'.repeat(1_000_000)])).toBe('nothing-readable');
    expect(await refusal([`-----BEGIN CERTIFICATE-----\n${'A'.repeat(1_000_000)}`])).toBe(
      'pem-truncated',
    );
    expect(await refusal([Buffer.alloc(2_000_001)])).toBe('file-too-large');
    expect(await refusal([pem.leaf.repeat(10) + pem.root])).toBe('taken');
  });

  it('hundreds of sealed keys, before they have cost minutes', async () => {
    const sealed = folder.path('sealed.pem');
    const key = folder.write('plain.pem', keys.leaf.privateKeyPem);
    const { exitCode } = await folder.run(
      ...['pkcs8', '-topk8', '-in', key, '-out', sealed],
      ...['-iter', '1000000', '-passout', 'pass:secret'],
    );
    expect(exitCode).toBe(0);
    const text = readFileSync(sealed, 'latin1').repeat(500);
    const refused = await desk.import({
      files: [{ name: '', content: { text } }],
      passphrase: 'secret',
    });
    expect(refused).toMatchObject({ problem: { code: 'encryption-too-slow' } });
  });

  it('DES, which OpenSSL no longer opens, by its name', async () => {
    const head = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0102030405060708\n';
    const block = `-----BEGIN RSA PRIVATE KEY-----\n${head}\nAAAA\n-----END RSA PRIVATE KEY-----\n`;
    expect(await refusal([pem.leaf, block], 'x')).toBe('encryption-unknown');
    const key = await keyFile(
      'md5des',
      'pkcs8',
      '-topk8',
      '-v1',
      'PBE-MD5-DES',
      '-passout',
      'pass:x',
      '-provider',
      'legacy',
      '-provider',
      'default',
    );
    expect(await refusal([pem.leaf, key], 'x')).toBe('encryption-unknown');
  });

  it('stores nothing of what was refused', async () => {
    const on = newDesk();
    await handIn(on, [pem.root, pem.leaf, keys.sub.privateKeyPem]);
    expect(
      (await on.entries({ search: 'Example', offset: 0, limit: 10 })).entries.filter(
        ({ origin }) => origin === 'imported',
      ),
    ).toEqual([]);
  });
});

describe('looking at a file', () => {
  it('judges without keeping, and sees the wrong order', async () => {
    const on = newDesk();
    const rule = async (text: string, name: string) => {
      const outcome = await on.inspect({ text }, undefined);
      if (!outcome.ok) throw new Error(outcome.problem.code);
      const leaf = outcome.value.find(({ certificate }) => !certificate.isCertificateAuthority);
      return leaf?.rules.find((line) => line.rule === name)?.state;
    };
    expect(await rule(pem.leaf + pem.sub + pem.root, 'chain-order')).toBe('holds');
    expect(await rule(pem.root + pem.sub + pem.leaf, 'chain-order')).toBe('fails');
    expect(await rule(pem.leaf, 'chain-complete')).toBe('fails');
    expect((await on.authorities()).every(({ origin }) => origin === 'automatic')).toBe(true);
  });
});
