import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExtensionContent } from '../certificate-content.ts';
import { type ParsedCertificate, parseCertificate } from '../certificate-view.ts';
import { keyIdentifier, subjectName } from '../issuing.ts';
import { generateTypedKeyPair, type KeyPair } from '../key-pairs.ts';
import { createOpenSslFolder } from '../openssl-support.ts';
import type { Signer } from '../signer.ts';
import { type CertificateContent, writeCertificate } from '../write-certificate.ts';
import { opensslVerdict } from './openssl-verdict.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

let keys: KeyPair;
let weak: KeyPair;
beforeAll(async () => {
  keys = await generateTypedKeyPair('p-256');
  weak = await generateTypedKeyPair('rsa-1024');
});

const dayMs = 86_400_000;
const named = (commonName: string) => subjectName({ organisation: 'Example', commonName });

type Change = Partial<CertificateContent> & Partial<Pick<Signer, 'hash'>>;

function parsed(
  content: Omit<CertificateContent, 'publicKeyDer'>,
  { hash }: Change,
): ParsedCertificate {
  const signer = {
    key: createPrivateKey(keys.privateKeyPem),
    ...(hash === undefined ? {} : { hash }),
  };
  const read = parseCertificate(
    writeCertificate({ publicKeyDer: keys.publicKeyDer, ...content }, signer),
  );
  if (!read.ok) throw new Error(read.detail);
  return read.certificate;
}

/** A chain of three in which single parts are changed. */
function chain(changes: { root?: Change; sub?: Change; leaf?: Change }): ParsedCertificate[] {
  const identifier = keyIdentifier(keys.publicKeyDer);
  const period = { notBeforeMs: Date.now() - dayMs, notAfterMs: Date.now() + dayMs };
  const authority: ExtensionContent[] = [
    { type: 'basic-constraints', authority: true },
    { type: 'key-usage', usages: ['keyCertSign'] },
    { type: 'subject-key-identifier', identifier },
  ];
  const named1 = (serial: number) => ({ ...period, serialNumber: Uint8Array.of(serial) });
  const issuedBy: ExtensionContent = { type: 'authority-key-identifier', identifier };
  const { root = {}, sub = {}, leaf = {} } = changes;
  return [
    parsed(
      {
        ...{ ...named1(3), issuer: named('Sub'), subject: named('Leaf') },
        extensions: [{ type: 'extended-key-usage', purposes: ['serverAuth'] }, issuedBy],
        ...leaf,
      },
      leaf,
    ),
    parsed(
      {
        ...{ ...named1(2), issuer: named('Root'), subject: named('Sub') },
        extensions: [...authority, issuedBy],
        ...sub,
      },
      sub,
    ),
    parsed(
      {
        ...{ ...named1(1), issuer: named('Root'), subject: named('Root'), extensions: authority },
        ...root,
      },
      root,
    ),
  ];
}

const identifier = () => keyIdentifier(keys.publicKeyDer);
const issuedBy = (): ExtensionContent => ({
  type: 'authority-key-identifier',
  identifier: identifier(),
});
const identified = (): ExtensionContent => ({
  type: 'subject-key-identifier',
  identifier: identifier(),
});
const constraints: ExtensionContent = { type: 'basic-constraints', authority: true };
const usage: ExtensionContent = { type: 'key-usage', usages: ['keyCertSign'] };

it.each<[string, () => Parameters<typeof chain>[0]]>([
  ['nothing', () => ({})],
  ['certificate has expired', () => ({ leaf: { notAfterMs: Date.now() - 1000 } })],
  ['certificate is not yet valid', () => ({ leaf: { notBeforeMs: Date.now() + 3_600_000 } })],
  ['certificate has expired', () => ({ sub: { notAfterMs: Date.now() - 1000 } })],
  [
    'unsuitable certificate purpose',
    () => ({
      leaf: { extensions: [{ type: 'extended-key-usage', purposes: ['clientAuth'] }, issuedBy()] },
    }),
  ],
  [
    'Missing Authority Key Identifier',
    () => ({ leaf: { extensions: [{ type: 'extended-key-usage', purposes: ['serverAuth'] }] } }),
  ],
  [
    'Missing Subject Key Identifier',
    () => ({ sub: { extensions: [constraints, usage, issuedBy()] } }),
  ],
  [
    'CA cert does not include key usage extension',
    () => ({ sub: { extensions: [constraints, identified(), issuedBy()] } }),
  ],
  [
    'Basic Constraints of CA cert not marked critical',
    () => ({
      sub: { extensions: [{ ...constraints, critical: false }, usage, identified(), issuedBy()] },
    }),
  ],
  [
    'path length constraint exceeded',
    () => ({ root: { extensions: [{ ...constraints, pathLength: 0 }, usage, identified()] } }),
  ],
  ['CA signature digest algorithm too weak', () => ({ leaf: { hash: 'sha-1' } })],
  ['EE certificate key too weak', () => ({ leaf: { publicKeyDer: weak.publicKeyDer } })],
  ['certificate signature failure', () => ({ leaf: { subject: named('altered') } })],
])('says “%s” where openssl verify -x509_strict says so', async (text, changes) => {
  const path = chain(changes());
  if (text === 'certificate signature failure') spoilSignature(path);
  const [leaf, sub, root] = path.map(({ der }, index) => folder.write(`${index}.pem`, pemOf(der)));
  const { output } = await folder.run(
    ...[
      'verify',
      '-x509_strict',
      '-auth_level',
      '2',
      '-purpose',
      'sslserver',
      '-CAfile',
      root ?? '',
    ],
    ...['-untrusted', sub ?? '', leaf ?? ''],
  );
  const ours = opensslVerdict(path, { purpose: 'server', nowMs: Date.now() }).map(
    (one) => one.text,
  );
  if (text === 'nothing') {
    expect(output).toContain('OK');
    expect(ours).toEqual([]);
    return;
  }
  expect(output).toContain(text);
  expect(ours).toContain(text);
});

it('says “unable to get local issuer certificate” where the chain stops', () => {
  const [leaf] = chain({});
  const texts = opensslVerdict(leaf === undefined ? [] : [leaf], {
    purpose: 'server',
    nowMs: Date.now(),
  });
  expect(texts.map((one) => one.text)).toEqual(['unable to get local issuer certificate']);
});

function pemOf(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function spoilSignature(path: ParsedCertificate[]): void {
  const der = Buffer.from(path[0]?.der ?? []);
  der.writeUInt8((der.at(-1) ?? 0) ^ 1, der.length - 1);
  const read = parseCertificate(der);
  if (read.ok) path[0] = read.certificate;
}
