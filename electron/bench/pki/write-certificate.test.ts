import { createPrivateKey } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type KeyType,
  keyTypes,
  type SignatureHash,
  signatureHashes,
} from '../../../shared/security/key-types.ts';
import { addressBytes, type ExtensionContent } from './certificate-content.ts';
import { parseCertificate } from './certificate-view.ts';
import { readElement, readTimeMs } from './der.ts';
import { writeInteger, writeObjectIdentifier, writeTime } from './der-writer.ts';
import {
  authorityKeyIdentifier,
  issueSelfSigned,
  issueSigningRequest,
  issueUnder,
  subjectName,
} from './issuing.ts';
import { generateTypedKeyPair, type KeyPair } from './key-pairs.ts';
import { createOpenSslFolder } from './openssl-support.ts';
import { writePem } from './pem.ts';
import { readSigningRequest } from './read-signing-request.ts';
import { writeCertificate, writeRevocationList } from './write-certificate.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const dayMs = 86_400_000;
const validity = { notBeforeMs: Date.now() - dayMs, notAfterMs: Date.now() + 30 * dayMs };

const made = new Map<KeyType, Promise<KeyPair>>();
/** One pair of each type for all tests: large RSA keys take their time. */
function keysOf(type: KeyType): Promise<KeyPair> {
  const known = made.get(type) ?? generateTypedKeyPair(type);
  made.set(type, known);
  return known;
}

function root(keys: KeyPair, commonName: string, more: object = {}): string {
  return issueSelfSigned(keys.privateKeyPem, {
    ...validity,
    kind: 'authority',
    subject: subjectName({ organisation: 'Example CPO', commonName }),
    publicKeyDer: keys.publicKeyDer,
    ...more,
  });
}

/** Keys below 112 bits are written all the same; OpenSSL accepts them when told to. */
const weak: readonly KeyType[] = ['rsa-1024', 'p-192'];

describe('certificates of every key type', () => {
  it.each(keyTypes)(
    '%s: root, sub-authority and server leaf pass openssl verify -x509_strict',
    async (type) => {
      const keys = await keysOf(type);
      const rootPem = root(keys, `${type} root`, { pathLength: 1 });
      const subject = subjectName({ organisation: 'Example CPO', commonName: `${type} sub` });
      const subKeys = await keysOf(weak.includes(type) ? type : 'p-256');
      const subPem = issueUnder(
        { certificatePem: rootPem, privateKeyPem: keys.privateKeyPem },
        {
          ...validity,
          kind: 'authority',
          subject,
          publicKeyDer: subKeys.publicKeyDer,
          pathLength: 0,
        },
      );
      const leafPem = issueUnder(
        { certificatePem: subPem, privateKeyPem: subKeys.privateKeyPem },
        {
          ...validity,
          kind: 'server',
          subject: subjectName({ organisation: 'Example CPO', commonName: 'csms.example.com' }),
          publicKeyDer: keys.publicKeyDer,
          alternativeNames: [
            { type: 'dns', value: 'csms.example.com' },
            { type: 'ip', value: '10.0.0.1' },
            { type: 'ip', value: 'fe80::1:2' },
          ],
          revocationListUrls: ['http://bench.example/crl/1.crl'],
        },
      );
      const { output } = await folder.run(
        ...['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname'],
        ...['csms.example.com', '-verify_ip', 'fe80::1:2'],
        ...['-auth_level', weak.includes(type) ? '0' : '1'],
        ...['-CAfile', folder.write(`${type}-root.pem`, rootPem)],
        ...['-untrusted', folder.write(`${type}-sub.pem`, subPem)],
        folder.write(`${type}-leaf.pem`, leafPem),
      );
      expect(output).toContain('OK');
    },
  );

  it.each(keyTypes)('%s: a signing request that openssl and our reader verify', async (type) => {
    const keys = await keysOf(type);
    const pem = issueSigningRequest(
      subjectName({ organisation: 'Example CPO', commonName: 'SN-1' }),
      keys,
    );
    const file = folder.write(`${type}.csr`, pem);
    const { output } = await folder.run('req', '-verify', '-noout', '-in', file);
    expect(output).toContain('verify OK');
    expect(readSigningRequest(pem).request?.possession).toBe('proved');
  });

  const signatures: [KeyType, 'pkcs1' | 'pss', SignatureHash][] = signatureHashes.flatMap(
    (hash): [KeyType, 'pkcs1' | 'pss', SignatureHash][] => [
      ['rsa-2048', 'pkcs1', hash],
      ['rsa-2048', 'pss', hash],
      ['p-384', 'pkcs1', hash],
    ],
  );

  it.each(signatures)('%s signs with %s and %s as openssl reads it', async (type, rsa, hash) => {
    const keys = await keysOf(type);
    const pem = root(keys, 'signs', { rsaSignature: rsa, hash });
    const file = folder.write('signature.pem', pem);
    const { output } = await folder.run(
      ...['verify', '-x509_strict', '-check_ss_sig', '-auth_level', '0', '-CAfile', file, file],
    );
    expect(output).toContain('OK');
    const parsed = parseCertificate(pem);
    expect(parsed.ok && parsed.certificate.view.signature).toMatchObject({
      algorithm: type === 'p-384' ? 'ecdsa' : `rsa-${rsa}`,
      hash: hash.toUpperCase(),
    });
  });
});

describe('revocation lists', () => {
  it.each(keyTypes)('%s: openssl finds the revoked certificate and no other', async (type) => {
    const keys = await keysOf(type);
    const rootPem = root(keys, 'list');
    const authority = { certificatePem: rootPem, privateKeyPem: keys.privateKeyPem };
    const leaf = (commonName: string) =>
      issueUnder(authority, {
        ...validity,
        kind: 'client',
        subject: subjectName({ organisation: 'Example CPO', commonName }),
        publicKeyDer: keys.publicKeyDer,
      });
    const [good, bad] = [leaf('good'), leaf('bad')];
    const [parsedRoot, parsedBad] = [parseCertificate(rootPem), parseCertificate(bad)];
    if (!parsedRoot.ok || !parsedBad.ok) throw new Error('unreadable');
    const list = writeRevocationList(
      {
        issuer: parsedRoot.certificate.subjectDer,
        thisUpdateMs: Date.now() - 1000,
        nextUpdateMs: Date.now() + dayMs,
        revoked: [
          {
            serialNumber: Buffer.from(parsedBad.certificate.view.serialNumber, 'hex'),
            revokedMs: Date.now() - 5000,
            reason: 'keyCompromise',
          },
        ],
        extensions: [
          {
            type: 'authority-key-identifier',
            identifier: authorityKeyIdentifier(parsedRoot.certificate),
          },
          { type: 'crl-number', number: 300 },
        ],
      },
      { key: createPrivateKey(keys.privateKeyPem) },
    );
    const check = async (name: string, pem: string) => {
      const { output } = await folder.run(
        ...['verify', '-x509_strict', '-crl_check', '-auth_level', '0'],
        ...['-CAfile', folder.write('list-root.pem', rootPem)],
        ...['-CRLfile', folder.write('list.pem', writePem('X509 CRL', list))],
        folder.write(`${name}.pem`, pem),
      );
      return output;
    };
    expect(await check('good', good)).toContain('OK');
    expect(await check('bad', bad)).toContain('certificate revoked');
    const { output } = await folder.run('crl', '-noout', '-text', '-in', folder.path('list.pem'));
    expect(output).toMatch(/CRL Number:\s+300/);
    expect(output).toContain('Key Compromise');
  });
});

describe('what is asked for is written, faults included', () => {
  it('leaves out and spoils single extensions', async () => {
    const keys = await keysOf('p-256');
    const extensions: ExtensionContent[] = [
      { type: 'key-usage', usages: ['dataEncipherment', 'decipherOnly'], critical: false },
      { type: 'extended-key-usage', purposes: ['serverAuth', '1.2.3.4'] },
      { type: 'raw', oid: '1.2.3.4.5', critical: true, der: Buffer.from('0500', 'hex') },
    ];
    const der = writeCertificate(
      {
        serialNumber: Uint8Array.of(0),
        issuer: [{ name: 'CN', value: 'Somebody else', encoding: 'bmp' }],
        subject: [
          { name: 'C', value: 'NL' },
          { name: '1.2.3', value: 'odd' },
        ],
        notBeforeMs: Date.UTC(1930, 0, 1),
        notAfterMs: Date.UTC(2060, 0, 1),
        publicKeyDer: keys.publicKeyDer,
        extensions,
      },
      { key: createPrivateKey(keys.privateKeyPem) },
    );
    const parsed = parseCertificate(der);
    if (!parsed.ok) throw new Error(parsed.detail);
    expect(parsed.certificate.view).toMatchObject({
      serialNumber: '0',
      issuer: { text: 'CN=Somebody else' },
      subject: { text: 'C=NL, 1.2.3=odd' },
      notBefore: '1930-01-01T00:00:00.000Z',
      notAfter: '2060-01-01T00:00:00.000Z',
      keyUsage: ['dataEncipherment', 'decipherOnly'],
      extendedKeyUsage: ['serverAuth', '1.2.3.4'],
      subjectKeyIdentifier: null,
    });
    expect(parsed.certificate.extensions.at(-1)).toMatchObject({
      oid: '1.2.3.4.5',
      critical: true,
    });
  });
});

describe('single values', () => {
  it.each<[string, number]>([
    ['1949-12-31T23:59:59Z', 0x18],
    ['1950-01-01T00:00:00Z', 0x17],
    ['1970-01-01T00:00:00Z', 0x17],
    ['2049-12-31T23:59:59Z', 0x17],
    ['2050-01-01T00:00:00Z', 0x18],
    ['9999-12-31T23:59:59Z', 0x18],
  ])('RFC 5280 §4.1.2.5: %s is written with tag %i and read back', (text, tag) => {
    const element = readElement(writeTime(Date.parse(text) + 999));
    expect(element.tag).toBe(tag);
    expect(readTimeMs(element)).toBe(Date.parse(text));
  });

  it.each<[string, string]>([
    ['10.0.0.1', '0a000001'],
    ['::', '00000000000000000000000000000000'],
    ['::ffff:1.2.3.4', '00000000000000000000ffff01020304'],
    ['2001:db8::7:0:1', '20010db8000000000000000700000001'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ])('writes the address %s', (address, hex) => {
    expect(Buffer.from(addressBytes(address)).toString('hex')).toBe(hex);
  });

  it('writes integers without sign and object identifiers with large arcs', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(hex(writeInteger(0))).toBe('020100');
    expect(hex(writeInteger(128))).toBe('02020080');
    expect(hex(writeInteger(Buffer.from('0000ff', 'hex')))).toBe('020200ff');
    expect(hex(writeObjectIdentifier('1.2.840.113549.1.1.11'))).toBe('06092a864886f70d01010b');
  });
});
