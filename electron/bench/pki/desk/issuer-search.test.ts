/** Files with hundreds of authorities of one name: the number of signature checks grows with them, not with its square. */
import { type createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import { openBenchAuthorities } from '../bench-authorities.ts';
import type { ExtensionContent } from '../certificate-content.ts';
import { isSignedBy } from '../certificate-view.ts';
import { createMemoryCertificateStorage } from '../memory-certificate-storage.ts';
import { writePem } from '../pem.ts';
import { writeCertificate } from '../write-certificate.ts';
import { type CertificateDesk, openCertificateDesk } from './desk.ts';
import { mostTriedKeys } from './issuer-search.ts';
import { createMemoryDeskStorage } from './memory-desk-storage.ts';

vi.mock('../certificate-view.ts', async (original) => {
  const module = await original<typeof import('../certificate-view.ts')>();
  return { ...module, isSignedBy: vi.fn(module.isSignedBy) };
});

const count = 500;
const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, publicKeyDer: publicKey.export({ type: 'spki', format: 'der' }) };
};
const named = (value: string) => [{ name: 'CN', value }];

function certificate(
  names: { issuer: string; subject: string },
  publicKeyDer: Uint8Array,
  key: ReturnType<typeof createPrivateKey>,
  identifiers: readonly ExtensionContent[] = [],
): string {
  const nowMs = Date.now();
  const der = writeCertificate(
    {
      serialNumber: crypto.getRandomValues(new Uint8Array(16)),
      ...{ issuer: named(names.issuer), subject: named(names.subject) },
      ...{ notBeforeMs: nowMs - 1000, notAfterMs: nowMs + 86_400_000, publicKeyDer },
      extensions: [{ type: 'basic-constraints', authority: true }, ...identifiers],
    },
    { key },
  );
  return writePem('CERTIFICATE', der);
}

let desk: CertificateDesk;
beforeEach(() => {
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Example CPO',
  });
  const storage = createMemoryDeskStorage();
  const changed = () => undefined;
  desk = openCertificateDesk({ storage, authorities, cpoName: () => 'Example CPO', changed });
});

/** Signature checks while it runs. */
async function checksOf<T>(work: () => Promise<T>): Promise<{ checks: number; result: T }> {
  vi.mocked(isSignedBy).mockClear();
  const result = await work();
  return { checks: vi.mocked(isSignedBy).mock.calls.length, result };
}

const brought = (pems: readonly string[]) => ({
  files: [{ name: 'many.pem', content: { text: pems.join('') } }],
});

/** Each has a key of its own and was signed by one that is not there. */
function strangers(subject: (index: number) => string, identifiers: ExtensionContent[] = []) {
  const absent = pair();
  return Array.from({ length: count }, (_, index) =>
    certificate(
      { issuer: 'One name', subject: subject(index) },
      pair().publicKeyDer,
      absent.key,
      identifiers,
    ),
  );
}

it(`${count} certificates of one name are imported with a few signature checks each`, async () => {
  const sharedIdentifier = Buffer.alloc(20, 1);
  const pems = strangers(
    () => 'One name',
    [
      { type: 'subject-key-identifier', identifier: sharedIdentifier },
      { type: 'authority-key-identifier', identifier: sharedIdentifier },
    ],
  );
  const { checks, result } = await checksOf(() => desk.import(brought(pems)));
  expect(result.ok).toBe(true);
  // Once for the import, once for the tree; each tries a few keys and the certificate's own.
  expect(checks).toBeLessThanOrEqual(2 * count * (mostTriedKeys + 1) + 100);
  // The tree is built again after a change, without checking anything again.
  const again = await checksOf(() => desk.import(brought(pems.slice(0, 1))));
  expect(again.checks).toBeLessThanOrEqual(mostTriedKeys + 2);
});

it(`${count} certificates of one name are looked at with a few signature checks each`, async () => {
  const authorities = strangers(() => 'One name');
  const leaves = strangers((index) => `Leaf ${index}`).slice(0, 400);
  const text = [...leaves, ...authorities].join('');
  const { checks, result } = await checksOf(() => desk.inspect({ text }, undefined));
  expect(result.ok).toBe(true);
  expect(checks).toBeLessThanOrEqual(900 * (mostTriedKeys + 4));
});

it('a key that stands in many certificates is tried once, and all of them can be the issuer', async () => {
  const [authority, wrong] = [pair(), pair()];
  const root = { issuer: 'One name', subject: 'One name' };
  const pems = [
    ...Array.from({ length: 20 }, () => certificate(root, wrong.publicKeyDer, wrong.key)),
    certificate(root, authority.publicKeyDer, authority.key),
    certificate({ issuer: 'One name', subject: 'Below' }, pair().publicKeyDer, authority.key),
  ];
  const imported = await desk.import(brought(pems));
  if (!imported.ok) throw new Error(imported.problem.code);
  const below = imported.value.imported.find(({ subject }) => subject.includes('Below'));
  expect(below?.issuer).toBe(imported.value.imported[20]?.id);
});
