import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyType, keyTypes } from '../../../../shared/security/key-types.ts';
import { writeContext, writeInteger, writeObjectIdentifier, writeSequence } from '../der-writer.ts';
import { issueSelfSigned, subjectName } from '../issuing.ts';
import { generateTypedKeyPair } from '../key-pairs.ts';
import { createOpenSslFolder } from '../openssl-support.ts';
import { toDer } from './ber.ts';
import { looksLikePkcs12, readPkcs12 } from './read-pkcs12.ts';
import { writePkcs12 } from './write-pkcs12.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const passphrase = 'correct hörse';

async function identity(type: KeyType) {
  const keys = await generateTypedKeyPair(type);
  const certificatePem = issueSelfSigned(keys.privateKeyPem, {
    kind: 'server',
    subject: subjectName({ organisation: 'Example', commonName: type }),
    publicKeyDer: keys.publicKeyDer,
    notBeforeMs: Date.now(),
    notAfterMs: Date.now() + 86_400_000,
  });
  const privateKey = createPrivateKey(keys.privateKeyPem).export({ type: 'pkcs8', format: 'der' });
  return { ...keys, certificatePem, privateKey, der: new X509Certificate(certificatePem).raw };
}

let shared: Awaited<ReturnType<typeof identity>>;
beforeAll(async () => {
  shared = await identity('p-256');
});

/** A file that openssl made of the shared identity. */
async function opensslFile(name: string, ...more: string[]): Promise<Uint8Array> {
  const certificate = folder.write('certificate.pem', shared.certificatePem);
  const key = folder.write('key.pem', shared.privateKeyPem);
  const out = folder.path(name);
  const { output, exitCode } = await folder.run(
    ...['pkcs12', '-export', '-in', certificate, '-inkey', key, '-out', out],
    ...['-passout', `pass:${passphrase}`, ...more],
  );
  if (exitCode !== 0) throw new Error(output);
  return readFileSync(out);
}

describe('files of openssl are opened', () => {
  it.each<[string, string[]]>([
    ['modern defaults', []],
    ['-legacy: RC2-40 for certificates, 3DES for the key', ['-legacy']],
    ['3DES for both', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-3DES']],
    [
      'AES-128 and SHA-512',
      ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-192-CBC', '-macalg', 'sha512'],
    ],
    ['certificates in the clear', ['-certpbe', 'NONE']],
    ['no MAC', ['-nomac']],
  ])('%s', async (name, more) => {
    const bytes = await opensslFile(`${name.replace(/\W+/g, '-')}.p12`, ...more);
    expect(looksLikePkcs12(bytes)).toBe(true);
    const read = await readPkcs12(bytes, passphrase);
    if (!read.ok) throw new Error(JSON.stringify(read.problem));
    expect(read.value.certificates.map((der) => Buffer.from(der))).toEqual([shared.der]);
    expect(read.value.keys.map((der) => Buffer.from(der))).toEqual([shared.privateKey]);
  });
});

describe('files that the bench writes', () => {
  it.each(keyTypes)('%s is opened by openssl, and by the bench', async (type) => {
    const { der, privateKey } = await identity(type);
    for (const forOldReaders of [false, true]) {
      const bytes = await writePkcs12({
        certificates: [der],
        privateKey,
        passphrase,
        friendlyName: `${type} é`,
        forOldReaders,
      });
      const file = folder.path('written.p12');
      writeFileSync(file, bytes);
      const { output, exitCode } = await folder.run(
        ...['pkcs12', '-in', file, '-noenc', '-info', '-passin', `pass:${passphrase}`],
      );
      expect(output).toContain('friendlyName');
      expect(exitCode).toBe(0);
      expect(output).toContain('BEGIN PRIVATE KEY');
      expect(output).toContain('BEGIN CERTIFICATE');
      const read = await readPkcs12(bytes, passphrase);
      expect(read.ok && read.value.keys.map((key) => Buffer.from(key))).toEqual([privateKey]);
    }
  });
});

describe('what cannot be opened says why', () => {
  it('a wrong passphrase, and none', async () => {
    for (const more of [[], ['-legacy'], ['-nomac']]) {
      const bytes = await opensslFile('wrong.p12', ...more);
      expect(await readPkcs12(bytes, 'wrong')).toMatchObject({
        problem: { code: 'file-passphrase-wrong' },
      });
      expect(await readPkcs12(bytes, undefined)).toMatchObject({
        problem: { code: 'file-passphrase-missing' },
      });
    }
  });

  it('an algorithm that nobody knows, by its OID', async () => {
    const bytes = await opensslFile('unknown.p12', '-nomac');
    // aes256-CBC becomes an unused neighbour.
    const hex = Buffer.from(bytes)
      .toString('hex')
      .replaceAll('60864801650304012a', '60864801650304017a');
    expect(await readPkcs12(Buffer.from(hex, 'hex'), passphrase)).toMatchObject({
      problem: {
        code: 'encryption-unknown',
        parameters: { algorithm: '2.16.840.1.101.3.4.1.122' },
      },
    });
  });

  it('iterations that would take hours', async () => {
    const bytes = await opensslFile('slow.p12', '-nomac', '-iter', '32767');
    const hex = Buffer.from(bytes).toString('hex').replaceAll('02027fff', '02047fffffff');
    // The lengths around it no longer fit, which is damage of another kind.
    expect(await readPkcs12(Buffer.from(hex, 'hex'), passphrase)).toMatchObject({
      problem: { code: 'pkcs12-unreadable' },
    });
    const grown = await opensslFile('slow.p12', '-nomac', '-iter', '1048577');
    const slow = Buffer.from(grown).toString('hex').replaceAll('0203100001', '02037fffff');
    expect(await readPkcs12(Buffer.from(slow, 'hex'), passphrase)).toMatchObject({
      problem: { code: 'encryption-too-slow', parameters: { iterations: 8_388_607 } },
    });
  });

  it('cut, altered and 1 MB of nonsense never throw', async () => {
    const bytes = await opensslFile('cut.p12');
    for (let length = 0; length < bytes.length; length += 97) {
      expect((await readPkcs12(bytes.subarray(0, length), passphrase)).ok).toBe(false);
    }
    const nonsense = Buffer.alloc(1_000_000, 0x30);
    expect(await readPkcs12(nonsense, passphrase)).toMatchObject({
      problem: { code: 'pkcs12-unreadable' },
    });
  });
});

describe('BER', () => {
  it('becomes DER: indefinite lengths, strings in pieces', () => {
    const pieces = Buffer.from('3080248004010104020203000000000000', 'hex');
    expect(Buffer.from(toDer(pieces.subarray(0, 15))).toString('hex')).toBe('30050403010203');
    const der = writeSequence(writeInteger(3), writeContext(0, writeObjectIdentifier('1.2.3')));
    expect(Buffer.from(toDer(der))).toEqual(Buffer.from(der));
  });
});
