import { createCipheriv, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyType, keyTypes } from '../../../../shared/security/key-types.ts';
import {
  writeContext,
  writeInteger,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
} from '../der-writer.ts';
import { issueSelfSigned, subjectName } from '../issuing.ts';
import { generateTypedKeyPair } from '../key-pairs.ts';
import { createOpenSslFolder } from '../openssl-support.ts';
import { toDer } from './ber.ts';
import { pkcs12Key } from './password-encryption.ts';
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

function shroudedBag(algorithm: Uint8Array, sealed: Uint8Array): Uint8Array {
  return writeSequence(
    writeObjectIdentifier('1.2.840.113549.1.12.10.1.2'),
    writeContext(0, writeSequence(algorithm, writeOctetString(sealed))),
  );
}

/** Sealed in the old way with as many iterations as some key stores write. */
async function hardBag(): Promise<Uint8Array> {
  const salt = new Uint8Array(8);
  const iterations = 50_000;
  const derived = { hash: 'sha1', passphrase, salt, iterations } as const;
  const key = await pkcs12Key({ ...derived, purpose: 1, bytes: 24 });
  const iv = await pkcs12Key({ ...derived, purpose: 2, bytes: 8 });
  const cipher = createCipheriv('des-ede3-cbc', key, iv);
  const sealed = Buffer.concat([cipher.update(shared.privateKey), cipher.final()]);
  const parameters = writeSequence(writeOctetString(salt), writeInteger(iterations));
  return shroudedBag(
    writeSequence(writeObjectIdentifier('1.2.840.113549.1.12.1.3'), parameters),
    sealed,
  );
}

/** A file without MAC. */
function pfxOf(bags: readonly Uint8Array[]): Uint8Array {
  const plain = (content: Uint8Array) =>
    writeSequence(
      writeObjectIdentifier('1.2.840.113549.1.7.1'),
      writeContext(0, writeOctetString(content)),
    );
  return writeSequence(writeInteger(3), plain(writeSequence(plain(writeSequence(...bags)))));
}

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
    const slow = Buffer.from(grown).toString('hex').replaceAll('0203100001', '0203ffffff');
    expect(await readPkcs12(Buffer.from(slow, 'hex'), passphrase)).toMatchObject({
      problem: { code: 'encryption-too-slow', parameters: { iterations: 16_777_215 } },
    });
  });

  it('many pieces that are hard to open, within a bounded time and without holding up anybody else', async () => {
    const bag = await hardBag();
    const many = pfxOf(Array.from({ length: 200 }, () => bag));
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    }, 1);
    const opened = await readPkcs12(many, passphrase);
    clearInterval(others);
    expect(opened).toMatchObject({ problem: { code: 'encryption-too-slow' } });
    expect(turns).toBeGreaterThan(20);
  });

  it.each([
    ['scrypt with a cost that is no power of two', '1.3.6.1.4.1.11591.4.11', [3, 8, 1]],
    ['scrypt without cost', '1.3.6.1.4.1.11591.4.11', [0, 0, 0]],
    ['scrypt with costs left out', '1.3.6.1.4.1.11591.4.11', []],
    ['PBKDF2 without iterations', '1.2.840.113549.1.5.12', [0]],
  ])('%s', async (_name, derivation, numbers) => {
    const salt = writeOctetString(new Uint8Array(8));
    const parameters = writeSequence(salt, ...numbers.map(writeInteger));
    const algorithm = writeSequence(
      writeObjectIdentifier('1.2.840.113549.1.5.13'),
      writeSequence(
        writeSequence(writeObjectIdentifier(derivation), parameters),
        writeSequence(
          writeObjectIdentifier('2.16.840.1.101.3.4.1.42'),
          writeOctetString(new Uint8Array(16)),
        ),
      ),
    );
    const file = pfxOf([shroudedBag(algorithm, new Uint8Array(16))]);
    expect(await readPkcs12(file, passphrase)).toMatchObject({
      problem: { code: 'pkcs12-unreadable' },
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
